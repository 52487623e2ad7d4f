import time

import pytest

from evals.nearest import nearest

TEXT = (
    "到2025年，力争新建和改造县级共配中心5个，建成乡镇网点100个。"
    + "各地要切实加强领导，落实责任。" * 50
    + "责任单位：市农业农村局、市邮政管理局、市发改委。"
)


@pytest.mark.parametrize(
    ("quote", "passage", "difference"),
    [
        ("建成乡镇网点200个", "建成乡镇网点100个", "题中“乡镇网点200个”，原文“乡镇网点100个”"),
        (
            "责任单位：市农业农村局、市邮政局、市发改委",
            "责任单位：市农业农村局、市邮政管理局、市发改委",
            "原文“、市邮政管理局、市发”",
        ),
        ("力争新建改造县级共配中心", "力争新建和改造县级共配中心", "新建和改造"),
        ("网点10个", "网点100个", "原文"),
    ],
)
def test_the_passage_most_like_a_quote(quote, passage, difference):
    found = nearest(quote, TEXT)
    assert found is not None
    assert TEXT[found.start : found.end] == passage
    assert difference in found.difference


@pytest.mark.parametrize("quote", ["与此毫不相干的一句话", "", "甲"])
def test_nothing_is_near(quote):
    assert nearest(quote, TEXT) is None
    assert nearest(quote, "") is None


def test_repeated_letters_take_no_time():
    begun = time.perf_counter()
    nearest("一二三四五" * 2000, "一二三四五" * 40_000)
    nearest("x" * 10_000, "x" * 200_000)
    assert time.perf_counter() - begun < 5
