"""The score of matching: which measure is judged, what counts as wrong."""

from dataclasses import replace
from datetime import date

import pytest

from evals.match import Score, score_judgement
from kb.model import Document, DocumentRecords, Force, Support, SupportKind

TEXT = "给予快递企业补助。给予餐饮企业 补助。"


def support(number: int, beneficiary: str, start: int, end: int) -> Support:
    return Support(
        support_id=f"s{number}",
        document_id="d",
        clause_id="c",
        kinds=(SupportKind.REWARD,),
        measure="补助",
        beneficiaries=(beneficiary,),
        force=Force.DUE,
        start=start,
        end=end,
    )


RECORDS = DocumentRecords(
    document=Document(
        document_id="d",
        path="d.txt",
        sha256="",
        text=TEXT,
        title="意见",
        region="衢州市",
        written_on=date(2024, 1, 1),
    ),
    clauses=(),
    supports=(support(1, "快递企业", 0, 8), support(2, "餐饮企业", 9, 18)),
)


def score(**given: object) -> Score:
    gold = {
        "file": "d.txt",
        "profile": {"region": "衢州市", "industry": "快递"},
        "as_of": "2024-06-01",
        **given,
    }
    return score_judgement(gold, RECORDS)


@pytest.mark.parametrize(
    ("verdicts", "right", "too_bold", "missing"),
    [
        ([("给予快递企业补助", "applicable"), ("给予餐饮企业补助", "not_applicable")], 2, 0, 0),
        ([("给予快递企业补助", "possible")], 0, 1, 0),
        ([("给予餐饮企业补助", "possible")], 0, 0, 0),
    ],
)
def test_verdicts(verdicts: list[tuple[str, str]], right: int, too_bold: int, missing: int) -> None:
    found = score(verdicts=[{"quote": quote, "verdict": verdict} for quote, verdict in verdicts])
    assert (found.right, found.judged) == (right, len(verdicts))
    assert (found.too_bold, found.missing) == (too_bold, missing)


@pytest.mark.parametrize(
    ("beneficiary", "cause"), [("餐饮企业", "extraction"), ("快递企业", "matching")]
)
def test_who_is_to_blame(beneficiary: str, cause: str) -> None:
    annotated = replace(RECORDS, supports=(support(1, beneficiary, 0, 8),))
    gold = {
        "file": "d.txt",
        "profile": {"region": "衢州市", "industry": "快递"},
        "as_of": "2024-06-01",
        "verdicts": [{"quote": "给予快递企业补助", "verdict": "not_applicable"}],
    }
    assert score_judgement(gold, RECORDS, annotated).causes == {cause: 1}
    assert score_judgement(gold, RECORDS).causes == {"not told": 1}


def test_one_verdict_for_all() -> None:
    assert score(all="not_applicable").accuracy == 0.5


def test_a_share_of_nothing_is_none() -> None:
    assert Score().accuracy is None
