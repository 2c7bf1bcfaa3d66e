"""Finds the lines of a text that a program wrapped: what goes on in the next line was too long for its column.

A poem and a list have short lines, too, but there the next word would have fitted in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

_COLUMNS = range(36, 111)  # of wrapped text; a Chinese character may take two
_ITEM = re.compile(r"(?:[-–—•*·▪►+|]|#{1,6})\s|\(?\d{1,3}[.)]\s")
_ADDRESS = re.compile(r"(?:https?://|www\.)")
_LISTED_ADDRESS = re.compile(r"\W*(?:\d{1,4}[.\]]:?\s+)?[a-z-]{3,11}:\S+$")  # alone in its line
_SET_APART = re.compile(r"\S\s{3,}\S")  # the foot of a printed page
_OPEN, _CLOSE = re.compile(r"\[[^\[\]]*$"), re.compile(r"[^\[\]]*\]\(")
_ADDRESSED, _REST = re.compile(r"\]\([^()\s]+$"), re.compile(r'\s*(?:"[^"]*"|[^()\s]+)\)')
_FOLD = re.compile(r"(?<=([\u3040-\u30ff\u3400-\u9fff\u3000-\u303f\uff00-\uff0f]))?\n[\s>]*")
_SET_IN = " >\t\u00a0"
_FEWEST_UNCASED = 2  # folds in a script without small letters
_FEWEST_CERTAIN = 3  # folds that make those believed in that end a sentence


def unfolded(text: str) -> str:
    """Return a paragraph as one line."""
    return _FOLD.sub(lambda fold: "" if fold[1] else " ", text) if "\n" in text else text


def folds(raws: Sequence[str], may_go_on: Callable[[int], bool], ends_sentence: Callable[[int], bool]) -> set[int]:
    """Return the numbers of the lines that go on in the next one.

    ``raws`` are the lines of a text as they stand, "" for the end of a block. Lines of which ``may_go_on`` denies it
    are whole, but for those with a small letter below, and so are those that end a sentence where few are folded.
    """
    links = {number for number, (raw, below) in enumerate(pairwise(raws)) if _is_within_link(raw, below)}
    columns = _columns(raws, may_go_on)
    if columns not in _COLUMNS:
        return links
    full = {number for number in range(len(raws) - 1) if _is_full(raws[number], raws[number + 1], columns)}
    full = {number for number in full if _first(raws[number + 1]).islower() or may_go_on(number)}
    open_ended = {number for number in full if not ends_sentence(number)}
    small = sum(_first(raws[number + 1]).islower() for number in open_ended)
    uncased = sum(_is_uncased(_first(raws[number + 1])) for number in open_ended)
    if not small and uncased < _FEWEST_UNCASED:
        return links
    return links | (full if len(open_ended) >= _FEWEST_CERTAIN else open_ended)


def _is_within_link(raw: str, below: str) -> bool:
    """Return whether a link begins in one line and ends in the next: its words, its address or its title."""
    if ")" not in below or "[" not in raw:
        return False
    return bool((_OPEN.search(raw) and _CLOSE.match(below)) or (_ADDRESSED.search(raw) and _REST.match(below)))


def _columns(raws: Sequence[str], may_go_on: Callable[[int], bool]) -> int:
    """Return the length of the longest line that may go on: links and fields are left whole where others are folded.

    So are addresses, which no column holds, and with some tools the items of lists.
    """
    length = 0
    for number, raw in enumerate(raws):
        if len(raw) > length and not _stays_whole(raw) and may_go_on(number):
            length = len(raw)
            if length >= _COLUMNS.stop:
                break
    return length


def _stays_whole(raw: str) -> bool:
    return _LISTED_ADDRESS.match(raw) is not None or _ITEM.match(raw.lstrip(_SET_IN)) is not None


def _is_full(line: str, below: str, columns: int) -> bool:
    """Return whether the first word of the line below would not have fitted in."""
    below = below.lstrip(_SET_IN)
    if (
        not any(map(str.isalnum, line))
        or not any(map(str.isalnum, below))
        or _ITEM.match(below)
        or _ADDRESS.match(below)
    ):
        return False
    if _ADDRESS.match(line) or _SET_APART.search(line):
        return False
    return len(line) + 1 + len(below.split(maxsplit=1)[0]) > columns


def _first(line: str) -> str:
    return line.lstrip(_SET_IN)[:1]


def _is_uncased(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()
