"""Questions, search and what users think of the answers."""

from collections.abc import Iterator
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant import service
from assistant.api.common import PROBLEMS, STREAM, ServicesOf, event
from assistant.api.problems import defect, status_of
from assistant.api.schemas import Answer, AskRequest, FeedbackRequest, Found, SearchRequest
from assistant.feedback import Feedback, keep
from kb.errors import PolicyKBError

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["问答"], responses=PROBLEMS)


@router.post(
    "/ask",
    response_model=Answer,
    summary="提问",
    description="得到带出处的回答。请求头 Accept: text/event-stream 时逐步返回：每个 answer 事件是"
    "到此为止的回答，最后一个 done 事件是全部；出错时是 error 事件。",
    responses={200: {"content": {STREAM: {}}}},
)
def ask(request: Request, asked: AskRequest, services: ServicesOf) -> Response:
    """The answer to a question, whole or as it grows."""
    on = asked.filters.as_of or date.today()
    history = service.turns([turn.model_dump() for turn in asked.history])
    assistant = services.assistant(asked.filters)
    if STREAM in request.headers.get("accept", ""):
        steps = service.streamed(assistant, asked.id, asked.question, history, on)
        return StreamingResponse(_events(steps), media_type=STREAM)
    return JSONResponse(service.answered(assistant, asked.id, asked.question, history, on))


def _events(steps: Iterator[service.Shape]) -> Iterator[str]:
    last: service.Shape | None = None
    try:
        for last in steps:
            yield event("answer", last)
    except PolicyKBError as error:
        yield event("error", {"status": status_of(error), "detail": str(error)})
        return
    except Exception as error:  # noqa: BLE001 - the stream's edge: whoever waits is told
        yield event("error", {"status": 500, "detail": defect(error)})
        return
    yield event("done", last)


@router.post("/search", response_model=Found, summary="检索条款")
def search(asked: SearchRequest, services: ServicesOf) -> Response:
    """The clauses found, best first."""
    filters = asked.filters.filters()
    return JSONResponse(service.found(services.kb, asked.id, asked.query, asked.k, filters))


@router.post("/feedback", status_code=204, response_class=Response, summary="评价一个回答")
def feedback(given: FeedbackRequest, services: ServicesOf) -> None:
    """Keeps what a user thinks of an answer."""
    keep(
        services.kb.settings.home,
        Feedback(
            question=given.question,
            history=tuple(service.turns([turn.model_dump() for turn in given.history])),
            answer=given.answer,
            rating=given.rating,
            comment=given.comment,
        ),
    )
