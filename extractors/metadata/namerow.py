"""Reads the author out of a name that stands alone in its line, by the headline, right above or below the day's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby, islice, pairwise

from lxml.html import HtmlElement

from extractors.metadata.datetext import DATE_DIGITS, UPDATE_WORDS
from extractors.metadata.dayline import link_of, links_author
from extractors.metadata.months import is_city
from extractors.metadata.names import is_full_name, split_names
from extractors.metadata.sheet import Line, Sheet
from extractors.metadata.walk import block_of
from extractors.metadata.wording import shown, words
from extractors.page.addresses import parts_of
from extractors.page.elements import HEADINGS
from extractors.phrases import chrome_kind

_NEAR = 12  # pieces of text by the headline among which both stand
_LONGEST_DAY = 40  # characters of a line with a day, its label and the hour
_LONGEST_NAME = 60
_SITE_WORDS = 3  # behind the name, set apart by a comma
_REACH = 3  # boxes around the line of the day, of which the outermost holds that of the name as well
_ROW = 200  # characters of that box
_OF_SECTION = re.compile(r"categor|kategori|catégor|tags?\b|topic|section|rubri|seccion|themen?\b")
_MOST_LINKS = 400  # that are looked at for one that is called so


def name_beside_day(sheet: Sheet, is_publisher: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the one name in full whose line is the neighbour of a day's, ``()`` where there is none.

    The site may stand behind it. What a link of the page is called is a section, unless it leads to that person.
    """
    after = islice((line for line in sheet.lines_after if line.above_story), _NEAR)
    for lines in (after, reversed(sheet.lines_before[:_NEAR])):
        row = [(holder, text) for holder, text in _blocks(lines) if _tells_day(text, sheet) or _says_more(text)]
        for one, other in pairwise(row):
            for (holder, text), day in ((one, other), (other, one)):
                name = _name(text, is_publisher) if _tells_day(day[1], sheet) else ""
                if name and _is_of_story(holder, name, day[0], sheet):
                    return (name,)
    return ()


def _blocks(lines: Iterable[Line]) -> list[tuple[HtmlElement, str]]:
    """Return the lines as the page sets them, each with the element that holds its first words."""
    groups = (list(group) for _, group in groupby(lines, key=lambda line: block_of(line.holder)))
    return [(group[0].holder, " ".join(line.text for line in group)) for group in groups]


def _says_more(text: str) -> bool:
    """Return whether a line is no button and no phrase of the interface."""
    return any(map(str.isalnum, text)) and chrome_kind(text) is None


def _tells_day(text: str, sheet: Sheet) -> bool:
    dated = len(text) <= _LONGEST_DAY and DATE_DIGITS.search(text) and not UPDATE_WORDS.search(text)
    return bool(dated) and sheet.day_in(text) is not None


def _name(text: str, is_publisher: Callable[[str], bool]) -> str:
    """Return the name in full that a line is, perhaps with that of the site behind it; ``""`` for any other."""
    if len(text) > _LONGEST_NAME or any(map(str.isdigit, text)):
        return ""
    name, comma, site = (part.strip() for part in text.partition(","))
    if not is_full_name(name) or is_city(name) or split_names(name, displayed=True) != (name,):
        return ""
    return name if not comma or (len(site.split()) <= _SITE_WORDS and is_publisher(site)) else ""


def _is_of_story(holder: HtmlElement, name: str, day: HtmlElement, sheet: Sheet) -> bool:
    """Return whether a name and the day stand in one small box, and no heading or link to a section is called so."""
    around = set(holder.iterancestors())
    box = next((box for box in islice(block_of(day).iterancestors(), _REACH) if box in around), None)
    if box is None or len(shown(box, _ROW + 1)) > _ROW or sheet.furniture.holds(holder):
        return False
    if any(step.tag in HEADINGS for step in (holder, *islice(holder.iterancestors(), _REACH))):
        return False
    link = link_of(holder)
    if link is not None and links_author(holder):
        return True
    if link is not None and not _is_account(link, name):
        return False
    others = (other for other in islice(sheet.tree.iter("a"), _MOST_LINKS) if shown(other, _LONGEST_NAME) == name)
    return all(_is_account(other, name) and next(other.iterancestors("nav", "li"), None) is None for other in others)


def _is_account(link: HtmlElement, name: str) -> bool:
    """Return whether a link leads to a page of that name, or right below the front of a site to a word of it."""
    folders, _, last = parts_of(link.get("href") or "").path.strip("/").lower().rpartition("/")
    told, called = set(words(last.replace("_", "-"))), set(words(name))
    return not _OF_SECTION.search(folders) and (called <= told or (not folders and not called.isdisjoint(told)))
