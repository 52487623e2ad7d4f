"""What all pages beside the chat have in common: head, navigation, who is logged in. Pure."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from assistant.access.model import LOCAL, Role, User
from assistant.web.markup import text

__all__ = ["ASSETS", "PAGES", "Frame", "login_view", "navigation"]

ASSETS = Path(__file__).parent / "assets"
PAGES = (
    ("", "问答"),
    ("tasks", "任务清单"),
    ("targets", "目标指标"),
    ("supports", "惠企政策"),
    ("documents", "文件"),
    ("about", "关于"),
)
"""The path and the name of each page, as the navigation shows them."""

_STYLES = ("style.css", "frame.css")
_NAME = "政策知识库"


def navigation(root: str, current: str, *, target: str = "") -> str:
    """The links to all pages from one at `root`; the present one is marked.

    With a target they open there, so that a conversation stays.
    """
    links = "".join(
        f'<li><a href="{escape(root)}{path}"'
        + (' aria-current="page"' if path == current else f' target="{target}"' if target else "")
        + f">{name}</a></li>"
        for path, name in PAGES
    )
    return f'<nav class="pages" aria-label="网站导航"><ul>{links}</ul></nav>'


def login_view(root: str, user: User | None) -> str:
    """Who is logged in, and the way out; "" where no users are set up."""
    if user is None or user == LOCAL:
        return ""
    return (
        f'<form class="login" method="post" action="{root}logout"><span>{text(user.name)}</span>'
        '<button type="submit">退出</button></form>'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a page stands and who looks at it."""

    root: str = "./"
    """The way from the page to the front page."""
    role: Role = Role.ADMIN
    user: User | None = None
    """Who is logged in; None where no users are set up."""

    @property
    def edits(self) -> bool:
        """Whether documents may be taken in and removed."""
        return self.role >= Role.EDITOR

    @property
    def rebuilds(self) -> bool:
        """Whether the indexes may be made anew."""
        return self.role >= Role.ADMIN

    def page(
        self,
        current: str,
        title: str,
        main: str,
        *,
        styles: tuple[str, ...] = (),
        scripts: tuple[str, ...] = (),
        name: str = "",
    ) -> str:
        """The whole page; `current` is its path in `PAGES`, `name` the class of its body."""
        links = "".join(
            f'<link rel="stylesheet" href="{self._asset(style)}">' for style in (*_STYLES, *styles)
        )
        loaded = "".join(
            f'<script src="{self._asset(script)}" defer></script>' for script in scripts
        )
        return (
            '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)} · {_NAME}</title>"
            f'<link rel="icon" href="{self._asset("icon.png")}">{links}{loaded}</head>'
            f'<body class="plain {name}"><a class="skip" href="#main">跳到正文</a>'
            f'<header class="masthead"><p class="site"><a href="{self.root}">{_NAME}</a></p>'
            f"{navigation(self.root, current)}{login_view(self.root, self.user)}</header>"
            f'<main id="main" tabindex="-1">{main}</main></body></html>'
        )

    def problem(self, current: str, title: str, reason: str) -> str:
        """A page that says what is wrong, and what to do."""
        return self.page(
            current,
            title,
            f'<h1>{escape(title)}</h1><p class="problem" role="alert">{text(reason)}</p>',
        )

    def _asset(self, name: str) -> str:
        return f"{self.root}assets-of-page/{name}?{_stamp(name)}"


@cache
def _stamp(name: str) -> str:
    """What changes with a file, so that no browser keeps an old one."""
    return sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
