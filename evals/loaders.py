"""Question sets from files: our JSONL, folders as BEIR lays them out, folders of TREC's files.

| what | where |
|---|---|
| JSONL | one file, see evals/question_sets.py |
| BEIR | `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`; another split: `FOLDER/qrels/dev.tsv` |
| TREC | `topics*`, `qrels*` and the texts, `corpus*` or `docs*` (see evals/trec.py) |

Grades come from the judgements. A query without a positive one is left out, and counted in the
set's notes; a judged passage that the corpus lacks stays, so that it counts as not found.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from evals.judged import Judged, as_set, each_once, parsed, rows
from evals.question_sets import QuestionSet, SetError, read_jsonl
from evals.trec import read_trec

__all__ = ["load_set"]

_CORPUS, _QUERIES, _QRELS = "corpus.jsonl", "queries.jsonl", "qrels"


def load_set(path: Path) -> QuestionSet:
    """The set of a file or a folder, by what is there.

    Raises:
        SetError: it is none of the three, or a line in it is wrong; names file and line.
    """
    if not path.exists():
        raise SetError(f"没有 {path}；请给题目文件（JSONL），或 BEIR、TREC 格式的文件夹")
    if path.is_file():
        is_split = path.parent.name == _QRELS and path.suffix == ".tsv"
        return _read_beir(path.parent.parent, path) if is_split else read_jsonl(path)
    if (path / _CORPUS).is_file() and (path / _QUERIES).is_file():
        return _read_beir(path, _split(path))
    if trec := read_trec(path):
        return trec
    raise SetError(
        f"{path} 不是题目：BEIR 要有 {_CORPUS}、{_QUERIES}、{_QRELS}/；"
        "TREC 要有 topics、qrels、corpus；自己的题目请直接给 .jsonl 文件"
    )


def _split(folder: Path) -> Path:
    """The judgements to use: test, or the only ones."""
    splits = sorted((folder / _QRELS).glob("*.tsv"))
    found = [path for path in splits if path.stem == "test"] or splits
    if not found:
        raise SetError(f"{folder / _QRELS} 里没有 .tsv 文件；BEIR 的判断放在 {_QRELS}/test.tsv")
    if len(found) > 1:
        names = "、".join(path.name for path in splits)
        raise SetError(f"{folder / _QRELS} 里有 {names}；请指明一份，如 {found[0]}")
    return found[0]


def _read_beir(folder: Path, qrels: Path) -> QuestionSet:
    """Thakur et al., BEIR: a heterogeneous benchmark for zero-shot evaluation, 2021."""
    passages = each_once(_texts(folder / _CORPUS, titled=True), folder / _CORPUS)
    queries = {
        key: text
        for key, (_, text) in each_once(_texts(folder / _QUERIES), folder / _QUERIES).items()
    }
    name = folder.resolve().name
    judged = Judged(
        name=name if qrels.stem == "test" else f"{name}-{qrels.stem}",
        queries=queries,
        passages=passages,
        judgements=parsed(qrels, columns=(0, 1, 2), separator="\t"),
    )
    return as_set(judged)


def _texts(path: Path, *, titled: bool = False) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Where it stands, id, title and text of every line of a BEIR file."""
    for where, row in rows(path):
        key, text = row.get("_id"), row.get("text")
        if not isinstance(key, str | int) or not isinstance(text, str):
            raise SetError(f"{where}缺 _id 或 text")
        yield where, str(key), (_title(row) if titled else "", text)


def _title(row: Mapping[str, object]) -> str:
    return str(row.get("title") or "")
