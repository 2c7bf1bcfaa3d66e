"""The plots of a report, by matplotlib: what they show is in the table below each."""

from __future__ import annotations

import base64
import io
import logging
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import dates, font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

WIDTH = 9.0  # inches
ROW = 0.3  # inches of height that a labelled row takes
LONGEST_LABEL = 32
COLOURED = 12
"""Series that are told apart by colour; more colours nobody tells apart. What comes after them is grey."""
_FEWEST_BARS = 12  # fewer would be broad as planks
MOST_NUMBERS = 150  # cells of a field up to which each has its number in it

# The first comes with matplotlib; letters that it does not have are looked for in the others, where they are installed.
_FONTS = ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "Noto Sans Arabic", "Noto Sans")

mpl.rcParams.update(
    {
        "font.family": [name for name in _FONTS if name in set(font_manager.get_font_names())],
        "font.size": 9,
        "svg.fonttype": "none",  # the browser has letters for every script
        "svg.hashsalt": "copydesk",  # the same figures give the same file
        "text.parse_math": False,  # a dollar in an author's name is no formula
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
    }
)
logging.getLogger("matplotlib").setLevel(logging.ERROR)  # what it finds of fonts is no news
_COLOURS = [mpl.colormaps["tab20"](place) for place in range(20)]


def svg_address(figure: Figure) -> str:
    """The figure as an address that holds it whole."""
    drawn = _drawn(figure, format="svg", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(drawn).decode()


def png(figure: Figure) -> bytes:
    """The figure as a PNG file; letters that no installed font has are boxes in it."""
    return _drawn(figure, format="png", dpi=150)


def label(name: str | None) -> str:
    """A name as a label: printable, and not too long."""
    shown = "".join(character if character.isprintable() else " " for character in name or "(none)")
    return shown if len(shown) <= LONGEST_LABEL else shown[: LONGEST_LABEL - 1] + "…"


def stacked_days(last: date, daily: Mapping[str, Sequence[int]]) -> Figure:
    """Bars, one a day up to ``last``, in which the named series stand on each other."""
    figure, axes = _sheet(3.6)
    length = max(map(len, daily.values()))
    days = [last - timedelta(days=back) for back in range(length - 1, -1, -1)]
    drawn_at = dates.date2num(days)  # type: ignore[no-untyped-call]
    floors = list(accumulate((np.array(counts) for counts in daily.values()), initial=np.zeros(length)))
    for place, (name, counts) in enumerate(daily.items()):
        colour = _COLOURS[place % len(_COLOURS)] if place < COLOURED else "#b0b0b0"
        axes.bar(drawn_at, counts, 0.9, floors[place], color=colour, label=label(name))
    locator = dates.AutoDateLocator()  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("stories a day")
    axes.grid(axis="y", alpha=0.3)
    figure.legend(loc="outside right upper", frameon=False)
    return figure


def heat(rows: Sequence[str], columns: Sequence[str], values: np.ndarray, meaning: str) -> Figure:
    """A field of counts; what is zero stays white."""
    figure, axes = _sheet(1.4 + ROW * len(rows))
    shown, most = np.ma.masked_equal(values, 0), max(int(values.max()), 2)
    image = axes.imshow(shown, aspect="auto", cmap="viridis_r", interpolation="none", vmin=1, vmax=most)
    if values.size <= MOST_NUMBERS:
        for (row, column), count in np.ndenumerate(values):
            if count:
                colour = "white" if count > 0.6 * most else "black"
                axes.text(column, row, f"{count:,}", ha="center", va="center", color=colour)
    axes.set_yticks(range(len(rows)), [label(row) for row in rows])
    step = max(len(columns) // 18, 1)
    axes.set_xticks(range(0, len(columns), step), [label(name) for name in columns[::step]], rotation=45, ha="right")
    axes.set_xticks(np.arange(-0.5, len(columns)), minor=True)
    axes.set_yticks(np.arange(-0.5, len(rows)), minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="both", length=0)
    figure.colorbar(image, ax=axes, label=meaning, ticks=MaxNLocator(integer=True))
    return figure


def bars(names: Sequence[str | None], series: Mapping[str, Sequence[float | None]], *, shares: Iterable[str]) -> Figure:
    """Panels side by side, one a series, each with a bar for every name; ``shares`` names those that end at 100 %."""
    figure = Figure(figsize=(WIDTH, 1.0 + ROW * len(names)), layout="constrained")
    panels = figure.subplots(1, len(series), sharey=True, squeeze=False)[0]
    for place, (title, values) in enumerate(series.items()):
        axes: Axes = panels[place]
        lengths = [0.0 if value is None else value for value in values]
        drawn = axes.barh(range(len(names)), lengths, color=_COLOURS[2 * (place % 10)])
        is_share = title in set(shares)
        told = ["–" if value is None else f"{value:.0%}" if is_share else f"{value:,.0f}" for value in values]
        axes.bar_label(drawn, told, padding=2, fontsize=8)
        axes.set_title(title, fontsize=9)
        axes.margins(x=0.25, y=0.5 / len(names))
        axes.xaxis.set_major_locator(MaxNLocator(3, integer=not is_share))
        if is_share:
            axes.set_xlim(0, 1.25)
            axes.set_xticks([0, 0.5, 1])
            axes.xaxis.set_major_formatter(PercentFormatter(1))
    panels[0].set_yticks(range(len(names)), [label(name) for name in names])
    panels[0].invert_yaxis()
    return figure


def history(names: Sequence[str], counts: Mapping[str, Sequence[int]]) -> Figure:
    """Bars in the order of time, in which the named counts stand on each other."""
    figure, axes = _sheet(3.2)
    floors = list(accumulate((np.array(each) for each in counts.values()), initial=np.zeros(len(names))))
    colours = {"new": "#2e7d32", "revised": "#90a4ae", "failed": "#c62828", "to be tried again": "#f9a825"}
    for place, (name, values) in enumerate(counts.items()):
        axes.bar(range(len(names)), values, 0.8, floors[place], label=name, color=colours.get(name))
    axes.set_xlim(-0.8, max(len(names), _FEWEST_BARS) - 0.2)
    step = max(len(names) // 15, 1)
    axes.set_xticks(range(0, len(names), step), names[::step], rotation=45, ha="right")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", alpha=0.3)
    figure.legend(loc="outside right upper", frameon=False)
    return figure


def _drawn(figure: Figure, **options: Any) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that letters are missing in the fonts, one line a letter
        figure.savefig(out, **options)
    return out.getvalue()


def _sheet(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()
