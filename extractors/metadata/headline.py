"""Finds a story's headline: what the page declares, in the words in which the page shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml.html import HtmlElement

from extractors.metadata.headings import MOST_HEADINGS, headings_of, heads_comments, is_motto, names_the_rest
from extractors.metadata.jsonld import Graph
from extractors.metadata.landmarks import Landmarks, Mark
from extractors.metadata.largeprint import line_in_large_print
from extractors.metadata.meta import MetaTable
from extractors.metadata.permalinks import headings_of_entries
from extractors.metadata.record import Reading
from extractors.metadata.titles import SUFFIX, closes, declared_titles, opens, site_names
from extractors.metadata.walk import texts_of_owners
from extractors.metadata.wording import agreement, one_line, shown, words
from extractors.page.addresses import parts_of
from extractors.page.elements import HEADINGS, leads_home
from extractors.phrases import chrome_kind

_COLON = re.compile(r"(?<=\w): +")
_ARROW = re.compile(r"(?<=\w)\s+[→↗⟶➔➜➝➞⇢∞]$")  # what a theme prints behind the title of a post that is a link
_TITLES = HEADINGS | {"b", "strong", "font", "big"}
_STEPS = re.compile(r"\s+[|–—>»›-]\s+")
_PAIR = 2
_YEARS = re.compile(r"\b(?:19|20)\d\d\b|\bcopyright\b")
_AGREES = 0.6
_AKIN = 0.4  # agreement of one of several main headings that are not the declared title
_SAME = 0.9
_NO_HEADLINE = frozenset("post-navigation related sidebar share search menu newsletter comment-form".split())
"""Kinds of phrases that a lone main heading may be which is the headline of nothing."""


class Headline(NamedTuple):
    """A headline, where it was read and, where the page shows it, the element that does."""

    text: str | None = None
    source: str = ""
    element: HtmlElement | None = None
    position: int = 0  # in document order, among the page's landmarks


def read_headline(landmarks: Landmarks, meta: MetaTable, graph: Graph, url: str | None) -> Headline:
    """Return the heading that agrees with what is declared, else a lone h1, else the declared headline."""
    page = _survey(landmarks, meta, graph, url)
    ways = (_below_owner, _lone_entry, _titled_in_part, _declared_too, _main_heading, _subheading, _large_print)
    found = (headline for way in ways if (headline := way(page)) is not None)
    return next(found, None) or (_shown_otherwise(page) if page.titles else Headline())


@dataclass(frozen=True)
class _Page:
    """What a page shows and declares that may be its headline, the most trusted titles first.

    ``site`` are the lower-case names of the site; ``is_named`` says that its name stands on the page as a link home.
    """

    landmarks: Landmarks
    url: str | None
    headings: list[tuple[Mark, str]]
    subheadings: list[Mark]
    titles: list[Reading[str]]
    site: set[str]
    is_named: bool

    @cached_property
    def best(self) -> tuple[Mark, str] | None:
        """The heading that is the most like a declared title."""
        return max(self.headings, key=lambda pair: _rank(pair, self.titles), default=None)

    @cached_property
    def main(self) -> list[tuple[Mark, str]]:
        """The main headings, but for phrases; none where a subheading is the title, and they have no word of it."""
        main = [pair for pair in self.headings if pair[0].element.tag == "h1"]
        main = [pair for pair in main if chrome_kind(pair[1]) not in _NO_HEADLINE]
        unlike = bool(main) and max(_rank(pair, self.titles)[0] for pair in main) == 0
        return [] if unlike and _is_said(self.subheadings, self.titles) else main


def _survey(landmarks: Landmarks, meta: MetaTable, graph: Graph, url: str | None) -> _Page:
    host = parts_of(url).hostname or ""
    tops = (mark.element for mark in landmarks.of("heading")[:MOST_HEADINGS] if mark.element.tag == "h1")
    home = {shown(top, 400).lower() for top in tops if leads_home(top, host)}
    below = landmarks.of("subheading")[:MOST_HEADINGS]
    mottos = [mark for mark in below if is_motto(mark.element)]
    site = site_names(meta, graph) | home | {shown(mark.element, 400).lower() for mark in mottos}
    titles = declared_titles(landmarks, meta, graph, url, site)
    subheadings = [mark for mark in below if mark not in mottos]
    headings = [pair for pair in headings_of(landmarks) if pair[1].lower() not in site]
    headings = [pair for pair in headings if not names_the_rest(pair, headings, subheadings, titles)]
    return _Page(landmarks, url, headings, subheadings, titles, site, bool(home))


def _below_owner(page: _Page) -> Headline | None:
    """Return the one heading below that of the page's owner, which is all that the page declares."""
    if len(page.subheadings) != 1 or len(page.titles) != 1:
        return None
    below = page.subheadings[0]
    return _second(below) if _is_owner(page.titles[0].value, page.headings, below) else None


def _lone_entry(page: _Page) -> Headline | None:
    """Return the heading of the one entry of a weblog that a page shows, where all that it declares is the weblog."""
    if page.best is None or {page.best[1]} != {title.value for title in page.titles}:
        return None
    entries = headings_of_entries(page.landmarks.tree, page.url)
    entry = page.landmarks.showing({shown(entries[0], 400)}) if len(entries) == 1 else None
    return Headline(shown(entry.element, 400), "permalink", entry.element, entry.position) if entry else None


def _titled_in_part(page: _Page) -> Headline | None:
    """Return the subheading that says the first of several parts of a title which the main heading says whole.

    So a board's page is titled twice, by the post, its section and the site; the one is seen by no reader.
    """
    text = page.best[1] if page.best else ""
    parts = _STEPS.split(text) if any(text == title.value for title in page.titles) else []
    said = (mark for mark in page.subheadings if shown(mark.element, 400) == parts[0]) if len(parts) > _PAIR else ()
    return next(map(_second, said), None)


def _declared_too(page: _Page) -> Headline | None:
    """Return the heading that agrees with a declared title."""
    if page.best is None or not any(_agree(page.best[1], title.value) for title in page.titles):
        return None
    return _shown_headline(page.best[0], _without_kicker(*page.best, page.titles))


def _main_heading(page: _Page) -> Headline | None:
    """Return the one main heading, or the one that is somewhat like what is declared."""
    main = page.main
    nearest = max(main, key=lambda pair: _rank(pair, page.titles), default=None)
    if nearest is None or not (len(main) == 1 or not page.titles or _rank(nearest, page.titles)[0] >= _AKIN):
        return None
    return _shown_headline(nearest[0], _without_kicker(*nearest, page.titles))


def _subheading(page: _Page) -> Headline | None:
    """Return the first subheading that is a declared title, or all of it but the site's name."""
    lone = len(page.subheadings) == 1 and not page.headings
    for mark in page.subheadings:
        text = shown(mark.element, 400)
        said = any(
            agreement(text, title.value) >= _SAME or opens(text, title.value, lone=lone) for title in page.titles
        )
        said = said or ((lone or page.is_named) and any(closes(text, title.value) for title in page.titles))
        if said and not heads_comments(text):
            return _second(mark)
    return None


def _large_print(page: _Page) -> Headline | None:
    """Return the line in large print of a page without headings."""
    if page.main or page.subheadings or not (line := line_in_large_print(page.landmarks.tree)):
        return None
    large = page.landmarks.showing({line})
    return Headline(line, "large print", *(large.element, large.position) if large else ())


def _second(mark: Mark) -> Headline:
    return Headline(shown(mark.element, 400), "h2", mark.element, mark.position)


def _is_owner(title: str, headings: Sequence[tuple[Mark, str]], below: Mark) -> bool:
    """Return whether all that a page declares is the name over it, by which it is its owner's: "© The Parish 2014".

    Then the one heading ``below`` it is the story's, if it stands outside head and foot.
    """
    if [text for _, text in headings] != [title] or not below.position > headings[0][0].position:
        return False
    root = below.element.getroottree().getroot()
    owned = (" ".join(words(line)) for line in texts_of_owners(root))
    name = " ".join(words(title))
    return _titles_story(below.element) and any(_YEARS.sub("", line).strip() == name for line in owned)


def _shown_otherwise(page: _Page) -> Headline:
    """Return a declared title in the words of the element that shows it though no heading does, as in a layout table.

    What it shows may lack the name of the site.
    """
    title = page.titles[0]
    cuts = list(SUFFIX.finditer(title.value))
    pieces = {title.value[: cut.start()] for cut in cuts} | {title.value[cut.end() :] for cut in cuts}
    texts = {piece for piece in pieces if 2 * len(piece) > len(title.value)} | {title.value}
    mark = page.landmarks.showing(texts) or _shown_half(page.landmarks, title.value, page.site)
    if mark is None:
        return Headline(title.value, title.source)
    return Headline(shown(mark.element, 400), title.source, mark.element, mark.position)


def _shown_half(landmarks: Landmarks, title: str, site: set[str]) -> Mark | None:
    """Return the element that shows a title without the name of its site, however long that is, behind it or before it.

    It is a heading, or that name is shown nowhere, or known to be the site's (``site``).
    """
    halves = [(title[: cut.start()], title[cut.end() :]) for cut in SUFFIX.finditer(title)]
    halves += [(title[cut.end() :], title[: cut.start()]) for cut in _COLON.finditer(title)]
    for cut in SUFFIX.finditer(title):
        name, half = title[: cut.start()], title[cut.end() :]
        mark = landmarks.showing({half}) if 2 * len(half) > len(name) else None
        if mark is not None and _titles_story(mark.element) and not _is_shown(name, landmarks):
            return mark
    for half, name in halves:
        mark = landmarks.showing({half})
        if mark is not None and (mark.element.tag in HEADINGS or name.lower() in site or not landmarks.showing({name})):
            return mark
    return None


def _titles_story(element: HtmlElement) -> bool:
    """Return whether an element is set as a title, and outside the head and foot of the page."""
    return element.tag in _TITLES and next(element.iterancestors("header", "footer", "nav"), None) is None


def _is_shown(name: str, landmarks: Landmarks) -> bool:
    """Return whether a page shows what stands before a title as more than a link: then it may be the title itself."""
    return landmarks.showing({name, *SUFFIX.split(name)}) is not None


def _is_said(subheadings: list[Mark], titles: list[Reading[str]]) -> bool:
    """Return whether a subheading is a declared title word for word: a main one with no word of it is none."""
    return any(agreement(shown(mark.element, 400), title.value) == 1 for mark in subheadings for title in titles)


def _without_kicker(mark: Mark, text: str, titles: list[Reading[str]]) -> str:
    """Return the piece of a heading that is a declared title word for word, if the heading says more than that."""
    element = mark.element
    if len(element) == 0 or any(agreement(text, title.value) == 1 for title in titles):
        return text
    pieces = [one_line(piece, 400) for piece in element.itertext() if piece.strip()]
    said = (piece for piece in pieces if any(agreement(piece, title.value) == 1 for title in titles))
    named = (piece for piece in pieces[-1:] if any(opens(piece, title.value, lone=True) for title in titles))
    return next(said, None) or next(named, text)


def _shown_headline(mark: Mark, text: str) -> Headline:
    if mark.element.get("itemprop") == "headline":
        source = "microdata"
    else:
        source = "h1" if mark.element.tag == "h1" else "headline markup"
    return Headline(_ARROW.sub("", text), source, mark.element, mark.position)


def _agree(heading: str, title: str) -> bool:
    """Return whether a heading and a declared title are one headline, perhaps cut or with a kicker."""
    if agreement(heading, title) >= _AGREES:
        return True
    short, long = sorted((words(heading), words(title)), key=len)
    return len(short) >= 3 and " ".join(short) in " ".join(long)


def _rank(pair: tuple[Mark, str], titles: list[Reading[str]]) -> tuple[float, bool]:
    mark, text = pair
    score = max((agreement(text, title.value) for title in titles), default=0.0)
    return round(score, 1), mark.element.tag == "h1"
