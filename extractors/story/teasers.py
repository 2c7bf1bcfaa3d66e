"""Removes what the classifier leaves of rows of cards: the titles of a carousel, teasers without their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from extractors.article import RemovedBlock
from extractors.chrome.cards import SEVERAL, could_be_headline
from extractors.decision import Decision
from extractors.page.blocks import Box, Look, look
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey

_CARD_WORDS = 150
_STORY_WORDS = 80  # words of prose above a row of teasers without which it may be the story
_BUTTON_REACH = 4  # boxes around a heading in which a button is around it
_HERE = re.compile(r"#|javascript:|$", re.IGNORECASE)


def without_carousels(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions without the titles of a carousel: links or buttons in a row, each a heading that heads nothing."""
    kept = [number for number, decision in enumerate(decisions) if decision.removed is None]
    out = list(decisions)
    for card, row in groupby(kept, key=lambda number: _look_of_card(decisions[number].block.box)):
        titles = list(row)
        if card is not None and len(titles) >= SEVERAL:
            for number in titles:
                out[number] = _dropped(out[number], "one of several linked headings that head nothing")
    return out


def _look_of_card(box: Box) -> Look | None:
    """The look of a heading that is all of a link or button."""
    if box.tag not in HEADINGS:
        return None
    return look(box) if box.link or any(step.tag == "button" for step in box.ancestry(_BUTTON_REACH)) else None


def without_teasers(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without the text of rows of cards that end a story, where the cards' titles are no part of it.

    Titles are links to other pages: the questions of a list that open on the page itself are none.
    """
    out = list(decisions)
    while kept := [number for number, decision in enumerate(out) if decision.removed is None]:
        row = _row_of(survey, kept[-1])
        if row is None or survey.prose_words(number for number in kept if number < row.start) < _STORY_WORDS:
            break
        inside = [number for number in kept if number >= row.start]
        if any(out[number].block.box.tag in HEADINGS for number in inside) or not _is_of_teasers(out, survey, row):
            break
        for number in inside:
            out[number] = _dropped(out[number], "text of a card whose linked title is no part of the story")
    return out


def _row_of(survey: Survey, number: int) -> Box | None:
    """The outermost box around a block that holds several cards alike, one of them around the block."""
    found = None
    for card in survey.blocks[number].box.ancestry():
        if card.parent is None or card.words > _CARD_WORDS or survey.holds_headline(card):
            break
        if len(_cards_of(survey, card.parent, card.tag)) >= SEVERAL:
            found = card.parent
    return found if found is None or found.start > survey.headline else None


def _cards_of(survey: Survey, row: Box, tag: str | None = None) -> list[Box]:
    """The boxes directly in a row that hold text, those of one tag if it is given."""
    cards = []
    for number in range(row.number + 1, len(survey.boxes)):
        box = survey.boxes[number]
        if box.depth <= row.depth:
            break
        if box.parent is row and box.blocks and tag in (None, box.tag):
            cards.append(box)
    return cards


def _is_of_teasers(decisions: Sequence[Decision], survey: Survey, row: Box) -> bool:
    """Whether two thirds of the cards in a row have a title that leads to another page and is not kept."""
    cards = _cards_of(survey, row)
    titled = sum(_has_dropped_title(decisions, survey, card) for card in cards)
    return titled >= SEVERAL and titled * 3 >= len(cards) * 2


def _has_dropped_title(decisions: Sequence[Decision], survey: Survey, card: Box) -> bool:
    titles = [
        number
        for number in survey.spans[card]
        if not survey.is_plain(number)
        and survey.kinds[number] is None
        and could_be_headline(survey.blocks[number].text)
    ]
    if not titles or any(decisions[number].removed is None for number in titles):
        return False
    return any(not _HERE.match(link.get("href") or "") for link in card.element.iter("a"))


def _dropped(decision: Decision, reason: str) -> Decision:
    return replace(decision, removed=RemovedBlock("teaser", reason, decision.block.text))
