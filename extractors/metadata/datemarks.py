"""Finds the elements of a page that are marked up as its story's date: none of a change, a card, a list or an event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, islice, takewhile

from lxml.html import HtmlElement

from extractors.metadata.datetext import DATE_DIGITS, UPDATE_WORDS, says_posted
from extractors.metadata.dayline import links_author
from extractors.metadata.landmarks import Kind
from extractors.metadata.months import weekdays_in
from extractors.metadata.sheet import Line, Sheet
from extractors.metadata.walk import block_of
from extractors.metadata.wording import shown, words
from extractors.page.kinds import kinds, kinds_of

CHANGE_CLASS = re.compile(r"update|modif|reviewed", re.IGNORECASE)
_EVENT = re.compile(
    r"\bevent-?(?:meta|date|time|details|schedule|info|start)|(?:^|[\s_-])(?:dtstart|start-?date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLES = ("h2", "h3", "h4", "h5", "h6")
_APART = timedelta(days=400)  # more than a clock elsewhere, or day and month in the wrong order, makes out
_A_DAY = timedelta(days=1, hours=12)  # from its midnight, in any zone
_EVENT_REACH = 5  # boxes around a line
_ASIDES = frozenset({"aside", "footer"})
_OTHERS = kinds_of("comment", "related")
_WHOLE = frozenset({"body", "main", "article"})
_LEAF_PIECES, _LEAF_LETTERS = range(3, 7), 9
_CARD = 600  # characters that a teaser of another story shows at most
_A_LIST = 3  # dates of one class: the cards of a listing
_REACH = 20  # marks from the headline on
_MAX_TEXT = 120  # characters of a block that shows a date, with its label and a byline


def shown_dates(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the dates that the page shows: time elements first, then blocks called a date."""
    for mark in _of_the_story(sheet, "time"):
        text = shown(mark, _MAX_TEXT)
        said = mark.get("datetime") or text
        yield text if _contradicts(text, said, sheet) else said, "time markup"
    for mark in _of_the_story(sheet, "date"):
        text = shown(mark, _MAX_TEXT + 1)
        if mark.tag == "abbr":
            yield mark.get("title") or text, "date markup"
        elif mark.tag != "time" and len(text) <= _MAX_TEXT and not of_change(text):
            yield text, "date markup"


def _contradicts(text: str, said: str, sheet: Sheet) -> bool:
    """Return whether an element shows another day than its markup says, which some templates leave as it once was."""
    if not DATE_DIGITS.search(text) or text == said:
        return False
    seen, told = sheet.day_in(text), sheet.day_in(said)
    return seen is not None and told is not None and abs(seen - told) > _APART


def _of_the_story(sheet: Sheet, kind: Kind) -> Iterator[HtmlElement]:
    """Yield the marks that tell of the story's publication: not of a change, not a card's."""
    marks = list(islice(sheet.story_marks(kind), _REACH))
    alike = Counter(mark.get("class") or "" for mark in marks)
    for mark in marks:
        names = mark.get("class") or ""
        listed = names and "published" not in names and alike[names] >= _A_LIST
        if not listed and not _says_updated(mark) and not in_card(mark, sheet):
            yield mark


def in_card(mark: HtmlElement, sheet: Sheet) -> bool:
    """Return whether a block around a date is headed by a link: then it is another story's card."""
    headline = sheet.headline.element
    for box in islice(mark.iterancestors(), 3):
        if box.tag in ("body", "main", "article") or (headline is not None and box in headline.iterancestors()):
            return False
        if len(shown(box, _CARD + 1)) > _CARD:
            return False
        linked = (heading for heading in box.iter(*_TITLES) if _leads_elsewhere(heading.find(".//a")))
        if not all(sheet.furniture.holds(heading) for heading in linked):
            return True
    return False


def _leads_elsewhere(link: HtmlElement | None) -> bool:
    """Return whether there is a link, to more than its author or a place on its own page, as a post's title may be."""
    return link is not None and not (link.get("href") or "").startswith("#") and not links_author(link)


def calendar_leaves(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the dates that stand by the headline in pieces, as on a leaf of a calendar: month, day and year apart."""
    near = [*sheet.lines_before[::-1], *(line for line in sheet.lines_after if line.above_story)]
    for _, group in groupby(near, key=lambda line: block_of(line.holder)):
        pieces = list(islice(group, _LEAF_PIECES.stop))
        short = all(len(piece.text) <= _LEAF_LETTERS for piece in pieces)
        if short and len(pieces) in _LEAF_PIECES and not sheet.furniture.holds(pieces[0].holder):
            yield " ".join(piece.text for piece in pieces), "date line"


def is_of_paper(line: Line, sheet: Sheet) -> bool:
    """Return whether a line above the headline, outside all that is the story's, is the day on which it is read.

    It names the weekday, or is today's, and is no heading right above the story, as a weblog sets the day over its
    entries. The story's is the box that the page calls its main part or an article, else what the body holds it in.
    """
    boxes = [] if sheet.headline.element is None else list(sheet.headline.element.iterancestors())
    named = [box for box in boxes if box.tag in _WHOLE - {"body"}] or boxes[:-2]
    if not named or named[-1] in line.holder.iterancestors() or says_posted(line.text):
        return False
    if line.holder.tag in _TITLES and line.holder.getnext() in boxes:
        return False
    if not weekdays_in(sheet.language_tag).isdisjoint(words(line.text)):
        return True
    day = sheet.day_in(line.text)
    return day is not None and abs(sheet.now - day) <= _A_DAY


def lone_time(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the one moment that the page's time elements tell, wherever they stand: in a column beside the story."""
    marks = list(islice(sheet.tree.iter("time"), _REACH))
    told = {mark.get("datetime") or "" for mark in marks}
    if len(told) == 1 and not any(
        _says_updated(mark) or is_of_event(mark) or _is_others(mark) or in_card(mark, sheet) for mark in marks
    ):
        yield told.pop(), "time markup"


def _is_others(mark: HtmlElement) -> bool:
    """Return whether a moment stands in what calls itself readers' comments, another story's card, or in an aside."""
    return any(box.tag in _ASIDES or kinds(dict(box.items())) & _OTHERS for box in mark.iterancestors())


def is_listed(holder: HtmlElement, sheet: Sheet) -> bool:
    """Return whether a block with a date is one of several called alike: the days of a list of events."""
    names = holder.get("class")
    marks = islice(sheet.story_marks("date"), _REACH) if names else ()
    return sum(mark.get("class") == names for mark in marks) >= _A_LIST


def is_of_event(holder: HtmlElement) -> bool:
    """Return whether a line with a date is marked up as the time of an event, or stands in what tells of one."""
    around = takewhile(lambda box: box.tag not in _WHOLE, islice(holder.iterancestors(), _EVENT_REACH))
    names = (f"{box.get('class') or ''} {box.get('itemprop') or ''}" for box in (holder, *around))
    return any(map(_EVENT.search, names))


def _says_updated(mark: HtmlElement) -> bool:
    """Return whether a date tells of a change: by its class, a block around it or the words before it."""
    names = (mark.get("class") or "").split()
    if "published" in names:
        return False
    parent = mark.getparent()
    boxes = [mark] if parent is None else [mark, parent, *islice(parent.iterancestors(), 1)]
    if any(CHANGE_CLASS.search(box.get("class") or "") for box in boxes if box.tag not in ("body", "article")):
        return True
    text = shown(mark, _MAX_TEXT)
    line = shown(parent, _MAX_TEXT) if parent is not None and text else ""
    return of_change(line[: line.find(text)][-40:]) if text in line else False


def of_change(text: str) -> bool:
    """Return whether the words before the first number speak of a change."""
    return UPDATE_WORDS.search(re.split(r"\d", text, maxsplit=1)[0]) is not None
