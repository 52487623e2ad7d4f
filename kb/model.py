"""The domain in the field's terms: documents, clauses and what is drawn from them.

Every span is half-open, in code points, into `Document.text`; `as_written` is exactly the text of
its span. Names of document parts follow GB/T 9704—2012 (党政机关公文格式); levels of law follow
立法法 第六十五条.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "INDEXED_LEVELS",
    "Amount",
    "AmountKind",
    "Answer",
    "Assignment",
    "Citation",
    "Clause",
    "Comparison",
    "Condition",
    "Document",
    "DocumentRecords",
    "DocumentStatus",
    "Facts",
    "Force",
    "Hit",
    "Level",
    "Reference",
    "Relation",
    "Role",
    "Status",
    "Support",
    "SupportField",
    "SupportKind",
    "Target",
    "Task",
]


class Level(StrEnum):
    """层级：what a clause is in the structure of its document."""

    HEADER = "header"  # 文首：编号、发文机关标志、字号、标题、主送机关
    PREAMBLE = "preamble"  # 开头：第一个层次序号之前的正文
    PART = "part"  # 编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款；公文中的自然段
    ITEM = "item"  # 项（一）
    SUBITEM = "subitem"  # 目 1.
    HEADING1 = "heading1"  # 一、
    HEADING2 = "heading2"  # （一）
    HEADING3 = "heading3"  # 1．
    HEADING4 = "heading4"  # （1）
    HEADING5 = "heading5"  # ①
    ANNEX = "annex"  # 附件，或印发的文件本身
    TABLE = "table"  # 表
    ROW = "row"  # 表中一行
    TAIL = "tail"  # 文尾：施行、落款、附注、抄送、印发


INDEXED_LEVELS = frozenset(Level) - {Level.PARAGRAPH, Level.ITEM, Level.SUBITEM}


class Role(StrEnum):
    """分工：牵头 lead，配合 support，责任 responsible，指导 guide."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    GUIDE = "guide"


class Comparison(StrEnum):
    """目标值与所写数字的关系。"""

    AT_LEAST = "at_least"  # 以上、不低于、达到…以上
    AT_MOST = "at_most"  # 以内、不超过
    MORE_THAN = "more_than"  # 超过、突破
    EXACTLY = "exactly"  # 达到、实现、建成
    ABOUT = "about"  # 左右、约
    LESS_THAN = "less_than"  # 不足、不满、低于；目标指标不用


class Relation(StrEnum):
    """引用关系。"""

    BASIS = "basis"  # 依据
    IMPLEMENTS = "implements"  # 落实、贯彻
    AMENDS = "amends"  # 修改
    REPEALS = "repeals"  # 废止
    ISSUES = "issues"  # 印发
    CITES = "cites"  # 其他提及


class SupportKind(StrEnum):
    """扶持措施给的是什么。"""

    FUNDS = "资金"
    REWARD = "奖补"
    INTEREST = "贴息"
    LOAN = "贷款"  # 授信、展期、续贷、降低利率
    GUARANTEE = "担保"
    INSURANCE = "保险"  # 商业保险、信用保险；社会保险 is 社保
    TAX = "税费"  # 税、行政事业性收费
    SOCIAL_INSURANCE = "社保"
    RENT = "租金"
    LAND = "土地"
    HOUSING = "住房"
    TALENT = "人才"
    TRAINING = "培训"
    PASSAGE = "通行"
    PREMISES = "场地"
    APPROVAL = "审批"
    GOVERNMENT_SERVICE = "政务服务"
    PROCUREMENT = "采购"
    EMPLOYMENT = "用工"
    ENERGY = "用能"  # 水、电、气、热
    CREDIT_RECORD = "信用"  # 征信、失信、异常名录
    OTHER = "其他"


class SupportField(StrEnum):
    """扶持条件说的是企业的哪一方面。"""

    REGION = "region"  # 注册地、所在地
    INDUSTRY = "industry"  # 行业
    SIZE = "size"  # 大型、中型、小型、微型
    KIND = "kind"  # 邮政企业、快递企业、电商、合作社、个体工商户、事业单位…
    QUALIFICATION = "qualification"  # 证书、资质、认定、名单、信用
    PROJECT = "project"  # 建设、运营、承担某个项目，做某件事
    EMPLOYEES = "employees"  # 职工人数；value in 人
    LAYOFFS = "layoffs"  # 裁员率，不裁员、少裁员
    REVENUE = "revenue"  # 营业收入、产值、销售额
    GROWTH = "growth"  # 增长、下降的幅度
    INVESTMENT = "investment"  # 投资额、采购额
    TAX_PAID = "tax_paid"  # 纳税额
    REGISTERED_ON = "registered_on"  # 登记、成立的日期
    DATE = "date"  # 办理、发生的时间
    INSURED = "insured"  # 参保缴费
    IMPACT = "impact"  # 受影响、经营困难
    OTHER = "other"


class Force(StrEnum):
    """扶持措施的力度。"""

    DUE = "due"  # 应当、给予、予以、免收
    POSSIBLE = "possible"  # 可、鼓励、支持、优先、视情


class AmountKind(StrEnum):
    """扶持数额说的是什么。"""

    SUM = "sum"  # 100万元、500元/人
    RATE = "rate"  # 50%、3个百分点、八折
    PERIOD = "period"  # 免3个月房租的3个月


class DocumentStatus(StrEnum):
    """时效性。"""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    REPEALED = "repealed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """公文或法规：one text with what its header, tail and manifest say of it."""

    document_id: str
    path: str  # 收入时的文件
    sha256: str  # of the file's bytes, hex
    text: str  # cleaned text: paragraphs joined by "\n"
    title: str
    kind: str | None = None  # 文种：意见、通知、条例…
    number: str | None = None  # 发文字号，without spaces
    registration_number: str | None = None  # 统一编号
    issuers: tuple[str, ...] = ()  # 发文机关
    region: str | None = None  # 衢州市、浙江省、全国
    level: str | None = None  # 国家、省、市、县
    addressees: str | None = None  # 主送机关, as written
    copied_to: tuple[str, ...] = ()  # 抄送机关
    written_on: date | None = None  # 成文日期
    published_on: date | None = None  # 公布、印发日期
    effective_on: date | None = None  # 施行日期
    expires_on: date | None = None  # 有效期截止
    repealed_on: date | None = None  # 外部来源写明的废止、失效日期
    superseded_on: date | None = None  # 外部来源写明的新版本施行日期
    status_note: str | None = None  # 外部来源对时效的说明
    source: str | None = None  # 来源说明
    pages: tuple[int, ...] = ()  # offset at which each page begins; empty where the format has none
    warnings: tuple[str, ...] = ()
    label: str | None = None  # 查看范围：only users with this label see it; everybody where None

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds an offset; None where the source has no pages."""
        return sum(1 for start in self.pages if start <= offset) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """条款：the smallest citable unit. Children lie inside their parent's span, in order."""

    clause_id: str
    document_id: str
    parent_id: str | None
    level: Level
    marker: str  # as printed: 一、 （一） 1． 第三条; "" where there is none
    heading: str  # without the marker; "" where there is none
    label: str  # path for people: 二、重点任务 > （一）健全网络体系 > 3．完善农村邮政快递服务体系
    start: int
    end: int
    body_end: int  # end of the clause's own text, before its first child; equals end in a leaf
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """分工：one organ's part in one task."""

    department: str | None  # canonical name; None when it cannot be told for certain
    as_written: str
    role: Role
    inherited: bool = False  # named once for several tasks
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """任务：one responsibility clause, or one numbered task without any."""

    task_id: str
    document_id: str
    clause_id: str
    number: str | None  # 3
    title: str
    section: str  # label of the clause above
    label: str
    assignments: tuple[Assignment, ...]
    responsibility_as_written: str | None
    responsibility_start: int | None
    responsibility_end: int | None
    deadlines: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """目标指标：read from the text, never computed."""

    target_id: str
    document_id: str
    clause_id: str
    indicator: str
    value: Decimal | None  # None for a target without a number
    unit: str  # 亿元, %, 个; "" where there is none
    comparison: Comparison
    deadline_as_written: str | None
    due: date | None
    task_id: str | None
    start: int  # the sentence or part that states it
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """引用：a document, number or article that the text names.

    Resolved only where exactly one candidate remains.
    """

    clause_id: str  # where it stands
    as_written: str
    title: str | None
    number: str | None
    article: str | None  # 第五十二条, 第五十二条第二款
    relation: Relation
    document_id: str  # of the citing document
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """扶持数额：one number in what a measure gives, read from the text, never computed."""

    value: Decimal
    unit: str  # 万元, 元, %, 个百分点, 个月, 年
    comparison: Comparison  # 最高、不超过 is at_most
    kind: AmountKind
    per: str | None  # 人, 月, 件 in 500元/人, 每人500元
    as_written: str  # with the words that set the comparison: 最高不超过100万元
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """扶持条件：one thing that must hold of whoever asks for a measure."""

    as_written: str
    field: SupportField
    value: Decimal | None = None
    unit: str = ""  # "" where there is no number
    comparison: Comparison | None = None  # with value or day; 以前 is at_most, 以后 at_least
    day: date | None = None  # of REGISTERED_ON and DATE
    excluded: bool = False  # 除外、不得、不含：whoever it is true of has no claim
    alternatives: int | None = None  # those with one number are alternatives (或): one suffices
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """扶持措施：what a document gives to enterprises; its quote is text[start:end]."""

    support_id: str
    document_id: str
    clause_id: str
    kinds: tuple[SupportKind, ...]
    measure: str  # what is given, as written
    amounts: tuple[Amount, ...] = ()
    beneficiaries: tuple[str, ...] = ()  # as written, each one enough: 邮政企业, 中小微企业
    conditions: tuple[Condition, ...] = ()
    departments: tuple[str, ...] = ()  # as written
    how_to_apply: str | None = None  # as written
    period: str | None = None  # as written: 2020年2月至6月
    starts_on: date | None = None  # of the period, where it is certain
    ends_on: date | None = None  # last day
    force: Force
    guidance: bool = False  # 导向：encouragement without a thing to ask for
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecords:
    """One document and everything drawn from it: what the store replaces in one transaction."""

    document: Document
    clauses: tuple[Clause, ...]
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    references: tuple[Reference, ...] = ()
    supports: tuple[Support, ...] = ()


class Hit(NamedTuple):
    """检索结果：a clause and its score; higher is better, comparable within one query only.

    The cosine is the dense leg's, where that leg found the clause. Thousands are made for a query,
    so it is no dataclass.
    """

    clause_id: str
    document_id: str
    score: float
    cosine: float | None = None

    @staticmethod
    def rank(hit: "Hit") -> tuple[float, str]:
        """The key that sorts hits best first."""
        return -hit[2], hit[0]


class Status(StrEnum):
    """回答状态。"""

    ANSWERED = "answered"
    PARTLY = "partly"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """出处：self-contained; `quote` is the document's own characters."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an answer states, so that it can be checked without reading prose.

    None where it states no such thing.
    """

    departments: tuple[str, ...] | None = None  # as written
    task_ids: tuple[str, ...] | None = None
    task_numbers: tuple[str, ...] | None = None
    values: tuple[str, ...] | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """回答。A failure is an exception and never becomes an Answer."""

    question: str
    text: str
    found: int  # how many parts of the question the knowledge base answers
    asked: int  # how many parts the question has, 1 or more
    citations: tuple[Citation, ...]
    facts: Facts
    problems: tuple[str, ...] = ()
    model: str = "extractive"

    @property
    def status(self) -> Status:
        """answered when every part was found, partly when some were, declined when none was."""
        if self.found == 0:
            return Status.DECLINED
        return Status.ANSWERED if self.found >= self.asked else Status.PARTLY
