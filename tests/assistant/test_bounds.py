"""Limits on numbers in words: the field, the comparison, the number; what is none."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.bounds import judge_bound, read_bound
from assistant.judgement import Setting
from assistant.profile_json import read_profile


@pytest.mark.parametrize(
    ("text", "field", "comparison", "limit", "year"),
    [
        ("员工不超过三十人", "employees", "at_most", "30", None),
        ("职工人数50人（含）以上", "employees", "at_least", "50", None),
        ("从业人员300人及以下", "employees", "at_most", "300", None),
        ("在职职工总数少于20人", "employees", "less_than", "20", None),
        ("员工一百二十人以上", "employees", "at_least", "120", None),
        ("年营业收入2000万元以下", "revenue", "at_most", "2000", None),
        ("上年度营业收入达到2亿元", "revenue", "at_least", "20000", None),
        ("2019年营业收入500万元以下", "revenue", "at_most", "500", 2019),
        ("营业收入超过三千万元", "revenue", "more_than", "3000", None),
        ("资产总额不超过5000万元", "assets", "at_most", "5000", None),
        ("纳税额10万元以上（不含）", "tax_paid", "more_than", "10", None),
        ("裁员率控制在5.5%以内", "layoff_rate", "at_most", "5.5", None),
    ],
)
def test_reading(text: str, field: str, comparison: str, limit: str, year: int | None) -> None:
    found = read_bound(text)
    assert found is not None
    assert (found.field, found.comparison.value) == (field, comparison)
    assert (found.limit, found.year) == (Decimal(limit), year)


@pytest.mark.parametrize(
    "text",
    [
        "员工50人",
        "新增员工5人以上",
        "向企业输送员工50人以上",
        "年营业收入增长10%以上",
        "员工50%以上参保",
        "营业收入2000人以上",
        "给予每名职工500元以上",
        "",
    ],
)
def test_what_is_no_limit(text: str) -> None:
    assert read_bound(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("员工不超过三十人", "not_met"),
        ("员工45人以下", "met"),
        ("2023年营业收入500万元以上", "met"),
        ("2020年营业收入500万元以上", "unknown"),
        ("资产总额100万元以上", "unknown"),
    ],
)
def test_judging(text: str, expected: str) -> None:
    profile = read_profile({"employees": 45, "revenue": 800})
    found = judge_bound(text, profile, Setting(territory=None, as_of=date(2024, 6, 1)))
    assert found is not None
    assert found.verdict == expected
