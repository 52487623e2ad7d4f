"""Every pattern is found, and one that takes more than linear time is told."""

import re
import time
from collections.abc import Callable

import pytest

from assistant.description import read_description
from evals.patterns import STEEPEST, Use, collect, growth, literals, texts
from ingest.duty_labels import read_label
from ingest.duty_verbs import VERB
from ingest.readers.html_words import is_page_words
from ingest.readers.markdown import read_markdown
from ingest.support_nouns import TIME
from ingest.support_sentences import read_line

SEARCH = frozenset({"search"})


def use(pattern: str, *methods: str, longest: int | None = None) -> Use:
    return Use("here", re.compile(pattern), frozenset(methods) or SEARCH, longest)


@pytest.mark.parametrize(
    "steep",
    [
        r"\d+元",
        "[^。]*不得",
        r"(?:甲|乙|甲乙)+$",
        r"\s*\n",
        "“[^”]*”",
        "(?:按[^，]{1,30}){1,9}$",
        "(?:甲|甲甲)+乙",
    ],
)
def test_what_grows_faster_than_the_text_is_told(steep: str) -> None:
    assert growth(use(steep)).exponent >= STEEPEST


@pytest.mark.parametrize(
    "linear",
    [r"\d{1,20}元", "不得[^。]*", r"(?<!\d)\d+元", "^[甲乙]+$", "《[^》]{0,50}》", "甲|乙"],
)
def test_what_grows_as_the_text_is_not(linear: str) -> None:
    assert growth(use(linear)).exponent < STEEPEST


def test_how_a_pattern_is_used_counts() -> None:
    assert growth(use(r"\d+元", "match")).exponent < STEEPEST
    assert growth(use(r"\d+元", longest=100)).exponent < STEEPEST


def test_patterns_of_all_kinds_are_found() -> None:
    found = collect()
    places = {each.where.split(":")[0].rpartition(".")[0] for each in found}
    assert len(found) > 900
    assert {"kb.squeeze", "ingest.markers", "assistant.cues"} <= places
    methods = {each.where: each.methods for each in found}
    assert "search" in methods["kb.squeeze._SPACES"]
    assert any(":" in each.where for each in found)


def test_texts_are_made_of_the_pattern_itself() -> None:
    pattern = re.compile("(?:责任|牵头)单位[：:]?(?P<rest>[^。]*)")
    assert {"责任", "牵头", "单位", "：", "甲"} <= set(literals(pattern))
    assert {("", "责任牵头"), ("责任", "1")} <= set(texts(pattern))


# What once took minutes or never ended.
ENDLESS: list[tuple[str, Callable[[], object]]] = [
    ("verbs", lambda: VERB.search("协同配合" * 500 + "甲")),
    ("labels", lambda: read_label("协同配合" * 500 + "甲", 0)),
    ("labels of time", lambda: read_label("责任落实" * 500 + "甲", 0)),
    ("modal words", lambda: read_line("对企业" + "按" * 1_500 + "的给予补助。")),
    ("lawful", lambda: read_line("对企业" + "依法依规" * 400 + "，给予补助。")),
    ("periods", lambda: TIME.search("疫情防控" * 200 + "甲")),
    ("page words", lambda: is_page_words("扫一扫" * 60 + "。")),
    ("links", lambda: read_markdown("# 甲\n" + "[" * 20_000)),
    ("staff", lambda: read_description("员工" + "共有" * 900 + "甲")),
    ("sentence", lambda: read_line("可" * 30_000)),
]


@pytest.mark.parametrize("do", [do for _, do in ENDLESS], ids=[name for name, _ in ENDLESS])
def test_what_once_never_ended_ends(do: Callable[[], object]) -> None:
    begun = time.process_time()
    do()
    assert time.process_time() - begun < 5
