"""Deadlines (完成时限) of a task: the dates by which something must be done, as written.

A date counts when it says so itself (2020年6月底前, 到2025年), when a statement of results follows
it (2025年全面建成…), or when a label gives it (完成时限：长期坚持). Dates of titles in 《》, of the
past, of what is compared with and of how long a policy is valid do not.
"""

import re
from collections.abc import Iterator
from datetime import date

from ingest.dates import Period, find_periods
from kb.squeeze import squeeze

__all__ = ["find_deadlines"]

_TITLE = re.compile('《[^《》]*》|[“"][^“”"]{1,20}[”"]行动')
_LABELLED = re.compile(
    "(?:完成|办结|办理|落实|实施|整改|推进|责任|工作|计划)?(?:时限|期限|时间节点|时间安排|时间要求|进度安排|(?<=完成)时间|(?<=办结)时间|(?<=实施)时间)(?:要求)?[：:]"
    "(?P<value>[^，,；;。：:）)】\\]\n]{2,30})"
)
_STANDING = re.compile(
    "(?<=[，,；;。（(：:])(?P<value>长期坚持|长期推进|长期实施|持续推进|持续开展|持续实施|常态化推进|常态化开展|全年推进|全年坚持)(?=[，,；;。）)】\\]]|$)"
)
_EVERY_YEAR = re.compile(
    r"(?<![人户家年项])(?P<value>每(?:两|三)?(?:年|季度|半年)(?:\d{1,2}月(?:底|\d{1,2}日)?(?:之前|前)?|年?底前|至少)?)"
    "(?=[\u4e00-\u9fff]{0,8}(?:组织|开展|举办|新增|培育|完成|召开|实施|建设|评选|发布|开设|培训|推进|报送|新建|改造|认定|遴选|建成|引进|打造|选派|安排\\d|更新|通报|公布|承办|推出|支持\\d|扶持\\d|创建|筛选|评估|检查|督查))"
)
_RESULT = re.compile(
    "完成|建成|实现|达到|达|力争|确保|新增|培育|打造|争取|全部|投入使用|投用|开工|竣工|建立|形成|推出|出台|启动|覆盖|超过|突破|提升|基本|全面|新建|改造"
)
_BEGINS = re.compile("(?:^|[，,；;。：:、（(]|力争|确保|争取|计划|预计|在|于|从而)$")
_VALID = re.compile("有效期|施行|执行期限|执行至|有效至|起算|印发|发布的|公布的|修订|批准")


def find_deadlines(text: str, written: date | None) -> tuple[str, ...]:
    """The deadlines of a text, each once, in print order, without white space.

    `written` is the day of the document: dates before it are no deadlines.
    """
    bare = squeeze(text)
    hidden = [match.span() for match in _TITLE.finditer(bare)]
    found = [*_labelled(bare), *_dates(bare, written, hidden), *_repeated(bare)]
    found.sort()
    return tuple(dict.fromkeys(value for _, _, value in _outermost(found)))


_Found = tuple[int, int, str]


def _labelled(text: str) -> Iterator[_Found]:
    for pattern in (_LABELLED, _STANDING):
        for match in pattern.finditer(text):
            yield *match.span("value"), match["value"]


def _repeated(text: str) -> Iterator[_Found]:
    for match in _EVERY_YEAR.finditer(text):
        yield *match.span("value"), match["value"]


def _dates(text: str, written: date | None, hidden: list[tuple[int, int]]) -> Iterator[_Found]:
    for period in find_periods(text, written):
        if any(start <= period.start < end for start, end in hidden):
            continue
        if _is_deadline(text, period, written):
            yield period.start, period.end, period.as_written


def _is_deadline(text: str, period: Period, written: date | None) -> bool:
    if period.baseline or period.as_of or (written and period.due and period.due < written):
        return False
    begin = max(text.rfind(mark, 0, period.start) for mark in "。；;") + 1
    sentence_end = re.compile("[。；;]|$").search(text, period.end)
    behind = text[period.end : sentence_end.start() if sentence_end else len(text)]
    if _VALID.search(text[begin : period.start][-12:] + behind[:6]):
        return False
    if period.anchored:
        return True
    return bool(_BEGINS.search(text[begin : period.start]) and _RESULT.search(behind[:40]))


def _outermost(found: list[_Found]) -> Iterator[_Found]:
    """What lies in no other: 2025年底前 inside the value of a label is that value."""
    end = 0
    for item in sorted(found, key=lambda one: (one[0], -one[1])):
        if item[1] > end:
            yield item
            end = item[1]
