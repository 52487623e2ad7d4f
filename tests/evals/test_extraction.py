"""Extraction measures: counts worked out by hand, agreement with the shared scorer, the command."""

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.shapes import task_shape
from evals.__main__ import NAMES, main
from evals.responsibility import score_document
from ingest.document import read_document
from kb.organs import Organs


def task(raw: str, *units: str, inherited: str = "") -> dict[str, Any]:
    parts = [part.split() for part in units]
    return {
        "responsibility_as_written": raw,
        "assignments": [
            {"as_written": unit, "role": role, "inherited": unit == inherited}
            for unit, role in parts
        ],
    }


GOLD = {
    "file": "甲.txt",
    "clauses": [
        {
            "raw": "（甲局牵头，乙局等部门配合）",
            "assignments": [["甲局", "lead"], ["乙局", "support"]],
            "optional": [["有关部门", "support"]],
        },
        {"raw": "（责任单位：丙局）", "assignments": [["丙局", "responsible"]]},
    ],
}


@pytest.mark.parametrize(
    ("tasks", "matched", "found", "right"),
    [
        ([task("（甲局牵头，乙局等部门配合）", "甲局 lead", "乙局 support")], 2, 2, 1),
        ([task("甲局牵头， 乙局等部门配合", "甲局 lead", "有关部门 support")], 1, 1, 0),
        ([task("（责任单位：丙局）", "丙局 lead")], 0, 1, 0),
        ([task("（责任单位：丙局）", "丙局 responsible", "丁局 lead", inherited="丁局")], 1, 1, 1),
        ([task("（另一处：丁局）", "丁局 responsible")], 0, 1, 0),
        ([], 0, 0, 0),
    ],
)
def test_counts(tasks: list[dict[str, Any]], matched: int, found: int, right: int) -> None:
    score = score_document(GOLD, tasks)
    assert (score.matched, score.found, score.right) == (matched, found, right)
    assert (score.gold, score.clauses) == (3, 2)
    assert len(score.errors) == 2 - right + sum("另一处" in str(t) for t in tasks)


def test_agrees_with_the_shared_scorer(
    shared: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("s", shared / "dev" / "score_responsibility.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = json.loads((root / "evals/gold/responsibility/fengong.json").read_text(encoding="utf-8"))
    records = read_document(
        root / "evals/gold/responsibility/documents" / gold["file"], Organs.load()
    )
    tasks = [task_shape(one) for one in records.tasks]
    tasks[0]["assignments"][0]["role"] = "guide"
    del tasks[1]["assignments"][-1]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "1.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    document = {"document_id": records.document.document_id, "path": gold["file"]}
    (tmp_path / "documents.json").write_text(json.dumps([document]), encoding="utf-8")
    theirs = scorer.main(*(tmp_path / name for name in ("gold", "tasks.json", "documents.json")))
    ours = score_document(gold, tasks)
    assert theirs == pytest.approx((ours.precision, ours.recall))
    assert ours.precision is not None
    assert ours.precision < 1
    assert f"clauses exactly right {ours.right}/{ours.clauses}" in capsys.readouterr().out


HALF = str.maketrans("（），：；", "(),:;")
PRINTINGS: dict[str, Callable[[str], str]] = {
    "as printed": lambda text: text,
    "lines joined by a space": lambda text: re.sub(r"\s*\n\s*", " ", text),
    "lines joined by full-width spaces": lambda text: re.sub(r"\s*\n\s*", "\u3000\u3000", text),
    "half-width punctuation": lambda text: text.translate(HALF),
}


@pytest.mark.parametrize("printing", PRINTINGS)
def test_own_gold_is_read_right(root: Path, tmp_path: Path, printing: str) -> None:
    organs = Organs.load()
    folder = root / "evals" / "gold" / "responsibility"
    half = HALF if printing.startswith("half") else {}
    errors: list[str] = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = folder / "documents" / gold["file"]
        # a table needs its lines
        if not document.is_file() or (printing.startswith("lines") and path.stem == "table"):
            continue
        for clause in gold["clauses"]:
            clause["raw"] = clause["raw"].translate(half)
            clause["assignments"] = [[u.translate(half), r] for u, r in clause["assignments"]]
        copy = tmp_path / gold["file"]
        copy.write_text(PRINTINGS[printing](document.read_text(encoding="utf-8")), encoding="utf-8")
        tasks = [task_shape(one) for one in read_document(copy, organs).tasks]
        errors += score_document(gold, tasks).errors
    assert errors == []


def test_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(NAMES)
    assert main(["nothing"]) == 2
    assert "usage: python -m evals" in capsys.readouterr().err


def test_missing_gold_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extraction", "--shared", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "skipped: shared responsibility" in out
    assert "6c9477ad" in out
    assert "own responsibility" in out
