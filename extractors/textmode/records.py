"""Reads what databases of newspapers export: the story between fields with names, as LexisNexis, Factiva, ProQuest do.

A text is such a record only from its first field on, before any sentence of a story, and with several of their fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.article import RemovedBlock
from extractors.metadata.datetext import parse_date
from extractors.metadata.names import split_names
from extractors.textmode.head import is_headline
from extractors.textmode.lines import Line, join_lines

_HEADLINE = frozenset({"headline", "title", "hd"})
_BYLINE = frozenset({"byline", "author", "authors", "by"})
_DATE = frozenset({"publication date", "date", "pd"})
_BODY = frozenset({"body", "full text", "lp", "td"})
_OTHERS = frozenset(
    "section length dateline load-date publication-type source language subject graphic journal-code highlight series"
    " correction-date acc-no document-type distribution category geographic company organization person classification"
    " issn abstract copyright edition page publisher memo caption correction location people links database"
    " se cr wc et sn sc pg ed vol la cy art co in ns re ipc ipd pub an clm ct rf".split()
) | {
    *("publication title", "publication info", "publication subject", "proquest document id", "document url"),
    *("word count", "record number", "article id", "index terms", "last updated", "document type", "source type"),
    *("place of publication", "country of publication", "language of publication", "publication year", "company name"),
}
_NAMES = _HEADLINE | _BYLINE | _DATE | _BODY | _OTHERS
_CODES = frozenset(name for name in _NAMES if len(name) <= 3)
_TELLING = frozenset({"load-date", "proquest document id", "an", "publication-type", "journal-code", "acc-no"})
"""Fields that nothing but a database has."""
_FIELD = re.compile(
    r"(?P<code>[A-Z]{2,3})(?:\s{2,}|$)|(?P<name>[A-Za-z][A-Za-z -]{1,24}):(?:\s+|$)"
    r"|(?P<alone>Body|BODY|Graphic|Classification)$"
)
_END = re.compile(r"End of Document|Document [A-Z]+\d{8}\w+|- End -")
_COUNT = re.compile(r"(?:Document )?\d+ (?:of|/) \d+")
_FEWEST = 4  # fields that make a record


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record has its story: the numbers of the lines before ``first`` and from ``end`` on are its fields.

    ``headline`` is the number of the line with the headline, ``marks`` say how much of a line is the name of its field,
    ``bodies`` are the lines with the names of the story's own fields.
    """

    headline: int | None
    first: int
    end: int
    byline: tuple[str, ...]
    published_at: datetime | None
    marks: dict[int, int]
    bodies: tuple[int, ...]
    source: str = "field of a database"

    def title(self, lines: Sequence[Line]) -> str | None:
        """Return the headline without the name of its field, and without the quotation marks that data is set in."""
        if self.headline is None:
            return None
        text, cut = lines[self.headline].text.strip(), self.marks.get(self.headline, 0)
        is_quoted = cut > 0 and text[cut - 1] in "\"'" and text.endswith(text[cut - 1])
        return " ".join(text[cut : len(text) - is_quoted].split()) or None

    def story(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines of the story without the names of its fields."""
        named = frozenset(self.bodies)
        told = (
            replace(lines[number], text=lines[number].text[self.marks.get(number, 0) * (number in named) :].strip())
            for number in range(self.first, self.end)
        )
        return [line for line in told if line.text]

    def around(self, lines: Sequence[Line]) -> tuple[tuple[RemovedBlock, ...], tuple[RemovedBlock, ...]]:
        """Return what stands above the story, and below it, with the names of the story's own fields."""
        above = [
            Line(line.text[: self.marks.get(number, 0)].strip(), line.gap) if number == self.headline else line
            for number, line in enumerate(lines[: self.first])
        ]
        named = [Line(lines[number].text[: self.marks[number]].strip(), lines[number].gap) for number in self.bodies]
        return _block([*above, *named[:1]]), _block([*named[1:], *lines[self.end :]])


def _block(lines: Sequence[Line]) -> tuple[RemovedBlock, ...]:
    text = join_lines([line for line in lines if line.text])
    return (RemovedBlock("record", "fields of the file or database that the story comes from", text),) if text else ()


def read_record(lines: Sequence[Line]) -> Record | None:
    """Return where the record that ``lines`` are has its story, None for any other text."""
    fields = {number: field for number, line in enumerate(lines) if (field := _field(line))}
    names = {name for name, _ in fields.values()}
    if len(names) < _FEWEST or not names & _BODY or not (names & _TELLING or _ends(lines)):
        return None
    bodies = [number for number, (name, _) in fields.items() if name in _BODY]
    told = max((number for number, line in enumerate(lines) if line.is_prose and number not in fields), default=0)
    end = next((number for number in fields if number > bodies[-1] and number >= told), len(lines))
    end = min([end, *(number for number, line in enumerate(lines) if number > bodies[-1] and _END.match(line.text))])
    first = bodies[0]
    if min(fields) > first or any(line.is_prose for line in lines[: min(fields)]) or end <= first:
        return None
    marks = {number: cut for number, (_, cut) in fields.items()}
    top = {name: lines[number].text[cut:].strip() for number, (name, cut) in reversed(fields.items()) if number < first}
    headline = next((number for number, (name, _) in fields.items() if name in _HEADLINE and number < first), None)
    return Record(
        headline if headline is not None else _first_title(lines[: min(fields)]),
        first,
        end,
        next((split_names(text, displayed=True) for name, text in top.items() if name in _BYLINE), ()),
        _day([text for name, text in top.items() if name in _DATE] or [line.text for line in lines[:first]]),
        marks,
        tuple(number for number in bodies if number < end),
    )


def _field(line: Line) -> tuple[str, int] | None:
    """Return the name of the field that a line begins with and how many characters it takes, None for other lines."""
    found = _FIELD.match(line.text)
    if found is None:
        return None
    name = next(filter(None, found.groups())).lower()
    known = _CODES if found["code"] else _NAMES
    return (name, found.end()) if name in known else None


def _ends(lines: Sequence[Line]) -> bool:
    return any(_END.fullmatch(line.text.strip()) for line in lines[-3:])


def _first_title(lines: Sequence[Line]) -> int | None:
    """Return the number of the first line like a headline: some exports print it over their fields without a name."""
    likely = (number for number, line in enumerate(lines) if is_headline(line) and not _COUNT.match(line.text.strip()))
    return next(likely, None)


def _day(texts: Sequence[str]) -> datetime | None:
    """Return the first day that one of ``texts`` tells, but for those of the database's own."""
    days = (parse_date(text) for text in texts if not text.lower().startswith("load-date"))
    return next(filter(None, days), None)
