"""The chat page as gradio blocks. The only importer of gradio, a lazy one: it takes seconds."""

import os
from collections.abc import AsyncIterator, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from assistant.access.model import User
from assistant.api.desk import Closing, Desk
from assistant.web.chat import Chat, Chats, Choices, Screen
from assistant.web.conversation import Conversation, Rating
from assistant.web.supports import add_supports
from kb.knowledge import Filters

__all__ = ["ASSETS", "mount", "read_filters"]

ASSETS = Path(__file__).parent / "assets"
_FONTS = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "sans-serif")
_MAX_QUESTION = 2_000  # characters
_AT_ONCE = 8  # questions answered side by side
_SILENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
_CHOSEN = """
const rate = (turn, rating, comment) => trigger("rate", { turn: Number(turn), rating, comment });
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-marker]");
  if (chosen) {
    trigger("cite", { turn: Number(chosen.dataset.turn), marker: Number(chosen.dataset.marker) });
  }
  const vote = event.target.closest("[data-rate]");
  if (vote) rate(vote.dataset.turn, vote.dataset.rate, "");
});
element.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-comment]");
  if (!form) return;
  event.preventDefault();
  const given = element.querySelector(`[data-turn="${form.dataset.comment}"][aria-pressed="true"]`);
  if (given) rate(form.dataset.comment, given.dataset.rate, form.elements.comment.value);
  form.replaceChildren("已记下，谢谢。");
});
"""


def mount(app: FastAPI, chats: Chats, desk: Desk, scratch: Path) -> None:
    """Put the page at the root of an app, 惠企政策 beside it; questions are answered at the desk.

    `scratch` is gradio's own folder.
    """
    add_supports(app)
    os.environ.update(_SILENT)
    os.environ["GRADIO_TEMP_DIR"] = str(scratch)
    import gradio as gr

    fonts = [gr.themes.Font(name) for name in _FONTS]
    gr.mount_gradio_app(
        app,
        _blocks(gr, chats, desk),
        path="/",
        theme=gr.themes.Base(font=fonts, font_mono=fonts),
        head=f"{_link('style.css')}{_script('page.js')}",
        footer_links=[],
        run_history=False,
        favicon_path=str(ASSETS / "icon.png"),
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        show_error=False,
    )


def _blocks(gr: Any, chats: Chats, desk: Desk) -> Any:
    public = chats.public  # what is sent before it is known who asks
    screen = public.opened()
    with gr.Blocks(
        title="政策问答", analytics_enabled=False, fill_width=True, fill_height=True
    ) as blocks:
        conversation = gr.State(Conversation())
        head = gr.HTML(public.head(), elem_id="head", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="left", min_width=0):
                talk = gr.HTML(
                    screen.talk, elem_id="talk", js_on_load=_CHOSEN, apply_default_css=False
                )
                with gr.Accordion("限定范围", open=False, elem_id="scope"):
                    filters = _filters(gr, public)
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        elem_id="question",
                        label="问题",
                        show_label=False,
                        container=False,
                        placeholder="请输入问题",
                        max_lines=6,
                        max_length=_MAX_QUESTION,
                    )
                    send = gr.Button("发送", elem_id="send", variant="primary", min_width=0)
                    stop = gr.Button("停止", elem_id="stop", min_width=0)
                    clear = gr.Button("清空", elem_id="clear", min_width=0)
            with gr.Column(elem_id="right", min_width=0):
                passages = gr.HTML(
                    screen.passages, elem_id="passages", js_on_load=_CHOSEN, apply_default_css=False
                )
                text = gr.HTML("", elem_id="reader", apply_default_css=False)

        shown = [conversation, talk, passages, text]
        quiet = {"show_progress": "hidden", "api_visibility": "private"}

        def views(screen: Screen) -> tuple[Any, ...]:
            parts = (screen.talk, screen.passages, screen.text)
            return screen.conversation, *(gr.skip() if part is None else part for part in parts)

        def of(request: gr.Request) -> Chat:
            return chats.of(_user(request))

        async def ask(
            request: gr.Request, asked: str, held: Conversation, *chosen: Any
        ) -> AsyncIterator[tuple[Any, ...]]:
            chat = of(request)
            screen = chat.asked(asked, held)
            yield gr.skip() if screen.conversation is held else "", *views(screen)
            if screen.conversation is held:
                return
            waiting = screen.conversation
            answering = partial(chat.answering, waiting, read_filters(*chosen))
            try:
                async for screen in desk.steps(answering):
                    yield gr.skip(), *views(screen)  # what is typed meanwhile stays
            except Closing as closing:
                yield gr.skip(), *views(chat.failed(waiting, str(closing)))
                return
            answer = screen.conversation.exchanges[-1].answer
            if answer is not None:
                desk.answered(answer.status.value)

        def cite(held: Conversation, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
            chosen = event._data
            return views(of(request).cited(held, int(chosen["turn"]), int(chosen["marker"])))

        def rate(held: Conversation, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
            given, user = event._data, _user(request)
            rating: Rating = "up" if given["rating"] == "up" else "down"
            comment, name = str(given["comment"]), user.name if user else None
            return views(of(request).rated(held, int(given["turn"]), rating, comment, name))

        def opened(request: gr.Request) -> tuple[Any, ...]:
            return views(of(request).opened())

        def loaded(request: gr.Request) -> tuple[Any, ...]:
            chat = of(request)
            return chat.head(_user(request)), *views(chat.opened()), *_chosen(gr, chat.choices())

        # An answer must not give way to the welcome of a page that loads slowly.
        loading = blocks.load(loaded, None, [head, *shown, *filters], **quiet)
        answering = gr.on(
            [question.submit, send.click],
            ask,
            [question, conversation, *filters],
            [question, *shown],
            trigger_mode="once",
            cancels=[loading],
            **quiet,
        )
        for cited in (talk, passages):
            cited.cite(cite, [conversation], shown, **quiet).then(
                js="() => window.policykb.reveal()", **quiet
            )
        talk.rate(rate, [conversation], shown, **quiet)
        stop.click(
            lambda held: views(public.stopped(held)),
            [conversation],
            shown,
            cancels=[answering],
            **quiet,
        )
        clear.click(opened, None, shown, cancels=[answering], **quiet)
    return blocks.queue(default_concurrency_limit=_AT_ONCE)


def _user(request: Any) -> User | None:
    """Who sends a request of gradio's, as the gate found."""
    user: User | None = getattr(request.request.state, "user", None)
    return user


def read_filters(
    region: str | None, level: str | None, document: str | None, day: str, in_force: bool
) -> Filters:
    """What the filters' parts say; a day that is none counts as not given."""
    try:
        as_of = date.fromisoformat(day.strip()) if day and day.strip() else None
    except ValueError:
        as_of = None
    return Filters(
        region=region or None,
        level=level or None,
        document=document or None,
        as_of=as_of,
        in_force=bool(in_force),
    )


def _filters(gr: Any, chat: Chat) -> list[Any]:
    """The parts by which a question is narrowed, in the order of `read_filters`."""
    choices = chat.choices()
    parts: dict[str, Any] = {"min_width": 0, "interactive": True}
    with gr.Row():
        return [
            gr.Dropdown(_any(choices.regions), value="", label="地区", **parts),
            gr.Dropdown(_any(choices.levels), value="", label="层级", **parts),
            gr.Dropdown(_any(choices.documents), value="", label="文件", **parts),
            gr.Textbox(
                label="以哪一天为准", placeholder="今天；如 2024-05-01", max_length=10, **parts
            ),
            gr.Checkbox(label="只用有效的文件", **parts),
        ]


def _chosen(gr: Any, choices: Choices) -> tuple[Any, ...]:
    """The present choices; what is chosen stays."""
    lists = (choices.regions, choices.levels, choices.documents)
    return (*(gr.update(choices=_any(each)) for each in lists), gr.skip(), gr.skip())


def _any(choices: Sequence[str | tuple[str, str]]) -> list[tuple[str, str]]:
    named = ((one, one) if isinstance(one, str) else one for one in choices)
    return [("不限", ""), *named]


def _link(name: str) -> str:
    return f'<link rel="stylesheet" href="./assets-of-page/{name}?{_stamp(name)}">'


def _script(name: str) -> str:
    return f'<script src="./assets-of-page/{name}?{_stamp(name)}"></script>'


def _stamp(name: str) -> str:
    return sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
