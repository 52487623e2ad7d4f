"""What entries and queries are in a full-text index, of any engine: tokens of fields, and keys.

The fields are the text's bigrams, words and characters, and the words of title and label.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from kb.entries import Entry
from kb.pointers import article_key, name_key, number_key
from kb.segment import Segmenter, bigrams, characters
from kb.synonyms import formal_terms

__all__ = [
    "BOOSTS",
    "KEYS",
    "WHOLE_BOOSTS",
    "blocks",
    "by_articles",
    "entry_keys",
    "entry_tokens",
    "joined",
    "query_tokens",
]

BOOSTS = {"bigrams": 1.0, "words": 0.3, "characters": 0.3, "title": 0.2, "label": 0.2}
"""Weights of the fields, by `python -m evals run`; results are flat around them."""
WHOLE_BOOSTS = {"bigrams": 1.0, "words": 0.3, "characters": 0.3}
_SYNONYM = 0.3
"""Weight of the formal terms for colloquial words beside the query's own. Of 0.1 to 0.5 chosen on
half of the questions on statutes; on the other half recall@10 rose from 0.572 to 0.575."""
_BLOCK = 4000
"""Characters of a whole at most, longer documents are several. BM25 of 2,000, 4,000, 8,000 and
whole documents differ little (document recall@1 on policies 0.855, 0.865, 0.859, 0.861)."""
KEYS = ("name", "article", "number")
"""What a query may name outright."""


def entry_tokens(entry: Entry, segmenter: Segmenter) -> dict[str, list[str]]:
    """The tokens of an entry, by field."""
    return {
        "bigrams": bigrams(entry.text),
        "words": segmenter.words(entry.text),
        "characters": characters(entry.text),
        "title": segmenter.words(entry.title),
        "label": segmenter.words(entry.label),
    }


def query_tokens(
    query: str, boosts: Mapping[str, float], segmenter: Segmenter
) -> dict[str, dict[str, float]]:
    """The tokens of a query, and of the formal terms for it, by field with their weights."""
    found: dict[str, dict[str, float]] = {}
    texts = [(query, 1.0), *((term, _SYNONYM) for term in formal_terms(query))]
    for text, share in texts:
        words = segmenter.words(text)
        tokens = {"bigrams": bigrams(text), "characters": characters(text)}
        for field, boost in boosts.items():
            if field == "characters" and share < 1:
                continue
            weights = found.setdefault(field, {})
            for token in tokens.get(field, words):
                weights[token] = weights.get(token, 0.0) + share * boost
    return found


def by_articles(entries: Sequence[Entry]) -> bool:
    """Whether a document of these entries is divided into articles (条)."""
    return 2 * sum(bool(entry.article) for entry in entries) > len(entries)


def entry_keys(entry: Entry) -> dict[str, str]:
    """What a query may name the entry by."""
    article = article_key(entry.article)
    keys = {"name": name_key(entry.title) if article else "", "article": article}
    keys["number"] = number_key(entry.number)
    return {name: key for name, key in keys.items() if key}


def joined(parts: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """The tokens of several entries, by field."""
    return {
        field: " ".join(chain.from_iterable(part[field] for part in parts))
        for field in WHOLE_BOOSTS
    }


def blocks(entries: Sequence[Entry]) -> Iterator[list[int]]:
    """The numbers of neighbouring entries of about a block's length together."""
    block: list[int] = []
    size = 0
    for number, entry in enumerate(entries):
        if block and size + len(entry.text) > _BLOCK:
            yield block
            block, size = [], 0
        block.append(number)
        size += len(entry.text)
    if block:
        yield block
