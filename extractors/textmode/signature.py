"""Finds what themes print beside a story in words that no phrase is: credits and terms below it, counters above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.phrases import chrome_kind
from extractors.textmode.head import tells_when_posted
from extractors.textmode.lines import Line

_MINUTES = re.compile(r"[\d\W]*(?:\d+ [^\W\d]+\W+)?\d{1,3} ?min(?:ut\w*)?\W*", re.IGNORECASE)  # "412 3 comments 4 min"
_LONGEST = 50  # characters of such a line
_STOP = re.compile(r"(?<=[^\W\d])[.。] *")
_TERMS = frozenset({"categories", "tags", "posted"})
_CREDITS = 8  # lines below a story that say when, by whom and where it was published
_BELOW_CREDITS = frozenset("comments-heading comment-form comments-closed post-navigation related share like".split())


def credit_lines(lines: Sequence[Line], told: int) -> range:
    """The lines right below the last sentence of a story, line ``told``, from its day of publication to its comments.

    Between them a theme prints author and terms, one on each line; an empty range for none.
    """
    below = range(told + 1, min(told + 1 + _CREDITS, len(lines)))
    end = next((number for number in below if lines[number].kind in _BELOW_CREDITS), told)
    start = next((number for number in range(told + 1, end) if tells_when_posted(*lines[number : number + 2])), end)
    return range(start, end)


def counter_lines(lines: Sequence[Line], above: range) -> set[int]:
    """The lines ``above`` a story that tell how long it takes to read, and the bare numbers right above these."""
    minutes = {
        number for number in above if len(lines[number].said) <= _LONGEST and _MINUTES.fullmatch(lines[number].said)
    }
    numbers = {number - 1 for number in minutes if number - 1 in above and lines[number - 1].said.strip().isdigit()}
    return minutes | numbers


def are_terms(line: Line) -> bool:
    """Whether a line lists categories and tags as two sentences: "Categories: Harbour. Tags: ferry."."""
    parts = [part for part in _STOP.split(line.said) if part.strip()]
    return len(parts) > 1 and all(chrome_kind(part.strip()) in _TERMS for part in parts)
