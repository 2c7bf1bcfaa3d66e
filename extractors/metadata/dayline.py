"""Reads the author out of a line beside the headline that tells the day, labelled in any language or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, islice

from lxml.html import HtmlElement

from extractors.metadata.datetext import YEAR, parse_date
from extractors.metadata.names import is_full_name, split_names
from extractors.metadata.sheet import Line, Sheet
from extractors.metadata.vocabulary import AGO, AUTHOR, BEFORE_NAME, BY, POSTED, WROTE

_LABEL = re.compile(rf"(?<=[\s,|·•])(?:{BEFORE_NAME}|{BY}|per|(?i:{AUTHOR})\s*[:：])[\s:：|]+(?=\S)")
_AGO = re.compile(AGO)
_SAID = re.compile(rf"\W*(?:{WROTE}|{POSTED})\w*[\s:：]+(?P<name>[^\d,|·•–—]+?)\s[–—-]\s(?P<day>.*\d.*)", re.IGNORECASE)
_APART = re.compile(r"\s*[|·•/—–]\s*")
_OF_AUTHORS = re.compile(r"auth?or|profile|user|people|staff|/by/", re.IGNORECASE)
_LONGEST = 120  # characters of such a line
_NEAR = 12  # pieces of text by the headline among which it stands
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "time"})


def names_in_dayline(sheet: Sheet) -> tuple[str, ...]:
    """Return the authors of the first line below the headline that tells the day, ``()`` where it names none.

    A name stands behind "by", in whatever language, or beside the day alone: "Jane Doe | 5 March 2026".
    """
    language = sheet.language.value if sheet.language else None
    near = islice((line for line in sheet.lines if line.above_story), _NEAR)
    for _, group in groupby(near, key=lambda line: block_of(line.holder)):
        pieces = list(group)
        text = " ".join(piece.text for piece in pieces)
        if len(text) > _LONGEST:  # lines of one block, that breaks alone part
            pieces = [piece for piece in pieces if YEAR.search(piece.text)][:1]
            text = pieces[0].text if pieces else ""
        told = YEAR.search(text) or _AGO.search(text)
        if len(text) > _LONGEST or not told or sheet.furniture.holds(pieces[0].holder):
            continue
        if names := _behind_label(text, language) or _before_day(text, language) or _beside_day(pieces, language):
            return names
    return ()


def _behind_label(text: str, language: str | None) -> tuple[str, ...]:
    """Return the names behind the last "by" of a line that begins with the day, or with how long ago it was."""
    for label in reversed(list(_LABEL.finditer(text))):
        head, rest = text[: label.start()], text[label.end() :]
        dated = YEAR.search(head) and parse_date(head, language) is not None
        if (dated or _AGO.search(head)) and not YEAR.search(rest):
            names = split_names(_APART.split(rest)[0], displayed=True)
            return names if names and all(not name[0].islower() for name in names) else ()
    return ()


def _before_day(text: str, language: str | None) -> tuple[str, ...]:
    """Return the name in full between "Published" and the day: "Publicado Ana Lima - 5/3/2026"."""
    said = _SAID.fullmatch(text)
    if said is None or not is_full_name(said["name"]) or parse_date(said["day"], language) is None:
        return ()
    return (said["name"],)


def _beside_day(pieces: Sequence[Line], language: str | None) -> tuple[str, ...]:
    """Return the one name in full that stands beside the day, set apart from it, with no other words but numbers."""
    names: list[str] = []
    for piece in pieces:
        for part in _APART.split(piece.text):
            if not part or any(map(str.isdigit, part)):
                continue
            if not is_full_name(part) or not _could_link_author(piece.holder):
                return ()
            names.append(part)
    dated = any(parse_date(part, language) for piece in pieces for part in _APART.split(piece.text) if part)
    return tuple(names) if len(names) == 1 and dated else ()


def _could_link_author(holder: HtmlElement) -> bool:
    """Return whether an element is no link, or one that leads to an author rather than to a section."""
    link = next((step for step in (holder, *holder.iterancestors("a")) if step.tag == "a"), None)
    return link is None or _OF_AUTHORS.search(f"{link.get('href')} {link.get('rel')} {link.get('class')}") is not None


def block_of(element: HtmlElement) -> HtmlElement:
    """Return the block that an inline element stands in."""
    while element.tag in _INLINE and (parent := element.getparent()) is not None:
        element = parent
    return element
