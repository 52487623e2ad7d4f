import pytest

from ingest.markers import Kind, read_marker
from kb.numerals import to_chinese

MARKERS = [
    ("第一编　总则", Kind.PART, (1,), "第一编"),
    ("第三章　快递业务", Kind.CHAPTER, (3,), "第三章"),
    ("第 十 二 章 附 则", Kind.CHAPTER, (12,), "第 十 二 章"),
    ("第二节 检查", Kind.SECTION, (2,), "第二节"),
    ("第五十二条 未经许可", Kind.ARTICLE, (52,), "第五十二条"),
    ("第一百零三条　本法", Kind.ARTICLE, (103,), "第一百零三条"),
    ("第12条 本法", Kind.ARTICLE, (12,), "第12条"),
    ("第十条之一　违反", Kind.ARTICLE, (10, 1), "第十条之一"),
    ("第一条为了规范", Kind.ARTICLE, (1,), "第一条"),
    ("一、总体要求", Kind.HAN, (1,), "一、"),
    ("二十一、加强", Kind.HAN, (21,), "二十一、"),
    ("一．目标", Kind.HAN, (1,), "一．"),
    ("（一）健全", Kind.HAN_BRACKETS, (1,), "（一）"),
    ("(十二)健全", Kind.HAN_BRACKETS, (12,), "(十二)"),
    ("（ 三 ）、健全", Kind.HAN_BRACKETS, (3,), "（ 三 ）、"),
    ("㈣健全", Kind.HAN_BRACKETS, (4,), "㈣"),
    ("3．完善", Kind.DIGIT, (3,), "3．"),
    ("3、完善", Kind.DIGIT, (3,), "3、"),
    ("12.完善", Kind.DIGIT, (12,), "12."),
    ("1.2025年底前完成", Kind.DIGIT, (1,), "1."),
    ("⒊完善", Kind.DIGIT, (3,), "⒊"),
    ("（3）完善", Kind.DIGIT_BRACKETS, (3,), "（3）"),
    ("⑶完善", Kind.DIGIT_BRACKETS, (3,), "⑶"),
    ("3）完善", Kind.DIGIT_HALF, (3,), "3）"),
    ("③完善", Kind.CIRCLED, (3,), "③"),
    ("第一，完善", Kind.ORDINAL, (1,), "第一，"),
    ("1 总则", Kind.DOTTED1, (1,), "1"),
    ("1.2 编制依据", Kind.DOTTED2, (1, 2), "1.2"),
    ("2.1.3 办事机构", Kind.DOTTED3, (2, 1, 3), "2.1.3"),
    ("　　四、缩进", Kind.HAN, (4,), "四、"),
]


@pytest.mark.parametrize(("text", "kind", "number", "printed"), MARKERS)
def test_a_marker(text: str, kind: Kind, number: tuple[int, ...], printed: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.kind, marker.number, marker.printed) == (kind, number, printed)
    assert text[: marker.end].strip() == printed


@pytest.mark.parametrize(
    "text",
    [
        "2.5亿元",
        "2020.1.1起",
        "2020年完成",
        "99.8%以上",
        "1.5G网络",
        "3 号文件",
        "一是加强领导",
        "统一、规范",
        "第五条规定的情形",
        "第三条、第四条",
        "第四十条第二款",
        "第二章的规定",
        "（以下简称快件）",
        "（2023—2035年）",
        "",
    ],
)
def test_no_marker(text: str) -> None:
    assert read_marker(text) is None


@pytest.mark.parametrize("word", ["编", "章", "节", "条"])
def test_every_number_of_laws(word: str) -> None:
    for number in range(1, 1500):
        marker = read_marker(f"第{to_chinese(number)}{word} 正文")
        assert marker is not None
        assert marker.number == (number,)
