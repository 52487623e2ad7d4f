"""One command from documents and questions to runs: the product, a callable, sets with passages."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.contract import read_answer
from evals.gold import Sources
from evals.places import latest, remember
from evals.run import main
from evals.runs import Result, Run
from evals.sets import RECORDS, MissingError, find, names
from evals.table import tables
from kb.model import Document, Status

LAW = """某市冷库管理办法

第一条　为了加强冷库管理，制定本办法。
第二条　冷库经营者应当自开业之日起七日内向市商务局备案。
第三条　逾期不备案的，由市商务局处一万元以下罚款。
第四条　本办法自2024年1月1日起施行。
"""
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "a",
        "kind": "law_article",
        "question": "冷库开业几日内备案",
        "gold": [{"document": "冷库管理办法", "quote": "七日内向市商务局\n备案"}],
        "facts": {"values": ["7日"]},
    },
    {
        "id": "b",
        "kind": "penalty",
        "question": "冷库逾期不备案罚多少",
        "gold": [{"document": "办法", "quote": "处一万元以下罚款", "grade": 3}],
    },
    {"id": "c", "kind": "unanswerable", "question": "火星基地谁负责", "answerable": False},
    {
        "id": "d",
        "question": "那归谁管",
        "history": [{"role": "user", "content": "冷库备案"}],
        "gold": [{"document": "冷库管理办法", "quote": "向市商务局备案"}],
    },
]
SYSTEM = """
CALLS, STOP = [], ["c"]
def system(request):
    CALLS.append(request["id"])
    if request["id"] == "b":
        raise RuntimeError("模型超时")
    if "query" in request:
        return {"hits": [{"text": "无关"}, {"text": "应当自开业之日起七日内向市商务局备案"}]}
    return {"text": "七日内", "citations": [{"document": "冷库管理办法",
            "quote": "自开业之日起七日内向市商务局备案"}]}
def plain(request):
    return {"text": "七日内"}
def stopped(request):
    if request["id"] in STOP:
        raise KeyboardInterrupt
    return system(request)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with documents, questions and systems, and a cache of its own."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "办法.txt").write_text(LAW, encoding="utf-8")
    lines = (json.dumps(row, ensure_ascii=False) for row in QUESTIONS)
    (tmp_path / "cold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "tiny_run_system.py").write_text(SYSTEM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("evals.run.remember", lambda folders: remember(folders, tmp_path))
    yield tmp_path
    sys.modules.pop("tiny_run_system", None)


def run(*arguments: str) -> int:
    return main([*arguments, "--out", "runs", "--cache", "cache"])


def results(pattern: str) -> dict[str, Result]:
    [found] = Path("runs").glob(f"*-{pattern}")
    return {result.id: result for result in Run.load(found).results}


def test_the_product_and_a_callable(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    callable_ = "tiny=python:tiny_run_system:system"
    assert (
        run("--set", "cold.jsonl", "--documents", "documents", "--system", "policykb", callable_)
        == 0
    )
    out = capsys.readouterr().out
    assert "检索 · cold：2 题，1 份文件" in out
    assert "1 道追问不计入检索" in out
    assert "答对" in out
    [found] = (Run.load(one) for one in folder.glob("runs/*-answers-cold-policykb"))
    assert [result.id for result in found.results] == ["a", "b", "c", "d"]
    assert found.measures["right"][0] == 1
    assert found.model
    searched = results("retrieval-cold-policykb")
    assert searched["a"].scores["R@10"] == 1
    assert any(hit["covers"] for hit in searched["a"].output["hits"])
    tiny = results("answers-cold-tiny")
    assert tiny["a"].right
    assert tiny["b"].error == "RuntimeError: 模型超时"
    assert tiny["b"].scores == {"right": 0.0, "citation_recall": 0.0}
    assert tiny["c"].wrong == ("文件里没有答案，却作了回答",)
    assert tiny["c"].scores["refusal_recall"] == 0
    ranked = results("retrieval-cold-tiny")
    assert ranked["a"].scores["RR@10"] == 0.5
    assert ranked["b"].scores["RR@10"] == 0
    assert ranked["b"].error
    assert [one.name.split("-", 2)[2] for one in latest(folder)] == [
        "retrieval-cold-policykb",
        "retrieval-cold-tiny",
        "answers-cold-policykb",
        "answers-cold-tiny",
    ]
    [trec] = folder.glob("runs/*-retrieval-cold-policykb")
    assert (trec / "qrels").read_text(encoding="utf-8") == "a 0 need-1 1\nb 0 need-1 3\n"
    assert (trec / "run.trec").read_text(encoding="utf-8").splitlines()[0].startswith("a Q0 ")


@pytest.mark.usefixtures("folder")
def test_a_system_without_citations_and_what_is_not_asked_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ("--set", "cold.jsonl", "--documents", "documents", "--task", "answers")
    assert run(*arguments, "--system", "x=python:tiny_run_system:plain") == 0
    assert "x：没有给出引文" in capsys.readouterr().out
    found = results("answers-cold-x")
    assert found["a"].right
    assert not found["b"].right
    assert "citation_recall" not in found["b"].scores
    stopped = ("--system", "y=python:tiny_run_system:stopped")
    assert run(*arguments, *stopped) == 130
    assert "接着做" in capsys.readouterr().err
    calls = sys.modules["tiny_run_system"].CALLS
    assert calls == ["a", "b"]
    calls.clear()
    sys.modules["tiny_run_system"].STOP.clear()
    assert run(*arguments, *stopped) == 0
    assert calls == ["b", "c", "d"]  # what failed is asked again


@pytest.mark.usefixtures("folder")
def test_passages_of_a_set_are_searched(capsys: pytest.CaptureFixture[str]) -> None:
    beir = Path("beir")
    (beir / "qrels").mkdir(parents=True)
    texts = {"p1": "冷库应当自开业之日起七日内备案。", "p2": "快递企业应当公示服务承诺。"}
    rows = [{"_id": one, "title": "", "text": text} for one, text in texts.items()]
    asked = [{"_id": "q1", "text": "冷库几日内备案"}]
    for name, lines in (("corpus", rows), ("queries", asked)):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in lines)
        (beir / f"{name}.jsonl").write_text(text, encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq1\tp1\t2\n"
    (beir / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    assert run("--set", "beir", "--system", "policykb", "bm25s", "lexical", "dense") == 0
    assert "检索 · beir：1 题，2 份文件" in capsys.readouterr().out
    for system in ("policykb", "bm25s", "lexical", "dense"):
        found = results(f"retrieval-beir-{system}")["q1"]
        assert found.scores["R@1"] == 1
        assert found.output["hits"][0]["covers"] == ["p1"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--set", "no.jsonl"), 2, "没有 no.jsonl"),
        (("--set", "./cold.jsonl"), 2, "--documents"),
        (("--set", "cold.jsonl", "--system", "no"), 2, "没有这种系统"),
        (("--set", "cold.jsonl", "--system", "python:no:no"), 2, "python:模块:函数"),
        (("--set", "cold.jsonl", "--documents", "nowhere"), 2, "没有这个文件或文件夹"),
        (("--set", "express", "--shared", "nowhere"), 1, "跳过 express：没有"),
        (("--set", "statutes", "--shared", "nowhere"), 1, "跳过 statutes：没有"),
        (("--set", "targets", "--shared", "nowhere"), 1, "跳过 targets：没有"),
        (("--set", "express", "--task", "speed"), 1, "express 没有这样的任务：speed"),
        (("--set", "headers", "--system", "bm25s"), 1, "bm25s 不做 headers 的 extraction"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_run(
    arguments: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = () if "--documents" in arguments else ("--documents", "documents")
    given = documents if arguments[1] == "cold.jsonl" else ()
    assert run(*arguments, *given) == code
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_own_gold_is_extracted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--set", "responsibility-own", "headers", "--shared", "nowhere") == 0
    read = capsys.readouterr()
    assert "抽取 · responsibility-own" in read.out
    assert "份标注的文件不在，没有计入" in read.out
    assert "跳过 headers" in read.err
    found = results("extraction-responsibility-own-policykb")
    assert all(result.scores["F1"] == 1 for result in found.values())


def test_every_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(name in out and about in out for name, about in names())
    assert set(RECORDS) < {name for name, _ in names()}


def test_a_name_implies_its_tasks(shared: Path) -> None:
    assert [job.task for job in find("express", (), shared)] == ["retrieval", "answers"]
    assert [job.task for job in find("match", (), shared)] == ["match"]
    with pytest.raises(MissingError):
        list(find("policies", (), Path("nowhere")))


SOURCES = Sources(
    [
        Document(
            document_id="d", path="", sha256="", text="第一条 冷库\n应当备案。", title="冷库办法"
        )
    ]
)


@pytest.mark.parametrize(
    ("citation", "place"),
    [
        ({"document_id": "d", "quote": "冷库\n应当", "start": 4, "end": 9}, ("d", 4, 9)),
        ({"document_title": "冷库办法", "quote": "冷库应当"}, ("d", 4, 9)),
        ({"document_id": "d", "quote": "冷库应当", "start": 0, "end": 3}, ("d", 4, 9)),
        ({"document_id": "d", "quote": "没有的话"}, ("d", 0, 0)),
        ({"document_id": "x", "quote": "冷库"}, ("x", 0, 0)),
        ({"quote": "冷库"}, ("", 0, 0)),
    ],
)
def test_citations_are_found(citation: dict[str, Any], place: tuple[str, int, int]) -> None:
    [found] = read_answer({"text": "是", "citations": [citation]}, "q", SOURCES).citations
    assert (found.document_id, found.start, found.end) == place


@pytest.mark.parametrize(
    ("output", "status"),
    [
        ({"text": "是"}, Status.ANSWERED),
        ({"text": " "}, Status.DECLINED),
        ({"text": "没有", "status": "declined"}, Status.DECLINED),
        ({"text": "一半", "status": "partly"}, Status.PARTLY),
    ],
)
def test_status(output: dict[str, Any], status: Status) -> None:
    assert read_answer(output, "q", SOURCES).status is status


def test_a_table_of_nothing_and_of_failures() -> None:
    assert list(tables([])) == []
    failed = Result(id="1", kind="a", question="q", scores={"right": 0.0}, error="坏了")
    one = Run(
        task="answers",
        set="s",
        set_digest="",
        system="x",
        corpus_digest="",
        documents=1,
        model="",
        settings={},
        commit="",
        started="",
        seconds=0,
        machine={},
        measures={"right": (0.0, 0.0, 0.5)},
        results=(failed,),
    )
    assert "  x：1 题出错，记 0 分" in list(tables([one]))
