"""Finds what surrounds a story on a page whose labels are no phrases that are known: its language is rarely met."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractors.metadata.language import language_of
from extractors.textmode.days import tells_day
from extractors.textmode.head import is_item, is_name
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES

_SURE, _SURER, _NEVER = 0.5, 0.7, 1.01
"""The verdict from which a line stays: one that may be a signature, any other, and one amid author and day."""
_FAMILIAR = "en"  # the language of whose interfaces most phrases are known: what is none of them there is none
_KINDS = 4  # of phrases that are known, at most
_KNOWN = 3  # one label in so many, at most
_REMARK = 6  # words of a sentence below a story that is none of its paragraphs: a firm's name, an invitation to log in
_LONG = 45  # characters of a line that may begin a paragraph
_FIELDS = 3  # that are a list of them
_TOP = 3  # lines at the top of a page, one of which is a notice
_LABELS = 6  # the same of labels between it and the story


def is_label(line: Line) -> bool:
    """Return whether a line is a few words without a number: ingredients and results have one."""
    return line.is_short and not line.is_rule and not any(map(str.isdigit, line.said))


def is_unfamiliar(lines: Sequence[Line], first: int, last: int) -> bool:
    """Return whether most labels above the ``first`` sentence and below the ``last`` are no phrases that are known.

    And what is known is of few kinds: a page in a language often met says much else, but some phrases of most kinds.
    """
    if len({line.kind for line in lines if line.kind in RULES}) > _KINDS:
        return False
    labels = [line for line in (*lines[:first], *lines[last + 1 :]) if is_label(line)]
    return sum(line.kind in RULES for line in labels) * _KNOWN < len(labels)


def doubted(lines: Sequence[Line], headline: int | None, sure: Sequence[int], last: int) -> dict[int, float]:
    """Return how sure one must be of the lines of such a page that they are the story's, of those that are doubted.

    Those are the labels between its ``headline`` and the first of its ``sure`` sentences, those with a day among them
    below that, and all but paragraphs below the ``last`` and the list that ends it.
    """
    told = language_of("\n".join(lines[at].said for at in sure))
    if (told and told.value == _FAMILIAR) or not is_unfamiliar(lines, sure[0], last):
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
    return found | {at: _SURE if is_name(lines[at]) else _SURER for at in below if not _goes_on_telling(lines[at])}


def _fields(lines: Sequence[Line], below: range) -> int:
    """Return how many lines right below a story are fields of a list, "Fuel: coal"; one or two are its terms."""
    count = sum(1 for _ in takewhile(lambda at: ": " in lines[at].said.strip(), below))
    return count if count >= _FIELDS else 0


def _is_told(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line above a sentence is one itself, or is that one's beginning, torn off by its column."""
    is_torn = len(lines[at].said) >= _LONG and not lines[at + 1].gap and lines[at + 1].ends_sentence
    return lines[at].ends_sentence or is_torn


def _goes_on_telling(line: Line) -> bool:
    """Return whether a line below a story may be another of its paragraphs."""
    return line.is_prose or (line.ends_sentence and len(line.said.split()) > _REMARK)


def notice_above(lines: Sequence[Line], sentences: Sequence[int]) -> int | None:
    """Return the first of a page's ``sentences`` where it stands alone over its menu: a notice; else None."""
    first, second = (*sentences[:2], 0, 0)[:2]
    return first if first < _TOP and second - first > _LABELS and is_unfamiliar(lines, second, len(lines)) else None
