"""What stands on the clauses cited, and what does not."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ground import Evidence, Grounds, Sentences
from assistant.statements import unmarked
from kb.model import Clause, Document, Level
from kb.organs import Organs

ORGANS = Organs.load()
POLICY = """\
（一）主要目标。到2025年末，全市快递业务收入达到20亿元以上，快递进村覆盖率达到97%；到2030年末，快递业务收入达到35亿元。
1．建设县级共配中心。新建县级共配中心6个，每个给予30万元以下补助。（牵头单位：市邮政管理局；配合单位：市商务局、市发改委）
2．推广循环包装。根据《中华人民共和国邮政法》和衢政办发〔2024〕3号文件，循环中转袋使用率
达到百分之九十，三个月内完成。（责任单位：市邮政管理局、市生态环境局）"""
LAW = (
    "第四十九条 快递企业不得将快件抛扔、踩踏。违反规定的，由邮政管理部门责令改正，处一万元以上"
    "五万元以下的罚款；情节严重的，可以责令停业整顿。\n有下列情形之一的，依照前款处罚：（一）冒领快件的；"
    "（二）隐匿快件的。用户有权要求赔偿，快递企业应当自收到投诉之日起7日内答复。"
)


def evidence(
    marker: int, text: str, title: str, number: str | None, label: str, level: Level
) -> Evidence:
    document = Document(
        document_id=title,
        path="",
        sha256="",
        text=text,
        title=title,
        number=number,
        issuers=("衢州市人民政府办公室",) if number else (),
        region="衢州市" if number else "全国",
        level="市" if number else "国家",
    )
    clause = Clause(
        clause_id=f"{title}.1",
        document_id=title,
        parent_id=None,
        level=level,
        marker=label.split()[0],
        heading="",
        label=label,
        start=0,
        end=len(text),
        body_end=len(text),
    )
    return Evidence(marker=marker, document=document, clause=clause, start=0, end=len(text))


GIVEN = (
    evidence(
        1, POLICY, "关于发展快递业的实施意见", "衢政办发〔2024〕3号", "二、重点任务", Level.HEADING1
    ),
    evidence(2, LAW, "快件管理条例", None, "第四十九条", Level.ARTICLE),
)


def grounds(given: Sequence[Evidence] = GIVEN, question: str = "有什么规定") -> Grounds:
    return Grounds(given, ORGANS, question)


STANDS = [
    "到2025年末，全市快递业务收入达到20亿元以上[1]。",
    "到2025年底，全市快递业务收入达到２０亿元以上[1]。",
    "到2025年，快递业务收入达到200000万元以上[1]。",
    "快递业务收入不低于20亿元[1]。",
    "到2030年末，快递业务收入达到35亿元[1]。",
    "快递进村覆盖率达到百分之九十七[1]。",
    "循环中转袋使用率达到90%，3个月内完成[1]。",
    "新建县级共配中心6个[1]。",
    "新建县级共配中心六个，每个给予三十万元以下补助[1]。",
    "县级共配中心由市邮政管理局牵头，市商务局配合[1]。",
    "衢州市邮政管理局是牵头单位[1]。",
    "市发展和改革委员会配合建设县级共配中心[1]。",
    "根据《邮政法》推广循环包装[1]。",
    "《关于发展快递业的实施意见》（衢政办发〔2024〕3号）要求推广循环包装[1]。",
    "衢政办发[2024]3号文件要求推广循环包装【1】。",
    "第49条规定，快递企业不得将快件抛扔、踩踏[2]。",
    "快递企业禁止抛扔、踩踏快件[2]。",
    "处10000元以上50000元以下的罚款[2]。",
    "情节严重的，可以责令停业整顿[2]。",
    "第一项是冒领快件[2]。",
    "快递企业应当自收到投诉之日起七日内答复[2]。",
    "条例规定“快递企业不得将快件抛扔、踩踏”[2]。",
    "意见提出“循环中转袋使用率达到百分之九十”[1]。",
    "**快递业务收入**达到35亿元[1]",
    "快递业务收入达到35亿元[1]，快递企业不得将快件抛扔、踩踏[2]。",
]


@pytest.mark.parametrize("sentence", STANDS)
def test_stands(sentence: str) -> None:
    verdict = grounds().check(sentence)
    assert verdict.faults == ()
    assert verdict.stands


FALLS = [
    ("到2025年末，快递业务收入达到21亿元以上[1]。", "21亿元"),
    ("到2025年末，快递业务收入达到20亿件以上[1]。", "20亿件"),
    ("到2025年末，快递业务收入达到20亿元[1]。", "20亿元"),
    ("到2025年末，快递业务收入达到20亿元以下[1]。", "20亿元"),
    ("快递业务收入约20亿元[1]。", "20亿元"),
    ("到2025年末，快递业务收入达到35亿元[1]。", "35亿元"),
    ("到2030年末，快递业务收入达到20亿元以上[1]。", "20亿元"),
    ("到2027年末，快递业务收入达到20亿元以上[1]。", "2027年"),
    ("循环中转袋使用率达到97%[1]。", "97%"),
    ("快递进村覆盖率达到90%[1]。", "90%"),
    ("处一万元以下五万元以下的罚款[2]。", "一万元"),
    ("三年内完成循环包装推广[1]。", "三年"),
    ("县级共配中心由市商务局牵头[1]。", "市商务局"),
    ("县级共配中心由市教育局配合建设[1]。", "市教育局"),
    ("县级共配中心由省商务厅配合建设[1]。", "省商务厅"),
    ("循环包装由市生态环境局牵头推广[1]。", "牵头"),
    ("县级共配中心由衢州学院牵头建设[1]。", "衢州学院"),
    ("由卫生主管部门责令改正，处一万元以上五万元以下的罚款[2]。", "主管部门"),
    ("第五十条规定，快递企业不得将快件抛扔、踩踏[2]。", "第五十条"),
    ("第三项规定了冒领快件的情形[2]。", "第三项"),
    ("根据《快递暂行条例》，应当推广循环包装[1]。", "快递暂行条例"),
    ("衢政办发〔2024〕4号文件要求推广循环包装[1]。", "4号"),
    ("浙政办发〔2024〕3号文件要求推广循环包装[1]。", "浙政办发"),
    ("杭州新建县级共配中心6个[1]。", "杭州"),
    ("条例规定“快递企业不得将快件抛仍、踩踏”[2]。", "抛仍"),
    ("条例规定「快递企业不得抛扔快件」[2]。", "不得抛扔"),
    ("快递企业可以将快件抛扔、踩踏[2]。", "抛扔"),
    ("快递企业将快件抛扔、踩踏[2]。", "抛扔"),
    ("情节严重的，应当责令停业整顿[2]。", "停业整顿"),
    ("用户无权要求赔偿[2]。", "说法"),
    ("快递员每天早上要在站点集合唱歌跳舞[1]。", "说法"),
    ("新建县级共配中心6个，同时为骑手免费发放电动自行车和头盔[1]。", "说法"),
    ("每个ETC中心给予30万元以下补助[1]。", "etc"),
    ("快递业务收入达到35亿元[7]，由市教育局发布。", "第7条资料"),
    ("", ""),
    ("[1]。", ""),
]


@pytest.mark.parametrize(("sentence", "told"), FALLS)
def test_falls(sentence: str, told: str) -> None:
    verdict = grounds().check(sentence)
    assert not verdict.stands
    assert told in "；".join(verdict.faults)


@pytest.mark.parametrize(
    ("listed", "fault"),
    [
        ("快递柜、驿站、村邮站、服务中心", None),
        ("驿站、快递柜、服务中心、村邮站", None),
        ("快递柜、驿站等", None),
        ("快递柜、驿站", "列举不全，少了“村邮站”"),
        ("驿站、村邮站、服务中心", "列举不全，少了“末端服务站点包括快递柜”"),
    ],
)
def test_a_list_is_whole_or_says_that_it_is_not(listed: str, fault: str | None) -> None:
    text = "末端服务站点包括快递柜、驿站、村邮站、服务中心；经营场所包括门店、仓库。"
    given = (evidence(1, text, "管理办法", None, "第二条", Level.ARTICLE),)
    faults = grounds(given).check(f"末端服务站点包括{listed}[1]。").faults
    assert faults == (() if fault is None else (fault,))


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("快递企业可以利用电商平台销售特产[1]。", True),
        ("鼓励快递企业利用电商平台销售特产[1]。", True),
        ("快递企业不得利用电商平台销售特产[1]。", False),
        ("快递企业应当利用电商平台销售特产[1]。", False),
    ],
)
def test_what_is_encouraged_is_allowed(sentence: str, stands: bool) -> None:
    text = "鼓励快递企业利用自有电商平台销售特产。"
    given = (evidence(1, text, "意见", None, "一、", Level.HEADING1),)
    assert grounds(given).check(sentence).stands is stands


# ---- citations attached by the program


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("图书馆每月盘点1次，每户补贴200元[1]。", True),
        ("图书馆按月盘点1次[1]。", True),
        ("图书馆每年盘点1次[1]。", False),
        ("图书馆每三个月盘点1次[1]。", False),
        ("每人补贴200元[1]。", False),
        ("每天清扫[1]。", True),
        ("每周清扫[1]。", False),
        ("按季检查[1]。", True),
        ("每年检查[1]。", False),
    ],
)
def test_how_often_and_for_each_of_what(sentence: str, stands: bool) -> None:
    text = "图书馆每月盘点1次，每户补贴200元，每天清扫，按季检查。"
    given = (evidence(1, text, "办法", None, "一、", Level.HEADING1),)
    assert grounds(given).check(sentence).stands is stands


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("新建县级共配中心6个。", 1),
        ("新建县级共配中心6个[2]。", 1),
        ("新建县级共配中心6个[9]。", 1),
        ("快递企业不得将快件抛扔、踩踏[1]。", 2),
        ("新建县级共配中心6个[1][2]。", 1),
    ],
)
def test_the_one_citation_that_bears_it_out(sentence: str, marker: int) -> None:
    assert [each.marker for each in grounds().check(sentence).evidence] == [marker]


def test_no_citation_is_chosen_among_several() -> None:
    twice = (
        GIVEN[0],
        evidence(2, POLICY, "另一份意见", "衢政办发〔2025〕1号", "二、重点任务", Level.HEADING1),
    )
    verdict = grounds(twice).check("新建县级共配中心6个。")
    assert not verdict.stands
    assert verdict.faults == ("没有注明出处，几条资料都这样说",)
    assert [e.marker for e in grounds(twice).check("新建县级共配中心6个[2]。").evidence] == [2]


def test_facts_of_two_clauses_need_both_citations() -> None:
    both = "新建县级共配中心6个，快递企业不得将快件抛扔、踩踏"
    assert [e.marker for e in grounds().check(f"{both}[1][2]。").evidence] == [1, 2]
    assert not grounds().check(f"{both}[1]。").stands
    assert not grounds().check(f"{both}。").stands


def test_a_quotation_is_shown_as_the_document_prints_it() -> None:
    spaced = (evidence(1, "建设 共配\n中心。", "意见", None, "一、", Level.HEADING1),)
    verdict = grounds(spaced).check("意见要求“建设共配中心”[1]。")
    assert verdict.text == "意见要求“建设 共配中心”。"


def test_without_a_marker_the_nearest_clause_tells_what_is_wrong() -> None:
    verdict = grounds().check("新建县级共配中心7个。")
    assert verdict.faults == ("没有注明出处", "出处里没有数字“7个”")


def test_words_of_the_question_may_be_repeated() -> None:
    sentence = "外卖小哥乱扔包裹的，由邮政管理部门责令改正，处一万元以上五万元以下的罚款[2]。"
    assert grounds(question="外卖小哥乱扔包裹怎么办").check(sentence).stands


# ---- sentences of a stream

REPLIES = [
    ("甲。乙！丙？", ["甲。", "乙！", "丙？"]),
    ("甲[1]。乙。[2] 丙", ["甲[1]。", "乙。[2] ", "丙"]),
    ("甲。[1][2]\n乙", ["甲。[1][2]\n", "乙"]),
    ("他说“甲。乙。”[1]。丙", ["他说“甲。乙。”[1]。", "丙"]),
    ("“甲。”[1]乙", ["“甲。”[1]", "乙"]),
    ("“甲。”的规定。乙", ["“甲。”的规定。", "乙"]),
    ("包括：\n1. 甲[1]\n2. 乙[2]", ["包括：\n1. 甲[1]\n", "2. 乙[2]"]),
    ("“没有完\n乙。", ["“没有完\n", "乙。"]),
    ("甲（见乙。）丙。", ["甲（见乙。）", "丙。"]),
]


@pytest.mark.parametrize(("reply", "sentences"), REPLIES)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_sentences(reply: str, sentences: list[str], size: int) -> None:
    cutter = Sentences()
    found = [
        sentence
        for at in range(0, len(reply), size)
        for sentence in cutter.feed(reply[at : at + size])
    ]
    assert [*found, cutter.rest()] == [*sentences, *([""] if len(found) == len(sentences) else [])]


@pytest.mark.parametrize(
    ("text", "bare", "markers"),
    [
        ("甲[1][2]", "甲", (1, 2)),
        ("甲[1，3]", "甲", (1, 3)),
        ("甲[1-3]", "甲", (1, 2, 3)),
        ("甲【2】[资料4]", "甲", (2, 4)),
        ("甲〔2024〕3号", "甲〔2024〕3号", ()),
        ("甲[2024]3号", "甲[2024]3号", ()),
    ],
)
def test_markers(text: str, bare: str, markers: tuple[int, ...]) -> None:
    assert unmarked(text) == (bare, markers)


# ---- properties

calm = settings(deadline=None)  # how long an example takes depends on the machine
READY = grounds()

TEXT = st.text(
    alphabet="甲乙局市县不得可以应当20一百万亿元%年月日第条款《》“”〔〕[]（）。！；，：\n 1a",
    max_size=60,
)
PARTS = re.findall("[^。；\n]{8,}[。；]", f"{POLICY}\n{LAW}")


@calm
@given(st.lists(TEXT, max_size=8))
def test_sentences_lose_nothing(pieces: list[str]) -> None:
    cutter = Sentences()
    found = [sentence for piece in pieces for sentence in cutter.feed(piece)]
    assert "".join([*found, cutter.rest()]) == "".join(pieces)


@calm
@given(st.text(alphabet="甲乙。！？“”[1]\n：（）", max_size=40), st.data())
def test_sentences_do_not_depend_on_the_pieces(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    whole, parted = Sentences(), Sentences()
    first = [*whole.feed(text), whole.rest()]
    second = [*parted.feed(text[:cut]), *parted.feed(text[cut:]), parted.rest()]
    assert first == second


@calm
@given(TEXT)
def test_any_text_gets_a_verdict_whose_evidence_is_given(text: str) -> None:
    verdict = READY.check(text)
    assert set(verdict.evidence) <= set(GIVEN)
    assert not (verdict.stands and verdict.faults)


@calm
@given(
    st.sampled_from(PARTS), st.integers(0, 10**9), st.sampled_from(["元", "%", "个", "日", "亿元"])
)
def test_no_figure_stands_that_no_clause_has(part: str, value: int, unit: str) -> None:
    figure = f"{value}{unit}"
    if re.search(rf"(?<!\d){value}", f"{POLICY}{LAW}90"):
        return
    assert not READY.check(f"{part.rstrip('。；')}，共{figure}[1][2]。").stands


@calm
@given(st.sampled_from(PARTS), st.data())
def test_no_altered_quotation_stands(part: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(part) - 2))
    other = data.draw(st.sampled_from([c for c in "啊永袁鑫" if c not in part]))
    altered = f"{part[:at]}{other}{part[at + 1 : -1]}"
    assert not READY.check(f"原文是“{altered}”[1][2]。").stands


@calm
@given(
    st.sampled_from(["市教育局", "市公安局", "省交通运输厅", "国家税务总局", "市应急管理局"]),
    st.sampled_from(PARTS),
)
def test_no_organ_stands_that_no_clause_names(organ: str, part: str) -> None:
    assert not READY.check(f"{organ}负责：{part.rstrip('。；')}[1][2]。").stands


@calm
@given(st.sampled_from(PARTS))
def test_what_a_clause_says_in_so_many_words_stands(part: str) -> None:
    marker = 1 if part in POLICY else 2
    sentence = part.replace("\n", "").rstrip("。；")
    assert READY.check(f"{sentence}[{marker}]。").stands
