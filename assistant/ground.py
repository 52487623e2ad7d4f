"""Whether what a language model says stands in the clauses that it cites. Pure, no IO.

A sentence stands when every figure, date, organ, place, article, document and quotation in it
occurs in a cited clause, bound to the same things there, when nearly all its words do, and when it
turns no 不得 into 可以. A sentence whose markers do not bear it out gets the citation that does, if
exactly one piece of evidence bears out all of it; else it is dropped, and why is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.bindings import binding_faults
from assistant.phrasing import Phrasing, phrasing_faults
from assistant.statements import (
    Statements,
    items_of,
    quotations,
    same_number,
    statements_of,
    unmarked,
)
from kb.citations import same_title
from kb.model import Clause, Document
from kb.organs import Mention, Organs
from kb.pointers import name_key
from kb.regions import find_places
from kb.squeeze import Squeezed, squeeze

__all__ = ["Evidence", "Grounds", "Sentences", "Verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of a clause that the model was given, under its marker."""

    marker: int
    document: Document
    clause: Clause
    start: int
    end: int

    @property
    def text(self) -> str:
        """The document's own text."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A sentence without its markers, with the evidence that bears it out; else the faults."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the sentence may be shown."""
        return bool(self.evidence)


class Grounds:
    """The evidence of one answer, ready to check sentences against."""

    def __init__(self, evidence: Sequence[Evidence], organs: Organs, question: str) -> None:
        self._sources = {each.marker: _Source(each, organs) for each in evidence}
        self._organs = organs
        self._question = Phrasing(question)

    def check(self, sentence: str) -> Verdict:
        """Whether a sentence stands, and on what."""
        bare, markers = unmarked(_plain(sentence))
        text = bare.strip()
        if not re.search(r"\w", text):
            return Verdict(text=text)
        said = _Said(text, self._organs)
        unknown = [marker for marker in markers if marker not in self._sources]
        cited = [self._sources[marker] for marker in markers if marker in self._sources]
        faults = [f"没有第{marker}条资料" for marker in unknown]
        if cited and not unknown:
            faults = self._faults(said, cited)
            if not faults:
                return self._stands(said, self._fewest(said, cited))
        wrong = {marker: self._faults(said, [one]) for marker, one in self._sources.items()}
        alone = [self._sources[marker] for marker, found in wrong.items() if not found]
        if len(alone) == 1:
            return self._stands(said, alone)
        if not markers:
            nearest = min(wrong.values(), key=len, default=[])
            faults = ["没有注明出处，几条资料都这样说" if alone else "没有注明出处", *nearest]
        return Verdict(text=text, faults=tuple(faults))

    def _faults(self, said: "_Said", sources: Sequence["_Source"]) -> list[str]:
        return list(_faults(said, sources, self._question))

    def _fewest(self, said: "_Said", cited: Sequence["_Source"]) -> Sequence["_Source"]:
        """The cited sources without those that add nothing."""
        for one in cited:
            if not self._faults(said, [one]):
                return [one]
        kept = list(cited)
        for one in reversed(cited):
            fewer = [each for each in kept if each is not one]
            if fewer and not self._faults(said, fewer):
                kept = fewer
        return kept

    def _stands(self, said: "_Said", sources: Sequence["_Source"]) -> Verdict:
        return Verdict(
            text=_verbatim(said.text, sources), evidence=tuple(one.evidence for one in sources)
        )


class _Said:
    """A sentence of the model and what it states."""

    def __init__(self, text: str, organs: Organs) -> None:
        self.text = text
        self.claims = statements_of(text)
        self.quotes = [text[start:end] for start, end in quotations(text)]
        self.organs = organs.find(self.claims.text)
        self.places = find_places(self.claims.text)
        self.names = tuple(_names(self.claims.text))
        self.phrasing = Phrasing(_without_facts(self.claims, self.organs))


class _Source:
    """A piece of evidence and what it states."""

    def __init__(self, evidence: Evidence, organs: Organs) -> None:
        document = evidence.document
        self.evidence = evidence
        self._organs = organs
        self.squeezed = squeeze(evidence.text)
        self.claims: Statements = statements_of(evidence.text)
        head = (
            f"《{document.title}》{document.number or ''}\n{evidence.clause.label}\n"
            f"{evidence.clause.marker}\n{'、'.join(document.issuers)}\n{document.region or ''}"
        )
        self.head = statements_of(head)
        self._mentions = organs.find(self.claims.text)
        self.phrasing = Phrasing(
            _without_facts(self.claims, self._mentions), f"{evidence.text}\n{head}"
        )
        self.articles = {
            article for article, _ in (*self.claims.articles, *self.head.articles)
        } | items_of(self.claims.text)
        self.titles = (*self.claims.titles, *self.head.titles)
        self.numbers = [number for number, _ in (*self.claims.numbers, *self.head.numbers)]

    def holds(self, words: str) -> bool:
        """Whether the words stand in the text or in what is known of the document."""
        return words in self.claims.text or words in self.head.text

    @cached_property
    def full_names(self) -> frozenset[str]:
        """The full names of the organs in the text."""
        return frozenset(
            full for mention in self._mentions if (full := self.full_name(mention.as_written))
        )

    def full_name(self, as_written: str) -> str | None:
        """The full name of an organ as the document would mean it."""
        document = self.evidence.document
        return self._organs.resolve(as_written, document.region, document.level)


def _without_facts(claims: Statements, organs: Sequence[Mention]) -> str:
    """A text without what is looked up by itself, whose spelling may differ."""
    spans = [(figure.start, figure.end) for figure in claims.figures]
    spans += [(day.start, day.end) for day in claims.days]
    spans += [(mention.start, mention.end) for mention in organs]
    spans += [match.span() for match in _NAMED.finditer(claims.text)]
    characters = list(claims.text)
    for start, end in spans:
        characters[start:end] = "□" * (end - start)
    return "".join(characters)


def _faults(said: _Said, sources: Sequence[_Source], question: Phrasing) -> Iterator[str]:
    """What of a sentence the sources do not bear out."""
    for quote in said.quotes:
        if not any(squeeze(quote) in one.squeezed or _is_title(quote, one) for one in sources):
            yield f"引文“{_short(quote)}”与原文不符"
    for figure in said.claims.figures:
        held = (each for one in sources for each in one.claims.figures)
        if not any(figure.same(each) for each in held) and not any(
            figure.same(each) for one in sources for each in one.head.figures
        ):
            yield f"出处里没有数字“{figure.as_written}”"
    for day in said.claims.days:
        if not any(
            day.within(each) for one in sources for each in (*one.claims.days, *one.head.days)
        ):
            yield f"出处里没有日期“{day.as_written}”"
    for every, written in said.claims.every:
        if not any(every == each for one in sources for each, _ in one.claims.every):
            yield f"出处里没有“{written}”"
    for article, written in said.claims.articles:
        if not any(article in one.articles for one in sources):
            yield f"出处不是也没有提到“{written}”"
    for number, written in said.claims.numbers:
        if not any(same_number(number, each) for one in sources for each in one.numbers):
            yield f"出处里没有文号“{_short(written)}”"
    for title in said.claims.titles:
        if not any(
            title == each or same_title(title, each) for one in sources for each in one.titles
        ):
            yield f"出处里没有《{_short(title)}》"
    for mention in said.organs:
        if not any(_names_organ(mention.as_written, one) for one in sources):
            yield f"出处里没有机关“{mention.as_written}”"
    for place in said.places:
        if not any(one.holds(place.name) for one in sources):
            yield f"出处里没有地名“{place.name}”"
    for name in said.names:
        echoed = name in question.text and not name.endswith(_OFFICES)
        if not echoed and not any(one.holds(name) for one in sources):
            yield f"出处里没有“{name}”"
    for word in said.claims.latin:
        if not any(one.holds(word) or word in one.claims.latin for one in sources):
            yield f"出处里没有“{word}”"
    yield from binding_faults(said.claims, said.organs, [one.claims for one in sources])
    yield from phrasing_faults(said.phrasing, [one.phrasing for one in sources], question)


def _is_title(quote: str, source: _Source) -> bool:
    return name_key(quote) in source.titles


def _names_organ(as_written: str, source: _Source) -> bool:
    if source.holds(as_written):
        return True
    full = source.full_name(as_written)
    return full is not None and (full in source.full_names or source.holds(full))


_NAMED = re.compile(
    "《[^《》]*》|〔\\d{4}〕\\d+号|第[零〇一二三四五六七八九十百千\\d]{1,6}[条款项]"
)
_NAME = re.compile(
    "(?P<stem>[\u4e00-\u9fff]{2})(?:公司|集团|银行|大学|学院|学校|医院|法院|检察院|协会|学会|商会|基金会"
    "|研究院|研究所|实验室|开发区|产业园|高新区|新区"
    "|(?:主管|行政|监督管理|管理|监管)?(?:部门|机关|机构))"
)
_NO_STEM = re.compile(
    "有关|相关|其他|所属|[的由与和及或向对为在等各该本其应将是让使给从到被经以个家类]"
)


_OFFICES = ("部门", "机关", "机构", "法院", "检察院")


def _names(text: str) -> Iterator[str]:
    """The ends of names of companies, schools and the like; where they begin cannot be told."""
    for match in _NAME.finditer(text):
        if not _NO_STEM.search(match["stem"]):
            yield match[0]


def _verbatim(text: str, sources: Sequence[_Source]) -> str:
    """The text with each quotation in the document's own characters."""
    found, at = [], 0
    for start, end in quotations(text):
        if start < at:
            continue
        own = next(filter(None, (_own(text[start:end], one) for one in sources)), text[start:end])
        found += [text[at:start], own]
        at = end
    return "".join([*found, text[at:]])


def _own(quote: str, source: _Source) -> str | None:
    """A quotation as its source prints it, on one line."""
    squeezed = Squeezed(source.evidence.text)
    wanted = squeeze(quote)
    at = squeezed.text.find(wanted)
    if at < 0 or not wanted:
        return None
    start, end = squeezed.span(at, at + len(wanted))
    return "".join(source.evidence.text[start:end].split("\n"))


_BOLD = re.compile(r"\*\*|__|`")
_HEADING = re.compile(r"(?m)^[^\S\n]*#{1,6}\s+")


def _plain(sentence: str) -> str:
    """A sentence without the marks of Markdown."""
    return _HEADING.sub("", _BOLD.sub("", sentence))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}……"


_OPENING, _CLOSING = "“「『", "”」』"
_END = "。！？!?\n"
_TAIL = re.compile(r"[”’」』）)]*(?:\s*[\[【［][^\[\]【】\n]{1,20}[\]】］])*\s*")
_MARKER_BEGINS = re.compile(r"[\[【［][^\]】］\n]{0,20}$")
_LONGEST = 2_000  # characters: what goes on for longer is cut
_GOES_ON = "。！？，,、；;的是为与和或及"


class Sentences:
    """Cuts a reply that comes in pieces into sentences, each with its markers and line ends.

    Cut at 。！？ and line ends, never inside quotation marks; a line that ends with ： belongs to
    what follows it.
    """

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> Iterator[str]:
        """The sentences that are complete with this piece."""
        self._held += piece
        while (end := _end_of_sentence(self._held)) is not None:
            sentence, self._held = self._held[:end], self._held[end:]
            yield sentence
        if len(self._held) > _LONGEST:
            sentence, self._held = self._held, ""
            yield sentence

    def rest(self) -> str:
        """What is left at the end of the reply."""
        return self._held


def _end_of_sentence(text: str) -> int | None:
    """Where the first sentence ends; None while more text may belong to it."""
    depth = 0
    for at, char in enumerate(text):
        if char in _OPENING:
            depth += 1
            continue
        if char in _CLOSING:
            depth = max(0, depth - 1)
            if depth or text[at - 1 : at] not in tuple("。！？"):
                continue
        elif char not in _END or (depth and char != "\n"):
            continue
        before = text[:at].rstrip()
        if char == "\n" and (not before or before[-1] in "：:"):
            continue
        if char == "\n":
            depth = 0
        match = _TAIL.match(text, at + 1)
        end = match.end() if match else at + 1
        if end >= len(text) or _MARKER_BEGINS.match(text, end):
            return None
        if char in _CLOSING and text[end] in _GOES_ON:
            continue
        return end
    return None
