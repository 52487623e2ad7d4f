"""Windows of a clause's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.windows import windows

OWNERS = "（责任单位：市邮政管理局、市交通运输局（港航中心）、市商务局，各县〔市、区〕政府）"


def cut(text: str, size: int = 60) -> list[str]:
    return [text[start:end] for start, end in windows(text, size)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("。，\n", []),
        ("第一条 为了保障权益，制定本法。", ["第一条 为了保障权益，制定本法。"]),
        ("  支持快递进村。\n", ["支持快递进村。"]),
        (f"支持快递进村。{OWNERS}", ["支持快递进村。"]),
        (f"支持快递进村{OWNERS}。扩大开放。", ["支持快递进村", "。扩大开放。"]),
        ("加强监管。（市财政局牵头，市商务局配合）", ["加强监管。"]),
        ("加强监管。（各部门按职责分工负责）", ["加强监管。"]),
        ("加强监管。\n责任单位：市财政局、市商务局", ["加强监管。"]),
        ("各县（市、区）要加强监管。", ["各县（市、区）要加强监管。"]),
        ("按规定（含负责人）报送。", ["按规定（含负责人）报送。"]),
        ("开口不闭（责任单位：市财政局", ["开口不闭（责任单位：市财政局"]),
    ],
)
def test_windows(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_sentences_are_joined_up_to_the_size() -> None:
    sentence = "支持快递企业建设网点。"
    assert [len(window) for window in cut(sentence * 10)] == [55, 55]


def test_a_long_sentence_is_cut_at_commas_then_anywhere() -> None:
    assert [len(window) for window in cut("加强网点建设，" * 40)] == [56] * 5
    assert [len(window) for window in cut("快" * 300)] == [120, 120, 60]


@given(st.text(alphabet="甲乙，。；、（）〔〕：责任单位负\n 1"), st.integers(1, 80))
def test_spans_are_in_order_inside_and_bounded(text: str, size: int) -> None:
    at = 0
    for start, end in windows(text, size):
        assert at <= start < end <= len(text)
        assert end - start <= 2 * size
        assert text[start:end] == text[start:end].strip()
        at = end


def test_hostile_text_takes_linear_time() -> None:
    assert windows("（" * 10_000 + "甲") != []
    assert windows("责任单位：" * 20_000) == []
    assert windows("\n" * 100_000 + "甲") == [(100_000, 100_001)]
    assert windows("“" * 100_000 + "甲") != []
