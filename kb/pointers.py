"""What a query names outright: an article of a law (邮政法第四十九条) or a 文号; pure.

Names are compared in one form: folded, without 书名号, 中华人民共和国 and a version in brackets.
"""

import re
from collections.abc import Iterator

from kb.citations import bare_title
from kb.numerals import chinese_number
from kb.segment import fold

__all__ = [
    "article_key",
    "name_key",
    "named_articles",
    "named_numbers",
    "number_key",
    "without_numbers",
]

_BRANCH = "[一二三四五六七八九十百0-9]"
_ARTICLE = re.compile(rf"第(\d{{1,4}})条(?:之({_BRANCH}{{1,3}})(?!{_BRANCH}))?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,16}(?:〔\d{4}〕\d{1,5}号|令(?:\d{4}年)?第?\d{1,5}号)")
_VERSION = re.compile(r"\(\d{4}年?(?:修订|修正|修改)?(?:版|本)?\)")
_MARKS = re.compile("[《》〈〉]")
_REACH = 60  # characters before an article that may hold the name of its law
_LONGEST, _SHORTEST = 40, 2


def article_key(marker: str) -> str:
    """第四十九条 and 第49 条 as 第49条, 第十条之一 as 第10条之1; empty for anything else."""
    match = _ARTICLE.match(fold(marker))
    return _key(match) if match else ""


def name_key(title: str) -> str:
    """A title for comparison."""
    return fold(bare_title(_MARKS.sub("", title)))


def number_key(number: str) -> str:
    """A 文号 for comparison."""
    return fold(number)


def named_articles(query: str) -> list[tuple[str, frozenset[str]]]:
    """The keys of the articles a query names, each with all that may be the name of its law.

    A name is anything before the article in the same query; which of them are laws only the
    knowledge base can say.
    """
    folded = _VERSION.sub("", fold(query)).replace("中华人民共和国", "")
    folded = _MARKS.sub("", folded)
    return [
        (_key(match), frozenset(_parts(folded[max(0, match.start() - _REACH) : match.start()])))
        for match in _ARTICLE.finditer(folded)
    ]


def named_numbers(query: str) -> frozenset[str]:
    """All that may be a 文号 in a query: each as it stands and without what precedes it."""
    return frozenset(
        match[0][at:] for match in _NUMBER.finditer(fold(query)) for at in range(len(match[0]) - 4)
    )


def without_numbers(query: str) -> str:
    """The query folded, without what looks like a 文号; empty where nothing else is left."""
    return re.sub(r"[^\w]+", " ", _NUMBER.sub(" ", fold(query))).strip()


def _key(match: re.Match[str]) -> str:
    branch = chinese_number(match[2]) if match[2] else None
    return f"第{int(match[1])}条" + (f"之{branch}" if branch else "")


def _parts(text: str) -> Iterator[str]:
    for start in range(len(text)):
        for end in range(start + _SHORTEST, min(len(text), start + _LONGEST) + 1):
            yield text[start:end]
