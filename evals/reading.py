"""How fast files are read: `python -m evals reading [FILE|FOLDER…]`.

Without files: made-up policy texts of ten pages, through the whole pipeline but the indexes. With
files: each by itself, with its pages; a page of a format without pages is 700 characters.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evals.synthetic import documents
from ingest.document import read_document
from ingest.pipeline import find_files
from ingest.reading import FileReader, Request
from kb.errors import SourceError
from kb.limits import Limits
from kb.model import DocumentRecords
from kb.organs import Organs
from kb.store import Store

__all__ = ["main"]

_PAGE = 700  # characters of a printed page of a 公文: 22 lines of 28, with headings
_ITEMS_OF_TEN_PAGES = 38


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints a table."""
    parser = argparse.ArgumentParser(prog="python -m evals reading", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files and folders")
    parser.add_argument("--documents", type=int, default=1000, help="made-up texts")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if options.paths:
        _each(find_files(options.paths)[0])
    else:
        _many(options.documents, options.processes)


def _each(files: Sequence[Path]) -> None:
    organs = Organs.load()
    print(f"{'file':<40}{'pages':>8}{'seconds':>10}{'pages/s':>10}{'tasks':>8}{'pairs':>8}")
    for path in files:
        begun = time.perf_counter()
        try:
            records = read_document(path, organs)
        except SourceError as error:
            print(f"{path.name:<40}  {error}")
            continue
        seconds = time.perf_counter() - begun
        pages = len(records.document.pages) or len(records.document.text) / _PAGE
        pairs = sum(len(task.assignments) for task in records.tasks)
        print(
            f"{path.name:<40}{pages:8.1f}{seconds:10.2f}{pages / seconds:10.1f}"
            f"{len(records.tasks):8}{pairs:8}"
        )


def _many(count: int, processes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for made in documents(count, _ITEMS_OF_TEN_PAGES):
            files.append(Path(folder) / made.name)
            files[-1].write_text(made.text, encoding="utf-8")
        store = Store(Path(folder) / "store.sqlite3")
        begun = time.perf_counter()
        characters = clauses = 0
        with FileReader(Limits(), processes, count) as reader:
            for _, found in reader.ahead((path, Request(path)) for path in files):
                if not isinstance(found, DocumentRecords):
                    raise SystemExit(str(found))
                store.replace(found, version="1")
                characters += len(found.document.text)
                clauses += len(found.clauses)
        seconds = time.perf_counter() - begun
        store.close()
    pages = characters / _PAGE
    print(
        f"{count} documents, {pages:.0f} pages, {clauses} clauses, {processes} processes:"
        f" {seconds:.1f} s, {pages / seconds:.0f} pages/s, {clauses / seconds:.0f} clauses/s"
    )


if __name__ == "__main__":
    main()
