"""The interface of OpenAI, by its official client; what is counted; the documentation."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.served_app import served
from tests.web.page_client import make_home

openai = pytest.importorskip("openai")

QUESTION = "农村快递由哪些部门负责"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[str]:
    home = make_home(tmp_path_factory.mktemp("openai") / "home", root, root / "corpus")
    with served(home, root) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Any]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="-", max_retries=0) as client:
        yield client


def test_the_models_are_listed(client: Any) -> None:
    assert [each.id for each in client.models.list()] == ["policykb"]
    assert client.models.retrieve("policykb").id == "policykb"


def test_an_answer_has_its_sources_as_annotations(client: Any, address: str) -> None:
    done = client.chat.completions.create(
        model="policykb",
        messages=[{"role": "system", "content": "简短"}, {"role": "user", "content": QUESTION}],
        temperature=0.3,
        max_tokens=50,
    )
    message = done.choices[0].message
    assert "市邮政管理局" in message.content
    first = message.annotations[0].url_citation
    assert message.content[first.start_index : first.end_index] == "[1]"
    assert first.title
    with urllib.request.urlopen(f"{address}{first.url}", timeout=30) as page:
        assert page.status == 200
    assert done.policykb["status"] == "answered"
    assert done.usage.prompt_tokens == len(QUESTION)
    assert done.usage.completion_tokens == len(message.content)


def test_the_conversation_is_heeded(client: Any) -> None:
    first = [{"role": "user", "content": QUESTION}]
    said = client.chat.completions.create(model="policykb", messages=first)
    again = client.chat.completions.create(
        model="policykb",
        messages=[
            *first,
            {"role": "assistant", "content": said.choices[0].message.content},
            {"role": "user", "content": [{"type": "text", "text": "谁牵头"}]},
        ],
    )
    assert "农村邮政快递服务体系" in again.choices[0].message.content


def test_an_answer_streams(client: Any) -> None:
    chunks = list(
        client.chat.completions.create(
            model="policykb",
            messages=[{"role": "user", "content": QUESTION}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    *_, last, usage = chunks
    assert last.choices[0].finish_reason == "stop"
    assert last.policykb["text"] == text
    assert last.choices[0].delta.annotations
    assert usage.usage.completion_tokens == len(text)


@pytest.mark.parametrize(
    ("messages", "kind"),
    [
        ([{"role": "user", "content": " "}], "UnprocessableEntityError"),
        ([{"role": "system", "content": "问"}], "UnprocessableEntityError"),
        ([{"role": "user", "content": "问" * 3000}], "UnprocessableEntityError"),
        ([], "UnprocessableEntityError"),
    ],
)
def test_errors_have_the_shape_of_openai(client: Any, messages: list[Any], kind: str) -> None:
    with pytest.raises(openai.APIStatusError) as raised:
        client.chat.completions.create(model="policykb", messages=messages)
    assert type(raised.value).__name__ == kind
    assert raised.value.body["type"] == "invalid_request_error"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("别的")


def get(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_refusal_at_the_gate_has_that_shape_too(address: str) -> None:
    status, text = get(f"{address}/v1/models", Host="elsewhere.example")
    assert status == 403
    assert json.loads(text)["error"]["type"] == "permission_error"


def test_what_happens_is_counted_by_route_without_words(address: str) -> None:
    for path in ("/api/documents/%E6%B2%A1%E6%9C%89", "/nowhere/1", "/nowhere/2"):
        get(f"{address}{path}")
    status, text = get(f"{address}/metrics")
    assert status == 200
    assert 'route="/api/documents/{document_id}",status="404"' in text
    assert "policykb_documents 1.0" in text
    assert 'policykb_answers_total{status="answered"}' in text
    assert 'policykb_request_seconds_bucket{le="0.5",route="/v1/chat/completions"}' in text
    assert "nowhere" not in text
    assert "没有" not in text


def test_the_documentation_needs_nothing_from_elsewhere(address: str) -> None:
    status, page = get(f"{address}/api/docs")
    assert status == 200
    assert "http://" not in page.replace(address, "")
    assert "https://" not in page
    assert "/v1/chat/completions" in page
    schema = json.loads(get(f"{address}/api/openapi.json")[1])
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation.get("summary"), f"{method} {path}"
            assert path.replace("{", "").replace("}", "") in page.replace("{", "").replace("}", "")
    assert set(schema["components"]["securitySchemes"]) == {"cookie", "bearer"}
