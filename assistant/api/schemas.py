"""The contract's JSON as types: what the OpenAPI document says of requests and answers."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.knowledge import Filters

__all__ = [
    "Answer",
    "AskRequest",
    "Citation",
    "Clause",
    "Department",
    "DocumentRow",
    "DocumentShown",
    "Facts",
    "FeedbackRequest",
    "Found",
    "Ingested",
    "MatchRequest",
    "MatchResult",
    "Message",
    "Problem",
    "Report",
    "Scope",
    "SearchRequest",
    "Support",
    "Target",
    "Task",
]

_LONGEST = 2_000  # characters of a question
_TURNS = 100


def _example(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class _Request(BaseModel):
    """A body: an unknown key is an error, a typo must not be passed over."""

    model_config = ConfigDict(extra="forbid")


class Message(_Request):
    """One turn of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=100_000)


class Scope(_Request):
    """Which documents may answer."""

    document: str | None = Field(default=None, max_length=200, description="文件 ID")
    region: str | None = Field(default=None, max_length=50, description="地区")
    level: str | None = Field(default=None, max_length=10, description="国家、省、市、县")
    kind: str | None = Field(default=None, max_length=20, description="文种：意见、通知、条例……")
    department: str | None = Field(default=None, max_length=50, description="部门，只用于检索")
    as_of: date | None = Field(default=None, description="以哪一天为准判断时效")
    in_force: bool = Field(default=False, description="只用当日有效的文件")

    def filters(self) -> Filters:
        """The same as the knowledge base takes it."""
        return Filters(**self.model_dump())


class AskRequest(_Request):
    """A question."""

    model_config = _example({"question": "农村快递由哪些部门负责？"})

    question: str = Field(min_length=1, max_length=_LONGEST, description="问题")
    id: str | None = Field(default=None, max_length=200, description="原样带回")
    history: list[Message] = Field(default_factory=list, max_length=_TURNS)
    filters: Scope = Scope()


class SearchRequest(_Request):
    """A search."""

    model_config = _example({"query": "快递进村", "k": 3})

    query: str = Field(min_length=1, max_length=_LONGEST, description="检索词或一句话")
    id: str | None = Field(default=None, max_length=200)
    k: int = Field(default=10, ge=1, le=1000, description="返回几条")
    filters: Scope = Scope()


class MatchRequest(_Request):
    """An enterprise: a profile, a description in sentences, or both."""

    model_config = _example({"describe": "我们是衢江区一家快递小企业，员工45人"})

    profile: dict[str, Any] = Field(default_factory=dict, description="企业画像，各项都可不填")
    describe: str = Field(default="", max_length=_LONGEST, description="一两句话介绍企业")
    document: str | None = Field(default=None, max_length=200)
    as_of: date | None = None


class FeedbackRequest(_Request):
    """What a user thinks of an answer."""

    model_config = _example({"question": "农村快递由哪些部门负责？", "answer": {}, "rating": "up"})

    question: str = Field(min_length=1, max_length=_LONGEST)
    answer: dict[str, Any] = Field(description="得到的回答，原样送回")
    rating: Literal["up", "down"]
    comment: str = Field(default="", max_length=_LONGEST)
    history: list[Message] = Field(default_factory=list, max_length=_TURNS)


class Citation(BaseModel):
    """出处：`quote` 是文件 `text[start:end]` 的原文。"""

    marker: int
    document_id: str
    document_title: str
    number: str | None
    clause_id: str
    clause_label: str
    quote: str
    start: int
    end: int
    page: int | None


class Facts(BaseModel):
    """回答所说的事实，没有说到的不列。"""

    departments: list[str] | None = None
    task_ids: list[str] | None = None
    task_numbers: list[str] | None = None
    values: list[str] | None = None
    count: int | None = None


class Answer(BaseModel):
    """带出处的回答。"""

    id: str | None
    question: str
    status: Literal["answered", "partly", "declined"]
    text: str
    citations: list[Citation]
    facts: Facts
    problems: list[str]
    model: str
    elapsed_ms: float


class Hit(BaseModel):
    """检索到的一条。"""

    rank: int
    score: float
    clause_id: str
    document_id: str
    path: str
    label: str
    text: str


class Found(BaseModel):
    """检索结果，最相关的在前。"""

    id: str | None
    query: str
    hits: list[Hit]


class DocumentRow(BaseModel):
    """一份文件及其时效。"""

    document_id: str
    title: str
    number: str | None
    registration_number: str | None
    kind: str | None
    issuers: list[str]
    region: str | None
    level: str | None
    written_on: date | None
    published_on: date | None
    effective_on: date | None
    expires_on: date | None
    status: Literal["in_force", "not_yet", "repealed", "expired", "superseded", "unknown"]
    status_reason: str
    addressees: str | None
    copied_to: list[str]
    path: str
    sha256: str
    source: str | None
    label: str | None
    clauses: int
    tasks: int
    targets: int
    supports: int


class Clause(BaseModel):
    """条款：`text[start:end]`。"""

    clause_id: str
    parent_id: str | None
    level: str
    marker: str
    heading: str
    label: str
    start: int
    end: int
    page: int | None


class Reference(BaseModel):
    """引用；`document_id`、`clause_id` 在不能确定时为空。"""

    as_written: str
    title: str | None
    number: str | None
    article: str | None
    relation: str
    document_id: str | None
    clause_id: str | None
    start: int
    end: int


class DocumentShown(DocumentRow):
    """一份文件的全文、条款和引用。"""

    text: str
    clauses: list[Clause]  # type: ignore[assignment]
    references: list[Reference]


class Assignment(BaseModel):
    """一个部门在一项任务里的分工。"""

    department: str | None
    as_written: str
    role: Literal["lead", "support", "responsible", "guide"]
    inherited: bool
    start: int
    end: int


class Task(BaseModel):
    """责任清单的一行。"""

    task_id: str
    document_id: str
    number: str | None
    title: str
    section: str
    assignments: list[Assignment]
    responsibility_as_written: str | None
    deadlines: list[str]
    clause_id: str
    label: str
    start: int
    end: int


class Target(BaseModel):
    """目标指标。"""

    target_id: str
    document_id: str
    indicator: str
    value: str | None
    unit: str
    comparison: str
    deadline_as_written: str | None
    due: date | None
    task_id: str | None
    clause_id: str
    quote: str
    start: int
    end: int


class Support(BaseModel):
    """一项扶持措施。"""

    model_config = ConfigDict(extra="allow")

    support_id: str
    document_id: str
    kinds: list[str]
    beneficiaries: list[str]
    measure: str
    conditions: list[str]
    departments: list[str]
    clause_id: str
    quote: str
    start: int
    end: int


class Checked(BaseModel):
    """一个条件的核对。"""

    model_config = ConfigDict(extra="allow")

    as_written: str
    verdict: Literal["met", "not_met", "unknown"]
    reason: str
    profile_field: str | None


class Matched(BaseModel):
    """一项措施对这家企业的结论。"""

    model_config = ConfigDict(extra="allow")

    support_id: str
    verdict: Literal["applicable", "possible", "not_applicable", "expired", "not_yet"]
    conditions: list[Checked]
    ask: list[str]
    departments: list[str]
    clause_id: str
    quote: str
    start: int
    end: int
    document_id: str


class MatchResult(BaseModel):
    """企业画像（连同推得的规模等）和逐条核对。"""

    profile: dict[str, Any]
    measures: list[Matched]


class Department(BaseModel):
    """一个部门和它的任务数；`department` 在不能确定时为空。"""

    department: str | None
    aliases: list[str]
    region: str | None
    tasks: int


class Ingested(BaseModel):
    """一个文件收入的结果。"""

    path: str
    status: Literal["added", "updated", "unchanged", "failed"]
    document_id: str | None
    title: str | None
    number: str | None
    clauses: int
    tasks: int
    targets: int
    supports: int
    warnings: list[str]
    error: str | None


class Report(BaseModel):
    """收入的结果。"""

    documents: list[Ingested]
    added: int
    updated: int
    unchanged: int
    failed: int
    laws: list[Ingested]
    missing: list[str]
    skipped: list[str]


class Problem(BaseModel):
    """出错时的说明（RFC 9457）。"""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
