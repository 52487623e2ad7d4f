"""A planted loss is found, a reshuffle is not; a drop below a baseline fails the check."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals import check, compare
from evals.paired import holm, mcnemar, paired, paired_shares
from evals.runs import Result, Run, RunError, means


def run(rights: Sequence[float], *, digest: str = "d", text: str = "答") -> Run:
    results = tuple(
        Result(
            id=f"q{n}",
            kind="k",
            question=f"问题{n}",
            scores={"right": right},
            right=bool(right),
            output={"text": f"{text}{n}"},
            wrong=() if right else ("declined",),
        )
        for n, right in enumerate(rights)
    )
    return Run(
        task="answers",
        set="s",
        set_digest=digest,
        system="policykb",
        corpus_digest="c",
        documents=1,
        model="m",
        settings={},
        commit="abc",
        started="2026-01-01T00:00:00+00:00",
        seconds=1.0,
        machine={},
        measures=means(results, ["right"]),
        results=results,
    )


BEFORE = [1.0] * 80 + [0.0] * 20
WORSE = [1.0] * 65 + [0.0] * 35


def test_a_planted_loss_is_found_with_its_questions() -> None:
    found = compare.compare(run(BEFORE), run(WORSE))
    assert found.losses == ["right"]
    assert (len(found.gained), len(found.lost)) == (0, 15)
    assert found.measures["right"].change[0] == pytest.approx(-0.15)
    assert found.measures["right"].change[2] < 0


def test_a_reshuffle_is_no_loss() -> None:
    chance = np.random.default_rng(7)
    false = 0
    for _ in range(200):
        one, other = (chance.random(100) < 0.8).astype(float), (chance.random(100) < 0.8)
        false += bool(compare.compare(run(list(one)), run(list(other.astype(float)))).losses)
    assert false <= 14  # one-sided 2.5 % of 200 is 5


def test_p_values() -> None:
    assert mcnemar(0, 0) == 1
    assert mcnemar(0, 6) == pytest.approx(2 / 64)
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    one, other = np.array([0.1, 0.4, 0.3, 0.2]), np.array([0.3, 0.6, 0.5, 0.4])
    assert paired(one, other).p == pytest.approx(2 / 16)


def test_shares_are_compared_by_their_counts() -> None:
    one = np.array([[1.0, 1.0]] * 40 + [[0.0, 1.0]] * 10)
    other = np.array([[1.0, 1.0]] * 20 + [[0.0, 1.0]] * 30)
    found = paired_shares(one, other)
    assert (found.one, found.other) == (0.8, 0.4)
    assert found.change[1] < found.change[0] < found.change[2] < 0
    assert found.p < 0.001
    assert (found.won, found.lost) == (0, 20)
    assert found.effect is not None
    assert found.effect < -0.5
    assert paired_shares(one, one).p == 1


def test_a_share_without_counts_is_not_taken_for_a_mean() -> None:
    one = run(BEFORE)
    results = (replace(one.results[0], scores={"right": 1.0, "verbatim": 1.0}), *one.results[1:])
    held = replace(one, results=results, measures={**one.measures, "verbatim": (1.0, 0.9, 1.0)})
    assert list(compare.compare(held, held).measures) == ["right"]


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(RunError, match="题目不同"):
        compare.compare(run(BEFORE), run(WORSE, digest="e"))


def test_the_command_shows_both_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = run(BEFORE, text="<script>旧|").save(tmp_path / "a")
    other = run(WORSE, text="新").save(tmp_path / "b")
    assert compare.main([str(one), str(other), "--fail-on-loss", "--limit", "2"]) == 1
    text = capsys.readouterr().out
    assert "失去的题：15" in text
    assert "<script>" not in text
    assert "新65" in text
    assert "另有 13 题" in text
    assert compare.main([str(one), str(one), "--fail-on-loss"]) == 0
    assert compare.main([str(tmp_path / "none"), str(one)]) == 1


@pytest.mark.parametrize(
    ("value", "tolerance", "code"), [(0.8, 0.0, 0), (0.81, 0.02, 0), (0.9, 0.02, 1), (0.5, 0.1, 0)]
)
def test_a_drop_below_its_baseline_fails(
    tmp_path: Path, value: float, tolerance: float, code: int
) -> None:
    baselines = tmp_path / "baselines.toml"
    baselines.write_text(
        f'[[baseline]]\ntask = "answers"\nset = "s"\nsystem = "policykb"\nmeasure = "right"\n'
        f'value = {value}\ntolerance = {tolerance}\ncommit = "x"\ndate = "2026-01-01"\n'
    )
    folder = run(BEFORE).save(tmp_path / "a")
    assert check.main([str(folder), "--baselines", str(baselines)]) == code
    assert check.main([str(folder), "--baselines", str(baselines), "--update"]) == 0
    assert check.main([str(folder), "--baselines", str(baselines)]) == 0
    baselines.write_text(baselines.read_text().replace('"s"', '"other"'))
    assert check.main([str(folder), "--baselines", str(baselines)]) == 1


def test_the_baselines_are_readable() -> None:
    assert len(check.read_baselines()) >= 5
