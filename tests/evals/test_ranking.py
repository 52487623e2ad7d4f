"""Measures and TREC files against ir_measures' own evaluation of the files."""

import math
import random
from pathlib import Path

import ir_measures
import pytest

from evals.ranking import MEASURES, QRELS, RUN, evaluate, write


def test_by_hand() -> None:
    qrels = {"q": {"a": 1, "b": 3}, "none": {"a": 1}}
    found = evaluate(qrels, {"q": ["x", "b", "a"], "none": []})
    assert found["q"]["R@1"] == 0
    assert found["q"]["R@5"] == 1
    assert found["q"]["RR@10"] == 0.5
    assert found["q"]["Success@10"] == 1
    dcg = 3 / math.log2(3) + 1 / math.log2(4)
    assert found["q"]["nDCG@10"] == pytest.approx(dcg / (3 + 1 / math.log2(3)))
    assert found["none"] == dict.fromkeys(MEASURES, 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_ir_measures_on_the_files(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    ids = [f"文 件{n}" for n in range(300)]
    qrels, rankings = {}, {}
    for n in range(40):
        question = f"题 {n}"
        qrels[question] = {one: chance.randint(1, 3) for one in chance.sample(ids, 7)}
        rankings[question] = chance.sample(ids, chance.choice((0, 1, 5, 100, 200)))
    found = evaluate(qrels, rankings)
    write(tmp_path, qrels, rankings, "一个 系统")
    theirs = ir_measures.iter_calc(
        [ir_measures.parse_measure(name) for name in MEASURES],
        ir_measures.read_trec_qrels(str(tmp_path / QRELS)),  # type: ignore[no-untyped-call]
        ir_measures.read_trec_run(str(tmp_path / RUN)),  # type: ignore[no-untyped-call]
    )
    checked = 0
    for metric in theirs:
        ours = found[metric.query_id.replace("_", " ")][str(metric.measure)]
        assert ours == pytest.approx(metric.value, abs=1e-9)
        checked += 1
    assert checked == 40 * len(MEASURES)
    for name in MEASURES:
        mean = sum(one[name] for one in found.values()) / len(found)
        again = ir_measures.calc_aggregate(
            [ir_measures.parse_measure(name)],
            ir_measures.read_trec_qrels(str(tmp_path / QRELS)),  # type: ignore[no-untyped-call]
            ir_measures.read_trec_run(str(tmp_path / RUN)),  # type: ignore[no-untyped-call]
        )
        assert mean == pytest.approx(next(iter(again.values())), abs=1e-9)
