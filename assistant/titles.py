"""The titles and numbers of all documents, arranged once to be looked for in questions. Pure.

What is looked up costs the same for ten documents and for ten thousand, but for phrases, which are
looked for in all titles as one string.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from assistant.text import fold
from kb.citations import bare_title
from kb.model import Document
from kb.regions import Place

__all__ = ["Titles", "of_place"]

_END = "\U0010ffff"  # sorts behind every other character
_BETWEEN = "\0"
_NUMBER = re.compile(r"(?P<issuer>.*?)〔(?P<year>\d{4})〕0*(?P<serial>\d+)号$")
# 国务院令第697号, 交通运输部令2023年第22号, 国务院第697号令, 财政部公告2020年第8号
_ORDER = re.compile(
    r"(?P<issuer>.*?)(?:(?P<form>令|公告|通告)(?P<year>\d{4}年)?第?0*(?P<serial>\d+)号"
    r"|(?P<early>\d{4}年)?第0*(?P<other>\d+)号(?P<kind>令|公告|通告))$"
)
_LEAD = re.compile("^.*(?:根据|依据|按照|依照|违反|请问|关于|执行|查|看|按|在|的)(?=.{2})")
_KEPT = 60  # characters of a title's end that are compared


class Titles:
    """Documents by what they are called."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.by_id = {document.document_id: document for document in documents}
        self._bare = [bare_title(fold(document.title)) for document in documents]
        self._reversed = sorted(
            (title[: -_KEPT - 1 : -1], n) for n, title in enumerate(self._bare) if title
        )
        self._keys = [key for key, _ in self._reversed]
        self._whole = _BETWEEN.join(self._bare)
        self._starts: list[int] = []
        at = 0
        for title in self._bare:
            self._starts.append(at)
            at += len(title) + 1
        self._exact: dict[str, list[Document]] = {}
        self._numbers: dict[str, list[tuple[str, str, Document]]] = {}
        for title, document in zip(self._bare, documents, strict=True):
            self._exact.setdefault(title, []).append(document)
            parts = _parts(fold(document.number or ""))
            if parts is not None:
                issuer, year, serial = parts
                self._numbers.setdefault(serial, []).append((issuer, year, document))
        self._kinds: dict[str, list[Document]] = {}
        self._places: dict[str, list[Document]] = {}

    def meant_by(self, name: str) -> list[Document]:
        """The documents that a name in 书名号 means: of that title, else those that hold it."""
        bare = bare_title(name)
        exact = list(self._exact.get(bare, ()))
        about = bare.find("关于")
        if about > 0:
            exact += self._exact.get(bare[about:], ())
        if exact or len(bare) < 4:
            return exact
        return self.holding(bare)

    def holding(self, phrase: str) -> list[Document]:
        """The documents whose title holds a phrase, each once."""
        found = []
        at = self._whole.find(phrase)
        while at >= 0:
            n = bisect_right(self._starts, at) - 1
            found.append(self.documents[n])
            at = self._whole.find(phrase, self._starts[n] + len(self._bare[n]))
        return found

    def ending_with(self, tail: str) -> list[tuple[str, Document]]:
        """Title and document of those whose title ends with a tail."""
        key = tail[::-1]
        first, last = bisect_left(self._keys, key), bisect_left(self._keys, key + _END)
        return [(self._bare[n], self.documents[n]) for _, n in self._reversed[first:last]]

    def longest_tail(self, text: str, end: int) -> int:
        """How much of a text before an offset is the end of some title; 0 where nothing is."""
        key = text[max(0, end - _KEPT) : end][::-1]
        at = bisect_left(self._keys, key)
        beside = (self._keys[n] for n in (at - 1, at) if 0 <= n < len(self._keys))
        return max((_common(key, other) for other in beside), default=0)

    def numbered(self, number: str) -> list[Document]:
        """The documents of a 文号, also without its year or the beginning of its issuer."""
        parts = _parts(number)
        if parts is None:
            return []
        named = (parts[0], _LEAD.sub("", parts[0]))
        return [
            document
            for issuer, year, document in self._numbers.get(parts[2], ())
            if parts[1] in ("", year)
            and (named[0].endswith(issuer) or any(issuer.endswith(each) for each in named))
        ]

    def of_serial(self, serial: str, before: str) -> list[Document]:
        """The documents of a number without its year, such as 国办24号文: by what stands before."""
        return [
            document
            for issuer, _, document in self._numbers.get(serial.lstrip("0"), ())
            if any(before.endswith(issuer[:n]) for n in range(len(issuer), 1, -1))
        ]

    def of_place(self, place: Place) -> list[Document]:
        """The documents of a place itself; where there are none, those of places in it."""
        if place.name not in self._places:
            self._places[place.name] = of_place(place, self.documents)
        return self._places[place.name]

    def of_kind(self, kind: str) -> list[Document]:
        """The documents whose title ends with a kind, or whose issued document's title does."""
        if kind not in self._kinds:
            self._kinds[kind] = [
                document
                for title, document in zip(self._bare, self.documents, strict=True)
                if kind == "文件" or title.endswith(kind) or f"{kind}》" in document.title
            ]
        return self._kinds[kind]


def of_place(place: Place, documents: Sequence[Document]) -> list[Document]:
    """The documents of a place itself; where there are none, those of places in it."""
    own = [d for d in documents if re.fullmatch(rf"{place.name}(?:省|市|自治区)?", d.region or "")]
    return own or [d for d in documents if place.name in f"{d.region}{d.title}"]


def _parts(number: str) -> tuple[str, str, str] | None:
    """Issuer, year and serial of a 文号, or of the number of a 令, 公告 or 通告."""
    if match := _NUMBER.match(number):
        return match["issuer"], match["year"], match["serial"]
    if match := _ORDER.match(number):
        year = match["year"] or match["early"] or ""
        form = match["form"] or match["kind"]
        return match["issuer"] + form, year, match["serial"] or match["other"]
    return None


def _common(one: str, other: str) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size
