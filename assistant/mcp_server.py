"""The knowledge base as tools for programs that speak MCP, over stdio or streamable HTTP.

What a tool returns is the contract's JSON.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from assistant import service
from assistant.among import Assistants
from assistant.api.desk import Closing, Desk
from assistant.api.schemas import Answer, Clause, Found, Task
from assistant.shapes import clause_shape
from kb import __version__
from kb.errors import PolicyKBError, QueryError
from kb.knowledge import Filters, KnowledgeBase

__all__ = ["Article", "Articles", "Tasks", "mcp_server", "run_stdio"]

_ABOUT = (
    "政策文件与法规知识库。ask 回答问题并给出处，search 检索条款，tasks 列责任清单，"
    "article 取一份文件的某一条原文。回答只说原文所说；status 为 declined 表示库中没有。"
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_Words = Annotated[str, Field(min_length=1, max_length=2_000)]
_Of = Annotated[str | None, Field(max_length=200, description="只看这份文件（文件 ID）")]


class Tasks(BaseModel):
    """责任清单：一共几行，给出的几行。"""

    total: int
    tasks: list[Task]


class Article(Clause):
    """一条的原文和所在的文件。"""

    document_id: str
    document_title: str
    number: str | None
    status: str
    status_reason: str
    text: str


class Articles(BaseModel):
    """找到的条；几份文件都有时各给一条。"""

    articles: list[Article]


_AssistantsOf = Callable[[Any], Assistants]


def mcp_server(assistants_of: _AssistantsOf, desk: Desk) -> MCPServer[Any]:
    """A server of the tools; questions are answered at the desk.

    `assistants_of` says what whoever sends an HTTP request may see (None over stdio).
    """
    server: MCPServer[Any] = MCPServer(
        "policykb", title="政策问答", instructions=_ABOUT, version=__version__, log_level="ERROR"
    )

    def seen(context: Context[Any, Any]) -> Assistants:
        return assistants_of(context.request_context.request)

    @server.tool(title="检索条款", annotations=_READS)
    def search(
        context: Context[Any, Any],
        query: Annotated[_Words, Field(description="检索词或一句话")],
        k: Annotated[int, Field(ge=1, le=100, description="返回几条")] = 10,
        document: _Of = None,
        region: Annotated[str | None, Field(max_length=50, description="地区")] = None,
    ) -> Found:
        """检索条款：返回最相关的条款原文，最相关的在前。"""
        filters = Filters(document=document, region=region)
        kb = seen(context).whole.kb
        return Found.model_validate(_told(lambda: service.found(kb, None, query, k, filters)))

    @server.tool(title="提问", annotations=_READS)
    async def ask(
        context: Context[Any, Any],
        question: Annotated[_Words, Field(description="问题，一句话")],
        document: _Of = None,
        region: Annotated[str | None, Field(max_length=50, description="地区")] = None,
        as_of: Annotated[date | None, Field(description="以哪一天为准判断时效")] = None,
    ) -> Answer:
        """回答关于政策文件和法规的问题：text 里的 [1] 对应 citations 里 marker 为 1 的原文。"""
        filters = Filters(document=document, region=region, as_of=as_of)
        held, on = seen(context), as_of or date.today()
        answering = partial(_answering, held, filters, question, on)
        try:
            answer = [step async for step in desk.steps(answering)][-1]
        except (PolicyKBError, Closing) as error:
            raise ToolError(str(error)) from error
        desk.answered(answer["status"])
        return Answer.model_validate(answer)

    @server.tool(title="责任清单", annotations=_READS)
    def tasks(
        context: Context[Any, Any],
        document: _Of = None,
        department: Annotated[
            str | None, Field(max_length=50, description="部门，全称、简称都可以")
        ] = None,
        offset: Annotated[int, Field(ge=0, le=10_000_000, description="跳过几行")] = 0,
        limit: Annotated[int, Field(ge=1, le=1_000, description="最多几行")] = 100,
    ) -> Tasks:
        """列出任务和责任单位：哪个部门牵头、配合什么任务，什么时候完成。"""
        kb = seen(context).whole.kb
        found = _told(lambda: service.tasks(kb, document, department))
        shown = [Task.model_validate(each) for each in found[offset : offset + limit]]
        return Tasks(total=len(found), tasks=shown)

    @server.tool(title="某条原文", annotations=_READS)
    def article(
        context: Context[Any, Any],
        document: Annotated[_Words, Field(description="文件名称、文号或文件 ID")],
        number: Annotated[_Words, Field(description="条款的编号，如 第三条、（一）、1．")],
    ) -> Articles:
        """取一份文件里某一条的全部原文，并说明文件是否现行有效。"""
        kb = seen(context).whole.kb
        return Articles(articles=_told(lambda: _articles(kb, document, number)))

    return server


def _answering(
    held: Assistants, filters: Filters, question: str, on: date
) -> Iterator[service.Shape]:
    return service.streamed(held.among(filters), None, question, (), on, whole=True)


def _articles(kb: KnowledgeBase, name: str, number: str) -> list[Article]:
    """The clauses of that number in the documents of that name. Raises QueryError."""
    snapshot, wanted, statuses = kb.snapshot(), name.strip("《》 　"), kb.statuses(date.today())
    exact = [d for d in snapshot.documents.values() if wanted in (d.document_id, d.number, d.title)]
    held = exact or [d for d in snapshot.documents.values() if wanted and wanted in d.title]
    if not held:
        raise QueryError(f"知识库里没有名为“{name}”的文件；请先用 search 查文件名")
    found = [
        Article(
            **clause_shape(clause),
            document_id=document.document_id,
            document_title=document.title,
            number=document.number,
            status=statuses[document.document_id][0].value,
            status_reason=statuses[document.document_id][1],
            text=document.text[clause.start : clause.end],
        )
        for document in held
        for clause in snapshot.clauses(document.document_id)
        if _plain(clause.marker) == _plain(number)
    ]
    if not found:
        raise QueryError(f"“{name}”里没有“{number}”；编号照原文写，如 第三条")
    return found


def _plain(marker: str) -> str:
    """A marker without what surrounds its number."""
    return marker.strip(" 　（）()．.、")


def _told(work: Callable[[], Any]) -> Any:
    """What the work returns; an error of ours is told to whoever called the tool."""
    try:
        return work()
    except PolicyKBError as error:
        raise ToolError(str(error)) from error


def run_stdio(assistants: Assistants) -> None:
    """Serve over stdin and stdout until the other side closes; nothing else is written there."""
    sys.stdout.flush()
    desk = Desk(model=assistants.whole.model is not None)
    mcp_server(lambda _: assistants, desk).run("stdio")
