"""What is sent under mixed use, and what counts as the same answer."""

from collections import Counter
from pathlib import Path

import pytest

from evals.load import main
from evals.mixed import lasting, notices, steps
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings


def test_every_question_is_asked_and_searched() -> None:
    kinds = Counter(step.kind for step in steps(["甲", "乙"]))
    assert (kinds["ask"], kinds["search"]) == (2, 2)
    assert kinds["table"] >= 5
    assert kinds["export"] >= 4


def test_how_long_an_answer_took_is_no_difference() -> None:
    assert lasting({"text": "甲", "elapsed_ms": 1.5}) == lasting({"elapsed_ms": 2, "text": "甲"})
    assert lasting([{"text": "甲"}]) != lasting([{"text": "乙"}])


def test_the_notices_are_read(tmp_path: Path) -> None:
    kb = KnowledgeBase(load_settings(tmp_path / "home"))
    for notice in notices():
        (tmp_path / notice.name).write_text(notice.text, encoding="utf-8")
        [file] = ingest(kb, [tmp_path / notice.name], lambda *_: None).files
        assert file.status == "added"
    assert len(kb.tasks(None, None)) == 2


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="memory is read from /proc")
def test_a_few_seconds_of_mixed_use(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text('{"question": "农村快递由哪些部门负责"}\n', encoding="utf-8")
    words = ["--mixed", "--minutes", "0.1", "--clients", "4", "--think", "0.2"]
    main([*words, "--questions", str(asked), "--documents", str(root / "corpus")])
    told = capsys.readouterr().out
    assert "出错 0 次" in told
    assert "与安静时不同 0 次" in told
