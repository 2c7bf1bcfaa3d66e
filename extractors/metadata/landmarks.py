"""Finds, in one walk over the tree, the elements that may carry a story's metadata."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, NamedTuple

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.metadata.wording import one_line
from extractors.page.elements import HEADINGS
from extractors.page.kinds import MOST_NAMES

Kind = Literal[
    "heading",
    "subheading",
    "byline",
    "author link",
    "date",
    "time",
    "term",
    "tag box",
    "category box",
    "trail",
    "property",
    "meta",
    "link",
    "script",
    "title",
    "text field",
]

_NONE: frozenset[Kind] = frozenset()
_PROPERTY: frozenset[Kind] = frozenset({"property"})
_AUTHOR_LINK: frozenset[Kind] = frozenset({"author link"})
_BY_TAG: dict[str, frozenset[Kind]] = {
    "h1": frozenset({"heading"}),
    "h2": frozenset({"subheading"}),
    "time": frozenset({"time"}),
    "meta": frozenset({"meta"}),
    "link": frozenset({"link"}),
    "script": frozenset({"script"}),
    "title": frozenset({"title"}),
    "textarea": frozenset({"text field"}),
}
_STATES_PROPERTIES = XPath("boolean(descendant-or-self::*/@itemprop)")
"""Whether a page has microdata at all: it spares most the question at each element."""
_MAX_MARKS = 2000  # of one kind: a page with more is no story
_UNSEEN = frozenset({"title", "script", "style", "noscript", "template", "option", "textarea"})
_LONGEST_TEXT = 400  # characters of what may be a headline

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|author-?names?|user-name|posted-?by|vcard|fn|contributors?|writers?|by|autor|autores"
    r"|auteur|autore"
    r"|szerz[oő]k?|yazar|penulis|forfatter|kirjoittaja|verfasser|signature|firma)(?:$|[\s_-])|byline|author-?name|authors?-?(?:link|wrapper|info|meta|line|details)(?:$|[\s_-])"
    r"|avatar__name(?:$|\s)"  # Docusaurus's
    r"|(?:^|\s)poster(?:$|\s)"  # Simple Machines Forum's
    r"|field--?name-uid(?:$|\s)|(?:^|\s)(?:submitted|node__meta)(?:$|\s)"  # Drupal's names for who wrote a node
)
_NO_BYLINE = re.compile(
    r"bio\b|avatar(?!__name)|image|photo|thumb|picture|description|about|social|follow|archive|comment|count|(?<!author-)title|position"
    r"|role|job|date|[-_]icon(?!-list)|(?:^|\s)icons?(?:$|\s)|profile-link"
)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|posted|article|publish(?:ed)?|publication|pub|created|story|news|display)?[-_]?"
    r"(?:date|dates|datetime|timestamp|time|published|posted-?on|dateline))(?:$|[\s_-])"
)
_NO_DATE = re.compile(r"update|modif|expire|copyright|reading|read-?time|event|countdown")
_HEADING = re.compile(r"entry-title|post-title|article-title|headline")
_TAG_BOX = re.compile(
    r"(?:^|\s)(?:\S+[-_])?(?:item)?(?:tags?|(?:article|story|post)[-_]topics|keywords?|etiquetas?|schlag(?:worte|wörter)|stich(?:worte|wörter))"
    r"(?:[-_](?:list|links?|group|box|block|container|wrap(?:per)?|items))?(?:$|\s)"
)
_CATEGORY_BOX = re.compile(
    r"(?:^|\s)(?:\S+[-_])?(?:item)?(?:categor(?:y|ies|ias?|ie)|kategori(?:en?|a)?|cats?|rubri(?:k|ka|ca|que))"
    r"(?:[-_](?:list|links?|names?|labels?|group|box|block|container|wrap(?:per)?|items))?(?:$|\s)"
)
_NO_CATEGORY_BOX = re.compile(r"cloud|trend|popular|nav|menu|filter|related|search|select|widget|image|icon|html")
_NO_TAG_BOX = re.compile(r"cloud|trend|popular|nav|menu|head|hot|related|search|html|script|price")
_TRAIL = re.compile(r"breadcrumbs?(?:$|[\s_-])")
_NO_TRAIL = re.compile(r"breadcrumbs?[_-]+(?:item|link|separator|current|text|title)")
_BY_CLASS: tuple[tuple[Kind, tuple[str, ...], re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        "byline",
        tuple(
            "by aut user-name vcard fn signature firma contributor writer name-uid submitted node__meta avatar__name"
            " szerz yazar poster penulis forfatter kirjoittaja verfasser".split()
        ),
        _BYLINE,
        _NO_BYLINE,
    ),
    ("date", tuple("date time publish posted".split()), _DATE, _NO_DATE),
    ("heading", tuple("title headline".split()), _HEADING, None),
    ("tag box", tuple("tag topic keyword etiqueta schlag stich".split()), _TAG_BOX, _NO_TAG_BOX),
    ("category box", tuple("cat kat rubri".split()), _CATEGORY_BOX, _NO_CATEGORY_BOX),
    ("trail", ("breadcrumb",), _TRAIL, _NO_TRAIL),
)
"""What the class of a landmark says, and what it must not say; before each pattern what is in all that it finds."""
_AUTHOR_PATH = re.compile(r"/(?:authors?|autor(?:en|es)?|writers?|staff|contributors?)/[^/]|[?&]author=")


_AUTHOR_HINTS = frozenset("author autor autore auteur автор συγγραφέας yazar 作者 著者 投稿者 작성자 글쓴이".split())
"""What a theme says of the name on a link where the mouse rests on it."""


class Mark(NamedTuple):
    """A landmark: its place in document order and its element."""

    position: int
    element: HtmlElement


class Landmarks:
    """The landmarks of a page by kind, each list in document order."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self._marks: defaultdict[Kind, list[Mark]] = defaultdict(list)
        self._roots = (tree, *tree.itersiblings())  # a page that ends its html and begins another has two
        states_properties = any(map(_STATES_PROPERTIES, self._roots))
        for position, element in enumerate(self._elements()):
            told = element.get
            kinds = _kinds_of_class(names) if (names := told("class")) else _NONE
            tag: Any = element.tag  # a string: the parser leaves out the rest
            if tag == "a":
                if rel := told("rel"):
                    kinds |= _kinds_of_rel(rel)
                if (address := told("href")) and _leads_to_author(address):
                    kinds |= _AUTHOR_LINK
                if (hint := told("title")) and hint.lower() in _AUTHOR_HINTS:
                    kinds |= _AUTHOR_LINK
            elif by_tag := _BY_TAG.get(tag):
                kinds |= by_tag
            if states_properties and told("itemprop"):
                kinds |= _PROPERTY
            if kinds:
                self._add(Mark(position, element), kinds)

    def _add(self, mark: Mark, kinds: frozenset[Kind]) -> None:
        for kind in kinds:
            marks = self._marks[kind]
            if len(marks) < _MAX_MARKS:
                marks.append(mark)

    def of(self, kind: Kind) -> list[Mark]:
        """Return the landmarks of one kind, in document order."""
        return self._marks.get(kind, [])

    def showing(self, texts: Collection[str]) -> Mark | None:
        """Return the first element, no link but that of a heading, whose own words are one of ``texts``."""
        linked: Mark | None = None
        for position, element in enumerate(self._elements()):
            text = element.text
            if not text or (tag := element.tag) in _UNSEEN or one_line(text, _LONGEST_TEXT) not in texts:
                continue
            if tag != "a":
                return Mark(position, element)
            if linked is None and (parent := element.getparent()) is not None and parent.tag in HEADINGS:
                linked = Mark(position, parent)
        return linked

    def _elements(self) -> Iterator[HtmlElement]:
        return chain.from_iterable(root.iter("*") for root in self._roots)


@lru_cache(maxsize=MOST_NAMES)
def _kinds_of_class(names: str) -> frozenset[Kind]:
    """Return what a class attribute says of its element; sites repeat theirs on every page."""
    names = names.lower()
    kinds: set[Kind] = set()
    for kind, telling, pattern, other in _BY_CLASS:
        if any(map(names.__contains__, telling)) and pattern.search(names) and not (other and other.search(names)):
            kinds.add(kind)
    return frozenset(kinds) if kinds else _NONE


def _leads_to_author(href: str) -> bool:
    telling = "aut" in href or "writer" in href or "staff" in href or "contributor" in href
    return telling and _AUTHOR_PATH.search(href) is not None


@lru_cache(maxsize=1024)
def _kinds_of_rel(rel: str) -> frozenset[Kind]:
    names = rel.lower().split()
    kinds: set[Kind] = set()
    if "tag" in names or "category" in names:
        kinds.add("term")
    if "author" in names:
        kinds.add("author link")
    return frozenset(kinds)
