"""The commands on enterprise support as their users see them."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_support import sample

from kb.store import Store

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TEXT = "对快递企业给予2万元补助。鼓励企业创新。"


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs `policykb` in one home with one measure and one 导向."""
    home = tmp_path_factory.mktemp("home")
    measure = {"measure": "2万元补助", "beneficiaries": ("快递企业",), "start": 0, "end": 13}
    guidance = measure | {"guidance": True, "start": 13, "end": 20}
    settings = {**os.environ, "POLICYKB_HOME": str(home), "PYTHONIOENCODING": "ascii"}

    def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            cwd=root,
            env=settings,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    doctor = "from kb.settings import load_settings; print(load_settings(None).database)"
    path = subprocess.check_output(
        [sys.executable, "-c", doctor], cwd=root, env=settings, text=True
    )
    store = Store(Path(path.strip()))
    store.replace(sample(TEXT, "=扶持意见", measure, guidance), version="v1")
    store.close()
    return command


def profile(folder: Path, **fields: object) -> str:
    file = folder / "profile.json"
    file.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
    return str(file)


def test_supports_leave_guidance_out_unless_asked(run: Run) -> None:
    [row] = json.loads(run("supports", "--json").stdout)
    assert {"support_id", "document_id", "kinds", "beneficiaries", "measure", "conditions"} <= set(
        row
    )
    assert row["quote"] == TEXT[row["start"] : row["end"]] == "对快递企业给予2万元补助。"
    rows = json.loads(run("supports", "--guidance", "--json").stdout)
    assert [each["guidance"] for each in rows] == [False, True]
    assert "快递企业" in run("supports").stdout


def test_documents_count_them(run: Run) -> None:
    [row] = json.loads(run("documents", "--json").stdout)
    assert row["supports"] == 1


def test_match_prints_the_shape_of_the_contract(run: Run, tmp_path: Path) -> None:
    file = profile(tmp_path, region="衢江区", industry="快递")
    done = run("match", "--profile", file, "--json")
    assert done.returncode == 0, done.stderr
    shape = json.loads(done.stdout)
    assert shape["profile"]["region"] == "衢江区"
    [measure] = shape["measures"]
    assert measure["verdict"] == "applicable"
    assert {"as_written", "verdict", "reason", "profile_field"} <= set(measure["conditions"][0])
    assert "可以享受 1 项" in run("match", "--profile", file).stdout
    assert done.stdout == run("match", "--profile", file, "--json").stdout


def test_a_description_gives_the_same_as_the_profile(run: Run, tmp_path: Path) -> None:
    file = profile(tmp_path, region="浙江衢州衢江区", industry="快递", kind=["企业"], employees=45)
    told = "我们是衢江区一家快递企业，员工45人。"
    one = json.loads(run("match", "--profile", file, "--json").stdout)
    assert json.loads(run("match", "--describe", told, "--json").stdout) == one


def test_errors_are_one_line(run: Run, tmp_path: Path) -> None:
    for arguments, code in (
        (("match", "--profile", profile(tmp_path, staff=3)), 1),
        (("match", "--profile", str(tmp_path / "nowhere.json")), 1),
        (("match",), 2),
        (("export", "supports", "--to", str(tmp_path / "a.pdf")), 1),
        (("export", "nothing", "--to", str(tmp_path / "a.csv")), 1),
        (("export", "supports"), 2),
        (("supports", "--document", "nowhere", "--json"), 1),
    ):
        done = run(*arguments)
        assert done.returncode == code, arguments
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("what", ["tasks", "targets", "supports"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".md"])
def test_export(run: Run, tmp_path: Path, what: str, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    assert run("export", what, "--to", str(path)).returncode == 0
    assert path.stat().st_size > 0


def test_a_title_that_is_a_formula_is_inert(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    run("export", "supports", "--to", str(path))
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][rows[0].index("文件")] == "'=扶持意见"


def test_matches_are_exported_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    done = run("match", "--profile", profile(tmp_path, industry="餐饮"), "--to", str(path))
    assert done.returncode == 0
    assert done.stdout == ""
    assert "不适用" in path.read_text(encoding="utf-8")
