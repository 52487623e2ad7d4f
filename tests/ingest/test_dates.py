"""Periods and deadlines as printed → the last day they name."""

from datetime import date

import pytest

from ingest.dates import Period, find_periods

WRITTEN = date(2020, 2, 6)

DEADLINES = [
    ("到2025年末，", "2025年末", "2025-12-31"),
    ("到2025年底", "2025年底", "2025-12-31"),
    ("到2025年，", "2025年", "2025-12-31"),
    ("2026年年底前完成", "2026年年底前", "2026-12-31"),
    ("2020年6月底前", "2020年6月底前", "2020-06-30"),
    ("2021年6月30日前", "2021年6月30日前", "2021-06-30"),
    ("2024年2月底前", "2024年2月底前", "2024-02-29"),
    ("2024年6月中旬前", "2024年6月中旬前", "2024-06-20"),
    ("2025年上半年，", "2025年上半年", "2025-06-30"),
    ("2025年前三季度", "2025年前三季度", "2025-09-30"),
    ("2025年第一季度末", "2025年第一季度", "2025-03-31"),
    ("2023—2025年，", "2023—2025年", "2025-12-31"),
    ("2024至2026年", "2024至2026年", "2026-12-31"),
    ("2020年2月至12月", "2020年2月至12月", "2020-12-31"),
    ("二〇二五年底", "二〇二五年底", "2025-12-31"),
    ("“十四五”期间，", "“十四五”期间", "2025-12-31"),
    ("“十四五”末", "“十四五”末", "2025-12-31"),
    ("到“十五五”末期", "“十五五”末期", "2030-12-31"),
    ("“十三五”时期", "“十三五”时期", "2020-12-31"),
    ("全年实现", "全年", "2020-12-31"),
    ("今年上半年", "今年上半年", "2020-06-30"),
    ("今年底前", "今年底前", "2020-12-31"),
    ("年底前完成", "年底前", "2020-12-31"),
    ("年内", "年内", "2020-12-31"),
    ("2月底前", "2月底前", "2020-02-29"),
    ("6月30日前", "6月30日前", "2020-06-30"),
    ("三季度末前", "三季度末前", "2020-09-30"),
    ("力争月底前", "月底前", "2020-02-29"),
    ("力争3年内", "3年内", None),
    ("用三年时间", "三年时间", None),
    ("未来五年", "未来五年", None),
    ("到本世纪中叶", "本世纪中叶", None),
    ("2021年2月30日前", "2021年2月30日前", None),
]


def only(text: str, written: date | None = WRITTEN) -> Period:
    (period,) = find_periods(text, written)
    return period


@pytest.mark.parametrize(("text", "as_written", "due"), DEADLINES)
def test_deadline(text: str, as_written: str, due: str | None) -> None:
    period = only(text)
    assert text[period.start : period.end] == period.as_written == as_written
    assert period.due == (date.fromisoformat(due) if due else None)
    assert not period.baseline


@pytest.mark.parametrize("text", ["全年", "年底前", "6月底前", "月底前", "今年上半年"])
def test_own_year_is_unknown_without_the_documents_date(text: str) -> None:
    assert only(text, None).due is None


@pytest.mark.parametrize(
    "text",
    [
        "较2019年下降",
        "比2020年翻一番",
        "由2020年的30%",
        "2019年同期",
        "在2022年的基础上",
        "2020年水平",
        "自2024年2月16日起",
    ],
)
def test_baseline_is_no_deadline(text: str) -> None:
    assert only(text).baseline


@pytest.mark.parametrize(
    "text", ["截至2019年底", "截止2019年12月31日", "至2月18日，", "截至2月18日"]
)
def test_up_to_which_something_was_counted(text: str) -> None:
    assert only(text).as_of


@pytest.mark.parametrize(
    ("text", "anchored"),
    [
        ("到2025年，", True),
        ("2025年底前", True),
        ("“十四五”期间", True),
        ("年底前", True),
        ("2025年，", False),
        ("2020年新增的贷款", False),
        ("2月11日，", False),
    ],
)
def test_which_words_say_that_it_is_a_deadline(text: str, anchored: bool) -> None:
    assert only(text).anchored is anchored


@pytest.mark.parametrize(
    "text", ["去年底", "每年底前", "每年年底前", "上年同期", "12345热线", "3号"]
)
def test_no_period(text: str) -> None:
    assert find_periods(text, WRITTEN) == ()


def test_list_of_years() -> None:
    found = find_periods("到2025、2030年分别达到")
    assert [(p.as_written, p.due) for p in found] == [
        ("2025", date(2025, 12, 31)),
        ("2030年", date(2030, 12, 31)),
    ]
