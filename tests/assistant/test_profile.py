"""Profiles as JSON: read, shown, read again; one clear line for what is wrong."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.profile import Profile, merged
from assistant.profile_json import profile_shape, read_profile, read_profile_file
from kb.errors import QueryError

FULL = {
    "name": "某快递有限公司",
    "region": "衢江区",
    "industry": "冷链快递",
    "section": "G",
    "size": "小微",
    "kind": ["快递企业"],
    "qualifications": ["快递业务经营许可证"],
    "projects": ["建设分拨中心"],
    "circumstances": ["受疫情影响较大"],
    "without": ["高新技术企业"],
    "employees": 45,
    "revenue": 800.5,
    "assets": 300,
    "tax_paid": 20,
    "layoff_rate": 0,
    "registered_on": "2018-05-20",
    "insured": True,
}


def test_what_is_read_is_shown_and_read_again() -> None:
    profile = read_profile(FULL)
    shape = profile_shape(profile)
    assert {name: shape[name] for name in FULL} == FULL
    assert shape["derived"]["region"] == "浙江衢州衢江区"
    assert shape["derived"]["size"] == ["小型"]
    assert "213号" in shape["derived"]["size_source"]
    assert read_profile(shape) == profile


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        ({"企业规模": "小型企业"}, "size", ("小型",)),
        ({"员工人数": "45人"}, "employees", 45),
        ({"revenue": "1.2亿元"}, "revenue", 12000),
        ({"revenue": "8000000元"}, "revenue", 800),
        ({"registered_on": "2018"}, "registered", (date(2018, 1, 1), date(2018, 12, 31))),
        ({"registered_on": "2018年2月"}, "registered", (date(2018, 2, 1), date(2018, 2, 28))),
        ({"section": "制造业"}, "section", "C"),
        ({"kind": "合作社"}, "kind", ("合作社",)),
        ({"insured": "是"}, "insured", True),
        ({"employees": None, "region": ""}, "employees", None),
    ],
)
def test_forms_of_a_value(value: dict[str, Any], field: str, expected: Any) -> None:
    assert getattr(read_profile(value), field) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "JSON 对象"),
        ({"staff": 3}, "没有“staff”这一项"),
        ({"employees": "很多"}, "employees（员工人数）"),
        ({"employees": 4.5}, "人数"),
        ({"employees": True}, "人数"),
        ({"size": "巨型"}, "大型、中型"),
        ({"revenue": "不少"}, "金额"),
        ({"registered_on": "2018-13"}, "日期"),
        ({"layoff_rate": 101}, "百分数"),
        ({"section": "Z"}, "门类"),
        ({"kind": [1]}, "文字"),
        ({"region": 5}, "文字"),
        ({"insured": "也许"}, "true"),
    ],
)
def test_a_bad_field_is_named_in_one_line(value: Any, message: str) -> None:
    with pytest.raises(QueryError, match=message) as raised:
        read_profile(value)
    assert "\n" not in str(raised.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    with pytest.raises(QueryError, match="读不了"):
        read_profile_file(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(QueryError, match="不是 JSON"):
        read_profile_file(path)
    path.write_text(json.dumps(FULL), encoding="utf-8-sig")
    assert read_profile_file(path) == read_profile(FULL)


def test_notes_say_what_is_not_certain() -> None:
    profile = read_profile({"region": "朝阳区", "size": "大型", "industry": "快递", "employees": 5})
    notes = profile_shape(profile)["derived"]["notes"]
    assert any("朝阳区" in note for note in notes)
    assert any("划型标准" in note for note in notes)


def test_a_later_statement_wins() -> None:
    first = read_profile({"region": "衢州市", "employees": 5})
    later = read_profile({"employees": 6})
    assert merged(first, later) == read_profile({"region": "衢州市", "employees": 6})
    assert merged(first, Profile()) == first
