"""Finds what a printer sets at the head and foot of each page of a print: address, title, day, number of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.phrases import normalise
from extractors.textmode.lines import Line

_LONGEST = 300  # characters
_DIGITS = re.compile(r"\d\D+\d.*\d[./:-]\d")  # a day or an hour besides the page
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|file:///\S+")
_PAGE = re.compile(r"(?<![\w/.:-])(\d{1,4})\s*(?:/|of|von|de|sur|di|van|av|af|z|ze|из|з|／)\s*(\d{1,4})(?![\w/.:-])")
_HEAD_AND_FOOT = 2
_FEWEST_OF_A_HEAD = 3  # words beside the numbers


def without_print(lines: Sequence[Line], printed: frozenset[int]) -> list[Line]:
    """Return ``lines`` without those that are ``printed``, each as far from the one above as it was."""
    kept, gap = [], 0
    for number, line in enumerate(lines):
        gap = max(gap, line.gap)
        if number not in printed:
            kept.append(replace(line, gap=gap) if gap > line.gap else line)
            gap = 0
    return kept


def printed_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines at the head and foot of printed pages.

    They come again on each page, but for its number, and one of them has an address or counts the pages; of a print of
    one page only the line with both is known.
    """
    pages = {number: page for number, line in enumerate(lines) if (page := _page(line))}
    counted = list(pages)
    if not counted or any(above > below for above, below in pairwise(pages.values())) or _are_marks(pages.values()):
        return frozenset()
    keys = [_key(line) for line in lines]
    often = Counter(keys)
    found: set[int] = set()
    for number in counted:
        beside = {at for at in _beside(number, keys) if often[keys[at]] > 1 and _is_head(keys[at])}
        text = lines[number].text
        if beside or _ADDRESS.search(text) or (often[keys[number]] > 1 and _DIGITS.search(text)):
            found |= {number} | beside
    repeated = {keys[number] for number in found if often[keys[number]] > 1 and number not in pages}
    return frozenset(found | {number for number, key in enumerate(keys) if key in repeated})


def _page(line: Line) -> int:
    """Return the number of a page that a line tells among so many, and else an address, a day or an hour; 0 if none."""
    text = line.text.strip()
    page = _PAGE.search(text) if len(text) <= _LONGEST else None
    if page is None or not 0 < int(page[1]) <= int(page[2]):
        return 0
    others = normalise(_ADDRESS.sub("", text[: page.start()] + " " + text[page.end() :])).split()
    return int(page[1]) if set(others) <= {"#", "am", "pm"} else 0


def _are_marks(numbers: Collection[int]) -> bool:
    """Return whether numbers come more often than at the head and foot of a page: marks of a test, "5/5"."""
    return max(Counter(numbers).values()) > _HEAD_AND_FOOT


def _beside(number: int, keys: Sequence[str]) -> list[int]:
    return [at for at in (number - 2, number - 1, number + 1, number + 2) if 0 <= at < len(keys)]


def _is_head(key: str) -> bool:
    return len([word for word in key.split() if word != "#"]) >= _FEWEST_OF_A_HEAD


def _key(line: Line) -> str:
    return normalise(line.text) if len(line.text) <= _LONGEST else line.text
