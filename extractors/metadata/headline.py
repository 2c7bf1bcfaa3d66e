"""Finds a story's headline: what the page declares, in the words in which the page shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from extractors.metadata.jsonld import Graph
from extractors.metadata.landmarks import Landmarks, Mark
from extractors.metadata.largeprint import line_in_large_print
from extractors.metadata.meta import MetaTable
from extractors.metadata.permalinks import headings_of_entries
from extractors.metadata.record import Reading
from extractors.metadata.titles import SUFFIX, closes, declared_titles, opens, site_names
from extractors.metadata.walk import texts_of_owners
from extractors.metadata.wording import agreement, declared, one_line, shown, words
from extractors.page.addresses import parts_of
from extractors.page.elements import HEADINGS, leads_home
from extractors.phrases import chrome_kind

_COLON = re.compile(r"(?<=\w): +")
_SITE_NAME = re.compile(r"(?:^|[\s_-])(?:site-?title|site-?name|logo|branding|site-?branding)(?:$|[\s_-])")
_ARROW = re.compile(r"(?<=\w)\s+[→↗⟶➔➜➝➞⇢∞]$")  # what a theme prints behind the title of a post that is a link
_TITLES = HEADINGS | {"b", "strong", "font", "big"}
_STEPS = re.compile(r"\s+[|–—>»›-]\s+")
_PAIR = 2
_YEARS = re.compile(r"\b(?:19|20)\d\d\b|\bcopyright\b")
_AGREES = 0.6
_AKIN = 0.4  # agreement of one of several main headings that are not the declared title
_SAME = 0.9
_MAX_HEADINGS = 40
_NO_HEADLINE = frozenset(
    {"post-navigation", "related", "sidebar", "share", "search", "menu", "newsletter", "comment-form"}
)
"""Kinds of phrases that a lone main heading may be which is the headline of nothing."""


class Headline(NamedTuple):
    """A headline, where it was read and, where the page shows it, the element that does."""

    text: str | None = None
    source: str = ""
    element: HtmlElement | None = None
    position: int = 0  # in document order, among the page's landmarks


def read_headline(landmarks: Landmarks, meta: MetaTable, graph: Graph, url: str | None) -> Headline:
    """Return the heading that agrees with what is declared, else a lone h1, else the declared headline."""
    host = parts_of(url).hostname or ""
    tops = (mark.element for mark in landmarks.of("heading")[:_MAX_HEADINGS] if mark.element.tag == "h1")
    home = {shown(top, 400).lower() for top in tops if leads_home(top, host)}
    below = landmarks.of("subheading")[:_MAX_HEADINGS]
    mottos = [mark for mark in below if _is_motto(mark.element)]
    site = site_names(meta, graph) | home | {shown(mark.element, 400).lower() for mark in mottos}
    titles = declared_titles(landmarks, meta, graph, url, site)
    subheadings = [mark for mark in below if mark not in mottos]
    headings = [pair for pair in _headings(landmarks) if pair[1].lower() not in site]
    headings = [pair for pair in headings if not _names_the_rest(pair, headings, subheadings, titles)]
    if len(subheadings) == 1 and len(titles) == 1 and _is_owner(titles[0].value, headings, subheadings[0]):
        return Headline(shown(subheadings[0].element, 400), "h2", subheadings[0].element, subheadings[0].position)
    best = max(headings, key=lambda pair: _rank(pair, titles), default=None)
    if best is not None and {best[1]} == {title.value for title in titles} and (entry := _lone_entry(landmarks, url)):
        return Headline(shown(entry.element, 400), "permalink", entry.element, entry.position)
    if best is not None and (part := _titled_in_part(best[1], titles, subheadings)):
        return Headline(shown(part.element, 400), "h2", part.element, part.position)
    if best is not None and any(_agree(best[1], title.value) for title in titles):
        return _shown_headline(best[0], _without_kicker(*best, titles))
    main = [pair for pair in headings if pair[0].element.tag == "h1" and chrome_kind(pair[1]) not in _NO_HEADLINE]
    if main and max(_rank(pair, titles)[0] for pair in main) == 0 and _is_said(subheadings, titles):
        main = []
    nearest = max(main, key=lambda pair: _rank(pair, titles), default=None)
    if nearest is not None and (len(main) == 1 or not titles or _rank(nearest, titles)[0] >= _AKIN):
        return _shown_headline(*nearest)
    for mark in subheadings:
        text = shown(mark.element, 400)
        lone = len(subheadings) == 1 and not headings
        said = any(agreement(text, title.value) >= _SAME or opens(text, title.value, lone=lone) for title in titles)
        said = said or ((lone or bool(home)) and any(closes(text, title.value) for title in titles))
        if said and not _heads_comments(text):
            return Headline(text, "h2", mark.element, mark.position)
    if not main and not subheadings and (line := line_in_large_print(landmarks.tree)):
        large = landmarks.showing({line})
        return Headline(line, "large print", *(large.element, large.position) if large else ())
    return _shown_otherwise(landmarks, titles[0], site) if titles else Headline()


def _lone_entry(landmarks: Landmarks, url: str | None) -> Mark | None:
    """Return the heading of the one entry of a weblog that a page shows, where all that it declares is the weblog."""
    entries = headings_of_entries(landmarks.tree, url)
    return landmarks.showing({shown(entries[0], 400)}) if len(entries) == 1 else None


def _is_motto(heading: HtmlElement) -> bool:
    """Return whether a heading stands in a menu and leads nowhere: it says what site that is the menu of."""
    links = (*heading.iter("a"), *heading.iterancestors("a"))
    return not links and next(heading.iterancestors("nav"), None) is not None


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


def _titled_in_part(text: str, titles: list[Reading[str]], subheadings: list[Mark]) -> Mark | None:
    """Return the subheading that says the first of several parts of a title which the main heading says whole.

    So a board's page is titled twice, by the post, its section and the site; the one is seen by no reader.
    """
    parts = _STEPS.split(text) if any(text == title.value for title in titles) else []
    said = (mark for mark in subheadings if shown(mark.element, 400) == parts[0]) if len(parts) > _PAIR else ()
    return next(iter(said), None)


def _shown_otherwise(landmarks: Landmarks, title: Reading[str], site: set[str]) -> Headline:
    """Return a declared title in the words of the element that shows it though no heading does, as in a layout table.

    What it shows may lack the name of the site.
    """
    cuts = list(SUFFIX.finditer(title.value))
    pieces = {title.value[: cut.start()] for cut in cuts} | {title.value[cut.end() :] for cut in cuts}
    texts = {piece for piece in pieces if 2 * len(piece) > len(title.value)} | {title.value}
    mark = landmarks.showing(texts) or _shown_half(landmarks, title.value, site)
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


def _heads_comments(text: str) -> bool:
    """Return whether a heading is one over comments, which often repeats the headline: "One response to …"."""
    return chrome_kind(text) == "comments-heading"


def _names_the_rest(
    pair: tuple[Mark, str], headings: list[tuple[Mark, str]], subheadings: list[Mark], titles: list[Reading[str]]
) -> bool:
    """Return whether a title is what another heading says and, behind a separator, this one: then this names the site.

    Of two main headings that is the upper one, and where the title begins with it the one in the head of the page.
    """
    mark, name = pair
    ends = [title.value for title in titles if closes(name, title.value)]
    begun = [title.value for title in titles if title.value.startswith(name)] if _heads_page(mark.element) else []
    lower = [text for other, text in headings if other.position > mark.position] if ends or begun else []
    stories = [*(shown(sub.element, 400) for sub in subheadings), *lower] if ends else []
    first = any(SUFFIX.split(title)[0] == story for story in stories for title in ends)
    return first or any(SUFFIX.split(title, maxsplit=1)[1:] == [story] for story in lower for title in begun)


def _heads_page(element: HtmlElement) -> bool:
    """Return whether an element stands in the head of the page, above its ``main`` or ``article``."""
    return next(element.iterancestors("header", "main", "article"), element).tag == "header"


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


def _headings(landmarks: Landmarks) -> list[tuple[Mark, str]]:
    """Return the elements that look like the story's heading with their words, not the site's name or "3 comments"."""
    headings = []
    marks = [*landmarks.of("heading"), *_headline_properties(landmarks)]
    for mark in marks[:_MAX_HEADINGS]:
        text = shown(mark.element, 400) or declared(mark.element.get("content"), 400)
        if text and not _names_site(mark.element) and not _heads_comments(text):
            headings.append((mark, text))
    return headings


def _headline_properties(landmarks: Landmarks) -> list[Mark]:
    marks = landmarks.of("property")
    return [mark for mark in marks if "headline" in (mark.element.get("itemprop") or "").split()]


def _names_site(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(
        box is not None and box.tag not in ("html", "body") and _is_site_name(box.get("class") or "")
        for box in (element, parent)
    )


@lru_cache(maxsize=4096)
def _is_site_name(names: str) -> bool:
    return _SITE_NAME.search(names.lower()) is not None


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
