"""Reads the fields that a file begins with: the front matter of site generators, the headers of mails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import parseaddr
from itertools import takewhile

from extractors.metadata.datetext import parse_date
from extractors.metadata.names import split_names
from extractors.textmode.lines import Line
from extractors.textmode.records import Record

_EDGES = frozenset({"---", "+++"})
_MOST_FIELDS = 60  # lines of fields
_FEWEST_FIELDS, _FEWEST_HEADERS = 2, 3
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]*)\s*[:=]\s*[\"']?")
_HEADER = re.compile(r"(?P<name>[A-Z][\w-]*):\s+")
_GOES_ON = re.compile(r"[-\s#\[\]{}]")
_ENVELOPE = re.compile(r"From \S+@\S+ .*\d")
_MARKS = "[]{}\"' ,"

Fields = Mapping[str, tuple[int, int]]
"""By their names in small letters: on which line each stands, and how much of it is the name."""


def read_front(lines: Sequence[Line]) -> Record | None:
    """Return where the story of a file with fields at its top begins, and what these say; None for any other text."""
    return (_front_matter(lines) or _mail(lines)) if lines else None


def _front_matter(lines: Sequence[Line]) -> Record | None:
    edge = lines[0].text
    end = next((at for at, line in enumerate(lines[1:_MOST_FIELDS], 1) if line.text == edge), 0)
    if edge not in _EDGES or any(line.gap for line in lines[1:end]):
        return None
    fields = _fields(lines, range(1, end), _FIELD)
    if len(fields) < _FEWEST_FIELDS or not _are_fields(lines[1:end], _FIELD):
        return None
    authors = (_values(lines, *fields[name], end) for name in ("author", "authors", "byline") if name in fields)
    byline = tuple(name for value in next(authors, ()) for name in split_names(value, displayed=True))
    return _record(lines, fields, ("title", "headline"), end + 1, byline)


def _mail(lines: Sequence[Line]) -> Record | None:
    top = 1 if len(lines) > 1 and _ENVELOPE.match(lines[0].text) else 0
    end = top + 1 + sum(1 for _ in takewhile(lambda line: not line.gap, lines[top + 1 :]))
    fields = _fields(lines, range(top, end), _HEADER)
    is_sent = "from" in fields and "@" in lines[fields["from"][0]].text
    if not is_sent or len(fields) < _FEWEST_HEADERS or not _are_fields(lines[top:end], _HEADER):
        return None
    number, cut = fields["from"]
    name, _ = parseaddr(lines[number].text[cut:])
    return _record(lines, fields, ("subject",), end, split_names(name, displayed=True))


def _fields(lines: Sequence[Line], numbers: range, form: re.Pattern[str]) -> Fields:
    found = ((at, form.match(lines[at].text)) for at in numbers)
    return {field["name"].lower(): (at, field.end()) for at, field in found if field}


def _are_fields(lines: Sequence[Line], form: re.Pattern[str]) -> bool:
    """Return whether each line is a field, or goes on with the one above: an item of a list, or set in."""
    return all(form.match(line.text) or _GOES_ON.match(line.text) for line in lines)


def _values(lines: Sequence[Line], number: int, cut: int, end: int) -> list[str]:
    """Return what a field of front matter says, on its line or as items below it."""
    items = takewhile(lambda line: _GOES_ON.match(line.text), lines[number + 1 : end])
    told = [lines[number].text[cut:], *(line.text.strip().lstrip("-") for line in items)]
    return [value for value in (text.strip(_MARKS) for text in told) if value]


def _record(
    lines: Sequence[Line], fields: Fields, titles: Sequence[str], first: int, byline: tuple[str, ...]
) -> Record | None:
    if first >= len(lines):
        return None
    days = (parse_date(lines[at].text[cut:].strip(_MARKS)) for at, cut in (fields[n] for n in ("date",) if n in fields))
    headline = next((fields[name][0] for name in titles if name in fields), None)
    marks = dict(fields.values())
    return Record(headline, first, len(lines), byline, next(days, None), marks, (), "field above the text")
