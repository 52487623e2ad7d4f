"""Makes hostile inputs: any number of them, each from its own seed, the same each time.

Texts are put together from what the rules react to (markers, names, figures, words of all their
patterns), from slices of real documents and from characters that mean trouble, and then damaged.
Files are made in every format that is read, damaged inside or as bytes.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from evals.patterns import collect, literals

__all__ = ["NOISE", "content", "question", "sentence", "stretched", "text"]

_CORPUS = Path(__file__).parents[1] / "corpus"
_LONGEST = 400  # characters of a text
_LONGEST_SAID = 120  # of a question or a sentence, but for few
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFD = "http://www.ofdspec.org/2016"

NOISE = (
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e",  # without width
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",  # direction
    *"\u0300\u0301\u20dd\u20e3\u3099\u0e47\ufe0f\U000e0041\U000e007f",  # combining, tags
    *"\ue000\uf8ff\U000f0000\U0010fffd",  # private use
    *"\x00\x01\x07\x08\x0b\x0c\x1b\x1c\x1d\x1e\x1f\x7f\x80\x85\x9b\x9f",  # control
    *"\ud800\udbff\udc00\udfff",  # surrogates
    *"\u2028\u2029\u00a0\u3000\u2003\t\r\n",  # spaces and line ends
    *"\ufffd\ufffe\uffff\ufdd0",  # no characters
    *"𠮷𪚥🈚👨‍👩‍👧İıſẞﬁ①⑳㉈㈠㊀Ⅷⅻ〇零壹貳廿卅",
    *"٣३៥๕𝟚𝟘²³¹₂½",  # decimal digits of other scripts, digits that are not decimal
)
_MARKERS = (
    *(
        "一、",
        "（一）",
        "1．",
        "1.",
        "（1）",
        "①",
        "第一条 ",
        "第一章 总则",
        "附件1",
        "附件：",
        "专栏1 ",
    ),
    *(
        "第一，",
        "一是",
        "（十一）",
        "一百零一、",
        "第九千九百九十九条",
        "A.",
        "1.1.1 ",
        "1）",
        "——",
    ),
)
_ORGANS = (
    *(
        "市发改委",
        "市财政局",
        "省人民政府",
        "某县人民政府办公室",
        "国务院办公厅",
        "各区县政府",
        "市税务局",
    ),
    *(
        "人力资源和社会保障局",
        "中国人民银行某市分行",
        "市委宣传部",
        "有关部门",
        "各乡镇（街道）",
        "管委会",
    ),
)
_PIECES = (
    *(
        "为贯彻落实",
        "到2025年，",
        "达到100亿元以上",
        "不超过30%",
        "给予每户最高50万元补助",
        "对中小微企业",
    ),
    *(
        "（牵头单位：",
        "责任单位：",
        "配合单位：",
        "）",
        "。",
        "；",
        "，",
        "、",
        "：",
        "《",
        "》",
        "“",
        "”",
    ),
    *(
        "〔2024〕3号",
        "[2024]3号",
        "自2024年1月1日起施行",
        "有效期5年",
        "同时废止",
        "抄送：",
        "2024年2月30日",
    ),
    *(
        "3个百分点",
        "1/3",
        "1：2",
        "1—3月",
        "十二五",
        "第十二条第二款第（三）项",
        "免征",
        "减按",
        "贴息",
    ),
    *(
        "以上",
        "以下",
        "不低于",
        "左右",
        "翻一番",
        "九成",
        "八折",
        "每年",
        "最高",
        "先到先得",
        "除外",
        "或者",
    ),
    *(
        "此件公开发布",
        "印发",
        "意见",
        "通知",
        "的通知",
        "办法",
        "条例",
        "决定",
        "\n",
        "\n\n",
        "\n　　",
        " ",
        "　",
    ),
    *(
        "99999999999999999999999999",
        "1e999",
        "-1",
        "０１２",
        "１００％",
        "壹佰万元",
        "NaN",
        "0.0.0",
        "..",
        "……",
    ),
)
_ASKED = (
    *(
        "哪些部门负责",
        "由谁牵头",
        "有哪些任务",
        "目标是多少",
        "什么时候完成",
        "第三条说什么",
        "还有效吗",
    ),
    *(
        "一共几项",
        "我们是一家快递企业，员工45人",
        "能享受什么",
        "那它呢",
        "为什么",
        "还有吗",
        "？",
        "吗",
        "呢",
    ),
    *(
        "《",
        "》",
        "“",
        "”",
        "OR",
        "AND NOT",
        "NEAR(",
        '"',
        "*",
        "^",
        ":",
        "-",
        "'; DROP TABLE documents;--",
    ),
)
_SAID = (
    *(
        "[1]",
        "[2]",
        "【1】",
        "[1][2]",
        "[99]",
        "[一]",
        "[1",
        "1]",
        "[-1]",
        "[0]",
        "［１］",
        "**",
        "# ",
        "`",
    ),
    *(
        "“",
        "”",
        "「",
        "」",
        "『",
        "』",
        "根据",
        "不得",
        "可以",
        "应当",
        "无需",
        "。",
        "！",
        "？",
        "\n",
    ),
)


def text(chance: random.Random) -> str:
    """A document's text."""
    return _damaged(_built(chance, (*_PIECES, *_ORGANS), _MARKERS, _LONGEST), chance)


def question(chance: random.Random) -> str:
    """A question."""
    return _damaged(_built(chance, (*_ASKED, *_ORGANS, *_PIECES), ("",), _said(chance)), chance)


def sentence(chance: random.Random, source: str) -> str:
    """What a language model might say of a text."""
    start = chance.randrange(max(1, len(source)))
    piece = source[start : start + chance.randint(1, 60)]
    pieces = (*_SAID, *_PIECES, *_ORGANS, piece, piece)
    return _damaged(_built(chance, pieces, ("",), _said(chance)), chance)


def _said(chance: random.Random) -> int:
    return _LONGEST if chance.random() < 0.03 else _LONGEST_SAID


def stretched(chance: random.Random, length: int) -> str:
    """A fragment repeated until it has a length."""
    words = _words()
    kinds: Sequence[Callable[[], str]] = (
        lambda: chance.choice(words),
        lambda: "".join(chance.choice(words) for _ in range(chance.randint(2, 4))),
        lambda: chance.choice((*_PIECES, *_ORGANS, *_MARKERS)),
        lambda: "".join(chance.choice(_PIECES) for _ in range(chance.randint(2, 5))),
        lambda: chance.choice(NOISE),
        lambda: chance.choice(("（", "《", "“", "[", "（《", "第", "一", "1", " ", "甲")),
    )
    fragment = chance.choice(kinds)() or "甲"
    return (fragment * (length // len(fragment) + 1))[:length]


# -- texts


def _built(
    chance: random.Random, pieces: Sequence[str], markers: Sequence[str], longest: int
) -> str:
    size = chance.randint(5, longest)
    parts: list[str] = []
    length = 0
    words, real = _words(), _real()
    while length < size:
        way = chance.random()
        if way < 0.45:
            part = chance.choice(pieces)
        elif way < 0.6:
            part = chance.choice(markers)
        elif way < 0.8:
            part = chance.choice(words)
        elif way < 0.95:
            start = chance.randrange(len(real))
            part = real[start : start + chance.randint(1, 60)]
        else:
            part = chance.choice(NOISE) * chance.choice((1, 1, 1, 3, 20))
        parts.append(part)
        length += max(1, len(part))
    return "".join(parts)


def _damaged(whole: str, chance: random.Random) -> str:
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        at = chance.randint(0, len(whole))
        end = min(len(whole), at + chance.randint(1, 30))
        way = chance.randrange(5)
        if way == 0:
            whole = whole[:at] + whole[end:]
        elif way == 1:
            whole = whole[:at] + whole[at:end] * chance.randint(2, 4) + whole[end:]
        elif way == 2:
            whole = whole[:at] + chance.choice(NOISE) + whole[at:]
        elif way == 3:
            whole = whole[at:] + whole[:at]
        else:
            whole = whole[:end]
    return whole


@cache
def _words() -> tuple[str, ...]:
    """What the rules react to: the words of all their patterns."""
    found: dict[str, None] = {}
    for use in collect(("kb", "ingest", "assistant")):
        found.update(dict.fromkeys(literals(use.pattern)))
    return tuple(word for word in found if len(word) <= 30)


@cache
def _real() -> str:
    files = sorted(_CORPUS.glob("*.txt")) + sorted(_CORPUS.glob("*.md"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


# -- files

_TAGS = (
    *(
        "p",
        "div",
        "td",
        "tr",
        "table",
        "span",
        "br",
        "li",
        "h1",
        "a",
        "pre",
        "script",
        "style",
        "head",
    ),
    *(
        "th",
        "tbody",
        "footer",
        "nav",
        "svg",
        "select",
        "form",
        "b",
        "ul",
        "body",
        "html",
        "meta",
        "img",
    ),
)
_DECLARED = (
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="GB18030"?>',
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
)


def content(chance: random.Random) -> bytes:
    """The content of a file."""
    way = chance.choices(tuple(_WAYS), tuple(_WAYS.values()))[0]
    made = way(chance)
    return _flipped(made, chance) if chance.random() < 0.5 else made


def _plain(chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"))
    return text(chance).encode(encoding, "replace")


def _mixed(chance: random.Random) -> bytes:
    return _plain(chance) + chance.choice((b"", b"\0", b"\r", b"\n")) + _plain(chance)


def _markdown(chance: random.Random) -> bytes:
    marks = (
        "# ",
        "## ",
        "**",
        "*",
        "|",
        "|---|",
        "- ",
        "> ",
        "```",
        "<!--",
        "-->",
        "[",
        "](",
        "\\",
    )
    parts = [chance.choice((*marks, text(chance)[:40], "\n")) for _ in range(chance.randint(3, 30))]
    return ("# 标题\n" + "".join(parts)).encode("utf-8", "replace")


def _html(chance: random.Random) -> bytes:
    parts = ["<html><body><p>"]
    for _ in range(chance.randint(1, 40)):
        tag = chance.choice(_TAGS)
        parts.append(
            chance.choice(
                (
                    f"<{tag}>",
                    f"</{tag}>",
                    f'<{tag} class="share nav" style="display:none" rowspan="{_number(chance)}">',
                    f"<{tag} colspan={_number(chance)} href='附件.docx'>",
                    text(chance)[:40],
                    f"&#{_number(chance)};&lt;&nbsp;&#x{chance.randrange(1 << 21):x};",
                    chance.choice(_DECLARED),
                )
            )
        )
    return "".join(parts).encode(chance.choice(("utf-8", "gb18030")), "replace")


def _number(chance: random.Random) -> str:
    return chance.choice(
        ("0", "1", "2", "-1", "1000", "99999999999999999999", "1e9", "٣", "²", "", "x")
    )


def _docx(chance: random.Random) -> bytes:
    def run() -> str:
        words = escape(
            re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text(chance))[:60]
        )
        return f"<w:r><w:t>{words}</w:t>{_element(chance)}</w:r>"

    def paragraph() -> str:
        number = _number(chance)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{number}"/><w:numPr><w:ilvl w:val="{_number(chance)}"/>'
            f'<w:numId w:val="{number}"/></w:numPr>{_element(chance)}</w:pPr>{run()}{_element(chance)}</w:p>'
        )

    def table() -> str:
        cells = "".join(
            f"<w:tc>{_element(chance)}{paragraph()}</w:tc>" for _ in range(chance.randint(0, 3))
        )
        return f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}{_element(chance)}</w:tr></w:tbl>"

    body = "".join(
        chance.choice((paragraph, table, lambda: _element(chance)))()
        for _ in range(chance.randint(1, 6))
    )
    document = f'{chance.choice(_DECLARED[:4]) if chance.random() < 0.2 else ""}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    styles = f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="1"><w:basedOn w:val="{_number(chance)}"/>{_element(chance)}</w:style></w:styles>'
    lists = (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
        f'<w:start w:val="{_number(chance)}"/><w:numFmt w:val="{chance.choice(("decimal", "chineseCounting", "upperRoman", "x"))}"/>'
        f'<w:lvlText w:val="第%1条%9%0"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="{_number(chance)}"/></w:num></w:numbering>'
    )
    return _zipped(
        chance,
        {
            "word/document.xml": document,
            "word/styles.xml": styles,
            "word/numbering.xml": lists,
            "[Content_Types].xml": "<x/>",
        },
    )


def _element(chance: random.Random) -> str:
    name = chance.choice(
        (
            *(
                "vMerge",
                "gridSpan",
                "ind",
                "outlineLvl",
                "br",
                "tab",
                "sym",
                "del",
                "ins",
                "hyperlink",
                "sdt",
            ),
            *(
                "vanish",
                "footnoteReference",
                "altChunk",
                "ruby",
                "pict",
                "object",
                "drawing",
                "txbxContent",
            ),
        )
    )
    if chance.random() < 0.6:
        return ""
    number = _number(chance)
    return f'<w:{name} w:val="{number}" w:char="{number}" w:firstLine="{number}"/>'


def _ofd(chance: random.Random) -> bytes:
    def numbers() -> str:
        return " ".join(
            chance.choice(("g", "1", "-3.5", "1e9", "99999999", "0", "x", ".", "1e99"))
            for _ in range(chance.randint(0, 6))
        )

    def code() -> str:
        words = escape(re.sub(r"[^\x20-\ud7ff]", "", text(chance))[:30])
        box = chance.choice(("10 10 160 6", "10 20 160 6", numbers()))
        return (
            f'<TextObject Boundary="{box}" Size="{chance.choice(("5.6", "0", numbers()))}" CTM="{numbers()}">'
            f'<TextCode X="{numbers()}" Y="5" DeltaX="{numbers()}">{words}</TextCode></TextObject>'
        )

    page = f'<Page xmlns="{_OFD}"><Content><Layer>{"".join(code() for _ in range(chance.randint(0, 5)))}</Layer></Content></Page>'
    place = chance.choice(
        ("p.xml", "../p.xml", "/p.xml", "../../../../etc/passwd", "", "http://a/b", "Document.xml")
    )
    return _zipped(
        chance,
        {
            "OFD.xml": f'<OFD xmlns="{_OFD}"><DocBody><DocRoot>Document.xml</DocRoot></DocBody></OFD>',
            "Document.xml": f'<Document xmlns="{_OFD}"><PhysicalBox>{numbers()}</PhysicalBox><Pages><Page BaseLoc="p.xml"/><Page BaseLoc="{place}"/></Pages></Document>',
            "p.xml": page,
        },
    )


def _zipped(chance: random.Random, members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(
        buffer, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as file:
        for name, inside in members.items():
            if chance.random() > 0.03:
                file.writestr(
                    _member(name), _damaged_xml(inside, chance).encode("utf-8", "replace")
                )
    return buffer.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    """A member of no day, so that the same input is made on every day."""
    return zipfile.ZipInfo(name)


def _damaged_xml(inside: str, chance: random.Random) -> str:
    return _damaged(inside, chance) if chance.random() < 0.1 else inside


def _pdf(chance: random.Random) -> bytes:
    words = chance.choice(
        ("(abc 123)", "(\\344\\270\\200)", f"<{chance.randrange(1 << 64):x}>", "(" * 50)
    )
    drawn = "".join(
        chance.choice(
            (
                f"BT /F1 {_number(chance)} Tf 10 {chance.randint(0, 800)} Td {words} Tj ET\n",
                "0 0 10 10 re S\n",
                "q 1 0 0 1 0 0 cm\n",
                "Q\n",
                "/X Do\n",
            )
        )
        for _ in range(chance.randint(1, 8))
    )
    kids = chance.choice(("[3 0 R]", "[3 0 R 3 0 R]", "[2 0 R]", "[]", "[3 0 R 99 0 R]"))
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids{kids}/Count {_number(chance)}>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(drawn)}>>stream\n{drawn}endstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode("latin-1", "replace")


def _archive(chance: random.Random) -> bytes:
    names = (
        "a.txt",
        "../../x.txt",
        "/etc/passwd",
        "C:\\x.txt",
        "a\n.docx",
        "b.zip",
        "mimetype",
        "",
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in dict.fromkeys(chance.choice(names) for _ in range(3)):
            file.writestr(_member(name or "x"), text(chance).encode("utf-8", "replace"))
    return buffer.getvalue()


def _started(chance: random.Random) -> bytes:
    """What begins like a format and is none."""
    first = chance.choice(
        (
            *(
                b"%PDF-1.7\n",
                b"PK\x03\x04",
                b"PK\x05\x06",
                b"\x89PNG\r\n\x1a\n",
                b"\xff\xd8\xff\xe0",
                b"GIF89a",
            ),
            *(
                b"BM",
                b"II*\0",
                b"Rar!",
                b"7z\xbc\xaf'\x1c",
                b"\x1f\x8b",
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"\xfe\xff",
            ),
        )
    )
    return first + chance.randbytes(chance.randint(0, 200))


def _flipped(made: bytes, chance: random.Random) -> bytes:
    whole = bytearray(made)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not whole:
            break
        at = chance.randrange(len(whole))
        way = chance.randrange(4)
        if way == 0:
            whole[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            whole[at : at + chance.randint(1, 8)] = b""
        elif way == 2:
            whole[at:at] = chance.randbytes(chance.randint(1, 8))
        else:
            del whole[at if chance.random() < 0.1 else len(whole) :]
    return bytes(whole)


_WAYS: dict[Callable[[random.Random], bytes], float] = {
    _plain: 25,
    _mixed: 5,
    _markdown: 12,
    _html: 18,
    _docx: 14,
    _ofd: 10,
    _pdf: 6,
    _archive: 3,
    _started: 5,
    lambda chance: chance.randbytes(chance.randint(0, 300)): 2,
}
