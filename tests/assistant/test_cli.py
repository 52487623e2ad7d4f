"""The command line as its users see it: output, exit codes, one clear line for an error."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs `policykb` in one home that holds the corpus."""
    home = tmp_path_factory.mktemp("home")

    def command(*arguments: str, home: Path = home) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            cwd=root,
            env={**os.environ, "POLICYKB_HOME": str(home), "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    done = command("ingest", str(root / "corpus"), "--json")
    assert done.returncode == 0, done.stderr
    [document] = json.loads(done.stdout)["documents"]
    assert (document["status"], document["tasks"], document["targets"]) == ("added", 20, 15)
    return command


def test_help_is_fast_and_loads_nothing_heavy(run: Run) -> None:
    started = perf_counter()
    assert "ingest" in run("--help").stdout
    assert perf_counter() - started < 2
    code = (
        "import sys, assistant.cli;"
        "print(sorted({'torch', 'gradio', 'chromadb', 'jieba'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(
    "arguments", [("documents",), ("tasks",), ("targets",), ("departments",), ("doctor",)]
)
def test_json_is_one_value_and_nothing_else(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)
    assert "\\u" not in done.stdout


def test_a_shown_document_slices_back(run: Run) -> None:
    number = "衢政办发〔2024〕3号"
    [row] = [d for d in json.loads(run("documents", "--json").stdout) if d["number"] == number]
    shown = json.loads(run("documents", "show", row["document_id"], "--json").stdout)
    assert shown["status"] == "in_force"
    for reference in shown["references"]:
        assert shown["text"][reference["start"] : reference["end"]] == reference["as_written"]
    [law] = [r for r in shown["references"] if r["title"] == "中华人民共和国邮政法"]
    assert law["relation"] == "basis"
    assert law["document_id"] is not None
    assert {c["level"] for c in shown["clauses"]} >= {"header", "heading1", "heading3", "tail"}


def test_tasks_of_a_department_by_any_name(run: Run) -> None:
    rows = [
        json.loads(run("tasks", "--department", name, "--json").stdout)
        for name in ("教育局", "衢州市教育局")
    ]
    assert [[task["number"] for task in each] for each in rows] == [["2", "9", "15", "16"]] * 2


def test_an_answer_is_grounded(run: Run) -> None:
    answer = json.loads(run("ask", "农村快递由哪些部门负责", "--json").stdout)
    assert answer["status"] == "answered"
    assert answer["facts"]["task_numbers"] == ["3"]
    assert "市供销社" in answer["facts"]["departments"]
    assert all(f"[{c['marker']}]" in answer["text"] for c in answer["citations"])


def test_batches_answer_in_order(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    rows = [
        {"id": 1, "question": "邮政法第五十五条"},
        {"id": "b", "question": "今天股市涨了吗"},
        {
            "id": 3,
            "question": "那第五十六条呢",
            "history": [{"role": "user", "content": "邮政法第五十五条"}],
        },
    ]
    path.write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    answers = [json.loads(line) for line in run("ask", "--batch", str(path)).stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "b", 3]
    assert [answer["status"] for answer in answers] == ["answered", "declined", "answered"]
    assert "第五十六条" in answers[2]["text"]


def test_search_finds_and_filters(run: Run) -> None:
    found = json.loads(run("search", "快递进村", "-k", "3", "--json").stdout)["hits"]
    assert [hit["rank"] for hit in found] == [1, 2, 3]
    assert "农村邮政快递" in found[0]["label"]
    assert json.loads(run("search", "快递进村", "--region", "拉萨", "--json").stdout)["hits"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ask",), 1, "问题"),
        (("ask", "  "), 1, "空"),
        (("ask", "--batch", "没有.jsonl"), 1, "没有.jsonl"),
        (("documents", "show", "nowhere"), 1, "nowhere"),
        (("tasks", "--document", "nowhere"), 1, "nowhere"),
        (("ingest", "没有这个文件.txt"), 1, ""),
        (("search", "甲", "--as-of", "昨天"), 2, "昨天"),
        (("nonsense",), 2, "nonsense"),
        (("search", "甲", "-k", "0"), 2, "--help"),
    ],
)
def test_errors_are_one_clear_line(
    run: Run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 1


def test_an_unknown_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_MODLE", "x")
    done = run("documents")
    assert done.returncode == 1
    assert "POLICYKB_MODLE" in done.stderr


def test_an_empty_home_says_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("documents", home=tmp_path / "new")
    assert "policykb ingest" in done.stdout
    answer = json.loads(run("ask", "快递由谁负责", "--json", home=tmp_path / "new").stdout)
    assert answer["status"] == "declined"
