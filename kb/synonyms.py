"""What a layman's word is called in laws and policy documents; data in synonyms.toml."""

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["formal_terms"]


@cache
def _terms() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(files("kb").joinpath("synonyms.toml").read_text(encoding="utf-8"))
    return {word: tuple(terms) for group in data.values() for word, terms in group.items()}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_terms(), key=len, reverse=True))))


def formal_terms(query: str) -> tuple[str, ...]:
    """The formal terms for the colloquial words of a query that it does not use itself."""
    found = (term for match in _pattern().finditer(query) for term in _terms()[match[0]])
    return tuple(dict.fromkeys(term for term in found if term not in query))
