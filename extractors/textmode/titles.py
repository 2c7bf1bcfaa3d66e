"""Tells a headline from what looks like one on the dump of a page: the page's own title, the site's name and motto."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.textmode.days import tells_day
from extractors.textmode.head import is_credit, is_headline, is_label
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES

MOST_ABOVE = 10
"""Lines that a headline stands above the first sentence."""
TITLE = 0.02
"""The verdict from which a line above author and day is a headline, however short."""
_MENU = frozenset({"menu", "search", "login"})
_BULLETS = " *•·▪►▼+-"
_FOOT = 12  # lines at the end of a page, among which its footer is
_REACH = 4  # lines above the day
_PARTS = re.compile(r"\s+[|•·–—»«:-]+\s+|:\s+")  # of a page's title
_LAST = 2  # of them that need no phrase of a footer beside them


def above_credits(lines: Sequence[Line], first: int, verdicts: NDArray[np.float32]) -> int | None:
    """Return the number of the line above author and day, where these stand above the ``first`` sentence."""
    above = lines[max(first - MOST_ABOVE, 0) : first]
    credits = 0
    for number, line in zip(range(first - 1, -1, -1), reversed(above), strict=False):
        if line.kind in _MENU:
            break
        is_other = line.kind in RULES or line.is_rule or is_credit(line) or ":" in line.said
        credits += is_credit(line)
        if not is_other and verdicts[number] >= TITLE:
            return number if credits and line.is_short else None
    return None


def right_above(lines: Sequence[Line], first: int, verdicts: NDArray[np.float32]) -> int | None:
    """Return the number of the line right above the ``first`` sentence and author and day, if it can be a headline."""
    above = range(first - 1, max(first - MOST_ABOVE, -1), -1)
    place = next((at for at in above if not (lines[at].is_rule or is_credit(lines[at]))), None)
    return place if place is not None and is_headline(lines[place]) and verdicts[place] >= TITLE else None


def in_title_of_page(lines: Sequence[Line], first: int) -> int | None:
    """Return the number of the last line above the ``first`` sentence that the very first one begins or ends with.

    That one is the page's own title, with the site's name: "A goat | The Low Water Post". None where none does.
    """
    title = lines[0].said.strip() if lines else ""
    parts = {part.strip() for part in _PARTS.split(title)}
    if len(parts) < 2:
        return None
    said = (number for number in range(first - 1, 0, -1) if lines[number].said.strip() in parts)
    return next((number for number in said if is_headline(lines[number])), None)


def above_day(lines: Sequence[Line], first: int) -> int | None:
    """Return the number of the headline-like line right above the last one with a day over the ``first`` sentence.

    Between the two stand names, and a dek that is a sentence, at most.
    """
    above = range(first - 1, max(first - MOST_ABOVE, 0), -1)
    day = next((at for at in above if lines[at].is_time or tells_day(lines[at].said)), 0)
    over = range(day - 1, max(day - 1 - _REACH, -1), -1)
    titles = (at for at in over if is_headline(lines[at]) and not (is_credit(lines[at]) or tells_day(lines[at].said)))
    return next(titles, None)


def below_path(lines: Sequence[Line], chosen: int, first: int) -> int:
    """Return the number of the line that says the ``chosen`` one again above the ``first`` sentence, else its own.

    The one above ends the path to the page, torn at its arrows. No author or day stands between.
    """
    said = lines[chosen].said.strip()
    for number in range(chosen + 1, first):
        if lines[number].said.strip() == said:
            return number
        if lines[number].ends_sentence or is_credit(lines[number]) or is_label(lines[number]):
            break
    return chosen


def tells_more(lines: Sequence[Line], title: int, named: int) -> bool:
    """Return whether line ``title``, above the ``named`` one, says it and the site's name: the page's own title."""
    return title < named and lines[named].said.strip() in lines[title].said


def is_name_of_site(lines: Sequence[Line], number: int) -> bool:
    """Return whether the line above all that is told comes again, as a site's name does in the page's footer."""
    return 0 <= number < MOST_ABOVE and lines[number].is_short and comes_again(lines, number)


def site_names(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the short lines at the top of a page that come again in its footer: the site's name.

    Lists of posts print a headline again as well, but not beside a phrase of the footer.
    """
    foot = range(max(len(lines) - _FOOT, MOST_ABOVE), len(lines))
    signed = {lines[number].said.strip() for number in foot if _is_in_footer(lines, number)}
    top = range(min(2 * MOST_ABOVE, len(lines)))
    return frozenset(number for number in top if lines[number].kind is None and lines[number].said.strip() in signed)


def _is_in_footer(lines: Sequence[Line], number: int) -> bool:
    beside = (lines[at].kind for at in (number - 1, number + 1) if at < len(lines))
    return lines[number].is_short and ("footer" in beside or number >= len(lines) - _LAST)


def comes_again(lines: Sequence[Line], number: int) -> bool:
    """Return whether the page prints the line once more below it, as its lists of posts print a headline."""
    return is_said(lines[number], lines[number + 1 :])


def is_said(title: Line, lines: Sequence[Line]) -> bool:
    """Return whether one of ``lines`` says what a title does, as an item of a list perhaps."""
    said = title.said.strip()
    return any(said in line.said and line.said.strip(_BULLETS) == said for line in lines)
