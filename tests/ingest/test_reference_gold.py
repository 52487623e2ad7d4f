"""The annotated passages of evals/gold/references, without those whose document is not there."""

from evals.references import judge, passages


def test_annotated_passages() -> None:
    judged = [judge(passage) for passage in passages()]
    matched = sum((gold & found).total() for gold, found in judged)
    assert matched / sum(found.total() for _, found in judged) >= 0.98
    assert matched / sum(gold.total() for gold, _ in judged) >= 0.98
