"""The chat page as gradio blocks. The only importer of gradio, a lazy one: it takes seconds."""

import os
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from anyio.to_thread import run_sync
from fastapi import FastAPI

from assistant.web.chat import Chat, Screen
from assistant.web.conversation import Conversation
from assistant.web.supports import add_supports

__all__ = ["ASSETS", "mount"]

ASSETS = Path(__file__).parent / "assets"
_FONTS = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "sans-serif")
_MAX_QUESTION = 2_000  # characters
_AT_ONCE = 8  # questions answered side by side
_SILENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
_CITE = """
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-marker]");
  if (!chosen) return;
  trigger("cite", { turn: Number(chosen.dataset.turn), marker: Number(chosen.dataset.marker) });
});
"""


def mount(app: FastAPI, chat: Chat, scratch: Path) -> None:
    """Put the page at the root of an app, 惠企政策 beside it; `scratch` is gradio's own folder."""
    add_supports(app, chat.supports())
    os.environ.update(_SILENT)
    os.environ["GRADIO_TEMP_DIR"] = str(scratch)
    import gradio as gr

    fonts = [gr.themes.Font(name) for name in _FONTS]
    gr.mount_gradio_app(
        app,
        _blocks(gr, chat),
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


def _blocks(gr: Any, chat: Chat) -> Any:
    screen = chat.opened()
    with gr.Blocks(
        title="政策问答", analytics_enabled=False, fill_width=True, fill_height=True
    ) as blocks:
        conversation = gr.State(Conversation())
        head = gr.HTML(chat.head(), elem_id="head", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="left", min_width=0):
                talk = gr.HTML(
                    screen.talk, elem_id="talk", js_on_load=_CITE, apply_default_css=False
                )
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
                    screen.passages, elem_id="passages", js_on_load=_CITE, apply_default_css=False
                )
                text = gr.HTML("", elem_id="reader", apply_default_css=False)

        shown = [conversation, talk, passages, text]
        quiet = {"show_progress": "hidden", "api_visibility": "private"}

        def views(screen: Screen) -> tuple[Any, ...]:
            parts = (screen.talk, screen.passages, screen.text)
            return screen.conversation, *(gr.skip() if part is None else part for part in parts)

        async def ask(asked: str, held: Conversation) -> AsyncIterator[tuple[Any, ...]]:
            box: Any = ""
            steps = chat.asked(asked, held)
            while (screen := await run_sync(next, steps, None, abandon_on_cancel=True)) is not None:
                yield gr.skip() if screen.conversation is held else box, *views(screen)
                box = gr.skip()  # what is typed while the answer is awaited stays

        def cite(held: Conversation, event: gr.EventData) -> tuple[Any, ...]:
            chosen = event._data
            return views(chat.cited(held, int(chosen["turn"]), int(chosen["marker"])))

        answering = gr.on(
            [question.submit, send.click],
            ask,
            [question, conversation],
            [question, *shown],
            trigger_mode="once",
            **quiet,
        )
        for cited in (talk, passages):
            cited.cite(cite, [conversation], shown, **quiet).then(
                js="() => window.policykb.reveal()", **quiet
            )
        stop.click(
            lambda held: views(chat.stopped(held)),
            [conversation],
            shown,
            cancels=[answering],
            **quiet,
        )
        clear.click(lambda: views(chat.opened()), None, shown, cancels=[answering], **quiet)
        blocks.load(lambda: (chat.head(), *views(chat.opened())), None, [head, *shown], **quiet)
    return blocks.queue(default_concurrency_limit=_AT_ONCE)


def _link(name: str) -> str:
    return f'<link rel="stylesheet" href="./assets-of-page/{name}?{_stamp(name)}">'


def _script(name: str) -> str:
    return f'<script src="./assets-of-page/{name}?{_stamp(name)}"></script>'


def _stamp(name: str) -> str:
    return sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
