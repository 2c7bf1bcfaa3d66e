"""Finds what labels a post's fields: "Posted", "in", "by", set as paragraphs beside the fields that rules name.

And labels of what a script is to fill in, such as how often the post was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractors.chrome.containers import FIELDS
from extractors.chrome.rule import ChromeRule
from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.sentences import STOPS

_LONGEST = 3  # words of a label
_COLONS = (":", "：")
_VALUES = frozenset({"span", "b", "strong", "i", "em"})
"""Tags of an element that holds a value."""


def find_field_labels(survey: Survey, named: Mapping[Box, ChromeRule]) -> set[int]:
    """The numbers of the blocks that share a row with a box that a rule of :data:`FIELDS` names, and nothing else.

    A row that holds more than such boxes and labels is part of a page, or the post itself. So are those of the labels
    with an empty element behind them.
    """
    waiting = {number for number, block in enumerate(survey.blocks) if _awaits_value(block)}
    rows = {box.parent for box, rule in named.items() if rule.name in FIELDS and named.get(box.parent or box) != rule}
    return waiting | {number for row in rows if row is not None for number in _labels(survey, survey.spans[row], named)}


def _labels(survey: Survey, row: Iterable[int], named: Mapping[Box, ChromeRule]) -> list[int]:
    others = [number for number in row if survey.blocks[number].box not in named]
    is_row = survey.headline not in row and all(_is_label(survey.blocks[number]) for number in others)
    return others if is_row else []


def _is_label(block: Block) -> bool:
    return block.words <= _LONGEST and not block.link_chars and not block.text.endswith(STOPS)


def _awaits_value(block: Block) -> bool:
    """Whether a block is a label with a colon and, where its value would be, an empty element for a script to fill."""
    if not block.text.endswith(_COLONS) or block.words > _LONGEST or block.box.blocks > 1:
        return False
    if block.box.tag == "p" or block.box.tag in HEADINGS:  # an editor leaves empty elements in what it sets
        return False
    last = block.box.element
    while len(last):
        last = last[-1]
    return last.tag in _VALUES and last is not block.box.element and not (last.text or last.tail or "").strip()
