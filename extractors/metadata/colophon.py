"""Reads who wrote a story, and when, out of the line that signs it below its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from lxml.html import HtmlElement

from extractors.metadata.dayline import BEHIND_DAY, ITALICS, behind_label, links_author, signed_in_italics
from extractors.metadata.months import day_names, is_city, month_names
from extractors.metadata.names import begins_byline, is_full_name, split_names
from extractors.metadata.publishers import squashed
from extractors.metadata.sheet import Sheet
from extractors.metadata.vocabulary import AUTHOR, BEFORE_NAME, BY, WROTE
from extractors.metadata.walk import Piece, block_of, texts_after
from extractors.metadata.wording import is_sentence, words
from extractors.sentences import STOPS

_MOST = 250  # pieces of text below the headline among which it is looked for
_LONGEST = 100  # characters of such a line
_OTHER_WORDS = 4  # beside names and days: "Written by", "Last changed"; where these words say both, as many again
_LONGEST_SIGNATURE, _ROLE_WORDS = 60, 3  # characters; words behind the name: "Parish Clerk"
_ENDS_IN_LABEL = re.compile(rf"(?:^|[|·•]\s*){AUTHOR}\s*[:：]$", re.IGNORECASE)
_DASHES = "—–- "
_RIGHT = re.compile(r"text-align:\s*(?:right|end)|text-(?:align-)?right\b|\balign-?right\b", re.IGNORECASE)
_WRITTEN_BY = re.compile(rf"\W*{WROTE}\s+(?:{BEFORE_NAME}|{BY})\s", re.IGNORECASE)
_HAS_DAY = re.compile(r"\d\D+\d")
_PICTURES = ("foto", "фото")  # what labels who took the pictures


class Colophon(NamedTuple):
    """The authors whom a line names, and its words, which may tell the day."""

    names: tuple[str, ...]
    line: str


def read_colophon(sheet: Sheet) -> Colophon | None:
    """Return the one line below the story's text that signs it; None where no line does, or several do.

    It says "Written by" or the like before a name in full, sets a name behind a day and "by", is a name and a day in
    italics, or a name alone: set to the right, or with the page telling of that person elsewhere. Text below it shows
    that it is the signature of something else.
    """
    if not _may_be_signed(sheet):
        return None
    found: list[Colophon] = []
    told = False
    for _, group in groupby(islice(sheet.texts_below(), _MOST), key=lambda piece: block_of(piece[0])):
        pieces = list(group)
        text = " ".join(text for _, text in pieces)
        if len(text) <= _LONGEST and told and (names := _signing(pieces, text, sheet)):
            if not sheet.furniture.holds(pieces[0][0]):
                found.append(Colophon(names, text))
        elif text.endswith(STOPS) or len(text) > _LONGEST:
            told = True
            found = [] if is_sentence(text) or len(text) > _LONGEST else found
    return found[0] if len({one.names for one in found}) == 1 else None


def _may_be_signed(sheet: Sheet) -> bool:
    """Return whether any piece of text below the headline begins as a byline does, or has a day and a label or italics.

    Most pages have none, and what readers and other stories say is soon asked without knowing it from the story.
    """
    element = sheet.headline.element
    pieces = islice(texts_after(element), _MOST) if element is not None else ()
    return any(len(piece) <= 2 * _LONGEST and _hints(holder, piece.strip()) for holder, piece in pieces)


def _hints(holder: HtmlElement, text: str) -> bool:
    if not text or len(text) > _LONGEST:
        return False
    if begins_byline(f"{text} x") or signature_in(text) or _ENDS_IN_LABEL.search(text):
        return True
    return _HAS_DAY.search(text) is not None and (holder.tag in ITALICS or BEHIND_DAY.search(text) is not None)


def _signing(pieces: Sequence[Piece], text: str, sheet: Sheet) -> tuple[str, ...]:
    holder: HtmlElement = pieces[-1][0]
    if begins_byline(text) and not text.lower().startswith(_PICTURES):
        names = split_names(text, displayed=True)
        is_dated = _WRITTEN_BY.match(text) is not None and sheet.day_in(text) is not None
        is_dated = is_dated and not any(name[0].islower() for name in names)
        is_told = names and (is_dated or all(map(is_full_name, names)) or links_author(holder))
        most = 2 * _OTHER_WORDS if is_dated else _OTHER_WORDS
        return names if is_told and says_no_more(text, names, sheet.language_tag, most=most) else ()
    if names := _labelled(pieces):
        return names
    names = behind_label(text, sheet)
    if names and says_no_more(text, names, sheet.language_tag, most=2 * _OTHER_WORDS):
        return names
    if (name := signature_in(text)) and (is_set_right(block_of(holder)) or squashed(name) in sheet.owners):
        return (name,)
    return signed_in_italics(holder, text, sheet) if len(pieces) == 1 else ()


def _labelled(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the account that is a link behind its label, amid others: "Section: News | Added by: misha"."""
    for (_, label), (holder, name) in pairwise(pieces):
        if holder.tag == "a" and _ENDS_IN_LABEL.search(label):
            return split_names(name, displayed=True)
    return ()


def signature_in(text: str) -> str:
    """Return the name in full that a line is, or sets before a comma and a few words on who that is; or ``""``."""
    told = text.lstrip(_DASHES)
    if len(told) > _LONGEST_SIGNATURE or told.endswith(STOPS) or not told[:1].isupper() or " " not in told:
        return ""
    name, _, role = told.partition(", ")
    return name if len(role.split()) <= _ROLE_WORDS and is_full_name(name) and not is_city(name) else ""


def is_set_right(element: HtmlElement) -> bool:
    """Return whether a block is set to the right side of its column, as the signature below a letter is."""
    style, names = element.get("style") or "", element.get("class") or ""
    return element.get("align") == "right" or any(map(_RIGHT.search, (style, names)))


def says_no_more(text: str, names: Sequence[str], language: str | None = None, *, most: int = _OTHER_WORDS) -> bool:
    """Return whether a line holds names, days and the words that label them, and nothing else."""
    known = {word for name in names for word in words(name)} | day_names()
    known.update(word for name in month_names(language) for word in name.split())
    others = [word for word in words(text) if word not in known and not any(map(str.isdigit, word))]
    return len(others) <= most
