"""What a question asks: its kind, and the documents, organs, articles and measures it names. Pure.

The kinds are tried in one order, the most specific first; a question that shows none of their words
is a passage question. A follow-up takes from the question before it what it does not say itself.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from assistant import cues
from assistant.naming import Named, find_documents, of_place
from assistant.simplify import simplified
from assistant.titles import Titles
from kb.model import Role
from kb.numerals import chinese_number, to_chinese
from kb.organs import Mention, Organs
from kb.regions import Place, find_places

__all__ = ["ArticleRef", "Kind", "Query", "Turn", "Vocabulary", "fold", "understand"]


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


def fold(text: str) -> str:
    """The text in one form.

    NFKC but for Chinese punctuation, no white space between Chinese characters.
    """
    kept = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", kept)


_PUNCTUATION = str.maketrans(
    {
        "(": "（",
        ")": "）",
        ",": "，",
        "?": "？",
        "!": "！",
        ":": "：",
        ";": "；",
        "[": "〔",
        "]": "〕",
    }
)
_QUOTED = re.compile(r"[“\"「『‘]([^”\"」』’]{2,40})[”\"」』’]")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)年?(?!\d)")
_ROLES = (
    (re.compile("牵头|主办|主责"), Role.LEAD),
    (re.compile("配合|协助|协办"), Role.SUPPORT),
    (re.compile("指导"), Role.GUIDE),
)
_TASK_IN_ANSWER = re.compile(r"第([一二三四五六七八九十0-9]{1,4})项")
_OWN_KINDS = frozenset(
    {Kind.ABOUT, Kind.VALIDITY, Kind.TASKS, Kind.SECTION, Kind.OWNERS, Kind.TARGET, Kind.ARTICLE}
)
_MAX_QUESTION = 2_000  # characters; what is longer is cut, a question needs no more


def understand(question: str, history: Sequence[Turn], vocabulary: Vocabulary) -> Query:
    """The question as a query, completed from the history where it is a follow-up."""
    query = _alone(question, vocabulary)
    asked = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if not asked or not _follows(query):
        return query
    before = understand(asked[-1], history[: _last_index(history, asked[-1])], vocabulary)
    answers = [turn.content for turn in history if turn.role == "assistant"]
    return _completed(query, before, fold(answers[-1]) if answers else "", vocabulary)


def _last_index(history: Sequence[Turn], content: str) -> int:
    return max(
        n for n, turn in enumerate(history) if turn.role == "user" and turn.content == content
    )


def _alone(question: str, vocabulary: Vocabulary) -> Query:
    folded = fold(simplified(question[:_MAX_QUESTION]))
    named = find_documents(folded, vocabulary.titles)
    bare = named.without_names(folded)
    organs = tuple(vocabulary.organs.find(bare))
    quoted = tuple(match[1] for match in _QUOTED.finditer(folded))
    articles = tuple(
        dict.fromkeys(
            _article(match, named.before(match.start())) for match in cues.ARTICLE.finditer(folded)
        )
    )
    query = Query(
        question=question,
        kind=Kind.PASSAGE,
        text=_content(bare),
        named=named,
        organs=organs,
        places=find_places(bare),
        articles=articles,
        chapter=_chapter(bare),
        task_numbers=_task_numbers(bare),
        years=tuple(dict.fromkeys(int(match[1]) for match in _YEAR.finditer(bare))),
        quoted=quoted,
        role=next((role for pattern, role in _ROLES if pattern.search(bare)), None),
        unit=_unit(bare),
        wants_count=bool(cues.COUNT.search(bare)),
        wants_quantity=bool(cues.QUANTITY.search(bare)),
        wants_time=bool(cues.TIME.search(bare)),
        wants_penalty=bool(cues.PENALTY.search(bare)),
        wants_definition=bool(cues.DEFINITION.search(bare)),
        wants_comparison=bool(cues.COMPARISON.search(bare)),
        wants_actual=bool(cues.ACTUAL.search(bare)),
        about=tuple(dict.fromkeys(str(match.lastgroup) for match in cues.ABOUT.finditer(bare))),
        on=_day(bare),
        together=bool(cues.TOGETHER.search(bare)),
        alone=bool(cues.ALONE.search(bare)),
        first=bool(cues.FIRST.search(bare)),
        listing=bool(cues.LISTING.search(bare)),
    )
    query = replace(query, kind=_kind(query, bare))
    if query.kind in _OWN_KINDS or query.kind is Kind.PASSAGE:
        query = _of_place(query, bare, vocabulary)
    return query


def _of_place(query: Query, bare: str, vocabulary: Vocabulary) -> Query:
    """A question about a place's own document means that one, where only one is held.

    What a place plans or assigns stands in its own documents; what law demands does not.
    """
    held = [d for p in query.places for d in of_place(p, vocabulary.titles.documents)]
    if query.named.document_ids or query.named.missing or len(held) != 1:
        return query
    own = replace(query, named=Named(document_ids=(held[0].document_id,)))
    own = replace(own, kind=_kind(own, bare))
    return own if own.kind in _OWN_KINDS else query


def _kind(query: Query, bare: str) -> Kind:
    if cues.SMALL_TALK.match(bare) or not bare.strip("？?！!。，, "):
        return Kind.SMALL_TALK
    refers = bool(query.named.document_ids) or _is_deictic(bare)
    owner = cues.OWNER.search(bare)
    if query.articles and not query.task_numbers:
        return Kind.ARTICLE
    if query.chapter and owner is None:
        return Kind.ARTICLE
    if query.about and (refers or bool({"number", "copied", "addressees"} & set(query.about))):
        return Kind.ABOUT
    if cues.VALIDITY.search(bare) and (refers or len(query.text) <= 4) and owner is None:
        return Kind.VALIDITY
    if (
        query.organs
        and cues.DUTIES.search(bare)
        and (owner is None or _asks_duties(query, bare, owner[0]))
    ):
        return Kind.TASKS
    if owner or query.task_numbers:
        return Kind.OWNERS
    if query.wants_penalty:
        return Kind.PASSAGE
    if (query.wants_count and cues.DUTIES.search(bare)) or (
        re.search(r"哪几项任务|哪些任务|有哪些(?:重点)?任务", bare)
    ):
        return Kind.SECTION
    if cues.STRUCTURE.search(bare) and refers:
        return Kind.SECTION
    if cues.DEADLINE.search(bare):
        return Kind.DEADLINE
    if query.wants_quantity or re.search(r"目标|指标|达到|水平|程度|率(?:是|要|定|达)", bare):
        return Kind.TARGET
    return Kind.PASSAGE


def _asks_duties(query: Query, bare: str, owner: str) -> bool:
    """Whether a question with an organ and an asking word for organs asks for its tasks.

    So does 教育局是哪几项的责任单位.
    """
    rest = _without_organs(bare, query.organs)
    for pattern in (cues.DUTIES, cues.FIRST, cues.ALONE, cues.TOGETHER):
        rest = pattern.sub("", rest)
    rest = _content(rest)
    return owner.endswith(("单位", "部门", "方")) and len(rest) <= 6


def _is_deictic(bare: str) -> bool:
    return (
        re.search(r"(?:这个|这份|这部|本|该)(?:文件|意见|办法|条例|通知|方案|规定|政策|法)", bare)
        is not None
    )


def _without_organs(bare: str, organs: Sequence[Mention]) -> str:
    for mention in sorted(organs, key=lambda item: item.start, reverse=True):
        bare = bare[: mention.start] + bare[mention.end :]
    return bare


def _content(bare: str) -> str:
    """What a question is about: without the words that ask."""
    text = cues.OWNER.sub(" ", bare)
    return re.sub(r"\s+", " ", cues.ASKING.sub(" ", text)).strip()


def _day(bare: str) -> date | None:
    match = re.search(r"(\d{4})[年.-](\d{1,2})[月.-](\d{1,2})[日号]?", bare)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _article(match: re.Match[str], document_id: str | None = None) -> ArticleRef:
    number = chinese_number(match["article"])
    branch = match["branch"] or ""
    if branch and branch[1:].isdecimal():
        branch = "之" + to_chinese(int(branch[1:]))
    printed = match["article"] if number is None or number > 9999 else to_chinese(number)
    return ArticleRef(
        article=f"第{printed}条{branch}",
        document_id=document_id,
        paragraph=chinese_number(match["paragraph"]) if match["paragraph"] else None,
        item=chinese_number(match["item"]) if match["item"] else None,
    )


def _chapter(bare: str) -> str | None:
    match = cues.CHAPTER.search(bare)
    number = chinese_number(match["chapter"]) if match else None
    return f"第{to_chinese(number)}{match['unit']}" if match and number and number <= 9999 else None


def _task_numbers(bare: str) -> tuple[str, ...]:
    found = []
    for match in cues.TASK_NUMBER.finditer(bare):
        number = chinese_number(match["a"] or match["b"] or match["c"])
        if number is not None:
            found.append(str(number))
    return tuple(dict.fromkeys(found))


def _unit(bare: str) -> tuple[str, ...]:
    """The spellings of the measure that a quantity question names right behind 多少 or 几."""
    match = re.search(r"(?:多少|几)个?(?P<unit>[\u4e00-\u9fff㎡]{1,3})", bare)
    if match is None:
        return ()
    return next((unit for unit in cues.UNITS if match["unit"].startswith(unit)), ())


def _follows(query: Query) -> bool:
    folded = fold(query.question)
    if cues.MORE.match(folded) or cues.FOLLOW_UP.search(folded):
        return True
    if cues.ANAPHORA.search(folded) and not query.named.document_ids:
        return True
    says_little = len(query.text.replace(" ", "")) <= 3 and not query.named.document_ids
    return says_little and not query.articles and query.kind is not Kind.SMALL_TALK


def _completed(query: Query, before: Query, answer: str, vocabulary: Vocabulary) -> Query:
    """A follow-up with what it leaves to the question before."""
    folded = fold(query.question)
    silent = cues.MORE.match(folded) or _adds_nothing(query)
    kept = before.named if not query.places else Named()
    named = query.named if query.named.document_ids or query.named.missing else kept
    organs = query.organs or (before.organs if not _own_content(query) else ())
    kind = before.kind if silent else _kind(replace(query, named=named, organs=organs), folded)
    if kind in (Kind.PASSAGE, Kind.SMALL_TALK) and (
        not query.text or folded.endswith(("呢", "呢？")) or "呢，" in folded
    ):
        kind = before.kind
    content = re.sub(r"\s", "", cues.ANAPHORA.sub("", query.text))
    own_subject = len(content) >= 4 and not cues.ANAPHORA.search(folded)
    text = query.text if own_subject else f"{before.text} {query.text}".strip()
    tasks = query.task_numbers
    if kind is Kind.OWNERS and not tasks and not own_subject and len(content) <= 2:
        tasks = tuple(dict.fromkeys(_TASK_IN_ANSWER.findall(answer)))[:1] or before.task_numbers
    answered = find_documents(answer, vocabulary.titles)
    if kind is Kind.ARTICLE and not named.document_ids:
        named = answered
    return replace(
        query,
        kind=kind,
        text=text,
        named=named,
        organs=organs,
        places=query.places or before.places,
        articles=query.articles or (before.articles if kind is Kind.ARTICLE else ()),
        task_numbers=tasks,
        years=query.years or (() if query.kind is Kind.OWNERS else before.years),
        quoted=query.quoted or before.quoted,
        about=query.about or before.about,
        role=query.role or (before.role if kind is before.kind else None),
        unit=query.unit or (before.unit if silent else ()),
        wants_count=query.wants_count or (before.wants_count and kind is before.kind),
        wants_penalty=query.wants_penalty or (before.wants_penalty and bool(silent)),
        wants_quantity=query.wants_quantity or (before.wants_quantity and bool(silent)),
        wants_actual=query.wants_actual or (before.wants_actual and bool(silent)),
        context_articles=tuple(
            dict.fromkeys(
                _article(m, answered.before(m.start())) for m in cues.ARTICLE.finditer(answer)
            )
        ),
        followed=True,
    )


def _own_content(query: Query) -> bool:
    """Whether a follow-up has a subject of its own, its asking words aside."""
    return (
        len(re.sub(r"\s|一共|总共|共", "", cues.DUTIES.sub("", cues.ANAPHORA.sub("", query.text))))
        >= 4
    )


def _adds_nothing(query: Query) -> bool:
    """Whether a follow-up only names another year, organ or document: 那2030年呢."""
    rest = re.sub(
        r"^(?:那么?|还有|另外)|呢|[？?]|的|也(?:是|有)?|这(?:几|些)项", "", fold(query.question)
    )
    rest = _YEAR.sub("", rest)
    for mention in query.organs:
        rest = rest.replace(mention.as_written, "")
    return len(query.named.without_names(rest) if not query.named.spans else rest) <= 2
