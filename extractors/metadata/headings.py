"""Tells the headings that may be a story's headline from those that name the site, its motto or the discussion."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from extractors.metadata.landmarks import Landmarks, Mark
from extractors.metadata.record import Reading
from extractors.metadata.titles import SUFFIX, closes
from extractors.metadata.wording import declared, shown
from extractors.phrases import chrome_kind

MOST_HEADINGS = 40
"""Headings of a rank that are looked at."""
_SITE_NAME = re.compile(r"(?:^|[\s_-])(?:site-?title|site-?name|logo|branding|site-?branding)(?:$|[\s_-])")


def headings_of(landmarks: Landmarks) -> list[tuple[Mark, str]]:
    """Return the elements that look like the story's heading with their words, not the site's name or "3 comments"."""
    headings = []
    marks = [*landmarks.of("heading"), *_headline_properties(landmarks)]
    for mark in marks[:MOST_HEADINGS]:
        text = shown(mark.element, 400) or declared(mark.element.get("content"), 400)
        if text and not _names_site(mark.element) and not heads_comments(text):
            headings.append((mark, text))
    return headings


def _headline_properties(landmarks: Landmarks) -> list[Mark]:
    marks = landmarks.of("property")
    return [mark for mark in marks if "headline" in (mark.element.get("itemprop") or "").split()]


def heads_comments(text: str) -> bool:
    """Return whether a heading is one over comments, which often repeats the headline: "One response to …"."""
    return chrome_kind(text) == "comments-heading"


def _names_site(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(
        box is not None and box.tag not in ("html", "body") and _is_site_name(box.get("class") or "")
        for box in (element, parent)
    )


@lru_cache(maxsize=4096)
def _is_site_name(names: str) -> bool:
    return _SITE_NAME.search(names.lower()) is not None


def is_motto(heading: HtmlElement) -> bool:
    """Return whether a heading stands in a menu and leads nowhere: it says what site that is the menu of."""
    links = (*heading.iter("a"), *heading.iterancestors("a"))
    return not links and next(heading.iterancestors("nav"), None) is not None


def names_the_rest(
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
