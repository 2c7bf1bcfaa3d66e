"""Finds boxes that stand below a story in the dump of its page: other stories under their heading, the author's bio."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.phrases import filled_in
from extractors.textmode.lines import Line

TRAILS_OFF = re.compile(r"(?:…|\.\.\.)\W*$")
"""How a line ends that goes on elsewhere."""
_QUOTED = re.compile(r"(?:\w+ ?)?[\"“”„«»「](?=\S)[^\"“”„«»「」]{1,60}[\"“”«»」]")
_MOST_TEASERS = 16  # lines of a box of related posts: titles, excerpts, days, categories
_NEAR = 6  # lines below them among which a phrase stands
_LONGEST_BIO = 3  # lines


def related_lines(lines: Sequence[Line]) -> set[int]:
    """The lines of boxes of related posts, with their headings: titles with excerpts that trail off, days, categories.

    Phrases of the page have to stand near below: a list that an author calls "Related" is followed by his own words.
    """
    found: set[int] = set()
    for number, line in enumerate(lines):
        if line.kind == "related" and line.is_short and line.weight:
            stop = _end_of_teasers(lines, number + 1)
            if stop > number + 1 and any(below.weight for below in lines[stop : stop + _NEAR]):
                found.update(range(number, stop))
    return found


def _end_of_teasers(lines: Sequence[Line], start: int) -> int:
    """The number of the line below the last detail of the teasers that begin with line ``start``, else ``start``."""
    stop = start
    for number in range(start, min(start + _MOST_TEASERS, len(lines))):
        line = lines[number]
        if _is_detail(line):
            stop = number + 1
        elif line.kind is not None or not line.is_short:
            break
    return stop


def _is_detail(line: Line) -> bool:
    """Whether a line is an excerpt that trails off, a day, or a category in quotation marks."""
    return bool(TRAILS_OFF.search(line.said[-8:])) or line.is_time or _QUOTED.fullmatch(line.said) is not None


def bio_lines(lines: Sequence[Line]) -> set[int]:
    """The lines that tell of the author, from the one with the name alone to the link to all that he or she wrote."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        told = filled_in(line.said) if line.kind == "sidebar" else ()
        name = told[0].strip(" →»") if told else ""
        if not name:
            continue
        above = range(max(number - _LONGEST_BIO - 1, 0), number)
        first = next((place for place in above if lines[place].is_short and lines[place].said.endswith(name)), None)
        if first is not None:
            found.update(range(first, number + 1))
    return found
