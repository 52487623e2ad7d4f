"""Articles, chapters, tasks, days and measures that a question names by number. Pure."""

import re
from datetime import date

from assistant import cues
from assistant.naming import Named
from assistant.query import ArticleRef
from kb.numerals import chinese_number, to_chinese

__all__ = ["articles_in", "chapter_in", "day_in", "measure_in", "task_numbers_in", "years_in"]

_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)年?(?!\d)")
_DAY = re.compile(r"(\d{4})[年.-](\d{1,2})[月.-](\d{1,2})[日号]?")
_MEASURE = re.compile(
    r"(?:多少|几)个?(?P<unit>(?!分(?:拣|拨|店|公司|支|中心|局|类|别))[\u4e00-\u9fff㎡]{1,3})"
)


def articles_in(text: str, named: Named) -> tuple[ArticleRef, ...]:
    """第…条 in a text, each with the document named last before it; not those inside a title."""
    return tuple(
        dict.fromkeys(
            _article(match, named.before(match.start()))
            for match in cues.ARTICLE.finditer(text)
            if not any(start <= match.start() < end for start, end in named.spans)
        )
    )


def _article(match: re.Match[str], document_id: str | None) -> ArticleRef:
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


def chapter_in(text: str) -> str | None:
    """第三章 as printed in laws; None where none is named."""
    match = cues.CHAPTER.search(text)
    number = chinese_number(match["chapter"]) if match else None
    return f"第{to_chinese(number)}{match['unit']}" if match and number and number <= 9999 else None


def task_numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of the tasks that a text names: 第十四项, 任务3."""
    found = []
    for match in cues.TASK_NUMBER.finditer(text):
        number = chinese_number(match["a"] or match["b"] or match["c"])
        if number is not None:
            found.append(str(number))
    return tuple(dict.fromkeys(found))


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names."""
    return tuple(dict.fromkeys(int(match[1]) for match in _YEAR.finditer(text)))


def day_in(text: str) -> date | None:
    """The first whole date of a text."""
    match = _DAY.search(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def measure_in(text: str) -> tuple[str, ...]:
    """The spellings of the measure that a quantity question names right behind 多少 or 几."""
    match = _MEASURE.search(text)
    if match is None:
        return ()
    return next((unit for unit in cues.UNITS if match["unit"].startswith(unit)), ())
