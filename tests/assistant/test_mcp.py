"""The MCP tools, by the official client over both transports."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from tests.assistant.served_app import served
from tests.web.page_client import make_home

QUESTION = "农村快递由哪些部门负责"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return make_home(tmp_path_factory.mktemp("mcp") / "home", root, root / "corpus")


@pytest.fixture(scope="module", params=["http", "stdio"])
def server(
    request: pytest.FixtureRequest, home: Path, root: Path
) -> Iterator[str | StdioServerParameters]:
    if request.param == "http":
        with served(home, root) as address:
            yield f"{address}/mcp"
    else:
        yield StdioServerParameters(
            command=sys.executable,
            args=["-m", "assistant", "--home", str(home), "mcp"],
            env={**os.environ, "PYTHONPATH": str(root)},
        )


def test_every_tool_is_listed_and_answers(server: str | StdioServerParameters) -> None:
    async def talk() -> dict[str, Any]:
        async with Client(server, read_timeout_seconds=60) as client:
            listed = (await client.list_tools()).tools
            calls = {
                "search": {"query": "快递进村", "k": 3},
                "ask": {"question": QUESTION},
                "tasks": {"department": "市邮政管理局", "limit": 2},
                "article": {"document": "衢政办发〔2024〕3号", "number": "3"},
            }
            found: dict[str, Any] = {"tools": listed}
            for name, arguments in calls.items():
                found[name] = await client.call_tool(name, arguments)
            found["wrong"] = await client.call_tool("article", {"document": "没有", "number": "1"})
            return found

    found = anyio.run(talk)
    assert {tool.name for tool in found["tools"]} == {"search", "ask", "tasks", "article"}
    for tool in found["tools"]:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint
    assert [hit["rank"] for hit in found["search"].structured_content["hits"]] == [1, 2, 3]
    answer = found["ask"].structured_content
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"]
    assert json.loads(found["ask"].content[0].text)["text"] == answer["text"]
    tasks = found["tasks"].structured_content
    assert len(tasks["tasks"]) == 2 < tasks["total"]
    [article] = found["article"].structured_content["articles"]
    assert "农村" in article["text"]
    assert article["status"]
    assert found["wrong"].is_error
    assert "没有名为" in found["wrong"].content[0].text
