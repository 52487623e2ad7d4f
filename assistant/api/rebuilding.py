"""The indexes made anew over HTTP."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

from assistant.api.common import PROBLEMS, STREAM, ServicesOf
from assistant.api.working import told
from kb.knowledge import KnowledgeBase, Progress

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["文件"], responses=PROBLEMS)


class Rebuilt(BaseModel):
    """重建的结果。"""

    documents: int


@router.post(
    "/rebuild",
    response_model=Rebuilt,
    summary="重建全部索引",
    description="要管理员的权限。请求头 Accept: text/event-stream 时逐步返回："
    "progress 事件说做到哪里，done 事件是结果，error 事件是出错说明。",
    responses={200: {"content": {STREAM: {}}}},
)
def rebuild(request: Request, services: ServicesOf) -> Response:
    """Deletes the indexes and makes them anew from the documents."""
    kb = services.whole.whole.kb
    if STREAM in request.headers.get("accept", ""):
        steps = told("rebuild", lambda progress: _rebuilt(kb, progress))
        return StreamingResponse(steps, media_type=STREAM)
    return JSONResponse(_rebuilt(kb, lambda *_: None))


def _rebuilt(kb: KnowledgeBase, progress: Progress) -> dict[str, int]:
    with kb.writing():
        kb.rebuild(progress)
    return {"documents": len(kb.snapshot().documents)}
