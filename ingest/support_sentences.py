"""Measures (扶持措施) in the sentences of one line: what is given, to whom, on which conditions.

A sentence is cut at its commas. Stretches that say for whom and when wait for the one that gives;
stretches behind it that say how much and how long belong to it. Works on text without white space.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.support_afterwards import add_afterwards
from ingest.support_amounts import Number, find_numbers, kind_of_unit
from ingest.support_carrying import act_start, carry_on, is_condition, read_urged
from ingest.support_kinds import Gift, find_gift
from ingest.support_lists import add_items, items_of, opens_list
from ingest.support_noise import (
    gives_nothing,
    is_announcement,
    is_duty,
    is_of_organs,
    is_procedure,
    narrates,
    of_regions,
    only_says_who,
    tells_of_other_things,
    to_organs,
)
from ingest.support_nouns import is_public_body
from ingest.support_parties import (
    is_context,
    read_context,
)
from ingest.support_phrases import Context, Span, left_out
from ingest.support_receivers import read_party_behind
from ingest.support_tails import (
    base_of_share,
    find_how,
    goes_on,
    only_funds,
    says_at_most,
    says_how_much,
    tells_how_to_apply,
)
from kb.model import Force, SupportKind

__all__ = ["Found", "read_line", "read_standard"]


@dataclass(slots=True)
class Found:
    """扶持措施：one measure, all spans in the squeezed line."""

    start: int
    end: int
    kinds: tuple[SupportKind, ...]
    given: Span
    context: Context
    force: Force
    guidance: bool = False
    numbers: list[Number] = field(default_factory=list)
    how_to_apply: Span | None = None
    opens_list: bool = False  # 符合下列条件之一的：what follows are conditions
    any_of: bool = False


_LONGEST_SENTENCE = 2_000  # characters: nobody writes a longer one
_SENTENCE = re.compile("[^。！？!?]+[。！？!?]?")
_OPEN, _CLOSE = "（(〔[【《“", "）)〕]】》”"
_TERM = re.compile("“[^“”，。；]*”")  # a name or a word in quotation marks, no speech
_DUTY = re.compile(
    "[（(\\[【](?:责任|牵头|配合|对接|联系|落实|主办|完成时[限间]|实施单位|承办)[^）)\\]】]*[）)\\]】]?"
    "|(?:责任|牵头|配合)单位[:：][^。]*"
)
_LABELLED = re.compile("【[\u4e00-\u9fff]{2,8}】")  # 【优惠内容】自2020年…: what it heads begins
# 您发生的损失，准予扣除: who reads is who receives, elsewhere whom the press speaks to.
_ADDRESSED = re.compile(
    "[您你](?=[^。！？；]{0,120}(?:准予|减按|免征|可(?:以)?(?:享受|申请|减|免|按|作为)))"
)
_AS_BEFORE = re.compile("(?:比照|参照)(?:上述|以上|前述|前款|此|该)?[^，。；]{0,6}执行$")
# 免除3月1日至30日期间，在市场发生的摊位费: one act whose object a comma parts.
_PARTED = re.compile(
    "((?:^|(?<=[，。；]))(?:免除|免收|免征|减免|减半|返还|补贴|补助|缓缴)[^，。；：:的]{2,40}(?:期间|以来))，"
)
# 已经开具发票，按规定应当冲红的: a condition of two stretches.
_GOES_ON = re.compile("，[^，。；]{0,40}的，")
_URGED = re.compile("^(?:大力|积极|重点|进一步)*(?:鼓励|支持|引导|倡导|推动)")
_PRIVATE = re.compile(
    "企业|公司|机构|合作社|农场|农户|个体|商户|平台|院校|高校|学校|协会|商会|园区|主体|单位|业主|社会力量|社会资本|居民|市民|职工|人才|团队|农民"
    "|物业|小区|银行|景区|项目|品牌|产业|行业"
)
_POSSIBLE = re.compile(
    "可(?!达|抵扣|循环|降解|持续|靠|行性|行|信|控|视化|再生|穿戴|见|能|贷额|复制|抗)|视情|酌情|允许|准许|(?<!标)准予|鼓励|引导|争取|探索|考虑"
    "|(?:^|，)(?:大力|积极|重点)*支持(?!力度)"
)
_OF_TAXES = re.compile("税务|纳税|税款")
_TRAINS = re.compile("培训|实训|见习")
_URGES = re.compile("鼓励|引导|倡导|可(?!能)")
_LEADS_IN = 26  # characters before a measure that are quoted with it: 组建法律服务团，提供…
_BRIEF = 16  # characters of a stretch that only announces
_SPEAKER = re.compile("^[^，。；的对]{2,24}(?:公司|机构|[局厅委部]|中心|银行|[省市区县])$")
_NEAR = 8  # stretches before an act that may name whom it is for
_AROUND = 240  # characters before the end of a stretch that tell what an act concerns
# 采取减免租金措施，对…免收: what follows says who gets what.
# What comes of it belongs to the quote: 落实绿色通道政策，确保供应不断档.
_SO_THAT = re.compile(
    "(?:确保|保证|实现|帮助企业减少|切实减轻|进一步降低企业)(?!.*(?:给予|免|减半|补))"
)
_BY_RATE = re.compile("按照?\\d")  # 减按25%计入，按20%的税率缴纳: one relief
_INTRO = re.compile("(?:采取|实行|推行)[^，。；]{1,20}(?:措施|机制|制度)$")
# 如提供人员支持、捐赠等情况: what the body did, nothing given.
_IN_CASE = re.compile("^如(?![下何期约])[^，。；]*(?:情况|情形)$")
_BY_RULE = re.compile("参照|按|比照|优先|缓|延|免|减|返|补")


def read_line(text: str) -> list[Found]:
    """The measures and the guidance of a line without white space, in order."""
    masked = _DUTY.sub(lambda m: "。" * len(m[0]), text)
    masked = _LABELLED.sub(lambda m: "。" * len(m[0]), masked)
    masked = _PARTED.sub("\\1　", _ADDRESSED.sub("　", masked))
    found: list[Found] = []
    for sentence in _SENTENCE.finditer(masked):
        if sentence.end() - sentence.start() > _LONGEST_SENTENCE:
            continue
        found += _Sentence(masked, sentence.start(), sentence.end(), found[-1:]).read()
    return found


def read_standard(text: str, start: int, heading: str) -> list[Found]:
    """The measures behind a label (补贴标准：每家20万元): a number is enough.

    `heading` tells the kind where the numbers stand alone.
    """
    start += len(text[start:]) - len(text[start:].lstrip("：:"))
    found = read_line("　" * start + text[start:])
    numbers = [n for n in find_numbers(text, start) if kind_of_unit(n.unit)]
    if found or not numbers:
        return found
    kind = SupportKind.INTEREST if "贴息" in heading + text[:start] else SupportKind.REWARD
    end = len(text.rstrip("。；;"))
    said = Found(start, end, (kind,), (start, end), Context(), Force.DUE, numbers=numbers)
    return [said]


class _Sentence:
    """Reads the measures of one sentence, part by part (；)."""

    def __init__(self, text: str, start: int, end: int, before: list[Found]) -> None:
        self._text = text
        self._start, self._end = start, end
        self._found: list[Found] = []
        self._before = before[0] if before else None
        self._current: Found | None = None
        self._pending: list[Span] = []
        self._narrated = False  # what follows without a party of its own is told of too

    def read(self) -> list[Found]:
        """The measures in order."""
        before = self._before and not self._before.guidance and self._before.context
        if before and add_afterwards(self._text, self._start, self._end, before):
            return []
        if is_announcement(self._text[self._start : self._end]):
            return []
        if how := tells_how_to_apply(self._text, self._start, self._end):
            if self._before and not self._before.how_to_apply:
                self._before.how_to_apply = how
            return []
        listed = opens_list(self._text, self._start, self._end)
        whole, self._end = self._end, listed[0] if listed else self._end
        for start, end in _cut(self._text, self._start, self._end, "；;"):
            self._part(start, end)
        if listed and self._found:
            self._found[-1].opens_list, self._found[-1].any_of = True, listed[1]
            items = list(items_of(self._text, listed[0], whole))
            add_items(self._found[-1].context, items, any_of=listed[1])
        return self._found

    def _part(self, start: int, end: int) -> None:
        self._pending, self._narrated = [], False
        count = len(self._found)
        if self._current:
            self._current = self._found[-1]
        fresh = True
        for a, b in _cut(self._text, start, end, "，,：:。！？!?"):
            if not (
                self._text[b : b + 1] in ("：", ":") and _SPEAKER.search(self._text[a:b])
            ):  # 某担保公司：… says who speaks or gives
                self._stretch(a, b, fresh=fresh)
            fresh = False
        if len(self._found) == count:
            self._guidance(start, end)

    def _stretch(self, a: int, b: int, *, fresh: bool) -> None:
        text = self._text[a:b]
        follows = self._current or (self._before if a == self._start else None)
        if narrates(text) and not is_condition(text) and not _GOES_ON.match(self._text, b):
            self._pending, self._narrated = [], True
            return
        names = is_condition(text) or (text.startswith(("对", "凡", "针对")) and is_context(text))
        if tells_of_other_things(text, names=names) or only_says_who(text):
            self._pending = []
            return
        if follows and not self._waits() and goes_on(text) and not (fresh and self._current):
            if numbers := self._numbers(a, b):
                follows.numbers += [n for x, y in self._pending for n in self._numbers(x, y)]
                follows.numbers += numbers
                if follows is not self._before:
                    follows.end = b
                return
            closes = only_funds(text) or not find_gift(self._text, a, b)
            if follows is self._current and closes:
                follows.end = b
                return
        if self._current and (left := left_out(self._text, a, b)):
            self._current.context.excluded.append(left)
            self._current.end = b
            return
        if self._current and not self._pending and self._limits(a, b):
            self._current.numbers += self._numbers(a, b)
            self._current.end = b
            return
        if self._current and not self._pending and _SO_THAT.match(text):
            self._current.end = b
            return
        if is_context(text) or _INTRO.search(text) or _IN_CASE.search(text):
            self._pending.append((a, b))
            return
        gift = find_gift(self._text, a, b, self._text[max(0, b - _AROUND) : b])
        if gift is None and (follows or self._before) and _AS_BEFORE.match(text):
            kinds = (follows or self._before or self._found[-1]).kinds
            gift = Gift(a, b, kinds) if kinds and self._waits() else None
        if gift and is_procedure(self._before_act(a, gift), self._text[gift.start : b]):
            self._pending = []
            return
        if gift is None or gives_nothing(text, gift, gift.start - a):
            self._pending.append((a, b))
            return
        self._give(a, b, gift)

    def _before_act(self, a: int, gift: Gift) -> str:
        """What stands before an act in its sentence, as far as it belongs to it."""
        first = self._pending[0][0] if self._pending else a
        return self._text[max(first, a - _AROUND) : gift.start]

    def _waits(self) -> bool:
        """Whether a stretch before says for whom what follows is."""
        return any(
            is_context(t) or t.startswith("对") for t in map(self._said, self._pending[-_NEAR:])
        )

    def _said(self, span: Span) -> str:
        return self._text[slice(*span)]

    def _limits(self, a: int, b: int) -> bool:
        """Whether a stretch only says how much at most: 省级、市级分别不超过50万元、30万元."""
        text = self._text[a:b]
        return says_at_most(text) and not is_context(text) and not find_gift(self._text, a, b)

    def _give(self, a: int, b: int, gift: Gift) -> None:
        pending, self._pending = self._pending, []
        head = gift.start - (self._text[gift.start - 1 : gift.start] in tuple(_OPEN))
        head = act_start(self._text, a, b, max(a, head))
        context = read_context(self._text, pending, (a, head))
        own, current = bool(context), self._current
        read_party_behind(self._text, gift.start, b, context)
        if self._is_of_organs(a, b, gift, context) or (self._narrated and not context):
            return
        near = [self._said(span) for span in pending[-_NEAR:]]
        if any(map(of_regions, near)) and any(s.startswith(("对", "针对", "凡")) for s in near):
            return
        if not current and self._before:
            same = bool(set(self._before.kinds) & set(gift.kinds))
            opening = self._text[self._start : b]
            context = carry_on(self._text, context, self._before.context, opening, same_kind=same)
        if current and not own and not pending and self._merges(current, gift, a):
            current.end = b
            current.kinds = tuple(dict.fromkeys((*current.kinds, *gift.kinds)))
            current.numbers += self._numbers(a, b)
            return
        if current and own and not context.beneficiaries:
            context.beneficiaries = list(current.context.beneficiaries)
        if current and own and self._only_announces(current, gift):
            self._found.remove(current)
        first = min(a, context.start if own else a)
        if pending and first - pending[0][0] <= _LEADS_IN:
            duty = is_duty(self._text[slice(*pending[0])])
            first = first if duty else pending[0][0]
        start = _without_opener(self._text, first, b)
        numbers = self._bases(pending)
        numbers += self._numbers(self._behind(context, a, gift) if own else a, b)
        self._current = Found(
            start=start,
            end=b,
            kinds=self._kinds(gift, pending),
            given=(gift.start, b),
            context=context if own or not current else current.context,
            force=self._force(a, b, pending),
            guidance=gift.weak and not numbers and not _BY_RULE.search(self._text[a:b]),
            numbers=numbers,
            how_to_apply=find_how(self._text, start, b),
        )
        self._found.append(self._current)

    def _behind(self, context: Context, a: int, gift: Gift) -> int:
        """Where the words of the act begin behind its context: 增量|的2%给予, 对企业|给予."""
        base = base_of_share(self._text, a, gift.start)
        end = context.end if a <= context.end else a
        return end if base is None else min(end, base)

    def _is_of_organs(self, a: int, b: int, gift: Gift, context: Context) -> bool:
        """Whether an organ receives, or an act is an organ's work that nobody is named for."""
        names = [self._text[x:y] for x, y in (*context.beneficiaries, *context.conditions)]
        if to_organs(self._text[a : gift.start]) or any(map(is_public_body, names)):
            return True
        nobody = not context and not self._current
        weak = gift.weak and not self._numbers(a, b)
        return nobody and (weak or is_of_organs(self._text[a:b]))

    def _kinds(self, gift: Gift, pending: Sequence[Span]) -> tuple[SupportKind, ...]:
        """The kinds of a gift; what stands before may add what 补贴 is paid for (培训)."""
        before = "".join(self._text[a:b] for a, b in pending)
        if gift.kinds == (SupportKind.REWARD,) and _TRAINS.search(before):
            return (*gift.kinds, SupportKind.TRAINING)
        if gift.kinds == (SupportKind.APPROVAL,) and _OF_TAXES.search(before):
            return (SupportKind.APPROVAL, SupportKind.TAX)
        return gift.kinds

    def _only_announces(self, current: Found, gift: Gift) -> bool:
        """Whether a measure only says what the next one is about: 降低用电成本，对用户下浮5%."""
        said = current.numbers or current.context.conditions or current.force is Force.POSSIBLE
        named = re.search("[对为向；;]", self._text[current.start : current.end + 1])
        return (
            not said
            and not named
            and set(current.kinds) == set(gift.kinds)
            and current.end - current.start < _BRIEF
        )

    def _bases(self, pending: Sequence[Span]) -> list[Number]:
        """The numbers before the act that say by what it is measured: 按投资额的10%."""
        return [
            number
            for a, b in pending
            if says_how_much(self._text[a:b])
            for number in self._numbers(a, b)
        ]

    def _force(self, a: int, b: int, pending: Sequence[Span]) -> Force:
        urged = [s for s in (self._text[x:y] for x, y in pending) if _URGES.match(s)]
        said = "，".join([self._text[a:b], *urged])
        return Force.POSSIBLE if _POSSIBLE.search(said) else Force.DUE

    def _merges(self, current: Found, gift: Gift, at: int) -> bool:
        """Whether a second act goes on with the same thing; each tax relief is its own measure."""
        if "；" in self._text[current.end : at] or ";" in self._text[current.end : at]:
            return False
        same = set(current.kinds) & set(gift.kinds)
        of_tax = SupportKind.TAX in same and not _BY_RATE.match(self._text, at)
        return bool(same) and (gift.weak or not of_tax)

    def _numbers(self, a: int, b: int) -> list[Number]:
        return [n for n in find_numbers(self._text, a, b, given=True) if kind_of_unit(n.unit)]

    def _guidance(self, start: int, end: int) -> None:
        start = _without_opener(self._text, start, end)
        text = self._text[start:end].rstrip("。！？；")
        urged = _URGED.match(text)
        if urged and _PRIVATE.search(text[urged.end() :][:30]) and len(text) > 8:
            context = read_urged(self._text, start, end)
            self._found.append(
                Found(
                    start=start,
                    end=start + len(text),
                    kinds=(),
                    given=(start, start + len(text)),
                    context=context,
                    force=Force.POSSIBLE,
                    guidance=True,
                )
            )


_OPENERS = re.compile(
    "^(?:其中|同时|此外|另外|而且|并且|但是|但|[一二三四五六七八九十]是|第[一二三四五六七八九十]+(?:步是|条)?|首先|其次|并|且)[，：:]?"
    "|^【[^】]{2,8}】|^[（(]?[一二三四五六七八九十\\d]{1,2}[）)]|^\\d{1,2}[.．、](?!\\d)|^[①-⑳]|^[一二三四五六七八九十]{1,3}、"
)


def _without_opener(text: str, start: int, end: int) -> int:
    found = _OPENERS.match(text[start:end])
    return start + found.end() if found and start + found.end() < end else start


def _cut(text: str, start: int, end: int, marks: str) -> Iterator[Span]:
    """Stretches between marks outside brackets, the empty ones left out.

    What somebody says at length is cut too, and its quotation marks are left out.
    """
    depth, at = 0, start
    for i in range(start, end):
        c = text[i]
        if depth == 0 and c in "“”" and not _TERM.match(text, i, end):
            at = i + 1 if at == i else at
        elif c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and c in marks:
            if at < i:
                yield at, i
            at = i + 1
    if at < end:
        yield at, end
