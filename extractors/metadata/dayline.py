"""Reads the author out of a line beside the headline that tells the day, labelled in any language or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, islice

from lxml.html import HtmlElement

from extractors.metadata.datetext import DATE_DIGITS, YEAR
from extractors.metadata.months import is_city
from extractors.metadata.names import is_full_name, split_names
from extractors.metadata.sheet import Line, Sheet
from extractors.metadata.vocabulary import AGO, AUTHOR, BEFORE_NAME, BY, POSTED, WROTE
from extractors.metadata.walk import block_of

BEHIND_DAY = re.compile(rf"(?<=[\s,|·•])(?:{BEFORE_NAME}|{BY}|per|(?i:{AUTHOR})\s*[:：])[\s:：|]+(?=\S)")
"""A "by" that stands behind other words, as behind the day."""
_AGO = re.compile(AGO)
_SAID = re.compile(rf"\W*(?:{WROTE}|{POSTED})\w*[\s:：]+(?P<name>[^\d,|·•–—]+?)\s[–—-]\s(?P<day>.*\d.*)", re.IGNORECASE)
_APART = re.compile(r"\s*[|·•/—–]\s*")
_OF_AUTHORS = re.compile(
    r"auth?or|auteur|yazar|redakt|verfasser|kolumn|columnist|writer|penulis|szerz|forfatter|skribent|avtor|firmas?/"
    r"|profile|user|people|staff|/by/|/team/|/@|/experts?/|journalist|reporter|contributor",
    re.IGNORECASE,
)
_LONGEST = 120  # characters of such a line
_LONGEST_DAY = 24  # characters of a day alone
ITALICS = frozenset({"em", "i"})
_NEAR = 12  # pieces of text by the headline among which it stands


def names_in_dayline(sheet: Sheet) -> tuple[str, ...]:
    """Return the authors of the first line below the headline that tells the day, ``()`` where it names none.

    A name stands behind "by", in whatever language, or beside the day alone: "Jane Doe | 5 March 2026".
    """
    after = islice((line for line in sheet.lines_after if line.above_story), _NEAR)
    for pieces in (*_blocks(after), *(block[::-1] for block in _blocks(sheet.lines_before[:_NEAR]))):
        text = " ".join(piece.text for piece in pieces)
        if len(text) > _LONGEST:  # lines of one block, that breaks alone part
            pieces = [piece for piece in pieces if YEAR.search(piece.text)][:1]
            text = pieces[0].text if pieces else ""
        told = DATE_DIGITS.search(text) or _AGO.search(text)
        if len(text) > _LONGEST or not told or sheet.furniture.holds(pieces[0].holder):
            continue
        if names := behind_label(text, sheet) or _before_day(text, sheet) or _beside_day(pieces, sheet):
            return names
        if len(pieces) == 1 and (names := signed_in_italics(pieces[0].holder, text, sheet)):
            return names
    return ()


def _blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the pieces of each block in one list."""
    return [list(group) for _, group in groupby(lines, key=lambda line: block_of(line.holder))]


def behind_label(text: str, sheet: Sheet) -> tuple[str, ...]:
    """Return the names behind the last "by" of a line that begins with the day, or with how long ago it was."""
    for label in reversed(list(BEHIND_DAY.finditer(text))):
        head, rest = text[: label.start()], text[label.end() :]
        dated = DATE_DIGITS.search(head) and sheet.day_in(head) is not None
        if (dated or _AGO.search(head)) and not YEAR.search(rest):
            names = split_names(_APART.split(rest)[0], displayed=True)
            return names if names and all(not name[0].islower() for name in names) else ()
    return ()


def signed_in_italics(holder: HtmlElement, text: str, sheet: Sheet) -> tuple[str, ...]:
    """Return the name in full that a line all in italics sets before the day, ``()`` where that is a city's.

    Where a page declares its day its system would print the author as well: there such a line begins with a place.
    """
    name, comma, day = text.strip(" ()–—-").partition(", ")
    if holder.tag not in ITALICS or not comma or not is_full_name(name) or is_city(name) or _declares_day(sheet):
        return ()
    return (name,) if day[:1].isdigit() and len(day) <= _LONGEST_DAY and sheet.day_in(day) is not None else ()


def _declares_day(sheet: Sheet) -> bool:
    return bool(sheet.story.get("datePublished")) or any("publish" in key for key in sheet.meta)


def _before_day(text: str, sheet: Sheet) -> tuple[str, ...]:
    """Return the name in full between "Published" and the day: "Publicado Ana Lima - 5/3/2026"."""
    said = _SAID.fullmatch(text)
    if said is None or not is_full_name(said["name"]) or sheet.day_in(said["day"]) is None:
        return ()
    return (said["name"],)


def _beside_day(pieces: Sequence[Line], sheet: Sheet) -> tuple[str, ...]:
    """Return the one name in full that stands beside the day, set apart from it, with no other words but numbers."""
    names: list[str] = []
    for piece in pieces:
        for part in _APART.split(piece.text):
            if not part or any(map(str.isdigit, part)):
                continue
            if not _could_link_author(piece.holder):
                continue
            if not is_full_name(part) or is_city(part):
                return ()
            names.append(part)
    dated = any(sheet.day_in(part) for piece in pieces for part in _APART.split(piece.text) if part)
    return tuple(names) if len(names) == 1 and dated else ()


def _could_link_author(holder: HtmlElement) -> bool:
    """Return whether an element is no link, or one that leads to an author rather than to a section."""
    return link_of(holder) is None or links_author(holder)


def links_author(holder: HtmlElement) -> bool:
    """Return whether an element is a link to an author or an account, or stands in one."""
    link = link_of(holder)
    return link is not None and any(_OF_AUTHORS.search(link.get(key) or "") for key in ("href", "rel", "class"))


def link_of(holder: HtmlElement) -> HtmlElement | None:
    """Return the link that an element is or stands in, None where there is none."""
    return next((step for step in (holder, *holder.iterancestors("a")) if step.tag == "a"), None)
