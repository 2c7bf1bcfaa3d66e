"""Takes out the lines of a dump that open or close a page's elements, as converters to Markdown leave them in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.textmode.lines import Line
from extractors.textmode.markup import is_tag

_FEWEST = 6  # of them in a dump: a story about HTML has a listing, a few of whose tags stand apart


def without_tags(lines: Sequence[Line]) -> list[Line]:
    """Return the ``lines`` but those that are a tag, as far apart as they were; all of them where few are.

    A tag as "<div>" stands between blank lines there, and in a listing among others; ":::" is a fence, wherever.
    """
    ends = [*pairwise(lines), (lines[-1], None)] if lines else []
    is_apart = [line.gap > 0 and (below is None or below.gap > 0) for line, below in ends]
    tags = {n for n, line in enumerate(lines) if is_tag(line.text) and (is_apart[n] or line.text.lstrip()[0] == ":")}
    if len(tags) < _FEWEST:
        return list(lines)
    found: list[Line] = []
    gap = 0
    for number, line in enumerate(lines):
        gap = max(gap, line.gap)
        if number not in tags:
            found.append(line.moved(gap))
            gap = 0
    return found
