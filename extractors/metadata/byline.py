"""Finds who wrote a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extractors.metadata.jsonld import types_of
from extractors.metadata.meta import source_of
from extractors.metadata.names import split_names
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.wording import declared, shown, shown_lines, words

_META_KEYS = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.creator.personalname", "citation_author", "byl", "byline", "article.author",
    "og:author",
    "cxenseparse:author", "shareaholic:article_author_name", "rbauthors", "creator",
)  # fmt: skip
_PUBLISHER_TYPES = {"website", "organization", "newsmediaorganization"}
_CARD_LABELS = re.compile(
    r"written by|verfasst von|geschrieben von|escrito por|écrit par|napisane przez|scritto da|author|autor"
)
_BY_LINE = re.compile(
    r"^\s*(?:by|von|por|par|przez|di|door|av|text|texto|tekst|autor(?:in)?|author)\b[\s:]+\S", re.IGNORECASE
)
_MAX_TEXT = 160  # characters of a byline with its labels
_NEAR = 25  # elements after the headline in which a bare "By Jane Doe" is looked for


def read_byline(sheet: Sheet) -> Reading[tuple[str, ...]] | None:
    """Return the authors that the page declares, else those that it shows, publishers and feeds left out.

    A declared author whom the page never shows is often the account that published: a shown one goes first.
    """
    publishers = _publishers(sheet)
    unseen: Reading[tuple[str, ...]] | None = None
    for names, source in _candidates(sheet):
        people = tuple(name for name in names if _squash(name) not in publishers)
        if any(name.lower() in sheet.visible for name in people):
            return Reading(people, source)
        if people and unseen is None:
            unseen = Reading(people, source)
    return unseen


def _candidates(sheet: Sheet) -> Iterator[tuple[tuple[str, ...], str]]:
    yield _from_jsonld(sheet), "json-ld"
    for key in _META_KEYS:
        values = sheet.meta.get(key, [])
        yield tuple(name for value in values for name in split_names(value)), source_of(key)
    yield _from_card(sheet), "twitter card"
    yield _from_microdata(sheet), "microdata"
    yield _from_links(sheet), "author link"
    yield _from_markup(sheet), "byline markup"
    yield _from_line(sheet), "byline"


def _publishers(sheet: Sheet) -> set[str]:
    """Return the squashed names of the site, host and publisher; who publishes himself is an author."""
    names = [*sheet.meta.get("og:site_name", ()), *sheet.meta.get("application-name", ())]
    publisher = sheet.graph.resolve(sheet.story.get("publisher"))
    nodes = [publisher] if isinstance(publisher, dict) else []
    nodes += [node for node in sheet.graph.others if types_of(node) & _PUBLISHER_TYPES]
    names += [declared(node.get("name"), 200) for node in nodes]
    persons = {_squash(declared(node.get("name"), 200)) for node in nodes if "person" in types_of(node)}
    hosts = {label for label in (urlsplit(sheet.url or "").hostname or "").split(".") if len(label) > 3}
    return ({_squash(name) for name in names if name} | hosts) - persons


def _squash(name: str) -> str:
    return "".join(words(name))


def _from_jsonld(sheet: Sheet) -> tuple[str, ...]:
    value = sheet.story.get("author") or sheet.story.get("creator")
    names: list[str] = []
    for author in (value if isinstance(value, list) else [value])[:40]:
        node = sheet.graph.resolve(author)
        if isinstance(node, dict):
            inner = node.get("name")
            parts = inner if isinstance(inner, list) else [inner]
        else:
            parts = [node]
        for part in parts[:40]:
            names.extend(split_names(declared(part, 1000)))
    return tuple(dict.fromkeys(names))[:30]


def _from_card(sheet: Sheet) -> tuple[str, ...]:
    """Return the author of a Twitter card's labelled data, as Yoast writes it."""
    for number in "12":
        label = " ".join(sheet.meta.get(f"twitter:label{number}", ())).lower()
        if _CARD_LABELS.search(label):
            return split_names(" ".join(sheet.meta.get(f"twitter:data{number}", ())[:1]))
    return ()


def _from_microdata(sheet: Sheet) -> tuple[str, ...]:
    names: list[str] = []
    for mark in sheet.story_marks("property"):
        if "author" in (mark.get("itemprop") or "").split():
            inner = mark.xpath(".//*[@itemprop='name']")
            for element in inner[:10] or [mark]:
                names.extend(split_names(_short(element), displayed=True))
    return tuple(dict.fromkeys(names))


def _from_links(sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the first group of ``rel=author`` links outside the furniture."""
    links = sheet.story_marks("author link")
    named = [(link, split_names(_short(link), displayed=True)) for link in links]
    named = [(link, names) for link, names in named if names]
    if not named:
        return ()
    box = _box(named[0][0])
    return tuple(dict.fromkeys(name for link, names in named if _box(link) is box for name in names))


def _from_markup(sheet: Sheet) -> tuple[str, ...]:
    """Return the names in the first block whose class calls it a byline."""
    for mark in sheet.story_marks("byline"):
        if people := _names_within(mark):
            return people
    return ()


def _names_within(mark: HtmlElement) -> tuple[str, ...]:
    """Return the names that a byline block shows: its name elements or author links, else its words."""
    inner = mark.xpath(
        ".//*[contains(@class, 'fn') or contains(@class, 'author-name') or contains(@class, 'author_name')]"
        " | .//a[contains(@href, '/author') or contains(@href, '/autor') or contains(@href, '?author=')]"
    )
    names: list[str] = []
    for element in inner[:20]:
        names.extend(split_names(_short(element), displayed=True))
    if names:
        return tuple(dict.fromkeys(names))
    for line in shown_lines(mark) if _short(mark) else []:
        if people := split_names(line, displayed=True):
            return people
    return ()


def _from_line(sheet: Sheet) -> tuple[str, ...]:
    """Return the names of a bare ``By Jane Doe`` line close after the headline."""
    headline = sheet.headline.element
    if headline is None:
        return ()
    for element in headline.xpath("following::*[not(self::script or self::style)][position() <= 25]"):
        text = _short(element)
        if _BY_LINE.match(text) and not sheet.furniture.holds(element):
            names = split_names(text, displayed=True)
            if names and len(text) <= 80 and all(name[:1].isupper() or not name.isascii() for name in names):
                return names
    return ()


def _short(element: HtmlElement) -> str:
    """Return the words of a byline-sized element, ``""`` for a larger one."""
    text = shown(element, _MAX_TEXT + 1) or declared(element.get("content"), _MAX_TEXT + 1)
    return text if len(text) <= _MAX_TEXT else ""


def _box(link: HtmlElement) -> HtmlElement | None:
    """Return the block that a byline's link stands in."""
    box = link.getparent()
    while box is not None and box.tag in ("span", "a", "b", "strong", "em", "i", "li"):
        box = box.getparent()
    return box
