"""Reports of runs: what they show, that hostile text stays text, and that numbers agree."""

import json
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")
ir_measures = pytest.importorskip("ir_measures")

from evals import report, report_readme  # noqa: E402
from evals.measures import interval  # noqa: E402
from evals.report_curves import first_ranks, recall  # noqa: E402
from evals.report_groups import groups  # noqa: E402
from evals.report_pages import html, markdown, visible  # noqa: E402
from evals.report_questions import contrasts, worst  # noqa: E402
from evals.runs import Result, Run, RunError  # noqa: E402

HOSTILE = '<script>window.pwned=1</script>\u202e"|`@someone'


def make(folder: Path, system: str, right: tuple[bool, ...], **changes: object) -> Path:
    results = tuple(
        Result(
            id=f"q{n}",
            kind="one" if n % 2 else "two",
            question=f"问题 {n} {HOSTILE}",
            scores={"right": float(value)},
            right=value,
            gold=({"document": "某政发〔2024〕1号", "quote": "原文", "grade": 1},),
            output={
                "status": "answered",
                "text": f"回答 {HOSTILE}",
                "citations": [{"marker": 1, "document_title": "标题", "quote": "引文"}],
            },
            wrong=() if value else ("没有说到",),
            elapsed_ms=10.0 * (n + 1),
            error=None if n or value else "连不上",
        )
        for n, value in enumerate(right)
    )
    facts = {
        "task": "answers",
        "set": "mine",
        "set_digest": "d1",
        "system": system,
        "corpus_digest": "c1",
        "documents": 5,
        "model": "m",
        "settings": {"documents": "/somewhere/of/mine"},
        "commit": "abc",
        "started": "2026-11-24T17:00:00+00:00",
        "seconds": 1.0,
        "machine": {"cpus": 2, "memory_gb": 24, "python": "3.11", "system": "Linux"},
        "measures": {
            "right": interval(Run.values(_Values(results), "right"))  # type: ignore[arg-type]
        },
        "results": results,
    }
    return Run(**facts | changes).save(folder)  # type: ignore[arg-type]


class _Values:
    def __init__(self, results: tuple[Result, ...]) -> None:
        self.results = results


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    return [
        make(tmp_path / "a", "alpha", (True, True, False, True)),
        make(tmp_path / "b", "beta $x$ <b>", (False, True, True, False)),
    ]


def test_hostile_text_stays_text(two: list[Path]) -> None:
    page = html(groups(two), 20)
    assert "<script" not in page
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page
    text = markdown(groups(two), 10)
    assert "<script" not in text
    assert "@someone" not in text


def test_the_same_runs_give_the_same_bytes(two: list[Path]) -> None:
    assert html(groups(two), 20) == html(groups(two), 20)


def test_asks_nothing_of_anybody(two: list[Path]) -> None:
    page = html(groups(two), 20)
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_shows_failures_and_what_differs(two: list[Path]) -> None:
    page = html(groups(two), 20)
    assert "1 题出错，按零分计" in page
    assert "连不上" in page
    (group,) = groups(two)
    assert contrasts(group) == [("alpha", "beta $x$ <b>", 2, 1, 1)]
    assert [case.id for case in worst(group, group.members[0], 9)] == ["q2"]


def test_warns_of_what_may_not_be_compared(tmp_path: Path, two: list[Path]) -> None:
    other = make(tmp_path / "c", "alpha", (True,), set_digest="d2", commit="def+")
    page = html(groups([*two, other]), 20)
    assert "题目或标准答案不同" in page
    assert "alpha（def+ 11-24 17:00）" in page


def test_curve_is_that_of_ir_measures(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("a 0 x 1\na 0 y 1\nb 0 z 1\n", encoding="utf-8")
    (tmp_path / "run.trec").write_text(
        "a Q0 n 1 1 s\na Q0 x 2 0.5 s\na Q0 y 3 0.25 s\n", encoding="utf-8"
    )
    curve = recall(tmp_path)
    assert curve is not None
    assert curve[:4] == pytest.approx([0, 0.25, 0.5, 0.5], abs=1e-9)
    assert first_ranks(tmp_path) == {"a": 2, "b": None}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("好", "好"), ("a\u202eb", "a⟨U+202E⟩b"), ("\x00", "⟨U+0000⟩"), ("一\n二", "一\n二")],
)
def test_writes_out_controls(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_command(two: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "out" / "r.html"
    assert report.main([str(tmp_path), "--to", str(file)]) == 0
    assert "mine · 问答" in file.read_text(encoding="utf-8")
    assert report.main([str(tmp_path), "--to", "r.pdf"]) == 2
    assert report.main([str(tmp_path / "nothing")]) == 2
    assert "先用 python -m evals run" in capsys.readouterr().err


def test_no_run_yet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "latest", list)
    assert report.main(["--to", str(tmp_path / "none.html")]) == 2
    assert "还没有评测结果" in capsys.readouterr().err
    assert not (tmp_path / "none.html").exists()


def test_readme_table(two: list[Path], tmp_path: Path) -> None:
    results, readme = tmp_path / "results", tmp_path / "README.md"
    kept = report_readme.keep(two[0], results)
    assert kept.name == "mine-answers-alpha.json"
    assert json.loads(kept.read_text("utf-8"))["settings"] == {"documents": "mine"}
    readme.write_text(f"前\n{report_readme.BEGIN}\n旧\n{report_readme.END}\n后\n", "utf-8")
    report_readme.write(readme, results)
    text = readme.read_text("utf-8")
    assert "right 0.750" in text
    assert "旧" not in text
    assert text.startswith("前\n")
    assert text.endswith("\n后\n")
    readme.write_text("没有标记", "utf-8")
    with pytest.raises(RunError, match="标记"):
        report_readme.write(readme, results)


def test_the_readme_is_what_the_kept_runs_give(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    if report_readme.BEGIN not in text:
        pytest.skip("the README has no marks for the table")
    held = text.partition(report_readme.BEGIN)[2].partition(report_readme.END)[0]
    assert held.strip() == report_readme.table().strip()
