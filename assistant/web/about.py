"""What the page 关于 tells of the knowledge base and of how it is run."""

import platform
from collections import Counter
from datetime import date

from fastapi import FastAPI

from assistant.web.about_view import AboutScreen, about_page
from assistant.web.site import Visit, add_page
from assistant.web.states import OfState
from kb import __version__
from kb.knowledge import KnowledgeBase
from kb.links import Links

__all__ = ["add_about"]

_LEVELS = ("国家", "省", "市", "县")
_UNKNOWN = "层级不明"


def add_about(app: FastAPI, links: OfState[Links]) -> None:
    """Put the page at ./about."""

    def page(visit: Visit) -> str:
        return about_page(visit.frame, _screen(visit.kb, len(links(visit.kb).missing)))

    add_page(app, "/about", "about", page)


def _screen(kb: KnowledgeBase, missing: int) -> AboutScreen:
    documents = kb.snapshot().documents.values()
    levels = Counter(d.level or _UNKNOWN for d in documents)
    counts: Counter[str] = Counter(clauses=0, tasks=0, targets=0, supports=0)
    for each in kb.store.counts().values():
        counts.update(each)
    return AboutScreen(
        statuses=Counter(status for status, _ in kb.statuses(date.today()).values()),
        levels=[(name, levels[name]) for name in (*_LEVELS, _UNKNOWN) if levels[name]],
        counts=counts,
        missing=missing,
        parts=_parts(kb),
        model=bool(kb.settings.llm),
    )


def _parts(kb: KnowledgeBase) -> list[tuple[str, str]]:
    given = kb.settings
    embedding = "随包模型" if kb.calibrated else given.embedding_model
    return [
        ("版本", f"policykb {__version__}，Python {platform.python_version()}"),
        ("向量模型", f"{embedding}（{kb.encoder.name}，{kb.encoder.dimension} 维）"),
        ("语言模型", given.llm_model or "没有设置，回答摘引原文"),
        ("索引", "Milvus" if given.milvus else "本机（全文和向量）"),
        ("国家法律", "文件所引的自动从本机法律库读入" if given.laws else "已按设置停用自动读入"),
        (
            "单个文件",
            f"不超过 {given.max_file_mb} MB、{given.max_pages:,} 页、{given.max_seconds} 秒",
        ),
        ("压缩包", f"不超过 {given.max_members:,} 个文件、解开后 {given.max_unpacked_mb} MB"),
        ("频率", f"设了用户时每人 {given.rate_limit}"),
    ]
