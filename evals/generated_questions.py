"""Questions made from the records of the documents held, each with the exact answer it must get.

Who owns a task, everything an organ owns (with count, with role), targets, deadlines, articles,
what a document is and what it cites. Several wordings of each; the choice depends on the seed
alone. A question names its document wherever the records of another one would answer it as well.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from evals.answer_scores import plain
from kb.citations import bare_title, cited_document
from kb.knowledge import KnowledgeBase
from kb.model import Answer, Document, Level, Reference, Relation, Role, Status, Target, Task

__all__ = ["Question", "generate"]

Check = Callable[[Answer], list[str]]

_OWNERS = (
    "{x}由哪些部门负责",
    "{x}谁负责？",
    "哪些单位负责{x}",
    "{x}的责任单位有哪些？",
    "请问{x}归谁管",
    "{x}是哪几家在抓",
)
_NUMBERED = ("{d}第{n}项任务由谁负责", "{d}第{n}项的责任单位有哪些", "{d}里第{n}项归谁管？")
_TASKS = (
    "{o}在{d}里有哪些任务",
    "{d}里{o}负责哪些工作？",
    "{d}中{o}承担了什么任务",
    "{o}在{d}中分到哪几项任务",
    "{d}：{o}管哪几项",
)
_COUNTS = ("{o}在{d}里一共有几项任务", "{d}里{o}总共承担多少项任务？", "{d}中{o}参与了几项")
_LEADS = ("{o}在{d}里牵头哪些任务", "{d}中由{o}牵头的任务有哪些", "{d}里{o}牵头的是哪几项？")
_TARGETS = (
    "{d}里{x}的目标是多少",
    "{d}中{x}要达到多少？",
    "按{d}，{x}定的目标值是多少",
)
_YEARS = ("{d}里{y}年{x}的目标是多少", "{d}要求到{y}年{x}达到多少？")
_DUE = ("{d}里{x}要在什么时候前完成", "{d}中{x}什么时候达到？")
_ARTICLES = ("{d}第{n}条", "{d}第{n}条怎么规定的？", "{d}{n}条说了什么")
_LENGTH = ("{d}一共多少条", "{d}总共有几条？")
_NUMBERS = ("{d}的文号是什么", "{d}的发文字号是多少？", "{d}是几号文，文号多少")
_WRITTEN = ("{d}是什么时候印发的", "{d}的发文日期是哪天？")
_ISSUERS = ("{d}是谁印发的", "{d}的发文机关是哪个单位？")
_BY_NUMBER = ("{n}是什么文件", "{n}这份文件的标题是什么？", "{n}是哪份文件")
_CITES = ("{d}引用了哪些文件", "{d}都引用了什么文件？")
_CITED = ("哪些文件引用了{d}", "{d}被哪些文件引用？")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the check of its answer, which says what is wrong; nothing where exact."""

    kind: str
    text: str
    wrong: Check


def generate(kb: KnowledgeBase, count: int, seed: int) -> list[Question]:
    """`count` questions, as many of each kind as there are, kinds taken in turn."""
    chance = random.Random(seed)
    records = _Records(kb)
    piles = []
    for make in _MAKERS:
        pile = sorted(make(records), key=lambda question: question.text)
        chance.shuffle(pile)
        piles.append(pile)
    found: list[Question] = []
    for pile in cycle(piles):
        if len(found) == count or not any(piles):
            break
        if pile:
            found.append(pile.pop())
    return found


class _Records:
    """The records of all documents that are no copies."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.snapshot = kb.snapshot()
        self.documents = tuple(
            d for i, d in self.snapshot.documents.items() if i not in self.snapshot.copies
        )
        titles = [bare_title(d.title) for d in self.documents]
        self.unique = [
            d for d, title in zip(self.documents, titles, strict=True) if titles.count(title) == 1
        ]

    def targets_of(self, document: Document) -> list[Target]:
        """The targets of a document."""
        return [t for t in self.snapshot.targets if t.document_id == document.document_id]

    def references_of(self, document: Document) -> list[Reference]:
        """The documents that a document cites."""
        return [
            r
            for r in self.snapshot.references
            if r.document_id == document.document_id and (r.title or r.number)
        ]


def _name(document: Document) -> str:
    return f"《{document.title}》"


def _asked(kind: str, wordings: Sequence[str], check: Check, **words: str) -> Iterator[Question]:
    for wording in wordings:
        yield Question(kind, wording.format(**words), check)


def _checked(check: Check) -> Check:
    """A check of an answer that must not be declined."""
    return lambda answer: (
        [f"status {answer.status}"] if answer.status is Status.DECLINED else check(answer)
    )


def _sets(name: str, want: set[str], have: set[str]) -> list[str]:
    if want == have:
        return []
    return [f"{name}: missing {sorted(want - have)} extra {sorted(have - want)}"]


def _cites(answer: Answer, document_id: str, start: int, end: int) -> list[str]:
    found = any(
        c.document_id == document_id and c.start < end and start < c.end for c in answer.citations
    )
    return [] if found else ["its clause is not cited"]


# who owns a task


def _owner_questions(records: _Records) -> Iterator[Question]:
    titles = [
        title
        for document in records.documents
        for title in {t.title for t in records.snapshot.tasks_of(document.document_id)}
    ]
    for document in records.unique:
        by_title: dict[str, list[Task]] = {}
        for task in records.snapshot.tasks_of(document.document_id):
            by_title.setdefault(task.title, []).append(task)
        for title, tasks in by_title.items():
            if not 4 <= len(title) <= 40 or len({task.clause_id for task in tasks}) > 1:
                continue
            if len(tasks) == 1 and tasks[0].assignments:
                alone = titles.count(title) == 1
                check = _checked(_owned_by(tasks))
                where = "" if alone else f"{_name(document)}里"
                yield from _asked("owners", _OWNERS, check, x=f"{where}“{title}”")
        yield from _numbered(records, document)


def _numbered(records: _Records, document: Document) -> Iterator[Question]:
    by_number: dict[str, list[Task]] = {}
    for task in records.snapshot.tasks_of(document.document_id):
        if task.number and task.number.isdecimal():
            by_number.setdefault(task.number, []).append(task)
    for number, tasks in by_number.items():
        if len(tasks) == 1 and tasks[0].assignments:
            check = _checked(_owned_by(tasks))
            yield from _asked("owners by number", _NUMBERED, check, d=_name(document), n=number)


def _owned_by(tasks: Sequence[Task]) -> Check:
    want = {p.as_written for task in tasks for p in task.assignments}

    def check(answer: Answer) -> list[str]:
        wrong = _sets("departments", want, set(answer.facts.departments or ()))
        task = tasks[0]
        if task.responsibility_start is not None and task.responsibility_end is not None:
            wrong += _cites(
                answer, task.document_id, task.responsibility_start, task.responsibility_end
            )
        return wrong

    return check


# what an organ owns


def _task_questions(records: _Records) -> Iterator[Question]:
    for document in records.unique:
        if not records.snapshot.tasks_of(document.document_id):
            continue
        names = dict.fromkeys(
            part.as_written
            for task in records.snapshot.tasks_of(document.document_id)
            for part in task.assignments
        )
        for name in names:
            tasks = records.kb.tasks(document.document_id, name)
            words = {"o": name, "d": _name(document)}
            check = _checked(_owns(tasks))
            yield from _asked("tasks of an organ", _TASKS, check, **words)
            yield from _asked("count of tasks", _COUNTS, check, **words)
            led = [
                t
                for t in tasks
                if any(
                    p.role is Role.LEAD and _same(records, name, p.as_written)
                    for p in t.assignments
                )
            ]
            if led:
                yield from _asked("tasks led", _LEADS, _checked(_owns(led)), **words)


def _same(records: _Records, one: str, other: str) -> bool:
    organs = records.kb.organs
    return organs.key(one) == organs.key(other)


def _owns(tasks: Sequence[Task]) -> Check:
    want = {task.task_id for task in tasks}

    def check(answer: Answer) -> list[str]:
        wrong = _sets("tasks", want, set(answer.facts.task_ids or ()))
        if answer.facts.count != len(want):
            wrong.append(f"count {answer.facts.count} not {len(want)}")
        return wrong

    return check


# targets


def _target_questions(records: _Records) -> Iterator[Question]:
    for document in records.unique:
        by_indicator: dict[str, list[Target]] = {}
        for target in records.targets_of(document):
            by_indicator.setdefault(target.indicator, []).append(target)
        for indicator, targets in by_indicator.items():
            if not 3 <= len(indicator) <= 30 or any(t.value is None for t in targets):
                continue
            words = {"x": f"“{indicator}”", "d": _name(document)}
            yield from _asked("targets", _TARGETS, _checked(_valued(targets)), **words)
            if all(t.deadline_as_written for t in targets):
                yield from _asked("due dates", _DUE, _checked(_due(targets)), **words)
            years = {t.due.year for t in targets if t.due}
            for year in years:
                own = [t for t in targets if t.due and t.due.year == year]
                yield from _asked(
                    "targets of a year", _YEARS, _checked(_valued(own)), y=str(year), **words
                )


def _valued(targets: Sequence[Target]) -> Check:
    def check(answer: Answer) -> list[str]:
        text = plain(answer.text)
        wrong = [
            f"value {value} not stated"
            for target in targets
            if target.value is not None
            and (value := f"{target.value.normalize():f}{target.unit}")
            and plain(value) not in text
        ]
        if len(answer.facts.values or ()) > len(targets):
            wrong.append(f"{len(answer.facts.values or ())} values, not {len(targets)}")
        for target in targets:
            wrong += _cites(answer, target.document_id, target.start, target.end)
        return wrong

    return check


def _due(targets: Sequence[Target]) -> Check:
    def check(answer: Answer) -> list[str]:
        text = plain(answer.text)
        return [
            f"{target.deadline_as_written} not stated"
            for target in targets
            if plain(target.deadline_as_written or "") not in text
        ]

    return check


# articles


def _article_questions(records: _Records) -> Iterator[Question]:
    for document in records.unique:
        articles = [
            c for c in records.snapshot.clauses(document.document_id) if c.level is Level.ARTICLE
        ]
        markers = [c.marker for c in articles]
        for clause in articles:
            number = clause.marker.removeprefix("第").removesuffix("条")
            if markers.count(clause.marker) == 1 and number != clause.marker and "之" not in number:
                check = _checked(_quotes(document, clause.start, clause.end))
                yield from _asked("articles", _ARTICLES, check, d=_name(document), n=number)
        if len(set(markers)) == len(markers) > 3:
            check = _checked(_counts(len(articles)))
            yield from _asked("length of a law", _LENGTH, check, d=_name(document))


def _quotes(document: Document, start: int, end: int) -> Check:
    def check(answer: Answer) -> list[str]:
        wanted = plain(document.text[start:end])
        own = [c for c in answer.citations if c.document_id == document.document_id]
        if any(plain(c.quote) in wanted and len(plain(c.quote)) > len(wanted) / 2 for c in own):
            return []
        return ["the article is not quoted"]

    return check


def _counts(count: int) -> Check:
    return lambda answer: (
        [] if answer.facts.count == count else [f"count {answer.facts.count} not {count}"]
    )


# documents


def _document_questions(records: _Records) -> Iterator[Question]:
    for document in records.unique:
        name = {"d": _name(document)}
        if document.number:
            check = _checked(_states(document.number))
            yield from _asked("number of a document", _NUMBERS, check, **name)
            same = [d for d in records.documents if d.number == document.number]
            if len(same) == 1:
                check = _checked(_states(document.title))
                yield from _asked("document by number", _BY_NUMBER, check, n=document.number)
        day = document.published_on or document.written_on
        if day is not None:
            check = _checked(_states(f"{day.year}年{day.month}月{day.day}日"))
            yield from _asked("date of a document", _WRITTEN, check, **name)
        if document.issuers:
            check = _checked(_states(*document.issuers))
            yield from _asked("issuer of a document", _ISSUERS, check, **name)


def _states(*values: str) -> Check:
    def check(answer: Answer) -> list[str]:
        text = plain(answer.text)
        return [f"{value} not stated" for value in values if plain(value) not in text]

    return check


# citations of documents


def _citing_questions(records: _Records) -> Iterator[Question]:
    cited: dict[str, list[Document]] = {}
    for document in records.unique:
        references = [
            r
            for r in records.references_of(document)
            if r.title and r.relation is not Relation.ISSUES
        ]
        titles = {r.title for r in references if r.title}
        if 0 < len(titles) <= 12:
            check = _checked(_states(*titles))
            yield from _asked("what a document cites", _CITES, check, d=_name(document))
        for reference in references:
            held = cited_document(reference, records.documents)
            if held is not None and held.document_id != document.document_id:
                citing = cited.setdefault(held.document_id, [])
                if document not in citing:
                    citing.append(document)
    for document_id, documents in cited.items():
        held = records.snapshot.documents[document_id]
        if held in records.unique:
            check = _checked(_states(*(document.title for document in documents)))
            yield from _asked("what cites a document", _CITED, check, d=_name(held))


_MAKERS = (
    _owner_questions,
    _task_questions,
    _target_questions,
    _article_questions,
    _document_questions,
    _citing_questions,
)
