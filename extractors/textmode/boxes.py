"""Finds boxes that stand below a story in the dump of its page: other stories under their heading, the author's bio."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metadata.names import begins_byline
from extractors.phrases import filled_in
from extractors.textmode.lines import Line

TRAILS_OFF = re.compile(r"(?:…|\.\.\.)\W*$")
"""How a line ends that goes on elsewhere."""
_ABOUT = re.compile(
    r"(?i:about|over|über|acerca de|sobre|à propos de|informazioni su|om|o|об|про|tietoja|για|hakkında)\s+"
    r"([^\W\d_]\S+(?:\s+\S+){1,3})"
)
_QUOTED = re.compile(r"(?:\w+ ?)?[\"“”„«»「](?=\S)[^\"“”„«»「」]{1,60}[\"“”«»」]")
_MOST_TEASERS = 16  # lines of a box of related posts: titles, excerpts, days, categories
_FEWEST_DATED = 2  # teasers whose excerpts are whole sentences, each over its day
_MOST_TITLES = 2  # short lines of a teaser over its excerpt: the category of the one before, or its own, and the title
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
    return bool(TRAILS_OFF.search(line.said[-8:])) or line.is_time or _is_quoted(line)


def teaser_lines(lines: Sequence[Line]) -> set[int]:
    """The lines of boxes of related posts whose excerpts are whole sentences, with their headings.

    Each excerpt stands between a title and a day or a link to read on; phrases of the page stand near below.
    """
    found: set[int] = set()
    for number in range(len(lines)):
        if _is_over_teasers(lines, number):
            stop, teasers = number + 1, 0
            while (end := _end_of_teaser(lines, stop)) > stop:
                stop, teasers = end, teasers + 1
            if teasers >= _FEWEST_DATED and any(below.weight for below in lines[stop : stop + _NEAR]):
                found.update(range(number, stop))
    return found


def _is_over_teasers(lines: Sequence[Line], number: int) -> bool:
    """Whether a line may be the heading of teasers; "Read more" is one where no other line says it, as links do."""
    line = lines[number]
    if line.kind != "read-more":
        return line.kind == "related" and line.is_short and line.weight > 0
    return line.is_short and [other.said for other in lines].count(line.said) == 1


def _end_of_teaser(lines: Sequence[Line], start: int) -> int:
    """The number of the line below the teaser from line ``start`` on (title, excerpt, day), ``start`` for none."""
    excerpt = start
    while excerpt < len(lines) and excerpt - start < _MOST_TITLES and _is_title(lines[excerpt]):
        excerpt += 1
    end = excerpt + 1
    if excerpt == start or end >= len(lines) or not (lines[excerpt].kind is None and lines[excerpt].ends_sentence):
        return start
    while end < len(lines) and _is_below_excerpt(lines[end]):
        end += 1
    return end if end > excerpt + 1 else start


def _is_below_excerpt(line: Line) -> bool:
    return line.is_time or line.kind == "read-more" or _is_quoted(line) or (line.is_short and begins_byline(line.said))


def _is_title(line: Line) -> bool:
    return line.kind is None and line.is_short and not line.is_time


def _is_quoted(line: Line) -> bool:
    return _QUOTED.fullmatch(line.said) is not None


def bio_lines(lines: Sequence[Line]) -> set[int]:
    """The lines that tell of the author, from the one with the name alone to the link to all that he or she wrote."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        told = filled_in(line.said) if line.kind == "sidebar" else ()
        name = told[0].strip(" →»") if told else ""
        if not name:
            continue
        above = range(max(number - _LONGEST_BIO - 1, 0), number)
        first = next((place for place in above if lines[place].is_short and _ends_in(name, lines[place], line)), None)
        if first is not None:
            found.update(range(first, number + 1))
    return found


def about_lines(lines: Sequence[Line]) -> set[int]:
    """The lines of boxes under "About" and the name that a line of few words over the story ends in as well.

    A phrase of the page stands right below them.
    """
    found: set[int] = set()
    first = next((number for number, line in enumerate(lines) if line.is_prose), len(lines))
    signed = [line for line in lines[:first] if line.is_short]
    for number, line in enumerate(lines[first:], first):
        about = _ABOUT.fullmatch(line.said.strip()) if line.is_short else None
        if about is None or not any(about[1] in over.said for over in signed):
            continue
        below = range(number + 1, min(number + _LONGEST_BIO + 2, len(lines)))
        stop = next((place for place in below if lines[place].weight), None)
        if stop is not None:
            found.update(range(number, stop))
    return found


def _ends_in(name: str, signed: Line, link: Line) -> bool:
    """Whether a line ends in the name that a link says, the last word of which may be glued to the link's own words."""
    before, _, last = signed.said.strip().rpartition(" ")
    return signed.said.endswith(name) or (before.endswith(name) and f"{name} {last}" in link.said)
