"""What a query names outright."""

import pytest

from kb.pointers import (
    article_key,
    name_key,
    named_articles,
    named_numbers,
    number_key,
    without_numbers,
)


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("第四十九条", "第49条"),
        ("第49条", "第49条"),
        ("第 49 条", "第49条"),
        ("第十条之一", "第10条之1"),
        ("第一百二十条之十二", "第120条之12"),
        ("第三章", ""),
        ("一、", ""),
        ("", ""),
    ],
)
def test_article_key(marker: str, expected: str) -> None:
    assert article_key(marker) == expected


@pytest.mark.parametrize(
    ("query", "law", "articles"),
    [
        ("邮政法第四十九条", "邮政法", ["第49条"]),
        ("《中华人民共和国邮政法》第49条规定了什么", "邮政法", ["第49条"]),
        ("中华人民共和国邮政法（2015年修正）的第四十九条", "邮政法", ["第49条"]),
        ("按照快递暂行条例第十条和第十一条", "快递暂行条例", ["第10条", "第11条"]),
        ("刑法第一百二十条之一", "刑法", ["第120条之1"]),
        ("邮政法有哪些规定", "邮政法", []),
    ],
)
def test_named_articles(query: str, law: str, articles: list[str]) -> None:
    found = named_articles(query)
    assert [article for article, _ in found] == articles
    assert all(law in names for _, names in found)


def test_a_name_is_compared_without_its_marks_and_version() -> None:
    assert name_key("《中华人民共和国邮政法》（2015年修正）") == name_key("邮政法")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("衢政办发〔2024〕3号", "衢政办发〔2024〕3号"),
        ("请问衢政办发[2024]3号里冷链怎么说", "衢政办发〔2024〕3号"),
        ("国务院令第697号", "国务院令第697号"),
        ("交通运输部令2023年第22号规定了什么", "交通运输部令2023年第22号"),
    ],
)
def test_named_numbers(query: str, number: str) -> None:
    assert number_key(number) in named_numbers(query)


def test_no_number() -> None:
    assert named_numbers("2024年3号楼的冷链") == frozenset()


@pytest.mark.parametrize(
    ("query", "expected"),
    [("衢政办发〔2024〕3号 冷链", "冷链"), ("衢政办发〔2024〕3号？", ""), ("冷链", "冷链")],
)
def test_without_numbers(query: str, expected: str) -> None:
    assert without_numbers(query) == expected
