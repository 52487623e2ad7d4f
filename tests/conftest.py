"""Fixtures shared by all tests."""

import os
from pathlib import Path

import pytest

for name in [name for name in os.environ if name.startswith("POLICYKB_")]:
    del os.environ[name]  # a home or a setting of the caller is no part of a test

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development material beside the checkout; skips by name where there is none."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("needs ../shared")
    return path
