"""The conversation and the cited passages as HTML. Pure; every text is escaped."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from assistant.web.conversation import Conversation, Exchange, State
from assistant.web.labels import chip, path
from kb.model import Answer, Citation, DocumentStatus, Status

__all__ = ["conversation_view", "copied", "next_questions", "sources_view"]

_MARKER = re.compile(r"\[(\d{1,3})\]")
_QUOTE = 200  # characters of a passage in the list; the whole of it is in its document
_WRITING = '<div class="reply pending" role="status">正在核对下一句<i></i><i></i><i></i></div>'
_VOTES = {"up": "有用", "down": "没用"}
_COMMENT = (
    '<form class="comment" data-comment="{turn}"><label>谢谢。想说说原因吗（可不填）'
    '<input name="comment" maxlength="500" autocomplete="off"></label>'
    '<button type="submit">提交</button></form>'
)
_NOTICES = {Status.DECLINED: "没有找到直接的依据", Status.PARTLY: "只找到一部分依据"}


def conversation_view(conversation: Conversation) -> str:
    """Questions and answers, oldest first; markers are buttons that name their turn."""
    last = len(conversation.exchanges) - 1
    turns = "".join(
        _turn(number, exchange, last=number == last)
        for number, exchange in enumerate(conversation.exchanges)
    )
    return f'<div class="talk" role="log" aria-live="polite" aria-label="对话">{turns}</div>'


def sources_view(
    answer: Answer, turn: int, opened: int, statuses: Mapping[str, tuple[DocumentStatus, str]]
) -> str:
    """The passages that an answer cites, each under its document; the opened one is marked."""
    groups: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        groups.setdefault(citation.document_id, []).append(citation)
    title = "最接近的条款" if answer.status is Status.DECLINED else "出处"
    listed = "".join(
        _group(found, turn, opened, statuses.get(key)) for key, found in groups.items()
    )
    return f"<h2>{title}<small>{len(answer.citations)} 处</small></h2>{listed}"


def copied(answer: Answer) -> str:
    """An answer with its citations as plain text."""
    sources = (
        f"[{c.marker}] {_name(c)}{f'（{c.number}）' if c.number else ''}："
        f"“{''.join(c.quote.split(chr(10)))}”"
        for c in answer.citations
    )
    return "\n".join((answer.text, *(("", "出处：") if answer.citations else ()), *sources))


def _turn(number: int, exchange: Exchange, *, last: bool) -> str:
    tools = ""
    if exchange.state is State.DONE and exchange.answer is not None:
        tools = _tools(number, exchange, exchange.answer)
        if last:
            tools += _next(exchange.answer)
    return (
        f'<section class="turn"><h3 class="asked">{escape(exchange.question)}</h3>'
        f"{_reply(number, exchange)}{tools}</section>"
    )


def _tools(number: int, exchange: Exchange, answer: Answer) -> str:
    """To copy the answer and to say what one thinks of it."""
    copy = f'<button type="button" data-copy="{escape(copied(answer))}">复制</button>'
    votes = "".join(
        f'<button type="button" data-rate="{rating}" data-turn="{number}" '
        f'aria-pressed="{"true" if exchange.rating == rating else "false"}">{word}</button>'
        for rating, word in _VOTES.items()
    )
    comment = _COMMENT.format(turn=number) if exchange.rating else ""
    return f'<div class="tools">{copy}{votes}</div>{comment}'


def _next(answer: Answer) -> str:
    """Questions that may follow."""
    asked = "".join(
        f'<button type="button" data-question="{escape(each)}">{escape(each)}</button>'
        for each in next_questions(answer)
    )
    return f'<p class="next" aria-label="接着问">{asked}</p>' if asked else ""


def next_questions(answer: Answer) -> tuple[str, ...]:
    """What one may want to know next of the organs and the document that an answer names."""
    if answer.status is Status.DECLINED or not answer.citations:
        return ()
    asked = []
    departments = answer.facts.departments or ()
    if departments and not answer.question.startswith(departments[0]):
        asked.append(f"{departments[0]}有哪些任务")
    asked.append(f"《{answer.citations[0].document_title}》现在还有效吗")
    return tuple(each for each in asked if each != answer.question)


def _reply(number: int, exchange: Exchange) -> str:
    if exchange.state is State.PENDING and exchange.answer is not None:
        return f"{_answer(number, exchange.answer)}{_WRITING}"
    if exchange.state is State.PENDING:
        return '<div class="reply pending" role="status">正在查找依据<i></i><i></i><i></i></div>'
    if exchange.state is State.STOPPED:
        return '<div class="reply quiet">已停止。</div>'
    if exchange.answer is None:
        return f'<div class="reply failed" role="alert">{escape(exchange.error)}</div>'
    return _answer(number, exchange.answer)


def _answer(number: int, answer: Answer) -> str:
    notice = _NOTICES.get(answer.status, "") if answer.citations else ""
    head = f'<p class="notice">{notice}</p>' if notice else ""
    lines = "".join(
        f"<p>{_line(line, number, answer.citations)}</p>"
        for line in answer.text.split("\n")
        if line.strip()
    )
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in answer.problems)
    tail = f'<ul class="problems">{problems}</ul>' if problems else ""
    return f'<div class="reply {answer.status.value}">{head}{lines}{tail}</div>'


def _line(line: str, turn: int, citations: Sequence[Citation]) -> str:
    """A line with its markers as buttons; a marker that names no citation stays text."""
    labels = {citation.marker: escape(_name(citation)) for citation in citations}
    found, at = [], 0
    for match in _MARKER.finditer(line):
        marker = int(match[1])
        if marker in labels:
            found.append(escape(line[at : match.start()]))
            found.append(
                f'<button type="button" class="marker" data-turn="{turn}" data-marker="{marker}" '
                f'title="{labels[marker]}" aria-label="出处 {marker}：{labels[marker]}">'
                f"{marker}</button>"
            )
            at = match.end()
    return "".join([*found, escape(line[at:])])


def _group(
    citations: Sequence[Citation], turn: int, opened: int, status: tuple[DocumentStatus, str] | None
) -> str:
    """One document and the passages cited from it."""
    first = citations[0]
    number = f'<span class="number">{escape(first.number)}</span>' if first.number else ""
    cards = "".join(_card(citation, turn, opened) for citation in citations)
    return (
        f'<section class="group"><h3 class="source"><strong>{escape(first.document_title)}</strong>'
        f'{number}{chip(*status) if status else ""}</h3><ol class="cards">{cards}</ol></section>'
    )


def _card(citation: Citation, turn: int, opened: int) -> str:
    quote = "".join(citation.quote.split("\n"))
    shown = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}……"
    current = ' aria-current="true"' if citation.marker == opened else ""
    return (
        f'<li><button type="button" class="card" data-turn="{turn}" '
        f'data-marker="{citation.marker}"{current}><b class="order">{citation.marker}</b>'
        f'<span class="path">{path(citation.clause_label)}</span>'
        f"<q>{escape(shown)}</q></button></li>"
    )


def _name(citation: Citation) -> str:
    return f"《{citation.document_title}》{citation.clause_label}"
