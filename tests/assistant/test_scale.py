"""规模以上、限额以上 by revenue and industry, and other standings in law and statistics."""

from typing import Any

import pytest

from assistant.industries import find_industries
from assistant.judge_status import judge_scale, judge_status
from assistant.profile_json import read_profile
from assistant.scale import thresholds


@pytest.mark.parametrize(
    ("industry", "expected"),
    [
        ("汽车零部件", [2000]),
        ("快递", [2000]),
        ("软件", [2000]),
        ("物业", [1000]),
        ("家政", [500]),
        ("批发", [2000]),
        ("超市", [500]),
        ("民宿", [200]),
        ("饭店", [200]),
        ("商贸", [2000, 500]),
        ("建筑", [None]),
        ("种植", []),
        ("银行", []),
    ],
)
def test_thresholds(industry: str, expected: list[int | None]) -> None:
    own = [each.industry for each in find_industries(industry)]
    assert set(expected) <= {each.revenue for each in thresholds(own)}
    assert bool(expected) == bool(thresholds(own))


@pytest.mark.parametrize(
    ("word", "profile", "expected"),
    [
        ("规模以上", {"industry": "快递", "revenue": 800}, "not_met"),
        ("规上", {"industry": "快递", "revenue": 2000}, "met"),
        ("四上", {"industry": "快递", "revenue": 2000}, "met"),
        ("规模以下", {"industry": "快递", "revenue": 800}, "met"),
        ("限额以上", {"industry": "零售", "revenue": 500}, "met"),
        ("限上", {"industry": "餐饮", "revenue": "199万元"}, "not_met"),
        ("限上", {"industry": "商贸", "revenue": 800}, "unknown"),
        ("规上", {"industry": "零售", "revenue": 800}, "unknown"),
        ("规上", {"industry": "零售", "revenue": 300}, "not_met"),
        ("规上", {"industry": "快递"}, "unknown"),
        ("规上", {"revenue": 100}, "unknown"),
        ("规上", {"industry": "建筑", "revenue": 9000}, "unknown"),
        ("规上", {"industry": "种植", "revenue": 9000}, "unknown"),
        ("规上", {"qualifications": ["规模以上工业企业"]}, "met"),
        ("规模以上", {"qualifications": ["规上企业"], "revenue": 100}, "met"),
        ("规模以上", {"without": ["规上企业"], "industry": "快递", "revenue": 9000}, "not_met"),
    ],
)
def test_scale(word: str, profile: dict[str, Any], expected: str) -> None:
    found = judge_scale(word, read_profile(profile))
    assert found.verdict == expected, found
    assert bool(found.ask) == (expected == "unknown")


def test_a_threshold_is_told_with_its_source() -> None:
    found = judge_scale("规模以上", read_profile({"industry": "快递", "revenue": 800}))
    assert "年营业收入2000万元及以上" in found.reason
    assert "国家统计局" in found.reason


@pytest.mark.parametrize(
    ("word", "profile", "expected"),
    [
        ("小型微利企业", {"employees": 301}, "not_met"),
        ("小型微利企业", {"assets": "6000万元"}, "not_met"),
        ("小型微利企业", {"employees": 45, "size": "小型"}, "unknown"),
        ("小型微利企业", {"qualifications": ["小型微利企业"]}, "met"),
        ("增值税一般纳税人", {"qualifications": ["一般纳税人"]}, "met"),
        ("小规模纳税人", {"qualifications": ["一般纳税人"]}, "not_met"),
        ("小规模纳税人", {"without": ["小规模纳税人"]}, "not_met"),
        ("小规模纳税人", {"kind": "个体工商户"}, "unknown"),
        ("租户", {"circumstances": ["租用国有厂房"]}, "met"),
        ("承租人", {}, "unknown"),
        ("出租人", {"circumstances": ["租用国有厂房"]}, "unknown"),
        ("房东", {"circumstances": ["出租厂房给小微企业"]}, "met"),
    ],
)
def test_status(word: str, profile: dict[str, Any], expected: str) -> None:
    assert judge_status(word, read_profile(profile)).verdict == expected
