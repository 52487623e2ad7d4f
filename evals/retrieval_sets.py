"""The question sets that search is measured on.

policies: documents of 2020 read as the product reads them, what is relevant is the document.
passages: the same cut into passages of 300 characters. statutes: articles of law and laymen's
questions. Any set of questions that brings its own passages becomes such a collection, too.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.question_sets import Gold, Question, QuestionSet
from ingest.document import read_document
from kb.entries import Entry, entries
from kb.organs import Organs

__all__ = ["NAMES", "Collection", "load", "of_passages"]

NAMES = ("policies", "passages", "statutes")

_SEED = 2024
_PASSAGE = 300  # characters
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百千]{1,12}条.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Documents with their entries, and questions whose gold are the ids that answer them."""

    questions: QuestionSet
    documents: Mapping[str, Sequence[Entry]]
    texts: Mapping[str, tuple[str, str]]  # title and text that the rivals see, by judged id
    by_document: bool  # whether the relevant ids are documents

    @property
    def name(self) -> str:
        """The set's."""
        return self.questions.name


def load(name: str, shared: Path, articles: int = 0) -> Collection:
    """A set by its name; of the statutes at most so many articles, 0 for all.

    Raises FileNotFoundError where the material is not there.
    """
    if name == "statutes":
        return _statutes(shared / "dev" / "statutes", articles)
    return _policies(shared / "dev", as_read=name == "policies")


def of_passages(questions: QuestionSet) -> Collection:
    """A set that brings its own passages, each a document by itself."""
    passages = questions.passages or {}
    return Collection(
        questions=questions,
        documents={
            one: (Entry(clause_id=one, title=title, label=title, text=text),)
            for one, (title, text) in passages.items()
        },
        texts=passages,
        by_document=False,
    )


def _set(name: str, rows: Iterable[tuple[str, Iterable[str]]]) -> QuestionSet:
    """Questions in their order, each with the ids that are relevant."""
    return QuestionSet(
        name=name,
        questions=tuple(
            Question(
                id=str(n),
                kind="query",
                question=question,
                gold=tuple(Gold(document=one) for one in relevant),
                gold_need="all",
            )
            for n, (question, relevant) in enumerate(rows)
        ),
    )


def _policies(dev: Path, *, as_read: bool) -> Collection:
    paths = sorted((dev / "policies").glob("*.txt"))
    texts = {path.stem: ("", path.read_text(encoding="utf-8")) for path in paths}
    if as_read:
        documents = {path.stem: _read(path) for path in paths}
    else:
        documents = {one: tuple(_passages(one, text)) for one, (_, text) in texts.items()}
    rows = _rows(dev / "policies_questions.jsonl")
    name = "policies" if as_read else "passages"
    return Collection(
        questions=_set(name, ((row["question"], [row["document"]]) for row in rows)),
        documents=documents,
        texts=texts,
        by_document=True,
    )


def _read(path: Path) -> tuple[Entry, ...]:
    """What the indexes hold of a file; its id is the file's name."""
    records = read_document(path, Organs.load(), document_id=path.stem)
    return entries(records.document, records.clauses)


def _passages(document_id: str, text: str) -> Iterator[Entry]:
    """Passages of whole sentences, each ended by the first that reaches the size."""
    held, number = "", 0
    for sentence in [*re.findall(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+", text), ""]:
        held += sentence
        if held and (len(held) >= _PASSAGE or not sentence):
            yield Entry(clause_id=f"{document_id}#{number}", title="", label="", text=held)
            held, number = "", number + 1


def _statutes(folder: Path, articles: int) -> Collection:
    rows = _rows(folder / "articles.jsonl")
    queries = _rows(folder / "queries.jsonl")
    if articles:
        needed = {one for row in queries for one in row["relevant"]}
        others = [row["id"] for row in rows if row["id"] not in needed]
        random.Random(_SEED).shuffle(others)
        kept = needed.union(others[: max(0, articles - len(needed))])
        rows = [row for row in rows if row["id"] in kept]
    documents: dict[str, list[Entry]] = {}
    for row in rows:
        law = _ARTICLE.sub("", row["name"])
        label = row["name"][len(law) :]
        entry = Entry(
            clause_id=str(row["id"]), title=law, label=label, text=row["text"], article=label
        )
        documents.setdefault(law, []).append(entry)
    asked = ((row["query"], sorted(set(map(str, row["relevant"])))) for row in queries)
    return Collection(
        questions=_set("statutes", asked),
        documents=documents,
        texts=_texts(documents),
        by_document=False,
    )


def _texts(documents: Mapping[str, Sequence[Entry]]) -> dict[str, tuple[str, str]]:
    found = (entry for held in documents.values() for entry in held)
    return {entry.clause_id: (entry.title, f"{entry.label}\n{entry.text}") for entry in found}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
