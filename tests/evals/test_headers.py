import pytest

from evals.headers import FIELDS, GOLD, Count, count_field, main


@pytest.mark.parametrize(
    ("gold", "found", "count"),
    [
        (None, None, Count(0, 0, 0, 1, 1)),
        ([], (), Count(0, 0, 0, 1, 1)),
        ("甲 乙", "甲乙", Count(1, 1, 1, 1, 1)),
        ("甲", None, Count(0, 0, 1, 0, 1)),
        (None, "甲", Count(0, 1, 0, 0, 1)),
        (["甲局", "乙局"], ("甲局", "丙局"), Count(1, 2, 2, 0, 1)),
        (["甲局", "乙局"], ("乙局", "甲局"), Count(2, 2, 2, 0, 1)),
    ],
)
def test_a_field_is_counted_by_its_values(gold: object, found: object, count: Count) -> None:
    assert count_field(gold, found) == count


def test_a_share_of_nothing_is_none() -> None:
    assert Count().precision is None
    assert (Count(1, 2, 4) + Count(1, 2, 4)).recall == 0.25


def test_without_the_documents_each_is_skipped_by_name(
    tmp_path: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("跳过") == len(GOLD.read_text(encoding="utf-8").splitlines())
    assert all(field in printed for field in FIELDS)
