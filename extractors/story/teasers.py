"""Removes what the classifier leaves of rows of cards: the titles of a carousel, teasers without their titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, islice, takewhile

from extractors.article import RemovedBlock
from extractors.chrome.cards import SEVERAL, could_be_headline
from extractors.decision import Decision
from extractors.page.blocks import Box, Look, look
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.page.tally import Tally

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
    kept = [number for number, decision in enumerate(out) if decision.removed is None]
    words = Tally(survey.prose[number] * survey.blocks[number].words for number in kept)
    rows = _Rows(survey)
    while kept:
        row = _row_of(survey, kept[-1], rows)
        start = bisect_left(kept, row.start) if row else 0
        if row is None or words.of(range(start)) < _STORY_WORDS:
            break
        inside = kept[start:]
        if any(out[number].block.box.tag in HEADINGS for number in inside) or not _is_of_teasers(
            out, survey, rows[row]
        ):
            break
        for number in inside:
            out[number] = _dropped(out[number], "text of a card whose linked title is no part of the story")
        del kept[start:]
    return out


class _Rows(dict[Box, list[Box]]):
    """For each box those directly in it that hold text: its cards, if it is a row of such."""

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self._survey = survey

    def __missing__(self, row: Box) -> list[Box]:
        inner = takewhile(lambda box: box.depth > row.depth, islice(self._survey.boxes, row.number + 1, None))
        self[row] = [box for box in inner if box.parent is row and box.blocks]
        return self[row]


def _row_of(survey: Survey, number: int, rows: _Rows) -> Box | None:
    """The outermost box around a block that holds several cards alike, one of them around the block."""
    found = None
    for card in survey.blocks[number].box.ancestry():
        if card.parent is None or card.words > _CARD_WORDS or survey.holds_headline(card):
            break
        if sum(other.tag == card.tag for other in rows[card.parent]) >= SEVERAL:
            found = card.parent
    return found if found is None or found.start > survey.headline else None


def _is_of_teasers(decisions: Sequence[Decision], survey: Survey, cards: Sequence[Box]) -> bool:
    """Whether two thirds of the ``cards`` in a row have a title that leads to another page and is not kept."""
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
