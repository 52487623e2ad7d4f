"""Documents over HTTP: listed, shown, taken in, removed."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse

from assistant import service, uploads
from assistant.api.common import PROBLEMS, STREAM, Page, ServicesOf, page, rows
from assistant.api.schemas import DocumentRow, DocumentShown, Report
from assistant.api.working import told
from assistant.shapes import ingest_shape
from ingest.pipeline import ingest, remove
from kb.errors import NotFoundError, SourceError
from kb.knowledge import KnowledgeBase, Progress

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["文件"], responses=PROBLEMS)

_MOST = 100  # files of one upload
AsOf = Annotated[date | None, Query(description="以哪一天为准判断时效；默认今天")]
Id = Annotated[str, PathParameter(max_length=200)]


@router.get("/documents", response_model=list[DocumentRow], summary="全部文件及其时效")
def listed(services: ServicesOf, as_of: AsOf = None, cut: Page = page) -> Response:
    """A row for each document."""
    return rows(service.documents(services.kb, as_of or date.today()), cut)


@router.get("/documents/{document_id}", response_model=DocumentShown, summary="全文、条款和引用")
def shown(document_id: Id, services: ServicesOf, as_of: AsOf = None) -> Response:
    """One document."""
    return JSONResponse(service.document(services.kb, document_id, as_of or date.today()))


@router.get("/documents/{document_id}/file", response_class=FileResponse, summary="上传的原始文件")
def original(document_id: Id, services: ServicesOf) -> Response:
    """The file that a document was read from, where it was sent here; always as a download."""
    path = services.kb.store.document(document_id).path
    if not uploads.is_upload(services.kb.settings.home, path) or not Path(path).is_file():
        raise NotFoundError("这份文件不是从网页或接口上传的，没有原始文件可以下载")
    return FileResponse(path, media_type="application/octet-stream", filename=Path(path).name)


@router.post(
    "/documents",
    response_model=Report,
    summary="收入文件，可以一次几个",
    description="请求头 Accept: text/event-stream 时逐步返回：progress 事件说做到哪里，"
    "done 事件是结果，error 事件是出错说明。",
    responses={200: {"content": {STREAM: {}}}},
)
def upload(
    request: Request,
    files: Annotated[list[UploadFile], File()],
    services: ServicesOf,
    label: Annotated[
        str, Form(max_length=50, description="只有带这个标签的用户看得到；不写为人人可看")
    ] = "",
) -> Response:
    """Takes files in; one that cannot be read is reported, the others are stored."""
    if len(files) > _MOST:
        raise SourceError(f"一次最多收入 {_MOST} 个文件；请分几次，或用 policykb ingest")
    kb = services.whole.whole.kb
    limit = kb.settings.max_file_mb
    counted = request.app.state.metrics.ingested
    paths = [uploads.keep(kb.settings.home, f.filename or "", f.file, limit) for f in files]
    if STREAM in request.headers.get("accept", ""):
        steps = told(
            "upload", lambda progress: _taken_in(kb, paths, label or None, progress, counted)
        )
        return StreamingResponse(steps, media_type=STREAM)
    return JSONResponse(_taken_in(kb, paths, label or None, lambda *_: None, counted))


@router.delete(
    "/documents/{document_id}", status_code=204, response_class=Response, summary="删除文件"
)
def removed(document_id: Id, services: ServicesOf) -> None:
    """Deletes a document and everything drawn from it."""
    path = services.kb.store.document(document_id).path
    remove(services.whole.whole.kb, [document_id], lambda *_: None)
    uploads.discard(services.kb.settings.home, [path])


def _taken_in(
    kb: KnowledgeBase,
    paths: Sequence[Path],
    label: str | None,
    progress: Progress,
    counted: Callable[[str], None],
) -> dict[str, Any]:
    """What became of the files; what became no document is not kept. Raises PolicyKBError."""
    try:
        report = ingest(kb, paths, progress, label)
        for file in report.files:
            counted(file.status)
        return ingest_shape(report)
    finally:
        held = {document.path for document in kb.store.documents()}
        uploads.discard(kb.settings.home, {str(path) for path in paths} - held)
