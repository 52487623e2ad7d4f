"""What is right and wrong with a home: settings, database, indexes, models, law library.

Reads everything, changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from assistant.llm import language_model
from ingest.laws import LawLibrary
from ingest.pipeline import missing_documents
from kb.errors import PolicyKBError
from kb.knowledge import KnowledgeBase
from kb.settings import Settings

__all__ = ["Check", "examine"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `detail` says what is wrong and what to do."""

    check: str
    ok: bool
    detail: str


def examine(settings: Callable[[], Settings]) -> list[Check]:
    """All findings, in the order in which a user should mend them."""
    try:
        given = settings()
        kb = KnowledgeBase(given)
    except PolicyKBError as error:
        return [Check("设置和目录", False, str(error))]
    checks = [Check("设置和目录", True, str(given.home))]
    for name, look in (
        ("数据库", _database),
        ("向量模型", _model),
        ("索引", _indexes),
        ("语言模型", _language_model),
        ("法律库", _laws),
        ("所引文件", _citations),
        ("机关名称", _organs),
    ):
        try:
            checks += [Check(name, ok, detail) for ok, detail in look(kb)]
        except PolicyKBError as error:
            checks.append(Check(name, False, str(error)))
    return checks


def _database(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    wrong = kb.store.check()
    if wrong:
        yield False, f"{'；'.join(wrong[:3])}；请从备份恢复，或换一个目录重新收入文件"
    else:
        yield True, f"{len(kb.store.versions())} 份文件，完好"


def _model(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    yield True, f"{kb.encoder.name}，{kb.encoder.dimension} 维"


def _indexes(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    behind = kb.behind()
    if behind:
        yield False, f"{len(behind)} 份文件的索引没有跟上；请运行 policykb rebuild"
    for wrong in kb.vectors.check():
        yield False, wrong
    if not behind:
        how = "逐个比较" if kb.vectors.exact else "先由近似索引选出候选"
        yield True, f"与数据库一致；{kb.vectors.windows} 个向量，检索时{how}"


def _language_model(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    model = language_model(kb.settings)
    if model is None:
        yield True, "没有设置，回答摘引原文"
        return
    started = perf_counter()
    model.check()
    yield True, f"{model.name}，{perf_counter() - started:.1f} 秒答复"


def _laws(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    if not kb.settings.laws:
        yield True, "已按设置停用"
        return
    yield True, f"{len(LawLibrary().titles())} 部现行法律可供引用时读入"


def _citations(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    missing = missing_documents(kb)
    names = "、".join(missing[:10]) + ("等" if len(missing) > 10 else "")
    yield (
        True,
        f"所引而未收入 {len(missing)} 份：{names}；取得后用 policykb ingest 收入"
        if missing
        else "所引文件都已收入",
    )


def _organs(kb: KnowledgeBase) -> Iterator[tuple[bool, str]]:
    unsure = dict.fromkeys(
        part.as_written
        for task in kb.store.tasks()
        for part in task.assignments
        if part.department is None
    )
    names = "、".join(list(unsure)[:10]) + ("等" if len(unsure) > 10 else "")
    yield (
        True,
        f"{len(unsure)} 个名称不能确定是哪个机关，按原文保留：{names}" if unsure else "都能确定",
    )
