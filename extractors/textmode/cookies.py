"""Finds notices about cookies in the dump of a page: sentences above the story and over the buttons to agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.textmode.lines import Line

COOKIES = re.compile(
    r"(?<![a-z])cookies?(?![a-z])|\b(?:kak|informasjonskaps|vafrakök)(?:or|er|ler|ur)\b|\bsüti|\bçerez|ciastecze?k|\beväste"
    r"|\bslapuk|\bsīkdat|\bküpsis|\bkolačić|\bpiškot|\bgaletes\b|\bкуки\b|бисквитк|колачић"
    "|คุกกี้|クッキー|쿠키|कुकी|עוגיות|تعريف الارتباط",
    re.IGNORECASE,
)
"""What cookies are called in interfaces, in some thirty languages."""
_LONGEST = 8  # lines of a notice, its buttons not counted
_MENU = frozenset({"menu", "search", "login"})


def cookie_lines(lines: Sequence[Line], headline: int | None) -> frozenset[int]:
    """Return the numbers of the lines of notices above the headline, or above the menu where no headline is known.

    A notice speaks of cookies and has a button below; a story about cookies stands below its headline.
    """
    end = headline if headline is not None else next((n for n, line in enumerate(lines) if line.kind in _MENU), 0)
    found: set[int] = set()
    for button in (number for number in range(end) if lines[number].kind == "cookies"):
        top = _top(lines, button)
        found.update(range(top, button))
    return frozenset(found)


def _top(lines: Sequence[Line], button: int) -> int:
    """Return the line in which the notice above a button begins, the last one's own number where there is none."""
    top = button
    for number in range(button - 1, max(button - 1 - _LONGEST, -1), -1):
        if lines[number].kind not in (None, "cookies", "newsletter", "footer"):
            break
        if COOKIES.search(lines[number].said):
            top = number
    return top
