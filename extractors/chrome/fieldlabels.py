"""Finds what labels a post's fields: "Posted", "in", "by", set as paragraphs beside the fields that rules name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractors.chrome.containers import FIELDS, ChromeRule
from extractors.page.blocks import Block, Box
from extractors.page.survey import Survey

_LONGEST = 3  # words of a label


def find_field_labels(survey: Survey, named: Mapping[Box, ChromeRule]) -> set[int]:
    """The numbers of the blocks that share a row with a box that a rule of :data:`FIELDS` names, and nothing else.

    A row that holds more than such boxes and labels is part of a page, or the post itself.
    """
    rows = {box.parent for box, rule in named.items() if rule.name in FIELDS and named.get(box.parent or box) != rule}
    return {number for row in rows if row is not None for number in _labels(survey, survey.spans[row], named)}


def _labels(survey: Survey, row: Iterable[int], named: Mapping[Box, ChromeRule]) -> list[int]:
    others = [number for number in row if survey.blocks[number].box not in named]
    is_row = survey.headline not in row and all(_is_label(survey.blocks[number]) for number in others)
    return others if is_row else []


def _is_label(block: Block) -> bool:
    return block.words <= _LONGEST and not block.link_chars and not block.text.endswith(tuple(".!?。"))
