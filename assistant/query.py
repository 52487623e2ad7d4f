"""What a question is understood as: its kind and what it names. Types only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.naming import Named
from assistant.titles import Titles
from kb.model import Role
from kb.organs import Mention, Organs
from kb.regions import Place

__all__ = ["ArticleRef", "Kind", "Query", "Turn", "Vocabulary"]


class Kind(StrEnum):
    """What a question asks for."""

    SMALL_TALK = "small_talk"  # 寒暄
    ARTICLE = "article"  # 第N条说什么
    ABOUT = "about"  # 字号、发文机关、日期、抄送、依据
    VALIDITY = "validity"  # 何时施行，是否有效
    TASKS = "tasks"  # 某部门有哪些任务
    SECTION = "section"  # 某部分有哪些、多少任务
    OWNERS = "owners"  # 某事由谁负责
    TARGET = "target"  # 目标值
    DEADLINE = "deadline"  # 何时完成
    SUPPORT = "support"  # 某类企业有哪些扶持，本企业能享受什么
    PASSAGE = "passage"  # 其他：找原文


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: str  # user or assistant
    content: str


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """第…条第…款第…项, as numbers."""

    article: str  # 第四十九条, 第十条之一
    document_id: str | None = None  # of the document named before it
    paragraph: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the knowledge base has names for."""

    titles: Titles
    organs: Organs
    owners: Callable[[], frozenset[str]] = frozenset
    """Gives the names that own tasks, folded; asked only for questions about tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question, understood."""

    question: str
    kind: Kind
    text: str  # what to search for: the question without asking words and document names
    named: Named
    organs: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    articles: tuple[ArticleRef, ...] = ()
    chapter: str | None = None  # 第三章
    task_numbers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    quoted: tuple[str, ...] = ()  # phrases in quotation marks
    about: tuple[str, ...] = ()  # number, issuer, written, copied, addressees, basis
    on: date | None = None  # 2024年2月1日: the day that the question is about
    together: bool = False  # organs that share a task
    alone: bool = False  # the only organ of a task
    first: bool = False  # named first
    listing: bool = False  # all of them
    role: Role | None = None  # 牵头, 配合 asked for by name
    unit: tuple[str, ...] = ()  # spellings of the measure asked for
    wants_count: bool = False
    wants_quantity: bool = False
    wants_time: bool = False
    wants_penalty: bool = False
    wants_definition: bool = False
    wants_comparison: bool = False
    wants_actual: bool = False
    context_articles: tuple[ArticleRef, ...] = field(
        default=()
    )  # named in the answer that a follow-up refers to
    followed: bool = False  # completed from the history
    told: tuple[str, ...] = ()  # what the asker said of the enterprise before
