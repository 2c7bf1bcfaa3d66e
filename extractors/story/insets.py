"""Takes out what is set into a story and says itself that it leads to another: a label, a linked title, some words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Block, Box, look
from extractors.page.survey import Survey

_MOST_WORDS = 60
_MOST_BLOCKS = 4
_PAID = ("nofollow", "sponsored")


def without_insets(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without small boxes below prose that begin with "Related" and a link to another page.

    What such a box says besides is said of that page.
    """
    out = list(decisions)
    for number in _insets(survey):
        if out[number].removed is None:
            reason = "in a box that leads to another story and says so"
            out[number] = replace(out[number], removed=RemovedBlock("teaser", reason, out[number].block.text))
    return out


def _insets(survey: Survey) -> list[int]:
    """The numbers of the blocks of such boxes.

    A label on few of several boxes alike only recommends what they tell of, as does one above a link that somebody
    pays for.
    """
    insets = {_card(box): span for box, span in _labelled(survey)}
    if not insets:
        return []
    alike = Counter((look(box), box.parent) for box in survey.boxes if box.blocks)
    labelled = Counter((look(box), box.parent) for box in insets)
    often = {key for key, count in labelled.items() if count * 2 > alike[key]}
    return [number for box, span in insets.items() if (look(box), box.parent) in often for number in span]


def _labelled(survey: Survey) -> Iterator[tuple[Box, range]]:
    below = range(survey.headline + 1, len(survey.blocks))
    prose = next((number for number in below if survey.is_prose(number)), len(survey.blocks))
    for number in range(prose + 1, len(survey.blocks)):
        if survey.kinds[number] == "related":
            box = survey.blocks[number].box
            if len(survey.spans[box]) == 1 and box.parent is not None:
                box = box.parent
            span = survey.spans[box]
            if span.start == number and _leads_on([survey.blocks[place] for place in span[: _MOST_BLOCKS + 1]]):
                yield box, span


def _leads_on(blocks: list[Block]) -> bool:
    """Whether the second of a few short blocks, and no other, is a link, for which nobody pays."""
    if not 1 < len(blocks) <= _MOST_BLOCKS or sum(block.words for block in blocks) > _MOST_WORDS:
        return False
    links = [block for block in blocks if block.is_link]
    if links != blocks[1:2]:
        return False
    paid = (link.get("rel") or "" for link in links[0].box.element.iter("a"))
    return not any(mark in rel for rel in paid for mark in _PAID)


def _card(box: Box) -> Box:
    """The outermost box that holds nothing else."""
    while box.parent is not None and box.parent.blocks == box.blocks:
        box = box.parent
    return box
