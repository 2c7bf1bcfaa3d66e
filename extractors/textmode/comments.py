"""Finds readers' comments in plain text by their repetition: name, time, what was said, a link to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.textmode.lines import Line

_TELLING = frozenset({"comment-meta", "comment-reply", "comment-author"})
_LONGEST = 14  # lines of a comment
_FEWEST = 3  # comments that show what their links to answer say
_SEVERAL = 2  # comments that need no heading
_NAME = 6  # words of a name


def comment_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are readers' comments under a heading of comments.

    Times alone are no proof, a live report has them as well: names that "say" and links to answer must be among them,
    in known words or as one and the same line over each next name.
    """
    headings = [number for number, line in enumerate(lines) if line.kind == "comments-heading"]
    if not headings:
        return frozenset()
    telling = {number for number, line in enumerate(lines) if line.kind in _TELLING} | _closings(lines, headings[0])
    found: set[int] = set()
    for heading in headings:
        if heading not in found:
            found.update(_section(lines, heading, telling))
    return frozenset(found)


def answered_lines(lines: Sequence[Line]) -> set[int]:
    """Return the lines of comments that each stand between a time and a link to answer, with no phrase between.

    They stand below a heading of comments that is below a sentence of the story, or name who said them, or are several
    each of which has a name over its time.
    """
    told = next((number for number, line in enumerate(lines) if _is_said(line)), len(lines))
    below = range(told + 1, len(lines))
    heading = next((number for number in below if lines[number].kind == "comments-heading"), len(lines))
    certain: set[int] = set()
    named: list[range] = []
    for reply in (number for number, line in enumerate(lines) if line.kind == "comment-reply"):
        above = range(reply - 1, max(reply - _LONGEST, 0), -1)
        time = next((place for place in above if lines[place].is_time or lines[place].kind is not None), reply)
        if not lines[time].is_time or not any(map(_is_said, lines[time + 1 : reply])):
            continue
        name = lines[time - 1]
        is_signed = name.kind == "comment-author"
        is_named = is_signed or (name.kind is None and not _is_said(name))
        comment = range(time - is_named, reply + 1)
        if is_signed or time > heading:
            certain.update(comment)
        elif is_named and time > told and len(name.said.split()) <= _NAME:
            named.append(comment)
    return certain.union(*named) if len(named) >= _SEVERAL else certain


def _is_said(line: Line) -> bool:
    return line.is_prose or line.ends_sentence


def _closings(lines: Sequence[Line], heading: int) -> set[int]:
    """Return the lines below ``heading`` that stand as one and the same over most names that stand over a time."""
    names = [number - 1 for number in range(heading + 2, len(lines)) if lines[number].is_time]
    above = [number - 1 for number in names if lines[number].is_short and len(lines[number].said.split()) <= _NAME]
    often = Counter(lines[number].said.strip() for number in above if lines[number].kind is None)
    closing, count = often.most_common(1)[0] if often else ("", 0)
    if count < _FEWEST or 2 * count < len(above):
        return set()
    return {number for number in range(heading, len(lines)) if lines[number].said.strip() == closing}


def _section(lines: Sequence[Line], heading: int, telling: set[int]) -> range:
    """Return the lines from ``heading`` to the last that belongs to a comment, an empty range where there is none.

    A heading above another, with no comment between, only counts them, as above a story: "2 comments".
    """
    marks = [heading]
    for number in range(heading + 1, len(lines)):
        counts = lines[number].kind == "comments-heading" and telling.isdisjoint(marks)
        if counts or number - marks[-1] > _LONGEST:
            break
        if number in telling or lines[number].is_time:
            marks.append(number)
    proofs = len(telling.intersection(marks))
    apart = sum(below - above > 1 for above, below in pairwise(marks))  # something was said between
    return range(heading, marks[-1] + 1) if min(proofs, apart) >= 2 and len(marks) > _FEWEST else range(0)
