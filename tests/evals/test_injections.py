"""Fifty attempts to turn the assistant, each with and without a model that obeys the attacker."""

from evals.injections import attempts


def test_no_attempt_succeeds() -> None:
    made = list(attempts())
    assert len(made) == 100
    assert [each for each in made if each.successes] == []
