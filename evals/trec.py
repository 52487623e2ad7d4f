"""A folder of TREC's files as a question set.

- topics: `topics*` or `queries*`; a line each (`id<tab>text`), or `<top>` with `<num>` and
  `<title>`, or `<topic number="…">` with `<title>`, `<query>` or `<question>`. The title is asked.
- judgements: `qrels*`, four columns: query, iteration, passage, grade
- texts: `corpus*` or `docs*`, a file or a folder of files; JSONL with `id`, `text` and perhaps
  `title`, or `<DOC>` with `<DOCNO>` and `<TEXT>`
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.judged import Judged, as_set, each_once, lines, parsed, rows
from evals.question_sets import QuestionSet, SetError

__all__ = ["read_trec"]

_TOPICS, _QRELS, _TEXTS = ("topics", "queries"), ("qrels",), ("corpus", "docs")
_TAG = re.compile(r"<[^<>]{0,200}>")
_DOC = re.compile(r"<doc>", re.IGNORECASE)
_DOCNO = re.compile(r"<docno>([^<]{1,400})</docno>", re.IGNORECASE)
_TOP = re.compile(r"<(?:top|topic)\b([^<>]{0,400})>", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:number|num|id|qid)\s*=\s*[\"']([^\"']{1,200})[\"']", re.IGNORECASE)
_NUM = re.compile(r"<num>(?:\s*Number\s*:)?\s*([^\s<]{1,200})", re.IGNORECASE)
_ASKED = ("title", "query", "question")
_HEADED = ("title", "headline", "head")
_TITLE_LABEL = re.compile(r"^\s*(?:topic|title)\s*:", re.IGNORECASE)


def read_trec(folder: Path) -> QuestionSet | None:
    """The set of a folder; None where topics, judgements or texts are not there by their names.

    Raises SetError for what is there and wrong, or there twice.
    """
    found = [_named(folder, starts) for starts in (_TOPICS, _QRELS, _TEXTS)]
    if not all(found):
        return None
    topics, qrels, texts = (_only(each, folder) for each in found)
    judged = Judged(
        name=folder.resolve().name,
        queries={key: text for key, (_, text) in each_once(_topics(topics), topics).items()},
        passages=each_once(_texts(texts), texts),
        judgements=parsed(qrels, columns=(0, 2, 3)),
    )
    return as_set(judged)


def _named(folder: Path, starts: Sequence[str]) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.lower().startswith(tuple(starts)))


def _only(paths: Sequence[Path], folder: Path) -> Path:
    if len(paths) > 1:
        names = "、".join(path.name for path in paths)
        raise SetError(f"{folder} 里有 {names}，不知道用哪一份；请只留一份")
    return paths[0]


def _topics(path: Path) -> Iterator[tuple[str, str, tuple[str, str]]]:
    text = "".join(line for _, line in lines(path))
    if not _TOP.search(text):
        yield from _lines_of_topics(path)
        return
    pieces = _TOP.split(text)
    for number, (attributes, body) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), 1):
        where = f"{path.name} 第 {number} 题"
        key = _NUMBER.search(attributes) or _NUM.search(body)
        asked = next(filter(None, (_field(body, name) for name in _ASKED)), "")
        if key is None or not asked:
            raise SetError(f"{where}缺编号（<num> 或 number=）或 <title>")
        yield where, key[1].strip(), ("", _TITLE_LABEL.sub("", asked).strip())


def _lines_of_topics(path: Path) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for where, line in lines(path):
        key, tab, text = line.strip().partition("\t")
        if not tab or not key.strip() or not text.strip():
            raise SetError(f"{where}要写成“编号、制表符、题目”")
        yield where, key.strip(), ("", text.strip())


def _texts(path: Path) -> Iterator[tuple[str, str, tuple[str, str]]]:
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for file in files:
        if file.name.startswith("."):
            continue
        first = next((line for _, line in lines(file)), "")
        yield from _objects(file) if first.lstrip().startswith("{") else _documents(file)


def _objects(path: Path) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for where, row in rows(path):
        key, text = row.get("id", row.get("_id")), row.get("text", row.get("contents"))
        if not isinstance(key, str | int) or not isinstance(text, str):
            raise SetError(f"{where}缺 id 或 text")
        yield where, str(key), (str(row.get("title") or ""), text)


def _documents(path: Path) -> Iterator[tuple[str, str, tuple[str, str]]]:
    text = "".join(line for _, line in lines(path))
    pieces = _DOC.split(text)[1:]
    if not pieces:
        raise SetError(f"{path} 既不是 JSONL，也没有 <DOC>；请看 evals/trec.py 开头的说明")
    for number, piece in enumerate(pieces, start=1):
        where = f"{path.name} 第 {number} 个 <DOC>"
        key = _DOCNO.search(piece)
        if key is None:
            raise SetError(f"{where}没有 <DOCNO>")
        title = next(filter(None, (_field(piece, name) for name in _HEADED)), "")
        yield where, key[1].strip(), (title, _field(piece, "text") or _bare(piece[key.end() :]))


def _field(text: str, name: str) -> str:
    """What stands in a field, up to its end tag, or where it has none up to the next tag."""
    pieces = re.split(rf"<{name}\b[^<>]{{0,200}}>", text, flags=re.IGNORECASE)[1:]
    ends = re.compile(rf"</{name}>", re.IGNORECASE)
    return "\n".join(filter(None, (_bare(_until(piece, ends)) for piece in pieces)))


def _until(text: str, end: re.Pattern[str]) -> str:
    found = end.search(text) or _TAG.search(text)
    return text[: found.start()] if found else text


def _bare(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text)).strip()
