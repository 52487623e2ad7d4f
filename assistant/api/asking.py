"""Questions, search and what users think of the answers."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant import service
from assistant.access.model import User
from assistant.api.common import PROBLEMS, STREAM, DeskOf, ServicesOf, event
from assistant.api.desk import Closing, Desk
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
    description="得到带出处的回答。请求头 Accept: text/event-stream 时逐步返回："
    "accepted 事件说已收到、前面还有几个问题在排队（waiting），每个 answer 事件是到此为止的回答，"
    "最后一个 done 事件是全部；出错时是 error 事件。",
    responses={200: {"content": {STREAM: {}}}},
)
async def ask(request: Request, asked: AskRequest, services: ServicesOf, desk: DeskOf) -> Response:
    """The answer to a question, whole or as it grows."""
    on = asked.filters.as_of or date.today()
    history = service.turns([turn.model_dump() for turn in asked.history])
    if asked.filters.document is not None:  # where it is not there, no stream begins
        services.kb.store.document(asked.filters.document)

    def answering(*, whole: bool = False) -> Iterator[service.Shape]:
        assistant = services.assistant(asked.filters)
        return service.streamed(assistant, asked.id, asked.question, history, on, whole=whole)

    if STREAM in request.headers.get("accept", ""):
        accepted = {"id": asked.id, "question": asked.question, "waiting": desk.waiting}
        events = _events(desk, accepted, desk.steps(answering))
        return StreamingResponse(events, media_type=STREAM)
    answer = [step async for step in desk.steps(partial(answering, whole=True))][-1]
    desk.answered(answer["status"])
    return JSONResponse(answer)


async def _events(
    desk: Desk, accepted: service.Shape, steps: AsyncIterator[service.Shape]
) -> AsyncIterator[str]:
    yield event("accepted", accepted)
    last: service.Shape = {}
    try:
        async for last in steps:
            yield event("answer", last)
    except PolicyKBError as error:
        yield event("error", {"status": status_of(error), "detail": str(error)})
        return
    except Closing as closing:
        yield event("error", {"status": 503, "detail": str(closing)})
        return
    except Exception as error:  # noqa: BLE001 - the stream's edge: whoever waits is told
        yield event("error", {"status": 500, "detail": defect(error)})
        return
    desk.answered(last["status"])
    yield event("done", last)


@router.post("/search", response_model=Found, summary="检索条款")
def search(asked: SearchRequest, services: ServicesOf) -> Response:
    """The clauses found, best first."""
    filters = asked.filters.filters()
    return JSONResponse(service.found(services.kb, asked.id, asked.query, asked.k, filters))


@router.post("/feedback", status_code=204, response_class=Response, summary="评价一个回答")
def feedback(request: Request, given: FeedbackRequest, services: ServicesOf) -> None:
    """Keeps what a user thinks of an answer, and who it is."""
    user: User | None = getattr(request.state, "user", None)
    keep(
        services.kb.settings.home,
        Feedback(
            question=given.question,
            history=tuple(service.turns([turn.model_dump() for turn in given.history])),
            answer=given.answer,
            rating=given.rating,
            comment=given.comment,
            user=user.name if user else None,
        ),
    )
