"""Numerals, checked exhaustively."""

import pytest

from kb.numerals import chinese_number, to_chinese


def test_every_number_is_written_and_read_back() -> None:
    for number in range(10_000):
        assert chinese_number(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (1050, "一千零五十"),
    ],
)
def test_as_laws_print_them(number: int, written: str) -> None:
    assert to_chinese(number) == written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇二四", 2024),
        ("12", 12),
        ("两百", 200),
        ("一百二", 102),
        ("十百", None),
        ("", None),
        ("甲", None),
    ],
)
def test_reading(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


def test_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between"):
        to_chinese(10_000)
