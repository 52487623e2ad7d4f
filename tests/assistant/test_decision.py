"""The decision rule: which way each of its measures moves it."""

import math

import pytest

from assistant.decision import asked_of, confidence

CLAUSES = 1000
MOST = math.log(1 + (CLAUSES + 0.5) / 0.5)
KNOWN = asked_of({"冷库": 4.0, "补贴": 3.0}, CLAUSES)


def test_terms_that_no_clause_holds_are_counted_apart() -> None:
    asked = asked_of({"冷库": MOST, "补贴": MOST / 2}, CLAUSES)
    assert asked.weight == pytest.approx(1.5)
    assert asked.unheard == pytest.approx(1.0)


def test_more_of_the_question_and_a_nearer_window_make_surer() -> None:
    assert confidence(KNOWN, 0.9, 0.88) > confidence(KNOWN, 0.2, 0.88)
    assert confidence(KNOWN, 0.5, 0.90) > confidence(KNOWN, 0.5, 0.86)
    assert confidence(KNOWN, 0.9, None) > confidence(KNOWN, 0.2, None)


def test_a_word_that_other_clauses_use_tells_more_than_one_that_none_uses() -> None:
    lacking = asked_of({"冷库": 4.0, "补贴": MOST - 0.01}, CLAUSES)
    unheard = asked_of({"冷库": 4.0, "补贴": MOST}, CLAUSES)
    assert confidence(unheard, 0.3, 0.88) > confidence(lacking, 0.3, 0.88)


def test_a_question_without_telling_terms_is_not_sure_for_that() -> None:
    assert confidence(asked_of({}, CLAUSES), 0.0, None) < 0.35
