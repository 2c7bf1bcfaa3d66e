"""Reads author, day and terms of a story from the lines that were taken out of its text: those beside its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from extractors.metadata.datetext import parse_date, part_about
from extractors.metadata.names import begins_byline, is_full_name, names_in_eastern, split_names
from extractors.metadata.vocabulary import AUTHOR, AUTHOR_NOUN, BEFORE_NAME
from extractors.phrases import filled_in
from extractors.textmode.days import tells_day
from extractors.textmode.head import is_label, is_name, tells_when_posted
from extractors.textmode.lines import Line
from extractors.textmode.signature import READING_TIME
from extractors.textmode.tail import RULES

_NAMED = re.compile(
    rf"(?:^|\s|(?<=\d))(?:(?:{BEFORE_NAME}|da|od|{AUTHOR_NOUN}|由)\s*:?|{AUTHOR}:)\s+(\S.*)$", re.IGNORECASE
)
_LABEL = re.compile(r"[^:：]{1,40}[:：]\s*")
_TERMS = frozenset({"categories", "tags"})
_COMMAS = re.compile(r"[,،、，|•·]")
_UNSIGNED = re.compile(r"\s(?=(?:Kategorien?|Categor|Catégorie|Posted in|In\b|Schlagw|Tags?\b|Рубрик|Leave a))")
_PARTS = re.compile(r"\s+[|•·⋅–—/-]+\s+|\s*\|\s*")
_MAIL = re.compile(r"\s*\(?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\)?")
_META = 300  # characters: a line about author, date or terms is shorter
_ABOVE = 4  # lines above a headline that may tell author and day
_OF_CREDITS = (RULES["posted"][0], "byline")


def byline_of(lines: Sequence[Line], taken: Mapping[int, tuple[str, str]], headline: int, lede: int) -> tuple[str, ...]:
    """Return the authors whom the first of the lines ``taken`` out that names any names.

    Between ``headline`` (-1 for none) and ``lede`` a line may name them without more words; above the headline, and
    in what ends the story, it has to say that they wrote it.
    """
    beside = range(headline + 1, lede) if headline >= 0 else range(0)
    for number in _ordered(taken, headline, lede, len(lines)):
        line = lines[number].phrases[0]
        if line.kind not in (None, "posted") or len(line.text) >= _META:
            continue
        by_rule = line.kind == "posted" or taken[number][0] in _OF_CREDITS or _is_below_day(lines, number)
        by_rule = by_rule or (number in beside and is_label(lines[number - 1]))
        if names := _signed(lines, number) if by_rule else ():
            return names
        if number >= lede and not by_rule:
            continue
        if names := _names(line, is_beside=number in beside):
            return names
    return ()


def published_at(
    lines: Sequence[Line], taken: Mapping[int, tuple[str, str]], headline: int, lede: int, language: str | None
) -> datetime | None:
    """Return the day that the lines ``taken`` out between ``headline`` and ``lede`` tell, the first of several.

    Else the one that lines right above the headline tell, or lines about author and date anywhere; None for several.
    """
    told = {number: day for number in taken if (day := _day(lines[number], taken[number][0], language)) is not None}
    between = [number for number in range(headline + 1, lede) if number in taken]
    if headline >= 0 and not any(number in told for number in between):
        amid = (parse_date(lines[number].said, language) for number in between if tells_day(lines[number].said))
        if (day := next(amid, None)) is not None:
            return day
    beside = {told[number] for number in between if number in told}
    if beside and (headline >= 0 or len(beside) == 1):
        return min(beside)
    above = [told[number] for number in range(max(headline - _ABOVE, 0), headline) if number in told]
    credits = [day for number, day in told.items() if taken[number][0] in _OF_CREDITS or _is_posted(lines, number)]
    for days in (set(above), set(credits)):
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def terms_of(taken: Iterable[Line], kind: str) -> tuple[str, ...]:
    """Return the terms that a line as "Categories: One, Two" or "Posted in One and tagged Two" lists, each once."""
    for line in chain.from_iterable(line.phrases for line in taken):
        if line.kind in _TERMS and (listed := _listed_terms(line, kind)):
            terms = (" ".join(term.split()).rstrip(".") for term in _COMMAS.split(listed))
            return tuple(dict.fromkeys(filter(None, terms)))
    return ()


def _ordered(taken: Mapping[int, tuple[str, str]], headline: int, lede: int, count: int) -> list[int]:
    """Return the lines taken out that may name the author: below the headline, right above it, and below the story."""
    near = (range(headline + 1, lede), range(max(headline - _ABOVE, 0), headline), range(lede, count))
    return [number for numbers in near for number in numbers if number in taken]


def _is_posted(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line is a day below the label "Posted on"."""
    return number > 0 and lines[number].is_time and tells_when_posted(lines[number - 1], lines[number])


def _is_below_day(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line stands below the label "by", and that below the day of publication."""
    return number > 1 and is_label(lines[number - 1]) and _is_posted(lines, number - 2)


def _signed(lines: Sequence[Line], number: int) -> tuple[str, ...]:
    """Return the names behind the "by" of a line about author and day, or on the line below the label "by"."""
    line = lines[number].phrases[0]
    if number and is_label(lines[number - 1]) and is_name(line) and not line.is_time:
        return split_names(line.said.strip(), displayed=True)
    fillings = filled_in(line.said) if line.kind == "posted" else ()
    told = [filling for filling in fillings if not any(map(str.isdigit, filling))]
    if len(fillings) == 2 and len(told) == 1:  # "Posted on May 3 by Jane Doe"
        return split_names(_UNSIGNED.split(told[0], maxsplit=1)[0], displayed=True)
    named = _NAMED.search(_said(line))
    return split_names(_UNSIGNED.split(named[1], maxsplit=1)[0], displayed=True) if named else ()


def _said(line: Line) -> str:
    """Return what a line says besides the author's address and how long the story takes to read."""
    return " ".join(_MAIL.sub("", READING_TIME.sub("", line.said)).split())


def _names(line: Line, *, is_beside: bool) -> tuple[str, ...]:
    """Return the names of a line that begins as a byline does; ``is_beside`` a headline, of one that is but a name."""
    said = _said(line)
    if eastern := names_in_eastern(said):
        return eastern
    if begins_byline(said):
        return split_names(said, displayed=True)
    parts = [part for part in map(_without_day, _PARTS.split(said)) if part] if is_beside and line.is_short else []
    signed = (split_names(part, displayed=True) for part in parts if begins_byline(part))
    return next(signed, ()) or next(((part,) for part in parts[:2] if is_full_name(part)), ())


def _without_day(said: str) -> str:
    """Return a line without the day that it begins or ends with: "March 5, 2013 / Jane Doe" is "Jane Doe"."""
    tokens = said.split()
    dated = [place for place, token in enumerate(tokens) if any(map(str.isdigit, token))]
    if not dated:
        return said
    first, last = dated[0], dated[-1] + 1
    if parse_date(" ".join(tokens[:last])) is not None and last < len(tokens):
        return " ".join(tokens[last:]).lstrip("/ ")
    start = first if parse_date(" ".join(tokens[first:])) is not None else first - 1
    dates = start > 0 and parse_date(" ".join(tokens[start:])) is not None
    return " ".join(tokens[:start]).rstrip("/, ") if dates else said


def _day(line: Line, rule: str, language: str | None) -> datetime | None:
    """Return the day of a line that is little more than that, or that is about author and date."""
    if len(line.text) >= _META or not (line.is_time or line.kind == "posted" or rule in _OF_CREDITS):
        return None
    told = part_about(line.said, updated=False)
    return parse_date(told, language) or parse_date(told)


def _listed_terms(line: Line, kind: str) -> str:
    """Return the part of a line of terms that lists those of ``kind``, ``""`` for none."""
    if line.kind == kind and (label := _LABEL.match(line.said)):
        return line.said[label.end() :]
    fillings = filled_in(line.said)
    if line.kind == "categories" and len(fillings) == 2:
        dated = parse_date(fillings[0]) is not None  # "posted on May 3 and is filed under One"
        return fillings[dated] if kind == "categories" else "" if dated else fillings[1]
    return fillings[0] if fillings and line.kind == kind else ""
