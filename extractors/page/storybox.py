"""Finds the box in which a system keeps a post's own text, by the names that systems give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.page.blocks import Box

_NAME = re.compile(
    r"(?:\w+-)?(?:entry|post|article|story|blog|single|e|gh)[-_]?(?:content|body|text|entry|copy)(?:-\d+)?"
    r"|entry|storycontent|content-?text|field--?name-body|elementor-widget-theme-post-content",
    re.IGNORECASE,
)
"""What a box calls itself that holds a post's text and nothing else: a name of that form in full."""
_NAMINGS = ("class", "id", "itemprop")


def story_box(boxes: Sequence[Box], headline: int) -> range:
    """The blocks of the one box below the headline that is named as a post's text is, none where there are several.

    Where one stands in the other it is the inner one.
    """
    if headline < 0:
        return range(0)
    named = [box for box in boxes if box.blocks and box.start > headline and is_named(box)]
    outer = {step for box in named for step in box.ancestry()[1:]} if len(named) > 1 else ()
    inner = [box for box in named if box not in outer]
    return range(inner[0].start, inner[0].stop) if len(inner) == 1 else range(0)


def is_named(box: Box) -> bool:
    """Whether a box calls itself one that holds a post's text and nothing else."""
    attributes = box.attributes
    return any(_names_text(attributes[naming]) for naming in _NAMINGS if naming in attributes) if attributes else False


@lru_cache(maxsize=4096)
def _names_text(names: str) -> bool:
    return any(map(_NAME.fullmatch, names.split()))
