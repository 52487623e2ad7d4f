"""The options of start.py that need no network."""

import os
from pathlib import Path

import pytest

import start


def test_a_folder_of_wheels_is_all_that_pip_may_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS"):
        monkeypatch.setenv(name, "")
    (tmp_path / "a-1-py3-none-any.whl").touch()
    rest = start.use_wheels(["--wheels", str(tmp_path), "--port", "0"])
    assert rest == ["--port", "0"]
    assert os.environ["PIP_NO_INDEX"] == "1"
    assert os.environ["PIP_FIND_LINKS"] == str(tmp_path)


def test_nothing_changes_without_the_option() -> None:
    assert start.use_wheels(["test", "-x"]) == ["test", "-x"]


def test_an_empty_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        start.use_wheels(["--wheels", str(tmp_path)])
    assert stopped.value.code == 2
    assert "没有 .whl" in capsys.readouterr().err


def test_wheels_needs_a_folder() -> None:
    assert start.main(["wheels"]) == 2
