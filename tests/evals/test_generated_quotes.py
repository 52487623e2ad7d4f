import time

import pytest

from evals.generated.quotes import Quotes

TEXT = (
    "一、甲任务。（责任单位：市甲局）\n二、乙任务，\n按规定办。（责任单位：市甲局）\n三、同。同。"
)
SECOND, THIRD = TEXT.index("二、"), TEXT.index("三、")
UNITS = ((0, SECOND), (SECOND, THIRD), (THIRD, len(TEXT)))


def _span(piece, at=0):
    start = TEXT.index(piece, at)
    return start, start + len(piece)


@pytest.mark.parametrize(
    ("span", "quote"),
    [
        (_span("甲任务"), "甲任务"),
        (_span("乙任务，\n按规定"), "乙任务，按规定"),
        (_span("责任单位：市甲局"), "甲任务。（责任单位：市甲局"),
        (_span("责任单位：市甲局", 20), "按规定办。（责任单位：市甲局"),
        (_span("单位", 20), "按规定办。（责任单位"),
        ((TEXT.index("同"), TEXT.index("同") + 1), "三、同"),
        ((SECOND - 4, SECOND + 4), None),
        ((5, 5), None),
        ((len(TEXT), len(TEXT) + 1), None),
    ],
)
def test_a_passage_that_stands_once(span, quote):
    found = Quotes(TEXT, UNITS).quote(*span)
    assert found == quote
    if found:
        assert TEXT.replace("\n", "").count(found) == 1


def test_what_stands_twice_whole_has_no_passage():
    text = "甲乙。甲乙。"
    assert Quotes(text, [(0, 3), (3, 6)]).quote(0, 2) is None


def test_words_behind_are_taken_where_those_before_are_the_same():
    text = "甲局负责一，完。甲局负责二，完。"
    assert Quotes(text, [(0, 8), (8, 16)]).quote(8, 10) == "甲局负责二"


def test_the_same_letter_over_and_over_takes_no_time():
    text = "同" * 100_000
    begun = time.perf_counter()
    assert Quotes(text, [(0, len(text))]).quote(50_000, 50_010) is None
    assert time.perf_counter() - begun < 2
