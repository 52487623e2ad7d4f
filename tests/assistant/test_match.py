"""Measures against profiles: the verdict, the checklist, what to supply, the order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.match import Match, MatchVerdict, match_all
from assistant.profile_json import read_profile
from assistant.support_shapes import matches_shape, support_shape
from kb.model import (
    Condition,
    Document,
    DocumentStatus,
    Force,
    Support,
    SupportField,
    SupportKind,
)

TEXT = "对受疫情影响较大的快递企业和个体工商户，给予每家2万元补助。"
TODAY = date(2024, 6, 1)
IN_FORCE = (DocumentStatus.IN_FORCE, "施行中")
EXPRESS = {"region": "浙江省衢州市衢江区", "industry": "快递", "circumstances": ["受疫情影响较大"]}


def document(**changes: Any) -> Document:
    base = Document(
        document_id="d1",
        path="/d1.txt",
        sha256="0" * 64,
        text=TEXT,
        title="关于扶持快递企业的意见",
        region="衢州市",
        level="市",
        written_on=date(2024, 2, 1),
    )
    return replace(base, **changes)


def support(**changes: Any) -> Support:
    base = Support(
        support_id="d1.support1",
        document_id="d1",
        clause_id="d1.p1",
        kinds=(SupportKind.REWARD,),
        measure="给予每家2万元补助",
        beneficiaries=("快递企业", "个体工商户"),
        conditions=(
            Condition(as_written="受疫情影响较大", field=SupportField.IMPACT, start=1, end=8),
        ),
        departments=("市邮政管理局",),
        force=Force.DUE,
        start=0,
        end=len(TEXT),
    )
    return replace(base, **changes)


def matched(
    profile: dict[str, Any],
    *supports: Support,
    holder: Document | None = None,
    status: tuple[DocumentStatus, str] = IN_FORCE,
    as_of: date = TODAY,
) -> tuple[Match, ...]:
    documents = {"d1": holder or document()}
    return match_all(
        read_profile(profile), supports or (support(),), documents, {"d1": status}, as_of
    )


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (EXPRESS, "applicable"),
        ({**EXPRESS, "circumstances": []}, "possible"),
        ({**EXPRESS, "region": "北京市"}, "not_applicable"),
        ({**EXPRESS, "region": None}, "possible"),
        ({**EXPRESS, "region": "浙江省"}, "possible"),
        ({**EXPRESS, "industry": "餐饮"}, "not_applicable"),
        ({**EXPRESS, "kind": "个体工商户", "industry": "餐饮"}, "applicable"),
        ({**EXPRESS, "circumstances": [], "without": ["受疫情影响"]}, "possible"),
        ({**EXPRESS, "circumstances": [], "without": ["受疫情影响较大"]}, "not_applicable"),
        ({}, "possible"),
    ],
)
def test_verdicts(profile: dict[str, Any], expected: str) -> None:
    [found] = matched(profile)
    assert found.verdict == expected
    assert bool(found.ask) == (expected == "possible")
    assert bool(found.why) == (expected == "not_applicable")


@pytest.mark.parametrize(
    ("region", "applies"),
    [
        ("浙江省", "applicable"),
        ("全国", "applicable"),
        ("衢州市衢江区", "applicable"),
        ("衢州市柯城区", "not_applicable"),
        ("北京市", "not_applicable"),
        ("浙江省杭州市", "not_applicable"),
        (None, "possible"),
    ],
)
def test_regions_and_levels(region: str | None, applies: str) -> None:
    [found] = matched(EXPRESS, holder=document(region=region))
    assert found.verdict == applies


@pytest.mark.parametrize(
    ("changes", "status", "expected"),
    [
        ({"ends_on": date(2024, 5, 31), "period": "2024年5月底前"}, IN_FORCE, "expired"),
        ({"ends_on": date(2024, 6, 1), "period": "2024年6月1日前"}, IN_FORCE, "applicable"),
        ({"starts_on": date(2024, 7, 1), "period": "2024年7月起"}, IN_FORCE, "not_yet"),
        ({}, (DocumentStatus.REPEALED, "已废止"), "expired"),
        ({}, (DocumentStatus.EXPIRED, "已失效"), "expired"),
        ({}, (DocumentStatus.NOT_YET, "尚未施行"), "not_yet"),
        ({"period": "疫情防控期间"}, IN_FORCE, "applicable"),
    ],
)
def test_time(changes: dict[str, Any], status: tuple[DocumentStatus, str], expected: str) -> None:
    [found] = matched(EXPRESS, support(**changes), status=status)
    assert found.verdict == expected


def test_a_period_without_a_day_is_asked_about_in_later_years() -> None:
    [found] = matched(EXPRESS, support(period="疫情防控期间"), as_of=date(2025, 1, 1))
    assert found.verdict is MatchVerdict.POSSIBLE
    assert found.ask == ("这项措施现在是否仍在执行？（原文的期限是“疫情防控期间”）",)


def test_a_measure_of_another_region_does_not_apply_even_when_over() -> None:
    [found] = matched({**EXPRESS, "region": "北京市"}, status=(DocumentStatus.EXPIRED, "已失效"))
    assert found.verdict is MatchVerdict.NOT_APPLICABLE


def test_a_document_without_dates_is_noted() -> None:
    [found] = matched(EXPRESS, status=(DocumentStatus.UNKNOWN, "文件没有写明日期"))
    assert found.verdict is MatchVerdict.APPLICABLE
    assert found.notes == ("文件没有写明日期，请核实是否有效",)


def test_a_measure_that_names_nobody_is_only_possible() -> None:
    [found] = matched(EXPRESS, support(beneficiaries=()))
    assert found.verdict is MatchVerdict.POSSIBLE


def test_who_is_obliged_to_give_receives_nothing() -> None:
    text = "企事业单位应通过签订合同等方式，为快递人员进入单位提供便利。"
    holder = document(text=text)
    given = support(beneficiaries=("企事业单位",), conditions=(), start=0, end=len(text))
    [found] = matched(EXPRESS, given, holder=holder)
    assert found.verdict is MatchVerdict.POSSIBLE
    assert found.ask == ("本单位是否属于这项措施的对象？（原文这一句没有写明）",)


def test_what_is_for_persons_is_told_apart_and_stands_first_among_the_rest() -> None:
    given = (
        support(support_id="a", beneficiaries=("餐饮企业",), conditions=()),
        support(support_id="b", beneficiaries=("快递从业人员",), conditions=()),
        support(support_id="c", beneficiaries=("餐饮从业人员",), conditions=()),
    )
    found = matched(EXPRESS, *given)
    assert [each.support.support_id for each in found] == ["b", "a", "c"]
    assert [each.for_staff for each in found] == [True, False, False]
    assert found[0].verdict is MatchVerdict.NOT_APPLICABLE
    assert found[0].why is not None
    assert "不是给单位" in found[0].why


def test_alternatives_need_one() -> None:
    conditions = tuple(
        Condition(as_written=text, field=SupportField.OTHER, alternatives=1, start=0, end=len(text))
        for text in ("受疫情影响较大", "承担保供任务")
    )
    [found] = matched(EXPRESS, support(conditions=conditions))
    assert found.verdict is MatchVerdict.APPLICABLE
    [found] = matched({**EXPRESS, "circumstances": []}, support(conditions=conditions))
    assert found.verdict is MatchVerdict.POSSIBLE
    assert found.checks[-1].as_written == "受疫情影响较大 / 承担保供任务"


def test_guidance_is_no_measure_and_the_order_is_by_verdict() -> None:
    other = Condition(as_written="招用退役军人", field=SupportField.OTHER, start=0, end=6)
    given = (
        support(support_id="a", beneficiaries=("餐饮企业",)),
        support(support_id="b", conditions=(other,)),
        support(support_id="c", force=Force.POSSIBLE),
        support(support_id="d", guidance=True),
        support(support_id="e"),
    )
    assert [each.support.support_id for each in matched(EXPRESS, *given)] == ["e", "c", "b", "a"]
    assert matched(EXPRESS, *given) == matched(EXPRESS, *given)


def test_the_shapes_of_the_contract() -> None:
    documents = {"d1": document()}
    profile = read_profile(EXPRESS)
    shape = matches_shape(profile, matched(EXPRESS), documents)
    [measure] = shape["measures"]
    assert shape["profile"]["industry"] == "快递"
    assert measure["quote"] == TEXT
    assert measure["departments"] == ["市邮政管理局"]
    assert [(c["about"], c["as_written"], c["verdict"]) for c in measure["conditions"]] == [
        ("region", "衢州市", "met"),
        ("beneficiary", "快递企业", "met"),
        ("condition", "受疫情影响较大", "met"),
    ]
    row = support_shape(support(), documents["d1"])
    assert row["conditions"] == ["受疫情影响较大"]
    assert (row["kinds"], row["force"], row["quote"]) == (["奖补"], "due", TEXT)
