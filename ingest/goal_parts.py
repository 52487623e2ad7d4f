"""Which words of a sentence belong to which of its quantities.

A sentence is cut at ，；： and at brackets that hold a quantity; what is left, at 、和及 between
two quantities. Titles, quotations and brackets without a quantity are never cut.
Offsets are into the sentence given, which must hold no white space.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import goal_words as words
from ingest.dates import Period
from ingest.quantities import Kind, Quantity, find_quantities

__all__ = ["MASK", "Statement", "masked", "read_statements"]

MASK = "\ufffc"  # stands for each character of a date or title, so that offsets stay

_TITLE = re.compile("\\d{1,2}[：:]\\d{2}(?!\\d)|《[^《》]{1,80}》|〔[^〔〕]{1,12}〕")
_QUOTED = re.compile("“[^“”]{1,40}”|‘[^‘’]{1,40}’|「[^「」]{1,40}」")
_BRACKETS = re.compile("（[^（）]{0,120}）|\\([^()]{0,120}\\)|〔[^〔〕]{0,60}〕")
_HARD = re.compile("[，,；;：:！？!?（）()。]")
_SOFT = re.compile("、|以及|和(?!谐)|(?<![普涉以])及(?![时格])|与|并")
_TO_LEVEL = re.compile(
    "(?:左右|以上)?的?(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|调整|压缩|缩短|压减|拓展|恢复|发展|降|增|升|提)(?:到|至|为)"
)
_FROM = re.compile("(?:由|从)[^，；、]{0,20}$")
_BASIS = re.compile("[^，。；]{0,20}的?基础上")
_OF_A_GOAL = re.compile(
    "的(?:目标|要求|任务|政策|水平|速度|增速|增幅|幅度|规模|底线|标准|$|[，。；、）])"
)
_CHANGING = re.compile("年均|同比|增长|增速|占")
_COUNTED = re.compile("[\u4e00-\u9fffA-Za-z“《（(]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A quantity that states the amount of something, with the words around it."""

    quantity: Quantity
    start: int  # of the words before the quantity that belong to it
    end: int  # of the words behind it that belong to it
    part_start: int  # of all that stands between the separators around it
    part_end: int
    part: str  # dates that are no baselines and titles are masked in all texts
    head: str  # the words before the comparison and the number
    said: str  # the words before the number, comparison included
    tail: str  # the words behind that belong to it
    behind: str  # all words of the part behind it


def read_statements(sentence: str, periods: Sequence[Period]) -> tuple[Statement, ...]:
    """The statements of a sentence in order, without numbers that only qualify something else."""
    bare = masked(sentence, periods)
    text = masked(sentence, [p for p in periods if not p.baseline])
    quoted = [m.span() for m in _QUOTED.finditer(bare)]
    found = [q for q in find_quantities(bare) if not _inside(q.number, quoted)]
    closed = quoted + [
        m.span()
        for m in _BRACKETS.finditer(bare)
        if not any(m.start() < q.number < m.end() for q in found)
    ]
    cuts = [m.start() for m in _HARD.finditer(bare) if not _inside(m.start(), closed)]
    statements: list[Statement] = []
    start = 0
    for end in [*cuts, len(bare)]:
        amounts = _amounts(bare, [q for q in found if start <= q.number < end], start, end)
        statements += _of_part(text, amounts, start, end, closed)
        start = end + 1
    return tuple(statements)


def masked(sentence: str, periods: Sequence[Period]) -> str:
    """The sentence with MASK for each character of a title, a clock time and the periods."""
    text = list(sentence)
    for start, end in [
        *((p.start, p.end) for p in periods),
        *(m.span() for m in _TITLE.finditer(sentence)),
    ]:
        text[start:end] = MASK * (end - start)
    return "".join(text)


def _inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _amounts(text: str, found: list[Quantity], start: int, end: int) -> list[Quantity]:
    """The quantities of a part that state an amount."""
    kept: list[Quantity] = []
    qualifying: Quantity | None = None
    for q in reversed([q for q in found if not _starting_level(text, q, start)]):
        # 总投资50亿元、占地500亩的项目: what is joined to a qualifier qualifies too.
        joined = qualifying and text.startswith("、", q.end) and not _is_made(text, q, start)
        if joined or _qualifies(text, q, start, end):
            qualifying = q
        else:
            kept.insert(0, q)
            qualifying = None
    dropped: set[int] = set()
    for one, other in pairwise(kept):
        gap = text[one.end : other.start]
        if gap and not _SOFT.search(gap) and not _CHANGING.search(gap):
            counted = _is_made(text, one, start) and _COUNTED.match(text[other.end : end])
            dropped.add((other if counted else one).number)
    return [q for q in kept if q.number not in dropped]


def _starting_level(text: str, quantity: Quantity, start: int) -> bool:
    """Whether it is the 30% of 由30%提高到40%, or of 在30%的基础上."""
    behind = text[quantity.end :]
    if _BASIS.match(behind):
        return True
    return bool(_FROM.search(text[start : quantity.start]) and _TO_LEVEL.match(behind))


def _qualifies(text: str, quantity: Quantity, start: int, end: int) -> bool:
    """Whether it describes the noun behind it: 年产值10亿元以上的企业.

    A share of many (90%以上的村庄得到治理) and a number of things made (建设100公里的绿道) do not.
    """
    behind = text[quantity.end : end]
    if not behind.startswith("的") or _OF_A_GOAL.match(behind):
        return False
    share = quantity.unit in ("%", "成") or quantity.kind is Kind.FRACTION
    of_many = share and not words.MEASURED.search(text[start : quantity.start])
    return not (of_many or _is_made(text, quantity, start))


def _is_made(text: str, quantity: Quantity, start: int) -> bool:
    return bool(words.CREATE.search(text[start : quantity.start]))


def _of_part(
    text: str,
    amounts: list[Quantity],
    start: int,
    end: int,
    closed: Sequence[tuple[int, int]],
) -> list[Statement]:
    statements, head = [], start
    for i, quantity in enumerate(amounts):
        tail_end, next_head = end, end
        if i + 1 < len(amounts):
            tail_end, next_head = _border(text, quantity.end, amounts[i + 1].start, closed)
        statements.append(
            Statement(
                quantity=quantity,
                start=head,
                end=tail_end,
                part_start=start,
                part_end=end,
                part=text[start:end],
                head=text[head : quantity.start],
                said=text[head : quantity.number],
                tail=text[quantity.end : tail_end],
                behind=text[quantity.end : end],
            )
        )
        head = next_head
    return statements


def _border(text: str, start: int, end: int, closed: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the words of one quantity end and those of the next begin.

    At the separator right before the next number if there is one (100家国家级、省级中心和20个园区),
    else at the first.
    """
    separators = [m for m in _SOFT.finditer(text, start, end) if not _inside(m.start(), closed)]
    if not separators:
        return start, start
    chosen = separators[0]
    if separators[-1].end() == end and chosen.start() != start:
        chosen = separators[-1]
    return chosen.start(), chosen.end()
