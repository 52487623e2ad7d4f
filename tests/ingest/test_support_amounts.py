"""Numbers in what a measure gives."""

from decimal import Decimal

import pytest

from ingest.support_amounts import find_numbers, kind_of_unit

# text → value, unit, comparison, per
NUMBERS = [
    ("给予不高于300万元的研发支持", [("300", "万元", "at_most", None)]),
    ("最高不超过500万元", [("500", "万元", "at_most", None)]),
    ("补贴上限为100万元", [("100", "万元", "at_most", None)]),
    ("按每人500元标准补助", [("500", "元", "exactly", "人")]),
    ("给予每人每天100元的补助", [("100", "元", "exactly", "人每天")]),
    ("按照0.5万元/笔的标准", [("0.5", "万元", "exactly", "笔")]),
    ("按200元/立方米给予补助", [("200", "元", "exactly", "立方米")]),
    ("最高50万元/年", [("50", "万元", "at_most", "年")]),
    ("每辆车最高5000元", [("5000", "元", "at_most", "辆车")]),
    ("按减免租金的10%给予补助", [("10", "%", "exactly", None)]),
    ("比例由上年度实际缴费的50%提高到60%", [("60", "%", "exactly", None)]),
    ("最长结转年限由5年延长至8年", [("8", "年", "exactly", None)]),
    ("按本金的20%至70%予以补贴", [("20", "%", "at_least", None), ("70", "%", "at_most", None)]),
    ("给予50—100万元补贴", [("50", "万元", "at_least", None), ("100", "万元", "at_most", None)]),
    ("依法延长不超过三个月的期限", [("3", "个月", "at_most", None)]),
    ("缓缴期最长6个月", [("6", "个月", "at_most", None)]),
    ("给予3个月的稳岗返还", [("3", "个月", "exactly", None)]),
    ("担保费率降至1.5%以下", [("1.5", "%", "at_most", None)]),
    ("在原利率上下浮10%", [("10", "%", "exactly", None)]),
    ("再降50个基点", [("50", "个基点", "exactly", None)]),
    ("开展续贷业务超过20笔（含）", [("20", "笔", "at_least", None)]),
    ("30人（含）以下", [("30", "人", "at_most", None)]),
    ("扩增面积不足1亩", [("1", "亩", "less_than", None)]),
    ("2020年2月至6月", []),
    ("自2023年1月1日起", []),
    ("第二、三个月减半", []),
    ("一年期LPR", []),
    ("总规模50亿元额度", []),
    ("每出口1美元奖励0.03元", [("0.03", "元", "exactly", None)]),
    ("全额补助", []),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_reads_numbers(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    found = find_numbers(text)
    assert [(str(n.value), n.unit, n.comparison.value, n.per) for n in found] == expected
    for number in found:
        assert str(number.value) in text[number.start : number.end] or number.value == Decimal(3)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("万元", "sum"), ("%", "rate"), ("个百分点", "rate"), ("个月", "period"), ("人", None)],
)
def test_kinds_of_units(unit: str, kind: str | None) -> None:
    found = kind_of_unit(unit)
    assert (found.value if found else None) == kind
