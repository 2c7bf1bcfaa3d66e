"""Finds where a block stands on its page, by a name that means the same place on the site's other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from extractors.decision import Decision
from extractors.page.blocks import Box
from extractors.page.elements import WHOLE
from extractors.site.rules import words_key

_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]*")
"""A name without digits: one with some is often that of a single page."""
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page, as a CSS ``selector``, and how many blocks of the story and beside it stand there."""

    selector: str
    of_story: int
    beside_it: int


def places(decisions: Sequence[Decision], key: str) -> Iterator[Place]:
    """The named places in which the block with these words stands, the innermost first."""
    block = next((each.block for each in decisions if words_key(each.block.text) == key), None)
    around = block.box.ancestry() if block else []
    found = _by_innermost(decisions, frozenset(around))
    of_story = beside_it = 0
    for box in around:
        if box.tag in WHOLE:  # what stands in none but such has no place of its own
            return
        of_story += found[box, True]
        beside_it += found[box, False]
        if selector := _selector(box):
            yield Place(selector, of_story, beside_it)


def _by_innermost(decisions: Sequence[Decision], around: Set[Box]) -> Counter[tuple[Box, bool]]:
    """How many blocks stand in each of the boxes and in none of those within it: those of the story, and others."""
    found = Counter[tuple[Box, bool]]()
    innermost: dict[Box, Box | None] = {}
    for each in decisions:
        box = each.block.box
        if box not in innermost:
            innermost[box] = next((outer for outer in box.ancestry() if outer in around), None)
        if (nearest := innermost[box]) is not None:
            found[nearest, each.removed is None] += 1
    return found


def _selector(box: Box) -> str | None:
    attributes = box.attributes or {}
    identity = attributes.get("id") or ""
    if _NAME.fullmatch(identity):
        return f"{box.tag}#{identity}"
    names = [name for name in (attributes.get("class") or "").split() if _NAME.fullmatch(name)]
    return ".".join([box.tag, *names[:_MOST_NAMES]]) if names else None
