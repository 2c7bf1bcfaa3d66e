"""A line of tiny bars, one a day, as the geometry of an inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crawler.console.counting import counted

HEIGHT = 24
BAR, STEP = 2, 3
"""Units of the drawing: how high it is, how wide a bar is, and how far it is from one bar to the next."""


class Sparkline(NamedTuple):
    """The bars of the days that have any as an SVG path, the drawing's width, and what a screen reader says of it."""

    path: str
    width: int
    label: str


def sparkline(counts: Sequence[int]) -> Sparkline:
    """The sparkline of counts a day, the earliest first; the highest bar fills the height, none is invisible."""
    most = max(counts, default=0)
    heights = [max(round(HEIGHT * count / most, 1), 2.0) if count else 0.0 for count in counts]
    bars = (f"M{STEP * day} {HEIGHT}v{-high:g}h{BAR}v{high:g}z" for day, high in enumerate(heights) if high)
    total = sum(counts)
    label = f"{counted(total, 'story', 'stories')} in {counted(len(counts), 'day')}" + (
        f", at most {most:,} a day" if total else ""
    )
    return Sparkline("".join(bars), STEP * len(counts), label)
