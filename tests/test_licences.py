"""The table of licences: it names just what is pinned, and nothing that would bind the project."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def licences(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location("licences", root / "deploy" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_matches_the_lock_files(licences: Any) -> None:
    assert licences.wrong() == []
    assert len(licences.listed()) == len(licences.pins()) > 150


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("MIT", False),
        ("GNU Affero General Public License v3", True),
        ("AGPL-3.0-only", True),
        ("GPL-3.0-or-later", True),
        ("Apache-2.0 OR GPL-2.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("Mozilla Public License 2.0 (MPL 2.0)", False),
        ("未写明", False),
    ],
)
def test_licences_that_bind(licences: Any, text: str, yes: bool) -> None:
    assert licences.binds(text) is yes
