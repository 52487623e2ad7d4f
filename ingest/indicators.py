"""The name of what a target measures (指标), and the words that state it.

The name is the statement without its date, words of intent and number. Where there is no value to
show (翻一番, 三分之一, 5—10个) the amount stays in the name as written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import goal_words as words
from ingest.goal_parts import MASK, Statement
from ingest.quantities import Kind
from kb.model import Comparison

__all__ = ["Named", "name_indicators", "without_leading"]

_LONGEST_HEAD = 120
_LONGEST_TAIL = 40
# Ways to split a list; the first that gives as many items as there are numbers is taken.
_SPLITS = tuple(map(re.compile, ("、", "、|和|以及", "、|和|以及|及|与")))
_OPENING = re.compile(f"^(?:[、，：:；—”{MASK}]|和|及|以及|与|并)+")
_TRAILING = re.compile(
    f"(?:{words.REACH}|为|至|到|分别|均|都|各|约|共|累计|总计|合计|力争|争取|确保|努力|有望|再|继续|[，：:{MASK}])$"
)
_INNER = re.compile(
    f"要?(?:力争|争取|确保|努力|力求|有望)?(?:在|到|至)?{MASK}+(?:力争|争取|确保|努力|基本)?"
    "|要?(?:力争|确保|努力|力求|有望)(?:基本)?(?:实现|达到|完成|建成)?|计划(?=新|完成|到|在)"
)
_FROM_LEVEL = re.compile(r"(?:由|从)[^，、由从]{0,40}\d[^，、]{0,40}$")
_OF_A_GOAL = re.compile("的?(?:目标|要求|任务|政策|底线|水平|以上|以内).*$|[，。；].*$")
_ONLY_CHANGE = re.compile(
    "^(?:每年|年均|平均|同比|年|比上年|较上年|较[^，、]{0,8}|比[^，、]{0,8})?"
    "(?:增长|增加|增速|增幅|下降|降低|减少|提高|提升|占|翻)"
)
_CHANGE_AT_END = re.compile(
    "(?:(?:较|(?<!占)比(?![例重率值]))[^，、]{1,10}?)?(?:年均|同比|平均)?(?:增长|增速|增幅|增加|下降|降低|减少|提高|提升|翻[一两三]?番)$"
)
_SHORT = 4  # characters: 国家级, 女性, too little to name a thing by itself
_ON_BASIS = re.compile("在[^，。；]{0,16}基础上.*$")
_EACH_YEAR = re.compile("^(?:每年|年均)")
_OF_WHICH = re.compile("^[，：:、]?其中")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A statement with the name of what it measures and the span that holds both."""

    statement: Statement
    indicator: str
    start: int
    end: int
    comparison: Comparison
    nth: int | None = None  # place in a list with 分别
    of: int = 1


def name_indicators(sentence: str, statements: Sequence[Statement]) -> tuple[Named, ...]:
    """The statements of a sentence with their names; with 各 there is one for each listed item."""
    named: list[Named] = []
    at = 0
    while at < len(statements):
        group = _list_with_each_its_own(sentence, statements, at, named)
        named += group or _single(sentence, statements[at], named[-1] if named else None)
        at += max(1, len(group))
    return tuple(named)


def _single(sentence: str, statement: Statement, last: Named | None) -> list[Named]:
    if items := _items_of_each(statement):
        return [_named(statement, item) for item in items]
    head, tail = _bare_head(statement.head).replace("分别", ""), _bare_tail(statement)
    end = statement.quantity.end
    if tail:
        end += statement.tail.index(tail) + len(tail)
    if _amount_in_name(statement) and statement.tail.startswith("的") and tail:
        tail = f"的{tail}"
    name = f"{head}{_amount_in_name(statement)}{tail}"
    beside = last and last.statement.part_end + 1 >= statement.part_start
    if last and _OF_WHICH.match(statement.head) and len(name) <= _SHORT:
        return [_named(statement, f"{last.indicator}其中{name}", start=last.start, end=end)]
    if not (head or tail) or _ONLY_CHANGE.match(name):
        start, subject = _part_before(sentence, statement)
        if last and beside:
            start, subject = last.start, _CHANGE_AT_END.sub("", last.indicator)
            if "累计" in statement.head:
                subject = _EACH_YEAR.sub("", subject)
        return [_named(statement, subject + name, start=start, end=end)] if subject else []
    return [_named(statement, name, end=end)]


def _named(
    statement: Statement, indicator: str, *, start: int | None = None, end: int | None = None
) -> Named:
    quantity = statement.quantity
    return Named(
        statement=statement,
        indicator=indicator,
        start=_start(statement) if start is None else start,
        end=quantity.end if end is None else end,
        comparison=quantity.comparison,
    )


def _start(statement: Statement) -> int:
    """The first offset that says something, behind separators and the date before a comma."""
    opening = _OPENING.match(statement.head)
    return statement.start + (opening.end() if opening else 0)


def _bare_tail(statement: Statement) -> str:
    """The words behind a number that belong to the name: 培育100家企业, 90%以上的村庄得到治理."""
    head = _bare_head(statement.head)
    made = words.CREATE.search(_verbs_at_end(statement.head))
    if head and not (head.endswith("的") or made or _is_share(statement, head)):
        return ""
    return _OF_A_GOAL.sub("", statement.tail[:_LONGEST_TAIL].removeprefix("的"))


def _is_share(statement: Statement, name: str) -> bool:
    """Whether it is a share of many (90%以上的村庄得到治理), not the level of a rate."""
    quantity, head = statement.quantity, statement.head
    share = quantity.unit in ("%", "成") or quantity.kind is Kind.FRACTION
    return share and not (words.MEASURED.search(name) or words.CHANGE.search(head))


def _amount_in_name(statement: Statement) -> str:
    """The amount as written where no value shows it: 翻一番, 三分之一以上, 全覆盖."""
    quantity = statement.quantity
    if quantity.value is not None and quantity.kind is not Kind.COVERAGE:
        return ""
    at = statement.part_start
    return statement.part[quantity.start - at : quantity.end - at]


def _verbs_at_end(head: str) -> str:
    return re.sub("(?:各|约|共|累计|分别|至少|不少于){1,4}$", "", head)


def _bare_head(head: str) -> str:
    """The words before a number without connectives, dates, intent and the verbs of reaching."""
    name = without_leading(head[-_LONGEST_HEAD:])
    while trailing := _TRAILING.search(name):
        name = name[: trailing.start()]
    name = _FROM_LEVEL.sub("", name)
    name = _INNER.sub("", name)
    while trailing := _TRAILING.search(name):
        name = name[: trailing.start()]
    return name.strip("，：:、")


def without_leading(text: str) -> str:
    """The text without the connectives, list marks and words of intent that open it."""
    opening = words.LEADING.match(text)
    return text[opening.end() :] if opening else text


def _part_before(sentence: str, statement: Statement) -> tuple[int, str]:
    """The words between the two separators before a statement that names nothing itself."""
    before = sentence[: max(0, statement.part_start - 1)]
    start = max(before.rfind(mark) for mark in "，。；：") + 1
    return start, _bare_head(_ON_BASIS.sub("", before[start:]))


def _items(text: str, count: int) -> list[str]:
    """The items of a list of so many; empty where it cannot be split so."""
    for pattern in _SPLITS:
        items = [item for item in pattern.split(text) if item]
        if len(items) == count:
            return items
    return []


def _items_of_each(statement: Statement) -> list[str]:
    """The items of 新建A、B各5个; none where the list is of places or levels (市县各1个)."""
    if not re.search("各(?:建成|新增|建设|培育|打造)?$", statement.head):
        return []
    items = [item for item in _SPLITS[-1].split(_bare_head(statement.head)) if item]
    places = items and re.search("[市县区乡镇村级]$|每", items[-1])
    return items if len(items) > 1 and not places else []


def _list_with_each_its_own(
    sentence: str, statements: Sequence[Statement], at: int, named: Sequence[Named]
) -> list[Named]:
    """Named statements of A、B、C分别达到10%、20%和30%, in order; empty if it is no such list.

    年均分别增长15%和12% names no items: they are the two targets before it.
    """
    first = statements[at]
    if "分别" not in first.head:
        return []
    members = [first]
    for following in statements[at + 1 :]:
        if following.head or following.part_start != first.part_start:
            break
        members.append(following)
    if len(members) == 1:
        return []
    start, name = _start(first), _bare_head(first.head.replace("分别", "", 1))
    if not name:
        start, name = _part_before(sentence, first)
    change = _CHANGE_AT_END.search(name)
    things = name[: change.start()] if change else name
    items = [item + name[len(things) :] for item in _items(things, len(members))]
    items = items or [name] * len(members)
    if _ONLY_CHANGE.match(name) and len(named) >= len(members):
        start = named[-len(members)].start
        items = [_CHANGE_AT_END.sub("", n.indicator) + name for n in named[-len(members) :]]
    return [
        Named(
            statement=member,
            indicator=item,
            start=start,
            end=member.quantity.end,
            comparison=_common_comparison(members, member),
            nth=n,
            of=len(members),
        )
        for n, (member, item) in enumerate(zip(members, items, strict=True))
    ]


def _common_comparison(members: Sequence[Statement], member: Statement) -> Comparison:
    """分别超过90%、75% and 分别达到90%、75%以上 say their comparison once for all."""
    said = [m.quantity.comparison for m in (members[0], members[-1])]
    others = {c for c in said if c is not Comparison.EXACTLY}
    own = member.quantity.comparison
    return others.pop() if own is Comparison.EXACTLY and len(others) == 1 else own
