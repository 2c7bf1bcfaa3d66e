"""Finds the phrases of an interface amid the words of a text, wherever one begins or ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.phrases import chrome_kind, filled_in
from extractors.sentences import CLOSING, END, holds_sentences
from extractors.textmode.forms import form_kind
from extractors.textmode.lines import Line, length_of
from extractors.textmode.tail import RULES

_LONGEST = 24  # words of a phrase
_LONGEST_FILLING = 8  # words
_FILLING = 0.5  # what a word that fills in a phrase takes off its letters
_COMMON = 0.3  # what a letter counts of a phrase that somebody may have written
_LONG_ENOUGH = 12  # letters of a phrase near the end of what may be a page
_LINK, _LONGEST_LINK = 20.0, 8  # letters that speak for a link to share in words not known, and words of it
_FEWEST_LETTERS = 0.8  # that speak for a phrase: "In" is one, too
_FILLED = frozenset({"posted", "categories", "tags", "comment-author", "comment-meta", "comments-heading"})
_QUOTES = '“„«「『"'  # what begins with one is quoted, but for a title
ENDS = re.compile(f"{END}{CLOSING}$")
"""How the last word of a sentence ends."""
ENDS_OR_LEADS = re.compile(f"(?:{END}|:){CLOSING}$")
"""How that or the last word of a label ends: "Tags:"."""


class Span(NamedTuple):
    """Words ``start`` to ``stop`` of a text, the kind of phrase that they are, and the letters that speak for it."""

    start: int
    stop: int
    kind: str
    letters: float


def ends_in_phrase(words: Sequence[str]) -> bool:
    """Return whether a phrase stands near the end of a text: a page's last words are hardly all unknown."""
    for stop in range(len(words), max(len(words) - _LONGEST, 0), -1):
        for start in range(stop - 1, max(stop - _LONGEST, 0), -1):
            part = " ".join(words[start:stop])
            if len(part) >= _LONG_ENOUGH and _phrase(part)[1] > 0:
                return True
    return False


def phrase_spans(words: Sequence[str], first: int, end: int) -> list[Span]:
    """Return the phrases among words ``first`` to ``end`` that have the most letters of their own, none in another."""
    best: list[tuple[float, Span | None]] = [(0.0, None)] * (end - first + 1)
    for start in range(end - 1, first - 1, -1):
        most, found = best[start + 1 - first][0], None
        reach = 0 if words[start][:1].islower() else _LONGEST  # no phrase begins small: most words need no look
        for stop in range(start + 1, min(start + reach, end) + 1):
            kind, letters = _phrase(" ".join(words[start:stop]))
            if (
                letters
                and stop < end
                and _goes_on(words[stop - 1], words[stop])
                and not _is_filled(kind, words[start:stop])
            ):
                continue
            if letters >= _FEWEST_LETTERS and letters + best[stop - first][0] > most:
                most, found = letters + best[stop - first][0], Span(start, stop, kind, letters)
        best[start - first] = most, found
    spans: list[Span] = []
    at = first
    while at < end:
        span = best[at - first][1]
        if span:
            above = spans[-1].stop if spans else first
            spans.append(span._replace(start=_start_of_link(words, above, span)))
        at = span.stop if span else at + 1
    return spans


def _start_of_link(words: Sequence[str], above: int, span: Span) -> int:
    """Return where a link to share begins in words not known: behind a phrase or sentence, if that ends near above."""
    for start in range(span.start, max(span.start - _LONGEST_LINK, above) - 1, -1):
        if form_kind(" ".join(words[start : span.stop])) != "share":
            break
        if start == above or ENDS.search(words[start - 1]):
            return start
    return span.start


def line_span(line: Line, start: int, stop: int) -> Span | None:
    """Return the phrase that the words ``start`` to ``stop`` are, a line by themselves; None for any other line."""
    if line.kind not in RULES:
        return None
    return Span(start, stop, line.kind or "", length_of(line.said) * (1.0 if line.weight > 1 else _COMMON))


def _is_filled(kind: str, words: Sequence[str]) -> bool:
    """Return whether a phrase is one that a name or a list fills in, behind which anything may stand."""
    return kind == "tags" or (kind in _FILLED and bool(filled_in(" ".join(words))))


def _goes_on(last: str, below: str) -> bool:
    """Return whether a sentence goes on behind a phrase: "We use cookies" "to …"."""
    return below[:1].islower() and (last[-1:].isalnum() or last.endswith(","))


@lru_cache(maxsize=16_384)
def _phrase(part: str) -> tuple[str, float]:
    """Return the kind of phrase that ``part`` is, and the letters that speak for it; 0.0 for other words."""
    known = chrome_kind(part)
    kind = known or form_kind(part)
    if kind not in RULES or part[:1].islower() or (part[0] in _QUOTES and kind != "comments-heading"):
        return "", 0.0
    if known is None and kind == "share":
        return kind, _LINK  # however many words of a sentence are above it
    filling = " ".join(filled_in(part))
    size = len(filling.split())
    if size > _LONGEST_FILLING or holds_sentences(filling):
        return "", 0.0
    share = 1.0 if Line(part, 1).weight > 1 else _COMMON
    return kind or "", (length_of(part) - length_of(filling)) * share - _FILLING * size
