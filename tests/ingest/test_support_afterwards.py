"""Conditions that a sentence behind a measure adds."""

from decimal import Decimal

import pytest

from ingest.support_afterwards import add_afterwards
from ingest.support_fields import read_condition
from ingest.support_organs import responsible_organs
from ingest.support_phrases import Context

# sentence → conditions, exclusions
SENTENCES = [
    ("申请人应在本市缴纳社会保险满6个月。", ["应在本市缴纳社会保险满6个月"], []),
    (
        "具体条件为：足额缴纳保险费（截至年底无欠费），参保人数30人以下的，裁员率不超过20%。",
        ["足额缴纳保险费（截至年底无欠费）", "参保人数30人以下", "裁员率不超过20%"],
        [],
    ),
    (
        "企业上年度主营业务收入须占收入总额的50%以上。",
        ["上年度主营业务收入须占收入总额的50%以上"],
        [],
    ),
    ("已享受其他就业扶持政策的除外。", [], ["已享受其他就业扶持政策的"]),
    ("企业应当在6月30日前提交申请材料。", [], []),
    ("单位须将补贴资金在20个工作日内发放。", [], []),
    ("企业应按规定使用资金。", [], []),
]


@pytest.mark.parametrize(("text", "conditions", "excluded"), SENTENCES)
def test_reads_what_must_hold(text: str, conditions: list[str], excluded: list[str]) -> None:
    context = Context()
    added = add_afterwards(text, 0, len(text), context)
    assert added == bool(conditions or excluded)
    assert [text[slice(*span)] for span in context.conditions] == conditions
    assert [text[slice(*span)] for span in context.excluded] == excluded


def test_cases_that_exclude_each_other_are_alternatives() -> None:
    text = "申请条件为：参保人数30人以下的，裁员率不超过20%；参保人数30人以上的，裁员率不超过5.5%。"
    context = Context()
    add_afterwards(text, 0, len(text), context)
    assert [[text[slice(*span)] for span in group] for group in context.alternatives] == [
        ["参保人数30人以下", "参保人数30人以上"],
        ["裁员率不超过20%", "裁员率不超过5.5%"],
    ]


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("市税务局是上述税费政策落实的责任单位。", ("市税务局",)),
        ("各县区是落实政策的责任主体。", ()),
    ],
)
def test_an_organ_may_be_responsible_for_a_whole_document(
    text: str, organs: tuple[str, ...]
) -> None:
    assert responsible_organs(text) == organs


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparison"),
    [
        ("裁员人数不超过上年底参保人数20%", Decimal(20), "%", "at_most"),
        ("裁员率不超过5.5%", Decimal("5.5"), "%", "at_most"),
        ("研发投入不低于同期营业收入的3%", Decimal(3), "%", "at_least"),
        ("稳定就业半年以上", Decimal("0.5"), "年", "at_least"),
    ],
)
def test_compares_with_what_stands_between(
    text: str, value: Decimal, unit: str, comparison: str
) -> None:
    condition = read_condition(text, 0, None)
    assert (condition.value, condition.unit, condition.comparison) == (value, unit, comparison)
