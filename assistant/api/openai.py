"""The interface of OpenAI (chat completions, models), so that existing chat clients work.

The last message of the user is the question, the ones before it the conversation. What clients
send beside (temperature, tools, max_tokens, …) changes nothing: the answer is what the documents
say. Usage counts characters, as no tokens are made without a language model.
"""

import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant import service
from assistant.api.common import STREAM, DeskOf, ServicesOf
from assistant.api.desk import Closing, Desk
from assistant.api.problems import defect, openai_failure, status_of
from assistant.api.schemas import Scope
from kb.errors import NotFoundError, PolicyKBError, QueryError

__all__ = ["MODEL", "router"]

MODEL = "policykb"
_LONGEST = 2_000  # characters of a question
_CREATED = 1_735_689_600  # 2025-01-01: the interface has no date of its own


class Part(BaseModel):
    """多段内容的一段；只看文字。"""

    type: str = Field(max_length=50)
    text: str | None = Field(default=None, max_length=100_000)


class ChatMessage(BaseModel):
    """一条消息。"""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class ChatRequest(BaseModel):
    """对话；别的参数可以写，不起作用。"""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "农村快递由哪些部门负责？"}],
                }
            ]
        },
    )

    model: str = Field(default=MODEL, max_length=200)
    messages: list[ChatMessage] = Field(min_length=1, max_length=200)
    stream: bool = False


class Model(BaseModel):
    """一个模型。"""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """全部模型。"""

    object: Literal["list"]
    data: list[Model]


class Completion(BaseModel):
    """回答；`policykb` 是带出处的原样回答。"""

    model_config = ConfigDict(extra="allow")

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int] = Field(description="字数，不是 token 数")
    policykb: dict[str, Any]


class Wrong(BaseModel):
    """出错说明。"""

    message: str
    type: str
    param: str | None
    code: str | None


class Failure(BaseModel):
    """OpenAI 格式的出错。"""

    error: Wrong


router = APIRouter(
    prefix="/v1",
    tags=["OpenAI 兼容"],
    responses={code: {"model": Failure} for code in (400, 401, 403, 404, 422, 429, 500, 503)},
)


@router.get("/models", response_model=Models, summary="模型列表")
async def models() -> Response:
    """The one model there is: the assistant."""
    return JSONResponse({"object": "list", "data": [_model()]})


@router.get("/models/{name}", response_model=Model, summary="一个模型")
async def model(name: Annotated[str, Path(max_length=200)]) -> Response:
    """The model of a name."""
    if name != MODEL:
        raise NotFoundError(f"没有这个模型；可用的是 {MODEL}")
    return JSONResponse(_model())


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": _CREATED, "owned_by": "policykb"}


@router.post(
    "/chat/completions",
    response_model=Completion,
    summary="对话",
    description="最后一条用户消息是问题，前面的是历史。stream 为 true 时逐步返回。"
    "出处在消息的 annotations，原样的回答在 policykb。别的参数不起作用。",
    responses={200: {"content": {STREAM: {}}}},
)
async def complete(asked: ChatRequest, services: ServicesOf, desk: DeskOf) -> Response:
    """The answer to the last message."""
    question, history = _conversation(asked.messages)
    assistant = services.assistant(Scope())
    answering = partial(
        service.streamed, assistant, None, question, service.turns(history), date.today()
    )
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    if asked.stream:
        usage = bool((asked.model_extra or {}).get("stream_options"))
        pieces = _pieces(desk, answering, head, usage)
        return StreamingResponse(pieces, media_type=STREAM)
    answer = [step async for step in desk.steps(partial(answering, whole=True))][-1]
    desk.answered(answer["status"])
    message = {
        "role": "assistant",
        "content": answer["text"],
        "refusal": None,
        "annotations": _annotations(answer),
    }
    return JSONResponse(
        {
            **head,
            "object": "chat.completion",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": _usage(question, answer["text"]),
            "policykb": answer,
        }
    )


def _conversation(messages: Sequence[ChatMessage]) -> tuple[str, list[dict[str, str]]]:
    """The question and the turns before it. Raises QueryError."""
    last = next((n for n in reversed(range(len(messages))) if messages[n].role == "user"), None)
    question = messages[last].text.strip() if last is not None else ""
    if not question:
        raise QueryError("没有问题：最后一条 user 消息是空的")
    if len(question) > _LONGEST:
        raise QueryError(f"问题太长，最多 {_LONGEST} 字")
    return question, [
        {"role": each.role, "content": each.text}
        for each in messages[:last]
        if each.role in ("user", "assistant")
    ]


async def _pieces(desk: Desk, steps: Any, head: dict[str, Any], usage: bool) -> AsyncIterator[str]:
    """The chunks of a completion: what each step adds, then the sources and the whole answer.

    A reply that a model took back cannot be unsaid in this interface: the answer follows whole.
    """

    def chunk(delta: dict[str, Any], **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": more.pop("finish_reason", None)}
        return _data({**head, "object": "chat.completion.chunk", "choices": [choice], **more})

    said, answer = "", None
    yield chunk({"role": "assistant", "content": ""})
    try:
        async for answer in desk.steps(steps):
            text = answer["text"]
            more = text[len(said) :] if text.startswith(said) else f"\n\n{text}"
            said = text
            if more:
                yield chunk({"content": more})
    except PolicyKBError as error:
        yield _data(openai_failure(status_of(error), str(error)))
        return
    except Closing as closing:
        yield _data(openai_failure(503, str(closing)))
        return
    except Exception as error:  # noqa: BLE001 - the stream's edge: whoever waits is told
        yield _data(openai_failure(500, defect(error)))
        return
    assert answer is not None
    desk.answered(answer["status"])
    yield chunk({"annotations": _annotations(answer)}, finish_reason="stop", policykb=answer)
    if usage:
        counted = _usage(answer["question"], answer["text"])
        yield _data({**head, "object": "chat.completion.chunk", "choices": [], "usage": counted})
    yield "data: [DONE]\n\n"


def _data(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


def _annotations(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """A citation for each marker in the text, with the address of the passage."""
    cited = {citation["marker"]: citation for citation in answer["citations"]}
    found = []
    for marker in re.finditer(r"\[(\d{1,4})\]", answer["text"]):
        citation = cited.get(int(marker[1]))
        if citation is not None:
            found.append(
                {
                    "type": "url_citation",
                    "url_citation": {
                        "title": f"{citation['document_title']} {citation['clause_label']}",
                        "url": f"/documents/{quote(citation['document_id'])}"
                        f"?start={citation['start']}&end={citation['end']}",
                        "start_index": marker.start(),
                        "end_index": marker.end(),
                    },
                }
            )
    return found


def _usage(question: str, text: str) -> dict[str, int]:
    return {
        "prompt_tokens": len(question),
        "completion_tokens": len(text),
        "total_tokens": len(question) + len(text),
    }
