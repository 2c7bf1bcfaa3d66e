"""Lines with arrows that are no links to the posts before and after: the steps of something, the pages of a story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from extractors.textmode.lines import Line

_FEWEST_STEPS = 3  # lines with arrows, one below the other, that are no links to other posts
_TURNS = re.compile(r"^\W*<- |[^-] ->\W*$")  # pages, in arrows of a typewriter


def steps(lines: Sequence[Line]) -> set[int]:
    """Return the lines with arrows of which several follow one another, as the steps of something do.

    Links to the posts before and after are two at most.
    """
    found = set[int]()
    for kind, run in groupby(range(len(lines)), lambda number: lines[number].kind):
        numbers = list(run)
        if kind == "post-navigation" and len(numbers) >= _FEWEST_STEPS:
            found.update(numbers)
    return found


def turns(line: Line) -> bool:
    """Return whether a line leads to another page of the same story, in arrows of a typewriter."""
    return line.is_short and _TURNS.search(line.said) is not None
