"""Tells a page of links to stories from a story: by its cards, its links and what it calls itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from extractors.blocks import Box, word_count
from extractors.page import Page
from extractors.prepare import Prepared
from extractors.shape import Decision
from extractors.survey import HEADINGS, Survey

_BODY = frozenset("home blog archive category tag author date search search-results post-type-archive".split())
_PATH = re.compile(r"^/(?:category|tag|author|topics?|sections?|search|archives?|page)(?:/|$)", re.IGNORECASE)
_TYPES = re.compile(r'"@type"\s*:\s*\[?"(?:CollectionPage|SearchResultsPage|ItemList)"')
_SEVERAL = 3  # cards alike
_CARD_WORDS = 200
_SHORT = 80  # words of its own that a listing may have
_FEW = 40  # words of its own that a mere list of links may have
_MANY_LINKS = 8
_LABEL = 3  # words of a link that can be a headline
_WORDS_A_NUMBER = 3  # a link with more numbers is a date
_NUMBER = re.compile(r"\d+")
_LABEL_CHARACTERS = 8  # the same in scripts that write no spaces
_MOST_WORDS = 2000  # words of teasers on one page
_RELATED = frozenset({"related", "sidebar"})
_HEADING_REACH = 2  # blocks above the first card in which its heading stands
_TEASERS = 0.7  # share of the text that stands in cards on a listing


def is_teasers(prepared: Prepared, decisions: Sequence[Decision]) -> bool:
    """Whether most of the text that was found stands in cards: boxes alike, each with one linked headline."""
    cards = _cards(prepared)
    words = in_cards = 0
    for number, decision in enumerate(decisions):
        if decision.removed is None:
            count = word_count(decision.block.text)
            words += count
            in_cards += count if number in cards else 0
    return 0 < words <= _MOST_WORDS and in_cards >= words * _TEASERS


def _cards(prepared: Prepared) -> set[int]:
    """The numbers of the blocks in cards."""
    survey = prepared.survey
    headlines = _linked_headlines(prepared)
    if len(headlines) < _SEVERAL:  # a page that marks no headings up
        headlines = _links(prepared)
    counts: Counter[Box] = Counter(box for number in headlines for box in survey.blocks[number].box.ancestry())
    cards: dict[Box, range] = {}
    for number in headlines:
        around = [box for box in survey.blocks[number].box.ancestry() if counts[box] == 1]
        if around and around[-1].words <= _CARD_WORDS:
            cards[around[-1]] = survey.spans[around[-1]]
    alike = Counter((box.tag, box.depth) for box in cards)
    return {number for box, span in cards.items() if alike[box.tag, box.depth] >= _SEVERAL for number in span}


def _card_words(prepared: Prepared) -> int:
    """The words of the cards on a page, none where a heading says that they are related to a story."""
    cards = _cards(prepared)
    first = min(cards, default=0)
    if any(prepared.survey.kinds[number] in _RELATED for number in range(max(first - _HEADING_REACH, 0), first)):
        return 0
    return sum(word_count(prepared.everything[number].text) for number in cards)


def _linked_headlines(prepared: Prepared) -> list[int]:
    """The numbers of the blocks outside known chrome that are headings, and links."""
    return [number for number in _links(prepared) if prepared.everything[number].box.tag in HEADINGS]


def _links(prepared: Prepared) -> list[int]:
    """The numbers of the blocks outside known chrome that are links, long enough for a headline."""
    return [
        number
        for number, block in enumerate(prepared.everything)
        if block.link_chars * 2 > len(block.text)
        and block not in prepared.ruled
        and prepared.survey.kinds[number] is None
        and _could_be_headline(block.text)
    ]


def _could_be_headline(text: str) -> bool:
    """Whether a link's text is long enough for a headline, and no date."""
    if word_count(text) <= len(_NUMBER.findall(text)) * _WORDS_A_NUMBER:
        return False
    return word_count(text) >= _LABEL or (not text.isascii() and len(text) >= _LABEL_CHARACTERS)


def listing_evidence(
    page: Page, prepared: Prepared, body_names: frozenset[str], words: int, *, has_story: bool
) -> str | None:
    """Why a page that declares no story is a listing, None if it is not; ``words`` is how much text was found."""
    stories = len(_linked_headlines(prepared))
    named = body_names & _BODY
    if stories > 1 and (len(named) > 1 or (named and not has_story)):  # WordPress gives two: "archive category"
        return f"the page's body is of class {' '.join(sorted(named))}"
    if has_story:
        return None
    path = urlsplit(page.url or "").path
    at_listing = _PATH.match(path) or (page.url is not None and path in ("", "/"))
    if stories >= _SEVERAL and (at_listing or (words < _SHORT and words * 2 < _card_words(prepared))):
        return f"{stories} linked headlines and no story of its own"
    if at_listing and _TYPES.search(page.html):
        return "the page says that it is a collection"
    return "a list of links with no story of its own" if words < _FEW and _is_link_list(page, prepared.survey) else None


def _is_link_list(page: Page, survey: Survey) -> bool:
    """Whether there are many links that read like headlines, and more in them than beside them."""
    links = sum(_could_be_headline("".join(link.itertext()).strip()) for link in page.tree.iter("a"))
    text = sum(len(block.text) for block in survey.blocks)
    linked = sum(block.link_chars for block in survey.blocks)
    return links >= _MANY_LINKS and linked * 2 > text
