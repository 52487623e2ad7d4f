"""Sizes by the statistical standard, complete and partial indicators."""

from decimal import Decimal

import pytest

from assistant.industries import find_industries, lies_in, of_section
from assistant.sizes import Size, derived_sizes


@pytest.mark.parametrize(
    ("industry", "employees", "revenue", "assets", "expected"),
    [
        ("快递", 1000, 30000, None, "大型"),
        ("快递", 1000, 29999, None, "中型"),
        ("快递", 300, 2000, None, "中型"),
        ("快递", 45, 800, None, "小型"),
        ("快递", 45, 99, None, "微型"),
        ("快递", 19, 50000, None, "微型"),
        ("快递", 45, None, None, "小型 微型"),
        ("快递", None, 29999, None, "中型 小型 微型"),
        ("快递", None, None, 500, ""),
        ("制造业", 300, 2000, None, "中型"),
        ("建筑业", 5000, 80000, 80000, "大型"),
        ("建筑业", 5000, 80000, 4999, "小型"),
        ("种植", None, 49, None, "微型"),
        ("旅行社", 100, None, 8000, "中型"),
        ("银行", 45, 800, 100, ""),
        ("", 45, None, None, ""),
        ("餐饮", 9, None, None, "微型"),
    ],
)
def test_sizes(
    industry: str, employees: int | None, revenue: int | None, assets: int | None, expected: str
) -> None:
    own = [named.industry for named in find_industries(industry)]
    given = {"employees": employees, "revenue": revenue, "assets": assets}
    indicators = {k: None if v is None else Decimal(v) for k, v in given.items()}
    found = derived_sizes(own, indicators)
    assert " ".join(size for size in Size if size in found) == expected


@pytest.mark.parametrize(
    ("own", "wanted", "expected"),
    [
        ("快递", "邮政快递", True),
        ("快递", "快递", True),
        ("冷链快递", "快递", True),
        ("冷链快递", "冷链物流", True),
        ("快递", "物流", None),
        ("邮政快递", "快递", None),
        ("快递", "餐饮", False),
        ("餐饮", "住宿餐饮", True),
        ("汽车零部件", "制造业", True),
        ("汽车零部件", "工业", True),
        ("电商", "零售", None),
        ("种植", "农业", True),
        ("", "农业", None),
        ("软件", "服务业", True),
    ],
)
def test_industries(own: str, wanted: str, expected: bool | None) -> None:
    industries = [named.industry for named in find_industries(own)]
    [asked] = find_industries(wanted)
    assert lies_in(industries, asked.industry) is expected


def test_a_section_is_of_itself() -> None:
    assert lies_in([of_section("G")], of_section("G"))
    assert lies_in([of_section("G")], find_industries("快递")[0].industry) is None
