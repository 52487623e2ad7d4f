"""The optional language model: any OpenAI-compatible endpoint, through a LlamaIndex LLM.

Nothing of it is imported or asked until a question needs words of its own. The key goes to the
address in the settings and nowhere else: no message here repeats what a server said.
"""

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any, Protocol

from kb.errors import ModelError
from kb.settings import Settings

__all__ = ["ChatModel", "LanguageModel", "Message", "language_model", "without_thinking"]

_NO_KEY = "none"  # else the client would take one from the environment
_STATUS = {
    401: "拒绝了密钥；请检查设置 llm_key",
    403: "不许使用；请检查设置 llm_key 的权限",
    404: "没有这个地址或模型；请检查设置 llm 和 llm_model",
    408: "超时；请稍后重试",
    429: "限流或额度已用完；请稍后重试",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the model."""

    role: str  # system or user
    content: str


class LanguageModel(Protocol):
    """What words an answer."""

    @property
    def name(self) -> str:
        """The model's name, as answers give it."""

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, None]:
        """The pieces of a whole reply.

        Raises ModelError, one line on what to do, where none comes, or it breaks off.
        """

    def check(self) -> None:
        """Ask for one token. Raises ModelError."""


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model of LlamaIndex with a limit on the time that a whole reply takes.

    `connect` gives the LLM, limited to some tokens, and what closes it. The model must say why it
    stopped, as the chat completions of OpenAI do: else a reply that broke off would pass for whole.
    """

    name: str
    connect: Callable[[int], tuple[Any, Any]]
    seconds: float
    max_tokens: int

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, None]:
        """The pieces of a whole reply, without what the model thinks aloud. Raises ModelError."""
        return without_thinking(self._pieces(messages, self.max_tokens, whole=True))

    def check(self) -> None:
        """Ask for one token. Raises ModelError."""
        for _ in self._pieces([Message("user", "你好")], 1, whole=False):
            pass

    def _pieces(
        self, messages: Sequence[Message], max_tokens: int, *, whole: bool
    ) -> Generator[str, None, None]:
        reading = _Reading(*self._connected(max_tokens), messages)
        deadline = time.monotonic() + self.seconds
        Thread(target=reading.run, name="policykb-llm", daemon=True).start()
        try:
            while True:
                try:
                    piece = reading.pieces.get(timeout=max(0.0, deadline - time.monotonic()))
                except Empty:
                    raise ModelError(self._late()) from None
                if piece is None:
                    break
                yield piece
        finally:
            reading.stopped.set()
        if reading.error is not None:
            raise ModelError(self._line(reading.error)) from None
        self._require_end(reading, whole)

    def _connected(self, max_tokens: int) -> tuple[Any, Any]:
        try:
            return self.connect(max_tokens)
        except ImportError:
            raise ModelError(
                "没有安装语言模型所需的包；请运行 pip install -r requirements-llm.lock"
            ) from None
        except ValueError:
            raise ModelError(f"语言模型 {self.name} 不能用对话接口；请检查设置 llm_model") from None

    def _require_end(self, reading: "_Reading", whole: bool) -> None:
        if not reading.chunks:
            raise ModelError("语言模型的地址没有返回回答；请检查设置 llm（多以 /v1 结尾）")
        if not whole:
            return
        if reading.finish is None:
            raise ModelError("语言模型的回答中途断了；请重试，或检查服务")
        if reading.finish == "length":
            raise ModelError(
                f"语言模型的回答超过 {self.max_tokens} 个 token 被截断；请调大设置 llm_max_tokens"
            )
        if reading.finish == "content_filter":
            raise ModelError("语言模型的服务拦下了回答；请换一种问法，或换一个服务")

    def _late(self) -> str:
        return f"语言模型 {self.seconds:g} 秒内没有答完；请稍后重试，或调大设置 llm_timeout"

    def _line(self, error: Exception) -> str:
        """What went wrong, in one line, without a word of the server's."""
        kinds = {kind.__name__ for kind in type(error).__mro__}
        status = getattr(error, "status_code", None)
        if "TimeoutException" in kinds or "APITimeoutError" in kinds:
            return self._late()
        if isinstance(status, int):
            what = _STATUS.get(
                status,
                "的服务出错；请检查服务，稍后重试"
                if status >= 500
                else "不接受请求；请检查设置 llm_model，条款太多时模型的上下文可能不够长",
            )
            return f"语言模型{what}（HTTP {status}）"
        if "APIConnectionError" in kinds or "ConnectError" in kinds:
            return "连不上语言模型；请检查设置 llm 的地址，以及服务是否已启动"
        if "RemoteProtocolError" in kinds or "ReadError" in kinds:
            return "语言模型的回答中途断了；请重试，或检查服务"
        return f"语言模型的服务返回了读不懂的内容（{type(error).__name__}）；请检查设置 llm"


@dataclass(slots=True)
class _Reading:
    """One reply being read in a thread of its own, so that waiting for it can end on time."""

    llm: Any
    client: Any
    messages: Sequence[Message]
    pieces: "Queue[str | None]" = field(default_factory=Queue)
    stopped: Event = field(default_factory=Event)
    chunks: int = 0
    finish: str | None = None
    error: Exception | None = None

    def run(self) -> None:
        """Read until the reply ends, fails or nobody waits for it any more."""
        try:
            self._read()
        except Exception as error:  # noqa: BLE001 - any failure of a foreign service becomes one line
            self.error = error
        finally:
            self.pieces.put(None)

    def _read(self) -> None:
        from llama_index.core.base.llms.types import ChatMessage

        chat = [ChatMessage(role=each.role, content=each.content) for each in self.messages]
        with closing(self.client), closing(self.llm.stream_chat(chat)) as replies:
            for reply in replies:
                if self.stopped.is_set():
                    return
                self.chunks += 1
                self.finish = _finish(reply.raw) or self.finish
                if reply.delta:
                    self.pieces.put(reply.delta)


def language_model(settings: Settings) -> LanguageModel | None:
    """The model that the settings name; None where they name none. Connects to nothing yet."""
    if not settings.llm:
        return None

    def connect(max_tokens: int) -> tuple[Any, Any]:
        from llama_index.llms.openai_like import OpenAILike
        from openai import OpenAI

        key = settings.llm_key.get_secret_value() or _NO_KEY
        client = OpenAI(
            api_key=key, base_url=settings.llm, timeout=settings.llm_timeout, max_retries=0
        )
        client.organization = client.project = None  # read from the environment by the client
        llm = OpenAILike(
            model=settings.llm_model,
            api_base=settings.llm,
            api_key=key,
            is_chat_model=True,
            temperature=0.0,
            max_tokens=max_tokens,
            max_retries=0,
            timeout=settings.llm_timeout,
            openai_client=client,
        )
        return llm, client

    return ChatModel(settings.llm_model, connect, settings.llm_timeout, settings.llm_max_tokens)


_OPEN, _CLOSE = "<think>", "</think>"


def without_thinking(pieces: Iterable[str]) -> Generator[str, None, None]:
    """The pieces without a <think>…</think> that begins them."""
    held, at_start = "", True
    for piece in pieces:
        if not at_start:
            yield piece
            continue
        held += piece
        text = held.lstrip()
        if text.startswith(_OPEN):
            _, closed, rest = text.partition(_CLOSE)
            if not closed:
                continue
            text = rest.lstrip()
        elif _OPEN.startswith(text):
            continue
        if text:
            at_start = False
            yield text
    if at_start and held.strip() and not held.lstrip().startswith(_OPEN):
        yield held


def _finish(raw: Any) -> str | None:
    """Why the model stopped, as a chunk of the chat completions says it; None before the end."""
    choices = getattr(raw, "choices", None) or ()
    return next((choice.finish_reason for choice in choices if choice.finish_reason), None)
