"""Words and bigrams of Chinese text for the lexical index, with jieba (its only importer).

White space inside a phrase is dropped first ("2025 年" = "2025年"), full-width forms and case are
folded, and article and document numbers become one token each however they are written
(第五十二条 = 第52条, 〔2024〕3 号 = [2024]3号).
"""

import re
import threading
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kb.numerals import chinese_number

__all__ = ["Segmenter", "bigrams", "characters", "fold", "policy_terms"]

_TERMS = Path(__file__).with_name("terms.txt")

_LOOSE_SPACE = re.compile(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])")
_NUMERAL = "[零〇一二两三四五六七八九十百千0-9]"
_ORDINAL = re.compile(rf"第({_NUMERAL}{{1,9}})([编章节条款项])")
_DOCUMENT_NUMBER = re.compile(r"[〔\[(【]((?:19|20)\d\d)[〕\])】]第?(\d{1,5})号")
_WHOLE = re.compile(r"第\d+[编章节条款项]|〔\d{4}〕\d+号")
_WORD = re.compile(r"[0-9a-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_RUN = re.compile(r"[0-9a-z.%]+|[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")


def fold(text: str) -> str:
    """The text that tokens are cut from: NFKC, lower case, no loose space, one numeral form."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _LOOSE_SPACE.sub("", text)
    text = _ORDINAL.sub(_arabic, text)
    return _DOCUMENT_NUMBER.sub(lambda match: f"〔{match[1]}〕{int(match[2])}号", text)


def _arabic(match: re.Match[str]) -> str:
    number = chinese_number(match[1])
    return match[0] if number is None else f"第{number}{match[2]}"


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters; figures, Latin words and lone characters whole."""
    return [token for run in _RUN.findall(fold(text)) for token in _pairs(run)]


def characters(text: str) -> list[str]:
    """Single characters; figures and Latin words whole."""
    return [
        token for run in _RUN.findall(fold(text)) for token in ([run] if run[0].isascii() else run)
    ]


def _pairs(run: str) -> Iterator[str]:
    if run[0].isascii() or len(run) == 1:
        yield run
    else:
        yield from map("".join, pairwise(run))


@cache
def policy_terms() -> tuple[str, ...]:
    """The reviewed policy terms (政策用语) that jieba's dictionary lacks."""
    lines = (
        line.partition("#")[0].strip() for line in _TERMS.read_text(encoding="utf-8").splitlines()
    )
    return tuple(line for line in lines if line)


class Segmenter:
    """Cuts text into words; the policy terms and `words` (organ names, titles, terms) stay whole.

    The dictionary is read at the first use; nothing is written to disk.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._extra = tuple(words)
        self._lock = threading.Lock()
        self._jieba: Any = None
        self._parts: dict[str, tuple[str, ...]] = {}

    def load(self) -> None:
        """Read the dictionary now (about 0.6 s) instead of at the first use."""
        with self._lock:
            if self._jieba is None:
                self._jieba = _tokenizer((*policy_terms(), *self._extra))

    def words(self, text: str) -> list[str]:
        """Words in order, each followed by the shorter words inside it; no punctuation."""
        self.load()
        folded, found, at = fold(text), [], 0
        for match in _WHOLE.finditer(folded):
            found += self._cut(folded[at : match.start()])
            found.append(match[0])
            at = match.end()
        return found + self._cut(folded[at:])

    def _cut(self, text: str) -> list[str]:
        found = []
        for word in self._jieba.cut(text):
            if _WORD.search(word):
                found.append(word)
                found += self._inside(word)
        return found

    def _inside(self, word: str) -> tuple[str, ...]:
        """The likeliest parts of a longer word, each followed by its own: 老旧小区, 小区, 改造."""
        size = len(word)
        if size < 3 or word.isascii():
            return ()
        if word not in self._parts:
            ways = self._jieba.get_DAG(word)
            ways[0] = [end for end in ways[0] if end < size - 1] or [0]
            route: dict[int, tuple[float, int]] = {}
            self._jieba.calc(word, ways, route)
            found, at = [], 0
            while at < size:
                part = word[at : route[at][1] + 1]
                at += len(part)
                if len(part) > 1:
                    found += [part, *self._inside(part)]
            self._parts[word] = tuple(found)
        return self._parts[word]


def _tokenizer(words: Iterable[str]) -> Any:
    """A jieba tokenizer with extra words.

    Made without jieba's cache file, which takes as long to read as the dictionary itself.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's invalid escapes; pkg_resources in old setuptools
        import jieba
    jieba.default_logger.setLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in words:
        for part in _RUN.findall(fold(word)):
            if len(part) > 1 and not part.isascii():
                tokenizer.add_word(part)
    return tokenizer
