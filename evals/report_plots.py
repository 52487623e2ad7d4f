"""Plots of a report as inline SVG, drawn by matplotlib.

Colours are the page's (CSS variables), letters the reader's; sizes are in units of the drawing, 360
wide, about a pixel each on a phone. The same numbers give the same bytes, whatever fonts a machine
has: texts are placed by the widths of the font that comes with matplotlib.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from evals.measures import Interval

__all__ = ["COLOURS", "MARKS", "bars", "curves", "intervals", "stacks", "times"]

COLOURS = 8  # systems that can be told apart by colour; more begin anew
MARKS = "●■▲◆▼★✚✖"  # of the systems, as letters

_MARKERS = "os^Dv*PX"
_STYLES = ("-", "--", "-.", ":")
_WIDTH = 5.0  # inches of 72 units
_SIZE = 10.5  # of letters
_INK, _FAINT, _PAPER = "#c00100", "#c00200", "#c00300"
_SYSTEMS = tuple(f"#c0000{n}" for n in range(1, COLOURS + 1))
_OUTCOMES = tuple(f"#c0004{n}" for n in range(1, 10))
_CSS = (
    {_INK: "--ink", _FAINT: "--line", _PAPER: "--paper"}
    | {colour: f"--s{n}" for n, colour in enumerate(_SYSTEMS, start=1)}
    | {colour: f"--o{n}" for n, colour in enumerate(_OUTCOMES, start=1)}
)
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "policykb",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": _SIZE,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": _FAINT,
    "grid.linewidth": 0.8,
}
_PROLOG = re.compile(r"\A.*?(?=<svg)|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_BOX = re.compile(r'viewBox="[^"]*"')
_COLOUR = re.compile("|".join(_CSS))
_ID = re.compile(r'(?<= id=")|(?<=href="#)|(?<=url\(#)')
_FONT = re.compile(r"font-family: [^;\"]*;? ?")
_DEPTHS = (1, 2, 5, 10, 20, 50, 100)

Paint = Callable[[Figure, Axes], None]


def curves(name: str, found: Mapping[str, Sequence[float]]) -> Markup:
    """Recall at 1, 2, 3 and so on, by system; `name` is used once in a page."""
    low = max(0.0, int(min(min(curve) for curve in found.values()) * 10) / 10)

    def paint(_: Figure, axes: Axes) -> None:
        axes.set_position((0.11, 0.16, 0.86, 0.81))
        for n, curve in enumerate(found.values()):
            marked = [depth - 1 for depth in _DEPTHS if depth <= len(curve)]
            axes.plot(range(1, len(curve) + 1), curve, markevery=marked, **_line(n))
        axes.set(xscale="log", xlabel="k（对数刻度）", ylim=(low - 0.01, 1.02))
        _ticks(axes, _DEPTHS, lambda k: f"{k:.0f}")
        axes.grid(visible=True)

    told = "；".join(f"{label} 从 {c[0]:.3f} 到 {c[-1]:.3f}" for label, c in found.items())
    depth = max(map(len, found.values()))
    return _drawn(name, 3.0, paint, f"k 从 1 到 {depth} 的召回率：{told}")


def intervals(name: str, found: Mapping[str, Mapping[str, Interval]]) -> Markup:
    """Means with their intervals by system, measures one below the other."""
    measures = list(dict.fromkeys(measure for values in found.values() for measure in values))
    height = 0.45 + len(measures) * (0.14 + 0.13 * len(found))
    left = 0.05 + max(map(_width, measures)) / (72 * _WIDTH)

    def paint(_: Figure, axes: Axes) -> None:
        axes.set_position((left, 0.33 / height, 0.95 - left, 1 - 0.38 / height))
        for n, values in enumerate(found.values()):
            held = [(m, values[measure]) for m, measure in enumerate(measures) if measure in values]
            means = [mean for _, (mean, _, _) in held]
            below = [max(0.0, mean - low) for _, (mean, low, _) in held]
            above = [max(0.0, high - mean) for _, (mean, _, high) in held]
            rows = [m - 0.5 + (n + 1) / (len(found) + 1) for m, _ in held]
            axes.errorbar(means, rows, xerr=[below, above], **_line(n) | {"linestyle": "none"})
        axes.set_yticks(range(len(measures)), measures)
        axes.set(ylim=(len(measures) - 0.5, -0.5))
        for row in range(1, len(measures)):
            axes.axhline(row - 0.5, color=_FAINT, linewidth=0.8)
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=True, axis="x")

    told = "；".join(
        f"{label}：" + "、".join(f"{measure} {mean:.3f}" for measure, (mean, *_) in values.items())
        for label, values in found.items()
    )
    return _drawn(name, height, paint, f"各指标的平均值和 95% 区间：{told}")


def times(name: str, found: Mapping[str, NDArray[np.float64]]) -> Markup:
    """The share of questions done within a time by system; times in milliseconds."""

    def paint(_: Figure, axes: Axes) -> None:
        axes.set_position((0.14, 0.19, 0.83, 0.77))
        for n, values in enumerate(found.values()):
            shares = np.arange(1, len(values) + 1) / len(values)
            every = max(1, len(values) // 6)
            axes.plot(np.sort(values), shares, markevery=every, **_line(n))
        axes.set(xscale="log", xlabel="每题耗时（对数刻度）", ylim=(0, 1.02))
        low, high = axes.get_xlim()
        span = high / low
        steps = (1,) if span > 1000 else (1, 3) if span > 30 else (1, 2, 3, 5)
        held = [step * 10.0**e for e in range(-3, 8) for step in steps]
        _ticks(axes, [tick for tick in held if low <= tick <= high], _duration)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
        axes.grid(visible=True)

    told = "；".join(f"{label} 一半在 {np.median(v):.1f} 毫秒内" for label, v in found.items())
    return _drawn(name, 2.7, paint, f"在一定时间内完成的题所占的份额：{told}")


def bars(name: str, found: Mapping[str, Sequence[int]]) -> Markup:
    """Counts of scores in equal bins from 0 to 1, systems one below the other."""
    height = 0.35 + 0.75 * len(found)
    top = max(max(counts) for counts in found.values()) or 1

    def paint(figure: Figure, axes: Axes) -> None:
        axes.remove()
        for n, (label, counts) in enumerate(found.items()):
            low = 1 - 0.75 * (n + 1) / height
            axes = figure.add_axes((0.11, low, 0.86, 0.48 / height))
            edges = np.arange(len(counts)) / len(counts)
            colour = _SYSTEMS[n % COLOURS]
            axes.bar(edges, counts, 1 / len(counts), align="edge", color=colour, edgecolor=_PAPER)
            axes.set(xlim=(0, 1), ylim=(0, top * 1.05), yticks=(0, top))
            axes.set_title(label, loc="left", fontsize=_SIZE, pad=3)
            axes.tick_params(labelbottom=n == len(found) - 1)

    told = "；".join(f"{label}：{'、'.join(map(str, c))}" for label, c in found.items())
    return _drawn(name, height, paint, f"分数每十分之一的题数，从 0 到 1：{told}")


def stacks(name: str, found: Mapping[str, Mapping[str, int]], places: Mapping[str, int]) -> Markup:
    """Shares of outcomes, one bar a system; `places` says which colour an outcome has, from 0."""
    height = 0.35 + 0.5 * len(found)

    def paint(_: Figure, axes: Axes) -> None:
        axes.set_position((0.03, 0.32 / height, 0.93, 1 - 0.35 / height))
        for row, (label, counts) in enumerate(found.items()):
            whole, start = sum(counts.values()) or 1, 0.0
            for outcome, count in counts.items():
                colour = _OUTCOMES[places[outcome]]
                axes.barh(row, count / whole, 0.48, start, color=colour, edgecolor=_PAPER)
                start += count / whole
            axes.text(0, row - 0.29, label, va="bottom")
        axes.set(xlim=(0, 1), ylim=(len(found) - 0.6, -0.72), yticks=())
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))

    told = "；".join(
        f"{label}：" + "、".join(f"{outcome} {n}" for outcome, n in counts.items() if n)
        for label, counts in found.items()
    )
    return _drawn(name, height, paint, f"各种结果的题数：{told}")


def _line(n: int) -> dict[str, Any]:
    return {
        "color": _SYSTEMS[n % COLOURS],
        "marker": _MARKERS[n % len(_MARKERS)],
        "markersize": 5.5,
        "markeredgecolor": _PAPER,
        "markeredgewidth": 0.6,
        "linestyle": _STYLES[n // 2 % len(_STYLES)],
        "linewidth": 1.6,
    }


def _ticks(axes: Axes, at: Sequence[float], told: Callable[[float], str]) -> None:
    axes.xaxis.set_major_locator(FixedLocator(list(at)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: told(value)))


def _duration(milliseconds: float) -> str:
    return f"{milliseconds:g} ms" if milliseconds < 1000 else f"{milliseconds / 1000:g} s"


def _width(text: str) -> float:
    """About how wide a text is drawn, in units."""
    return sum(_SIZE if unicodedata.east_asian_width(c) in "WF" else 0.62 * _SIZE for c in text)


def _drawn(name: str, height: float, paint: Paint, told: str) -> Markup:
    file = io.BytesIO()
    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")  # the reader has them
        figure = Figure(figsize=(_WIDTH, height))
        figure.patch.set_visible(False)
        paint(figure, figure.add_axes((0.1, 0.1, 0.8, 0.8)))
        for axes in figure.axes:
            axes.patch.set_visible(False)
        none = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(file, format="svg", metadata=none)
    return _inline(file.getvalue().decode(), name, told)


def _inline(svg: str, name: str, told: str) -> Markup:
    """An SVG file as a part of a page: its own ids, the page's colours and letters."""

    def change(tag: re.Match[str]) -> str:
        text = _ID.sub(f"{name}-", _FONT.sub("", tag[0]))
        return _COLOUR.sub(lambda colour: f"var({_CSS[colour[0]]})", text)

    body = _TAG.sub(change, _PROLOG.sub("", svg))
    head, _, rest = body.partition(">")
    box = _BOX.search(head)
    if box is None:
        raise ValueError("matplotlib wrote an SVG without a viewBox")
    return Markup(f'<svg role="img" aria-label="{escape(told)}" {box[0]}>{rest}')
