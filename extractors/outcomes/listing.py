"""Tells a page of links to stories from a story: by its cards, its links and what it calls itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from lxml.html import HtmlElement

from extractors.chrome.cards import (
    HEADING_REACH,
    RELATED,
    SEVERAL,
    could_be_headline,
    find_cards,
    leads_here,
    linked_headlines,
    other_than_cards,
)
from extractors.decision import Decision
from extractors.outcomes.entries import href_of
from extractors.outcomes.posts import shows_beginnings, shows_entries, shows_posts, shows_sections
from extractors.page.addresses import absolute, parts_of
from extractors.page.blocks import Box
from extractors.page.elements import HEADINGS
from extractors.page.parsing import Page
from extractors.page.pictures import FURNITURE, outside
from extractors.page.survey import Survey
from extractors.prepare import Prepared

_BODY = frozenset("home blog archive category tag author date search search-results post-type-archive".split())
_PATH = re.compile(r"^/(?:category|tag|author|topics?|sections?|search|archives?|page)(?:/|$)", re.IGNORECASE)
_TYPES = re.compile(r'"@type"\s*:\s*\[?"(?:CollectionPage|SearchResultsPage|ItemList)"')
_SHORT = 80  # words of its own that a listing may have
_FEW = 40  # words of its own that a mere list of links may have
_MANY_LINKS = 8
_SENTENCE = 4  # words of one, at least
_SHOWN = (shows_posts, shows_sections, shows_beginnings, shows_entries)
"""The ways in which a page may show posts in full."""
_OWN = frozenset({"main", "article"})  # elements, and roles of others
_MOST_WORDS = 2000  # words of teasers on one page
_TEASERS = 0.7  # share of the text that stands in cards on a listing


def is_teasers(prepared: Prepared, decisions: Sequence[Decision]) -> bool:
    """Whether most of the text that was found stands in cards: boxes alike, each with one linked headline.

    Posts in full are as good. More than a few words in a single one are a story, and the link one of its own; so
    they are above the link. Cards outside the page's ``main`` are no listing where the headline stands in it, as
    that of a story does.
    """
    kept = words_kept(decisions)
    words = sum(kept.values())
    if not 0 < words <= _MOST_WORDS:
        return False
    if any(shown(prepared.survey, kept, prepared.address) for shown in _SHOWN):
        return True
    main = _main(prepared.survey)
    cards = (span for span in find_cards(prepared.survey, _ruled(prepared)) if span.start in main)
    # A menu heads no text, and the story that the page is titled by is no other.
    cards = (span for span in cards if not prepared.survey.blocks[span.start].items)
    cards = (span for span in cards if prepared.survey.headline not in span)
    told = [(count, span) for span in cards if (count := sum(kept.get(number, 0) for number in span))]
    if sum(count for count, _ in told) < words * _TEASERS:
        return False
    return len(told) > 1 or (words < _SHORT and _opens_with_link(prepared.survey, told[0][1], kept))


def words_kept(decisions: Sequence[Decision]) -> dict[int, int]:
    """The words of the blocks that were found to be text, by their numbers."""
    return {number: decision.block.words for number, decision in enumerate(decisions) if decision.removed is None}


def _main(survey: Survey) -> range:
    """The blocks of the page's ``main`` where the headline stands in it, else all."""
    around = survey.blocks[survey.headline].box.ancestry() if survey.headline >= 0 else ()
    return next((survey.spans[box] for box in around if box.tag == "main"), range(len(survey.blocks)))


def _opens_with_link(survey: Survey, card: range, kept: Container[int]) -> bool:
    """Whether a link stands in a card before what is kept of it, as its headline does, or is the first of that.

    "3 comments" over a post leads to them on its own page.
    """
    first = next(number for number in card if number in kept)
    links = (survey.blocks[number] for number in range(card.start, first + 1) if survey.blocks[number].is_link)
    return any(not leads_here(block.box) for block in links)


def _cards(prepared: Prepared) -> set[int]:
    return {number for span in find_cards(prepared.survey, _ruled(prepared)) for number in span}


def _ruled(prepared: Prepared) -> set[int]:
    return other_than_cards(prepared.everything, prepared.ruled)


def _card_words(prepared: Prepared) -> int:
    """The words of the cards on a page, none where a heading says that they are related to a story."""
    cards = _cards(prepared)
    first = min(cards, default=0)
    if any(prepared.survey.kinds[number] in RELATED for number in range(max(first - HEADING_REACH, 0), first)):
        return 0
    return sum(prepared.everything[number].words for number in cards)


def listing_evidence(
    page: Page, prepared: Prepared, body_names: frozenset[str], words: int, *, has_story: bool
) -> str | None:
    """Why a page that declares no story is a listing, None if it is not; ``words`` is how much text was found."""
    stories = len(linked_headlines(prepared.survey, _ruled(prepared)))
    named = body_names & _BODY  # WordPress gives two: "archive category"
    if (stories > 1 or (named and _linked_headings(prepared.survey) > 1)) and (
        len(named) > 1 or (named and not has_story)
    ):
        return f"the page's body is of class {' '.join(sorted(named))}"
    if has_story:
        return None
    path = parts_of(page.url).path
    at_listing = _PATH.match(path) or (page.url is not None and path in ("", "/"))
    if stories >= SEVERAL and (at_listing or (words < _SHORT and words * 2 < _card_words(prepared))):
        return f"{stories} linked headlines and no story of its own"
    if at_listing and _TYPES.search(page.html):
        return "the page says that it is a collection"
    return (
        "a list of links with no story of its own"
        if words < _FEW and _is_link_list(page, prepared.survey, words)
        else None
    )


def _linked_headings(survey: Survey) -> int:
    """How many headings of one rank are links and stand right over a sentence: posts, be their titles single words."""
    over = Counter(
        block.box.tag
        for number, block in enumerate(survey.blocks[:-1])
        if block.box.tag in HEADINGS and block.is_link and survey.is_sentence(number + 1)
    )
    return max(over.values(), default=0)


def _is_link_list(page: Page, survey: Survey, words: int) -> bool:
    """Whether there are many links that read like headlines, and more in them than beside them.

    A short post, a sentence or a picture, is no list for what stands in the columns beside it, nor for the few lines
    around it that lead to its tags, its history, its neighbours.
    """
    whole = range(len(survey.blocks))
    if _headline_links(page.tree) < _MANY_LINKS or not _is_linked(survey, whole):
        return False
    own = _own_box(survey, page.url)
    if own is None:
        return True
    least = _MANY_LINKS if words >= _SENTENCE or _shows_picture(own.element) else SEVERAL
    return _headline_links(own.element) >= least and _is_linked(survey, survey.spans[own])


def _shows_picture(element: HtmlElement) -> bool:
    """Whether an element shows a picture that is no link, as those of cards are."""
    return next(outside(element.iter("img"), FURNITURE | {"a"}), None) is not None


def _headline_links(element: HtmlElement) -> int:
    """How many links in an element lead to other pages, and read like headlines."""
    away = (link for link in element.iter("a") if not (link.get("href") or "").startswith("#"))
    texts = ("".join(link.itertext()).strip() for link in away)
    return sum(could_be_headline(text) and not text.startswith("http") for text in texts)


def _is_linked(survey: Survey, part: range) -> bool:
    """Whether more than half of a part of the page stands in links."""
    blocks = survey.blocks[part.start : part.stop]
    return sum(block.link_chars for block in blocks) * 2 > sum(len(block.text) for block in blocks)


def _own_box(survey: Survey, address: str | None) -> Box | None:
    """The box that the page marks as its own, where a headline stands in it that leads to no other page."""
    if survey.headline < 0:
        return None
    headline = survey.blocks[survey.headline]
    if headline.is_link and (absolute(href_of(headline) or "", address) or "").partition("#")[0] != address:
        return None
    return next(filter(_is_own, headline.box.ancestry()), None)


def _is_own(box: Box) -> bool:
    return box.tag in _OWN or box.element.get("role") in _OWN
