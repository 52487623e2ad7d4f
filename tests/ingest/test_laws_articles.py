"""All national laws of the library, read as what they are: article by article as published."""

import sqlite3
from contextlib import closing

import pytest

from ingest.header import read_header
from ingest.laws import LawLibrary
from ingest.layout import lay_out
from ingest.outline import read_outline
from kb.model import Level
from kb.squeeze import squeeze

# The first is of one article, and so no statute; the second quotes articles of another law, which
# the library counts as its own.
_ODD = (
    "关于授权国务院在中国（新疆）自由贸易试验区暂时调整适用《中华人民共和国种子法》有关规定的决定",
    "宪法修正案（2018年）",
)


@pytest.fixture(scope="module")
def published() -> dict[str, list[str]]:
    """The numbers of the articles of each law, as the library publishes them."""
    library = LawLibrary()
    numbers: dict[str, list[str]] = {}
    with closing(sqlite3.connect(f"file:{library.path}?mode=ro", uri=True)) as connection:
        for title in library.titles():
            law = library.find(title)
            assert law is not None, title
            rows = connection.execute(
                "SELECT article_no FROM articles WHERE law_id = ? ORDER BY id", (law.law_id,)
            )
            numbers[title] = [str(row[0]) for row in rows]
    return numbers


def test_every_article_of_every_law(published: dict[str, list[str]]) -> None:
    library = LawLibrary()
    wrong = {}
    for title, numbers in published.items():
        law = library.find(title)
        assert law is not None
        laid = lay_out(library.read(law))
        clauses = read_outline(laid, read_header(laid), "law")
        if numbers[0].startswith("第"):
            read = [squeeze(c.marker) for c in clauses if c.level is Level.ARTICLE]
        else:
            wanted = [number for number in numbers if number != "全文"]
            numbers = [f"{number.removeprefix('条目')}、" for number in wanted]
            read = [c.marker for c in clauses if c.level is Level.HEADING1][: len(numbers)]
        if read != numbers:
            wrong[title] = (read, numbers)
    assert len(published) > 300
    assert {title for title in wrong if not title.endswith(_ODD)} == set()
