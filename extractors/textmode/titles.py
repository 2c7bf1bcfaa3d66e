"""Tells a headline from what looks like one on the dump of a page: the page's own title, the site's name and motto."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.textmode.head import is_credit
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES

MOST_ABOVE = 10
"""Lines that a headline stands above the first sentence."""
_TITLE = 0.02  # the verdict from which a line above author and day is a headline, however short
_MENU = frozenset({"menu", "search", "login"})


def above_credits(lines: Sequence[Line], first: int, verdicts: NDArray[np.float32]) -> int | None:
    """Return the number of the line above author and day, where these stand above the ``first`` sentence."""
    above = lines[max(first - MOST_ABOVE, 0) : first]
    credits = 0
    for number, line in zip(range(first - 1, -1, -1), reversed(above), strict=False):
        if line.kind in _MENU:
            break
        is_other = line.kind in RULES or line.is_rule or is_credit(line) or ":" in line.said
        credits += is_credit(line)
        if not is_other and verdicts[number] >= _TITLE:
            return number if credits and line.is_short else None
    return None


def tells_more(lines: Sequence[Line], title: int, named: int) -> bool:
    """Return whether line ``title``, above the ``named`` one, says it and the site's name: the page's own title."""
    return title < named and lines[named].said.strip() in lines[title].said


def is_name_of_site(lines: Sequence[Line], number: int) -> bool:
    """Return whether the line above all that is told comes again, as a site's name does in the page's footer."""
    return 0 <= number < MOST_ABOVE and lines[number].is_short and comes_again(lines, number)


def comes_again(lines: Sequence[Line], number: int) -> bool:
    """Return whether the page prints the line once more below it, as its lists of posts print a headline."""
    title = lines[number].said.strip()
    return any(line.said.strip() == title for line in lines[number + 1 :])
