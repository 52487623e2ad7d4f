"""The interface keeps what its OpenAPI document says, whatever is sent (schemathesis)."""

import os
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from assistant.answer import Assistant
from assistant.api.app import add_api
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

schemathesis = pytest.importorskip("schemathesis")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")
# schemathesis runs the app of each call in a loop whose streams it leaves to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Any:
    home = tmp_path_factory.mktemp("schema") / "home"
    home.mkdir()
    (home / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    kb = KnowledgeBase(load_settings(home))
    ingest(kb, [root / "corpus"], lambda *_: None)
    app = FastAPI(openapi_url="/api/openapi.json")
    add_api(app, Assistant(kb))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


OPERATIONS = [
    "POST /api/ask",
    "POST /api/search",
    "POST /api/feedback",
    "GET /api/tasks",
    "GET /api/targets",
    "GET /api/supports",
    "POST /api/match",
    "GET /api/departments",
    "GET /api/export/{what}.{ending}",
    "GET /api/documents",
    "GET /api/documents/{document_id}",
    "GET /api/documents/{document_id}/file",
    "POST /api/documents",
    "DELETE /api/documents/{document_id}",
    "POST /api/rebuild",
    "GET /v1/models",
    "GET /v1/models/{name}",
    "POST /v1/chat/completions",
    "GET /metrics",
]


def test_every_operation_is_tried(described: Any) -> None:
    assert {each.ok().label for each in described.get_all_operations()} == set(OPERATIONS)


EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "5"))  # of each operation

# What a question must say, or a file be, no schema tells.
NOT_IN_A_SCHEMA = [checks.positive_data_acceptance, checks.negative_data_rejection]


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_what_comes_back_is_what_is_described(described: Any, label: str, mode: Any) -> None:
    [operation] = [each.ok() for each in described.get_all_operations() if each.ok().label == label]

    if mode is schemathesis.GenerationMode.NEGATIVE and not operation.body:
        pytest.skip("every address can be sent")

    @settings(
        max_examples=1 if label == "POST /api/rebuild" else EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:
        case.call_and_validate(excluded_checks=NOT_IN_A_SCHEMA)

    try:
        tried()
    except Unsatisfiable:
        pytest.skip("nothing of the kind can be sent")
