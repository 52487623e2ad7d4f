"""Questions to begin with, made from records and kept where they are answered from them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.errors import PolicyKBError
from kb.model import Answer, Clause, Level, Status, Target, Task
from kb.snapshot import Snapshot

__all__ = ["Example", "answerable", "candidates"]

_TRIES = 4  # candidates of one kind that are asked before the kind is given up
_TITLE = range(6, 21)  # characters of a title that reads well in a question
_ARTICLE = range(60, 260)  # characters of an article worth quoting


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the clauses one of which its answer must cite; any, where there are none."""

    question: str
    clause_ids: frozenset[str]


def candidates(snapshot: Snapshot) -> list[list[Example]]:
    """Examples of each kind, the most telling first."""
    kinds = (
        _owners(snapshot.tasks),
        _duties(snapshot.tasks),
        _goals(snapshot.targets),
        _articles(snapshot),
    )
    return [list(islice(kind, _TRIES)) for kind in kinds]


def answerable(
    kinds: Sequence[Sequence[Example]], ask: Callable[[str], Answer], count: int
) -> Iterator[Example]:
    """Up to `count` examples answered from the clauses they were made of; kinds take turns."""
    queues = [(example for example in kind if _holds(example, ask)) for kind in kinds]
    turns = (next(queue, None) for _ in range(_TRIES) for queue in queues)
    return islice((example for example in turns if example is not None), count)


def _holds(example: Example, ask: Callable[[str], Answer]) -> bool:
    try:
        answer = ask(example.question)
    except PolicyKBError:
        return False
    cited = {citation.clause_id for citation in answer.citations}
    return answer.status is Status.ANSWERED and (
        not example.clause_ids or bool(cited & example.clause_ids)
    )


def _owners(tasks: Sequence[Task]) -> Iterator[Example]:
    shared = [task for task in tasks if len(task.assignments) > 1 and len(task.title) in _TITLE]
    for task in sorted(shared, key=lambda task: -len(task.assignments)):
        yield Example(f"{task.title}由哪些部门负责？", frozenset({task.clause_id}))


def _duties(tasks: Sequence[Task]) -> Iterator[Example]:
    parts = Counter(
        part.as_written for task in tasks for part in task.assignments if not part.inherited
    )
    for department, _ in parts.most_common():
        yield Example(f"{department}有哪些任务？", frozenset())


def _goals(targets: Sequence[Target]) -> Iterator[Example]:
    for target in targets:
        if target.value is not None and len(target.indicator) in range(3, 16):
            when = f"{target.due.year}年" if target.due else ""
            yield Example(f"{when}{target.indicator}的目标是多少？", frozenset({target.clause_id}))


def _articles(snapshot: Snapshot) -> Iterator[Example]:
    for document in snapshot.documents.values():
        articles = [c for c in snapshot.clauses(document.document_id) if c.level is Level.ARTICLE]
        middle = len(articles) // 2
        fit = [c for c in articles[middle:] + articles[:middle] if c.end - c.start in _ARTICLE]
        for clause in fit[:1]:
            yield Example(
                f"《{document.title}》{clause.marker}怎么规定？", _with_parts(clause, snapshot)
            )


def _with_parts(clause: Clause, snapshot: Snapshot) -> frozenset[str]:
    """A clause's id and those of the clauses inside."""
    clauses = snapshot.clauses(clause.document_id)
    return frozenset(
        c.clause_id for c in clauses if clause.start <= c.start and c.end <= clause.end
    )
