"""The page 关于: what is held, how to read an answer, the limits, what is recorded. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.standing import STATUS
from assistant.web.frame import Frame
from assistant.web.labels import chip
from assistant.web.markup import address, text
from kb.model import DocumentStatus

__all__ = ["AboutScreen", "about_page"]

_READING = (
    "回答里的 [1]、[2] 是出处：点开看原文，所引的话在文件里标亮，一字不改。",
    "“共几项”“全部”来自逐份文件读出的记录，不是检索到的前几条。",
    "原文没有写牵头单位的，就说没有写；写了“责任单位”的不说成“牵头”。",
    "文件旁的标记是时效（现行有效、尚未施行、已废止……），按今天和文件自己的说法判断，点开看理由。",
    "说“知识库里没有”，是收入的文件里没有，不等于世上没有；可以收入文件后再问。",
)
_LIMITS = (
    "只依据收入的文件回答，不上网查找；文件收入之后的变化要重新收入才知道。",
    "任务、目标和扶持措施由规则从原文读出，版面特别的文件可能漏读，请以原文为准。",
    "扫描件经文字识别读入，可能有错字；引用前请对照原件。",
    "回答供查阅参考，不是法律意见，也不代表发文机关。",
)
_RECORDED = (
    "提问、检索、收入、删除、导出、登录各记一笔：时间、用户、做了什么、是否成功、来自哪个地址；"
    "不记问题和文件的内容。记在知识库目录的 logs/audit.jsonl，写满轮换。",
    "您点了“有用”或“没用”的回答连同问题和意见记在知识库目录的 feedback.jsonl，供改进用。",
    "网页不从别的网站取任何东西，也不向外发送使用情况。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutScreen:
    """What is held and how it is run."""

    statuses: Mapping[DocumentStatus, int]
    levels: Sequence[tuple[str, int]]
    counts: Mapping[str, int]  # clauses, tasks, targets, supports
    missing: int
    parts: Sequence[tuple[str, str]]  # versions, models and settings, with their values
    model: bool = False  # whether a language model writes answers


def about_page(frame: Frame, screen: AboutScreen) -> str:
    """The whole page."""
    sent = (
        "设了语言模型：问题和找到的条款会发到所设的地址，由它组织文字；数字、日期、机关、引语核对不上的不出。"
        if screen.model
        else "没有设语言模型：回答摘引原文，问题不离开这台服务器。"
    )
    main = (
        '<div class="heading"><h1>关于</h1>'
        '<p class="total">政策文件与法规知识库，和只说原文所说的问答助手</p></div>'
        f'<div class="about">{_held(frame, screen)}{_lines("怎样看回答", _READING)}'
        f"{_lines('局限', _LIMITS)}{_lines('记录和隐私', (*_RECORDED, sent))}{_parts(screen)}</div>"
    )
    return frame.page("about", "关于", main, styles=("about.css",), name="about-page")


def _held(frame: Frame, screen: AboutScreen) -> str:
    total = sum(screen.statuses.values())
    if not total:
        return (
            '<section><h2>知识库里有什么</h2><p class="hint">还没有文件。'
            f'到<a href="{frame.root}documents">文件</a>页收入。</p></section>'
        )
    words = (
        ("clauses", "条款"),
        ("tasks", "任务"),
        ("targets", "目标指标"),
        ("supports", "扶持措施"),
    )
    figures = "".join(
        f"<li><b>{number:,}</b>{word}</li>"
        for number, word in ((total, "文件"), *((screen.counts[n], w) for n, w in words))
    )
    chips = "".join(
        f'<li><a href="{address(f"{frame.root}documents", {"status": status.value})}">'
        f"{chip(status)}{screen.statuses[status]} 份</a></li>"
        for status in STATUS
        if screen.statuses.get(status)
    )
    levels = "，".join(f"{escape(name)} {count} 份" for name, count in screen.levels)
    missing = f"<p>文件里引用而没有收入的还有 {screen.missing} 份。</p>" if screen.missing else ""
    return (
        f'<section class="wide"><h2>知识库里有什么</h2><ul class="figures">{figures}</ul>'
        f'<ul class="chips">{chips}</ul><p>按层级：{levels}。</p>{missing}</section>'
    )


def _lines(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h2>{title}</h2><ul>{items}</ul></section>"


def _parts(screen: AboutScreen) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{text(value)}</dd>" for name, value in screen.parts)
    return f'<section class="wide"><h2>版本、模型和上限</h2><dl>{rows}</dl></section>'
