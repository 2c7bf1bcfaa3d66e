"""Finds the dates and authors that a page's elements state of themselves: by microdata, or by RDFa as in Drupal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.metadata.sheet import Sheet
from extractors.metadata.wording import shown

_MAX_TEXT = 120  # characters of a block that shows a date, with its label and a byline
_REACH = 20  # elements that state something
_STATED = XPath("descendant::*[@property and @content][not(self::meta)]")
_CREATED = frozenset(
    "dc:date dc:created dcterms:date dcterms:created schema:dateCreated schema:datePublished datePublished".split()
)
_STATED_OF_PEOPLE = XPath("descendant::*[@property][not(self::meta)]")
_WROTE = frozenset({"author", "schema:author", "article:author", "dc:creator", "dcterms:creator"})
NAMES_IN_MICRODATA = XPath(".//*[@itemprop='name']")
"""The elements that state the names of an author, in the one that states the author."""
NAMES_IN_RDFA = XPath(".//*[@property='name' or @property='schema:name' or @property='foaf:name']")


def in_microdata(sheet: Sheet, name: str) -> Iterator[tuple[str, str]]:
    """Yield the dates that elements of the story state as a property of that name."""
    for mark in sheet.story_marks("property"):
        if name in (mark.get("itemprop") or "").split():
            title = mark.get("title") if mark.tag == "abbr" else None
            yield mark.get("datetime") or mark.get("content") or title or shown(mark, _MAX_TEXT + 1), "microdata"


def in_rdfa(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the first day of creation that an element outside the furniture states: ``property="dc:date"``."""
    stated = (mark for mark in _STATED(sheet.tree) if not _CREATED.isdisjoint((mark.get("property") or "").split()))
    for mark in islice(stated, _REACH):
        if not sheet.furniture.holds(mark):
            yield mark.get("content") or "", "rdfa"
            return


def authors_in_microdata(sheet: Sheet) -> Iterator[HtmlElement]:
    """Yield the elements that state an author of the story."""
    return (mark for mark in sheet.story_marks("property") if "author" in (mark.get("itemprop") or "").split())


def authors_in_rdfa(sheet: Sheet) -> Iterator[HtmlElement]:
    """Yield the elements outside the furniture that state an author as a property: ``property="schema:author"``."""
    stated = (mark for mark in _STATED_OF_PEOPLE(sheet.tree) if not _WROTE.isdisjoint(mark.get("property").split()))
    return (mark for mark in islice(stated, _REACH) if not sheet.furniture.holds(mark))
