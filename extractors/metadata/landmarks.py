"""Finds, in one walk over the tree, the elements that may carry a story's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

Kind = Literal["heading", "subheading", "byline", "author link", "date", "time", "term", "property"]

_NOTED = etree.XPath("//*[@class or @itemprop or self::a[@href] or self::h1 or self::h2 or self::time]")
_NONE: frozenset[Kind] = frozenset()
_MAX_MARKS = 2000  # of one kind: a page with more is no story

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|author-?names?|posted-?by|vcard|fn|contributors?|writers?|by|autor|autores"
    r"|auteur)(?:$|[\s_-])|byline|author-?name|authors?-?(?:link|wrapper|info|meta|line|details)(?:$|[\s_-])"
    r"|field--?name-uid(?:$|\s)"  # Drupal's name for who wrote a node
)
_NO_BYLINE = re.compile(
    r"bio\b|avatar|image|photo|thumb|picture|description|about|social|follow|archive|comment|count|(?<!author-)title|position"
    r"|role|job|date|icon|profile-link"
)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|posted|article|publish(?:ed)?|publication|pub|created|story|news|display)?[-_]?"
    r"(?:date|dates|datetime|timestamp|time|published|posted-?on|dateline))(?:$|[\s_-])"
)
_NO_DATE = re.compile(r"update|modif|expire|copyright|reading|read-?time|event|countdown")
_HEADING = re.compile(r"entry-title|post-title|article-title|headline")
_AUTHOR_PATH = re.compile(r"/(?:authors?|autor(?:en|es)?|writers?|staff|contributors?)/[^/]|[?&]author=")


class Mark(NamedTuple):
    """A landmark: its place in document order and its element."""

    position: int
    element: HtmlElement


class Landmarks:
    """The landmarks of a page by kind, each list in document order."""

    def __init__(self, tree: HtmlElement) -> None:
        self._marks: dict[Kind, list[Mark]] = {}
        found = _NOTED(tree)
        for position, element in enumerate(found if isinstance(found, list) else ()):
            for kind in _kinds(element):
                marks = self._marks.setdefault(kind, [])
                if len(marks) < _MAX_MARKS:
                    marks.append(Mark(position, element))

    def of(self, kind: Kind) -> list[Mark]:
        """Return the landmarks of one kind, in document order."""
        return self._marks.get(kind, [])


def _kinds(element: HtmlElement) -> Iterable[Kind]:
    names = element.get("class")
    kinds: frozenset[Kind] = _kinds_of_class(names) if names else _NONE
    tag = element.tag
    if tag == "a":
        kinds |= _kinds_of_link(element.get("rel"), element.get("href"))
    elif tag == "h1":
        kinds |= {"heading"}
    elif tag == "h2":
        kinds |= {"subheading"}
    elif tag == "time":
        kinds |= {"time"}
    return kinds | {"property"} if element.get("itemprop") else kinds


@lru_cache(maxsize=65_536)
def _kinds_of_class(names: str) -> frozenset[Kind]:
    """Return what a class attribute says of its element; sites repeat theirs on every page."""
    names = names.lower()
    kinds: set[Kind] = set()
    if _BYLINE.search(names) and not _NO_BYLINE.search(names):
        kinds.add("byline")
    if _DATE.search(names) and not _NO_DATE.search(names):
        kinds.add("date")
    if _HEADING.search(names):
        kinds.add("heading")
    return frozenset(kinds)


def _kinds_of_link(rel: str | None, href: str | None) -> frozenset[Kind]:
    kinds = _kinds_of_rel(rel) if rel else _NONE
    return kinds | {"author link"} if href and _AUTHOR_PATH.search(href) else kinds


@lru_cache(maxsize=1024)
def _kinds_of_rel(rel: str) -> frozenset[Kind]:
    names = rel.lower().split()
    kinds: set[Kind] = set()
    if "tag" in names or "category" in names:
        kinds.add("term")
    if "author" in names:
        kinds.add("author link")
    return frozenset(kinds)
