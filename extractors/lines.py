"""Finds lines that are chrome by their form alone: copyright lines, and links one under the other in one block."""

from __future__ import annotations

import re

from extractors.survey import Survey

_COPYRIGHT = re.compile(r"(?:copyright\s*)?(?:©|\(c\)\s*\d{4})", re.IGNORECASE)
_LONGEST = 200  # characters of a copyright line
_LINKS = 3  # lines of a block of links


def find_lines(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of such blocks, besides those ``taken``."""
    return {
        number
        for number, block in enumerate(survey.blocks)
        if number not in taken
        and (is_copyright(block.text) or (block.link_chars * 5 > len(block.text) * 4 and _is_stacked(block.text)))
    }


def is_copyright(text: str) -> bool:
    """Whether a text is a copyright line."""
    return len(text) <= _LONGEST and _COPYRIGHT.match(text) is not None


def _is_stacked(text: str) -> bool:
    return text.count("\n") >= _LINKS - 1
