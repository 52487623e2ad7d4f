"""Which kind of answer a question asks for. Pure.

The kinds are tried in one order, the most specific first; a question that shows none of their words
is a passage question.
"""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.description import describes_enterprise
from assistant.query import Kind, Query
from assistant.supports_answers import SUPPORT
from kb.organs import Mention

__all__ = ["content_of", "kind_of"]

_SUBJECT = 8  # characters beside the organ and the words that ask for tasks
_OPEN_LIST = re.compile(
    "哪些|哪几|什么(?:样的)?(?:扶持|惠企|优惠|政策|支持|补贴|补助|奖)|享受(?:到)?什么"
)
_ASKS = re.compile("[?？吗呢么]|哪|什么|怎么|如何|多少|几|谁")
_SELF_TELLING = frozenset({"number", "copied", "addressees"})


def kind_of(query: Query, bare: str) -> Kind:
    """The kind of a question, of which `bare` is what is left without the documents' names."""
    if cues.SMALL_TALK.match(bare) or not bare.strip("？?！!。，, "):
        return Kind.SMALL_TALK
    refers = bool(query.named.document_ids) or _is_deictic(bare)
    owner = cues.OWNER.search(bare)
    if query.articles and not query.task_numbers:
        return Kind.ARTICLE
    if query.chapter and owner is None:
        return Kind.ARTICLE
    if query.about and (refers or _SELF_TELLING & set(query.about)):
        return Kind.ABOUT
    if owner is None and _asks_validity(query, bare, refers):
        return Kind.VALIDITY
    if (
        query.organs
        and cues.DUTIES.search(bare)
        and not _has_subject(query, bare)
        and (owner is None or _asks_duties(query, bare, owner[0]))
    ):
        return Kind.TASKS
    if (owner and not cues.RULE.search(bare)) or query.task_numbers:
        return Kind.OWNERS
    if _asks_support(query, bare):
        return Kind.SUPPORT
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


def _asks_support(query: Query, bare: str) -> bool:
    """Whether support is asked for at large; of one matter (有没有培训补贴) the text is quoted.

    An enterprise that describes itself and asks nothing wants to know the same.
    """
    if SUPPORT.search(bare) and _OPEN_LIST.search(bare):
        return True
    return describes_enterprise(query.question) and not _ASKS.search(query.question)


def _has_subject(query: Query, bare: str) -> bool:
    """Whether a question that names an organ is about a matter of its own: 商务部如何支持……工作."""
    if re.search(
        r"任务|职责|分工|负责|牵头|[几哪多少第]\S{0,2}[项条件](?!目)|管(?:什么|啥|哪)", bare
    ):
        return False
    rest = cues.DUTIES.sub("", _without_organs(bare, query.organs))
    return len(content_of(rest).replace(" ", "")) > _SUBJECT


def _asks_validity(query: Query, bare: str, refers: bool) -> bool:
    """Whether a question is about a document's being in force and not about something in it."""
    if not cues.VALIDITY.search(bare):
        return False
    rest = cues.TIME.sub("", cues.VALIDITY.sub("", query.text))
    if len(rest.replace(" ", "")) <= 4:
        return True
    return refers and cues.VALIDITY_STRONG.search(bare) is not None


def _asks_duties(query: Query, bare: str, owner: str) -> bool:
    """Whether a question with an organ and an asking word for organs asks for its tasks.

    So does 教育局是哪几项的责任单位.
    """
    rest = _without_organs(bare, query.organs)
    for pattern in (cues.DUTIES, cues.FIRST, cues.ALONE, cues.TOGETHER):
        rest = pattern.sub("", rest)
    rest = content_of(rest)
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


def content_of(bare: str) -> str:
    """What a question is about: without the words that ask."""
    text = cues.OWNER.sub(" ", bare)
    return re.sub(r"\s+", " ", cues.ASKING.sub(" ", text)).strip()
