"""Articles of law: what one says, and how many there are."""

import re
from collections import Counter
from collections.abc import Iterator

from assistant.draft import behind_marker
from assistant.text import sentences
from evals.generated.records import Records, asked, named
from evals.question_sets import Gold, Question
from kb.model import Clause, Document, Level

__all__ = ["articles"]

_ARTICLES = ("{d}第{n}条", "{d}第{n}条怎么规定的？", "{d}{n}条说了什么", "{d}第{n}条写的是啥")
_LENGTH = ("{d}一共多少条", "{d}总共有几条？")
_STOP = re.compile("[，；、。：]")
_FEWEST = 4  # articles of a document that is asked how many it has


def articles(records: Records) -> Iterator[Question]:
    """Questions for an article by its number, and for the number of articles."""
    for document in records.about:
        clauses = records.clauses(document)
        found = [clause for clause in clauses if clause.level is Level.ARTICLE]
        markers = Counter(clause.marker for clause in found)
        for clause in found:
            number = clause.marker.removeprefix("第").removesuffix("条")
            if markers[clause.marker] == 1 and number != clause.marker and "之" not in number:
                gold = _most_of(records, document, clause)
                words = {"d": named(document), "n": number}
                yield from asked("article", _ARTICLES, words, gold, {}, "all")
        if len(markers) == len(found) >= _FEWEST:
            facts, words = {"count": len(found)}, {"d": named(document)}
            whole = records.whole(document)
            yield from asked("count_of_articles", _LENGTH, words, [whole], facts)


def _most_of(records: Records, document: Document, article: Clause) -> list[Gold | None]:
    """The first sentence of an article and what follows its middle: who cites both, cites most."""
    start = behind_marker(document, article, article.start)
    found = list(sentences(document.text, start, article.end)) or [(start, article.end)]
    middle = _STOP.search(document.text, (start + article.end) // 2, found[-1][1] - 1)
    at = middle.end() if middle else found[-1][0]
    held = next((span for span in found if at < span[1]), found[-1])
    pieces = dict.fromkeys((found[0], (max(at, held[0]), held[1])))
    return [records.gold(document, *span) for span in pieces]
