"""Finds what surrounds a story on a page whose labels are no phrases that are known: its language is rarely met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.metadata.language import language_of
from extractors.sentences import END
from extractors.textmode.days import tells_day
from extractors.textmode.head import is_item, is_name
from extractors.textmode.lines import Line, length_of
from extractors.textmode.tail import RULES

_SURE, _SURER, _NEVER = 0.5, 0.7, 1.01
"""The verdict from which a line stays: one that may be a signature, any other, and one amid author and day."""
_KNOWN = 0.7  # of the labels around a story, at most
_REMARK = 6  # words of a sentence below a story that is none of its paragraphs: a firm's name, an invitation to log in
_SENTENCE = re.compile(f".*?{END}")
_LONG = 45  # characters of a line that may begin a paragraph
_NEAR = 3  # lines below a story, among which a short sentence may well end it
_FIELDS = 3  # that are a list of them
_TOP = 3  # lines at the top of a page, one of which is a notice
_LABELS = 6  # the same of labels between it and the story


def is_label(line: Line) -> bool:
    """Return whether a line is a few words without a number: ingredients and results have one."""
    return line.is_short and not line.is_rule and not any(map(str.isdigit, line.said))


def is_unfamiliar(lines: Sequence[Line], first: int, last: int) -> bool:
    """Return whether many labels above the ``first`` sentence and below the ``last`` are no phrases that are known.

    But for English: most phrases of its interfaces are known, and what is none of them may well be the story's.
    """
    labels = [line for line in (*lines[:first], *lines[last + 1 :]) if is_label(line)]
    if sum(line.kind in RULES for line in labels) > _KNOWN * len(labels):
        return False
    told = language_of("\n".join(line.said for line in lines))
    return told is None or told.value != "en"


def doubted(lines: Sequence[Line], headline: int | None, sure: Sequence[int], last: int) -> dict[int, float]:
    """Return how sure one must be of the lines of such a page that they are the story's, of those that are doubted.

    Those are all but paragraphs above its ``headline``, the labels between that and the first of its ``sure``
    sentences, those with a day among them below that, and all but paragraphs below the ``last`` and the list that
    ends it.
    """
    if not is_unfamiliar(lines, sure[0], last):
        return {}
    above = range(sure[0] if headline is None else headline + 1, sure[0])
    dated = next((at for at in above if tells_day(lines[at].said)), sure[0])
    lead = range(sure[0] + 1, sure[1]) if len(sure) > 1 else range(0)
    credits = lead if any(tells_day(lines[at].said) for at in lead) else range(dated, sure[0])
    below = range(last + 1, len(lines))
    listed = sum(1 for _ in takewhile(lambda at: is_item(lines[at]), below))
    below = below[listed or _fields(lines, below) :]
    found = {at: _NEVER if at in credits else _SURE for at in (*above, *credits)}
    found = {at: value for at, value in found.items() if not (is_item(lines[at]) or _is_told(lines, at))}
    menu = {at: _NEVER for at in range(headline or 0) if not (lines[at].is_prose or _goes_on_telling(lines, at))}
    ends = {at for at in range(last + 1, min(last + _NEAR, len(lines))) if lines[at].ends_sentence}
    doubts = {at: _SURE if is_name(lines[at]) else _SURER for at in below if not _goes_on_telling(lines, at)}
    return found | menu | {at: value for at, value in doubts.items() if at not in ends}


def end_of_passage(lines: Sequence[Line], sentences: Sequence[int], last: int) -> int:
    """Return the last of the ``sentences`` that follows the ``last`` likely one with no more than subheads between."""
    for at in sentences:
        if last < at and sum(not line.is_rule for line in lines[last + 1 : at]) <= 1:
            last = at
    return last


def _fields(lines: Sequence[Line], below: range) -> int:
    """Return how many lines right below a story are fields of a list, "Fuel: coal"; one or two are its terms."""
    count = sum(1 for _ in takewhile(lambda at: ": " in lines[at].said.strip(), below))
    return count if count >= _FIELDS else 0


def _is_told(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line above a sentence is one itself, or is that one's beginning."""
    return lines[at].ends_sentence or _is_torn(lines, at)


def _is_torn(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is the beginning of the sentence below it, torn off by the width of its column."""
    return length_of(lines[at].said) >= _LONG and not lines[at + 1].gap and lines[at + 1].ends_sentence


def _goes_on_telling(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line below a story may be another of its paragraphs, or begin with one."""
    sentence = _SENTENCE.match(lines[at].said)
    is_long = sentence is not None and len(sentence[0].split()) > _REMARK
    return lines[at].is_prose or is_long or (at + 1 < len(lines) and _is_torn(lines, at))


def notice_above(lines: Sequence[Line], sentences: Sequence[int]) -> int | None:
    """Return the first of a page's ``sentences`` where it stands alone over its menu: a notice; else None."""
    first, second = (*sentences[:2], 0, 0)[:2]
    return first if first < _TOP and second - first > _LABELS and is_unfamiliar(lines, second, len(lines)) else None
