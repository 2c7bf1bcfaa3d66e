"""Finds what themes print beside a story in words that no phrase is: credits and terms below it, counters above it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import groupby

from extractors.phrases import chrome_kind
from extractors.sentences import FULL_STOPS
from extractors.textmode.head import is_day, is_item, is_label, is_name, tells_when_posted
from extractors.textmode.lines import Line

READING_TIME = re.compile(
    r"(?<!\d)\d{1,3} ?min(?:ut\w*)?\b"
    r"(?:\.? (?:of |de |di |do |for )?(?:read(?:ing)?|lesezeit|lectura|lecture|leitura|lettura|leestijd|lezen"
    r"|läsning|læsning|lästid|læsetid|lesetid|czytania|čtení|чтения|okuma|bacaan|baca))?",
    re.IGNORECASE,
)
"""How long a story takes to read."""
_MINUTES = re.compile(rf"[\d\W]*(?:\d+ [^\W\d]+\W+)?{READING_TIME.pattern}\W*", re.IGNORECASE)
"""The same with counters before it: "412 3 comments 4 min"."""
_FIELDS = re.compile(
    r"(?:[*•·:-]\s+)?(?:[^\W\d_]{3,16}\s?[:：]\s?\d{1,3}(?:[.,\s]?\d{3})*|(?:.*?[^\W\d_]\s?[:：]\s){3}.*\d.*)"
)
_LONGEST_FIELDS = 160  # characters
_COUNTED = frozenset({"share", "like", "comments-heading", "comment-form"})
_LONGEST = 50  # characters of such a line
_STOP = re.compile(rf"(?<=[^\W\d])[{''.join(FULL_STOPS)}] *")
_LISTS = frozenset({"categories", "tags"})
_TERMS = _LISTS | {"posted"}
_TERM = 3  # words of one of them
_CREDITS = 8  # lines below a story that say when, by whom and where it was published
_MOST_CREDITS = 24  # the same where commas and labels are lines of their own
_LABEL = 6  # words of such a line
_BELOW_CREDITS = frozenset("comments-heading comment-form comments-closed post-navigation related share like".split())


def credit_lines(lines: Sequence[Line], first: int, told: int, headline: int | None, boxes: Container[int]) -> range:
    """The lines right below the last sentence of a story, line ``told``, from its day of publication to its comments.

    Between them a theme prints author and terms, one on each line; an empty range for none. A bare day over a name is
    that of publication only where none stands above the ``first`` sentence: else an author signs a letter. A line that
    says the ``headline`` again is the heading of comments in words not known; ``boxes`` end what is credits as well.
    """
    below = range(told + 1, _end_of_labels(lines, told + 1))
    title = "" if headline is None else lines[headline].said.strip()
    end = next((number for number in below if number in boxes or _ends_credits(lines[number], title)), told)
    is_dated = any(is_day(line) or line.kind == "posted" for line in lines[:first])
    for start in range(told + 1, end):
        line, under = lines[start], lines[start + 1]
        is_signed = is_name(under) and ((not is_dated and is_day(line)) or is_label(line))
        if is_signed or tells_when_posted(line, under):
            return range(start, end)
    return range(end, end)


def _ends_credits(line: Line, title: str) -> bool:
    return line.kind in _BELOW_CREDITS or (bool(title) and title in line.said)


def _end_of_labels(lines: Sequence[Line], start: int) -> int:
    """Where the lines of a few words end that stand from ``start`` on, some lines below at the earliest."""
    stop = min(start + _MOST_CREDITS, len(lines))
    long = (number for number in range(start, stop) if len(lines[number].said.split()) > _LABEL)
    return max(next(long, stop - 1) + 1, min(start + _CREDITS, len(lines)))


def counter_lines(lines: Sequence[Line], above: range) -> set[int]:
    """The lines ``above`` a story that tell how long it takes to read, and the bare numbers right above these.

    And how often it was read, and several numbers right above links to share the story or the like.
    """
    short = [number for number in above if len(lines[number].said) <= _LONGEST]
    minutes = {number for number in short if _MINUTES.fullmatch(lines[number].said)}
    numbers = {number - 1 for number in minutes if number - 1 in above and lines[number - 1].said.strip().isdigit()}
    views = {number for number in above if tells_fields(lines[number])}
    return minutes | numbers | views | _counts(lines, above)


def tells_fields(line: Line) -> bool:
    """Whether a line is a label and a number, "Hits: 904", or three labels with what they tell, a number among it."""
    return len(line.said) <= _LONGEST_FIELDS and _FIELDS.fullmatch(line.said.strip()) is not None


def _counts(lines: Sequence[Line], above: range) -> set[int]:
    """The lines that are bare numbers, two and more on end, right over a phrase of those that stand beside a story."""
    found: set[int] = set()
    for is_number, run in groupby(above, lambda number: lines[number].said.strip().isdigit()):
        numbers = list(run)
        if is_number and len(numbers) > 1 and lines[numbers[-1] + 1].kind in _COUNTED:
            found.update(numbers)
    return found


def listed_terms(lines: Sequence[Line], start: int) -> set[int]:
    """The lines of a label of categories or tags and the terms below it, one or a comma on each, from ``start`` on."""
    found: set[int] = set()
    for number in range(start, len(lines)):
        is_label = lines[number].kind in _LISTS and lines[number].said.rstrip().endswith((":", "："))
        if is_label or (number - 1 in found and _is_term(lines[number - 1], lines[number])):
            found.add(number)
    return found


def _is_term(over: Line, line: Line) -> bool:
    """Whether a line no farther below the one ``over`` it than that from others may be a term: a few words."""
    is_few = len(line.said.split()) <= _TERM + is_item(line)
    return (line.gap <= over.gap or is_item(line)) and line.kind is None and line.is_short and is_few


def are_terms(line: Line) -> bool:
    """Whether a line lists categories and tags as two sentences: "Categories: Harbour. Tags: ferry."."""
    parts = [part for part in _STOP.split(line.said) if part.strip()]
    return len(parts) > 1 and all(chrome_kind(part.strip()) in _TERMS for part in parts)
