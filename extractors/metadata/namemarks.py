"""Finds authors in the elements of a page that are marked up as a byline, as a link to them, or as whom to turn to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.metadata.dayline import link_of
from extractors.metadata.names import is_full_name, split_names
from extractors.metadata.sheet import Sheet
from extractors.metadata.walk import block_of, texts_before
from extractors.metadata.wording import declared, one_line, shown, shown_lines
from extractors.phrases import chrome_kind

_OF_POST = re.compile(r"(?:^|[\s_-])(?:post|article|entry|story)(?:__|--?|_)authors?(?:$|\s)", re.IGNORECASE)
_MAX_TEXT = 160  # characters of a byline with its labels
_MOST_MARKS = 60  # elements marked up as a byline of the story that are looked at: a list of stories has more
_APART = tuple("-–—|·•/:,")  # what may stand between the names of a site and an author
_ACCOUNT = "/@"  # in the address of one
_LONGEST_LINE = 80  # characters of a line over comments


def names_stated(stated: Iterable[HtmlElement], names_in: XPath) -> tuple[str, ...]:
    """Return the names of the authors whom elements of the story state, in each its elements for names."""
    names: list[str] = []
    for mark in islice(stated, _MOST_MARKS):
        for element in names_in(mark)[:10] or [mark]:
            names.extend(split_names(short_words(element), displayed=True))
    return tuple(dict.fromkeys(names))


def names_in_links(sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the first group of ``rel=author`` links outside the furniture."""
    links = islice(sheet.story_marks("author link"), _MOST_MARKS)
    named = [(link, split_names(short_words(link), displayed=True)) for link in links]
    named = [(link, names) for link, names in named if names]
    if not named:
        return ()
    box = _box(named[0][0])
    return tuple(dict.fromkeys(name for link, names in named if _box(link) is box for name in names))


def names_in_bylines(sheet: Sheet) -> tuple[str, ...]:
    """Return the names in the first block whose class calls it a byline."""
    for mark in islice(sheet.story_marks("byline"), _MOST_MARKS):
        if people := _names_within(mark, sheet):
            return () if _opens_discussion(mark) else people
    return ()


def names_in_column(sheet: Sheet) -> tuple[str, ...]:
    """Return the names in the one box of a side column that is called the post's author, as MkDocs prints it."""
    named = (mark.element for mark in sheet.landmarks.of("byline") if _OF_POST.search(mark.element.get("class") or ""))
    beside = [mark for mark in islice(named, _MOST_MARKS) if sheet.furniture.holds(mark)]
    if len(beside) != 1 or sheet.furniture.is_of_others(beside[0]):
        return ()
    return _names_within(beside[0], sheet)


def names_of_contact(sheet: Sheet) -> tuple[str, ...]:
    """Return the name in full, below the headline, of whom to turn to, or that leads to an account by its address."""
    for holder, text, above in sheet.lines_after:
        is_contact = next(holder.iterancestors("address"), holder).tag == "address"
        is_account = (link := link_of(holder)) is not None and _ACCOUNT in (link.get("href") or "")
        if above and (is_contact or is_account) and is_full_name(text) and not sheet.furniture.holds(holder):
            return (text,)
    return ()


def short_words(element: HtmlElement) -> str:
    """Return the words of a byline-sized element, ``""`` for a larger one."""
    text = shown(element, _MAX_TEXT + 1, gap=" | ") or declared(element.get("content"), _MAX_TEXT + 1)
    return text if len(text) <= _MAX_TEXT else ""


def _innermost_mark(mark: HtmlElement, sheet: Sheet) -> HtmlElement:
    """Return the one element in ``mark`` that is marked up as a byline as well, else the mark."""
    marks = {other.element for other in sheet.landmarks.of("byline")}
    inner = [step for step in islice(mark.iterdescendants(), _MOST_MARKS) if step in marks]
    return inner[0] if len(inner) == 1 and short_words(inner[0]) else mark


def _without_site(text: str, sheet: Sheet) -> str:
    """Return the words of a byline without the site's name that stands before the author's, set apart from it."""
    for name in sheet.meta.get("og:site_name", ()):
        head, rest = text[: len(name)], text[len(name) :].lstrip()
        if name and head == name and rest[:1] in _APART and rest[1:].strip():
            return rest[1:].strip()
    return text


def _opens_discussion(mark: HtmlElement) -> bool:
    """Return whether a line over comments stands right above: the name is the first reader's.

    Beside the name, in its line, it counts the comments on the author's story.
    """
    above = next(texts_before(mark), None)
    if above is None or block_of(above[0]) is block_of(mark):
        return False
    return chrome_kind(one_line(above[1], _LONGEST_LINE)) == "comments-heading"


def _names_within(mark: HtmlElement, sheet: Sheet) -> tuple[str, ...]:
    """Return the names that a byline block shows: its name elements or author links, else its words."""
    mark = _innermost_mark(mark, sheet)
    inner = mark.xpath(
        ".//*[contains(@class, 'fn') or contains(@class, 'author-name') or contains(@class, 'author_name')"
        " or @class='username']"
        " | .//a[contains(@href, '/author') or contains(@href, '/autor') or contains(@href, '?author=')"
        " or contains(@href, '/user')]"
    )
    names: list[str] = []
    for element in inner[:20]:
        names.extend(split_names(_without_site(short_words(element), sheet), displayed=True))
    if names:
        return tuple(dict.fromkeys(names))
    if mark.tag in ("ul", "ol") and all(map(is_full_name, lines := shown_lines(mark)[:_MOST_MARKS])):
        return tuple(dict.fromkeys(lines))
    for line in shown_lines(mark) if short_words(mark) else []:
        if people := split_names(_without_site(line, sheet), displayed=True):
            return people
    return ()


def _box(link: HtmlElement) -> HtmlElement | None:
    """Return the block that a byline's link stands in."""
    box = link.getparent()
    while box is not None and box.tag in ("span", "a", "b", "strong", "em", "i", "li"):
        box = box.getparent()
    return box
