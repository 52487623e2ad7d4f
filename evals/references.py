"""Scores references (引用) against annotated passages: `python -m evals.references [--errors]`.

evals/gold/references/passages.jsonl holds one passage a line: {"quote", "file"} of a document of
../shared, or {"text"} made up, with all its "references": [as_written, title, number, article,
relation]. A made-up passage is read as an article of a regulation. A passage whose document is not
there is skipped by name.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ingest.document import read_document
from ingest.header import read_header
from ingest.layout import lay_out
from ingest.outline import read_outline
from ingest.readers.text import read_text
from ingest.references import read_references
from ingest.source import SourceText
from kb.model import Document, Reference
from kb.organs import Organs
from kb.squeeze import Squeezed, squeeze

__all__ = ["FIELDS", "annotations", "judge", "main", "passages"]

Record = dict[str, Any]
Written = tuple[str | None, ...]

FIELDS = ("as_written", "title", "number", "article", "relation")
_GOLD = Path(__file__).parent / "gold" / "references" / "passages.jsonl"
_SHARED = Path(__file__).parents[2] / "shared"
_FRAME = "某市某某管理条例\n第一章　总则\n第一条　为了管理，制定条例。\n第二条　"


def annotations() -> Iterator[tuple[Record, Path | None]]:
    """The annotated passages, each with the file it is in; None where that is not there."""
    for line in _GOLD.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        yield passage, _GOLD if "text" in passage else _path(passage["file"])


def passages() -> Iterator[Record]:
    """The annotated passages, without those whose document is not there (printed)."""
    for passage, path in annotations():
        if path:
            yield passage
        else:
            print(f"skipped: no document {passage['file']}")


def judge(passage: Record) -> tuple[Counter[Written], Counter[Written]]:
    """The expected and the found references of one passage, each as its five fields."""
    expected = Counter(tuple(reference) for reference in passage["references"])
    found = _found_in_text(passage["text"]) if "text" in passage else _found_in_file(passage)
    return expected, Counter(map(_fields, found))


def _fields(reference: Reference) -> Written:
    return (
        reference.as_written,
        reference.title,
        reference.number,
        reference.article,
        str(reference.relation),
    )


def _found_in_text(text: str) -> Sequence[Reference]:
    laid = lay_out(SourceText(read_text(_FRAME + text), "text", "utf-8"))
    document = Document(document_id="d", path="", sha256="", text=laid.text, title="")
    return read_references(document, read_outline(laid, read_header(laid), "d"))


def _found_in_file(passage: Record) -> Sequence[Reference]:
    text, references = _read(passage["file"])
    at = Squeezed(text).text.rindex(squeeze(passage["quote"]))
    start, end = Squeezed(text).span(at, at + len(squeeze(passage["quote"])))
    return [r for r in references if start <= r.start and r.end <= end]


@cache
def _read(name: str) -> tuple[str, Sequence[Reference]]:
    path = _path(name)
    if path is None:
        raise FileNotFoundError(name)
    records = read_document(path, Organs.load())
    return records.document.text, records.references


def _path(name: str) -> Path | None:
    folders = (_SHARED / "dev" / "policies", _SHARED / "corpus")
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def main(arguments: Sequence[str]) -> int:
    """Prints precision and recall over all five fields and over each alone; returns 0."""
    judged = [(passage, *judge(passage)) for passage in passages()]
    for fields in (FIELDS, *((field,) for field in FIELDS)):
        matched = expected = found = 0
        for _, gold, got in judged:
            one, other = _only(gold, fields), _only(got, fields)
            matched += (one & other).total()
            expected += one.total()
            found += other.total()
        precision, recall = matched / max(found, 1), matched / max(expected, 1)
        print(f"P {precision:.3f}  R {recall:.3f}  {matched:4} of {expected:4}  {'+'.join(fields)}")
    if "--errors" in arguments:
        for passage, gold, got in judged:
            if gold != got:
                print(passage.get("quote") or passage["text"])
                for mark, records in (("missed", gold - got), ("wrong", got - gold)):
                    for record in records:
                        print(f"    {mark}: {' | '.join(field or '-' for field in record)}")
    return 0


def _only(records: Counter[Written], fields: Sequence[str]) -> Counter[Written]:
    kept: Counter[Written] = Counter()
    for record, count in records.items():
        kept[tuple(record[FIELDS.index(field)] for field in fields)] += count
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
