"""Finds where a block stands on its page, by a name that means the same place on the site's other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    for box in block.box.ancestry() if block else ():
        if box.tag in WHOLE:  # what stands in none but such has no place of its own
            return
        if selector := _selector(box):
            there = [each for each in decisions if box in each.block.box.ancestry()]
            of_story = sum(each.removed is None for each in there)
            yield Place(selector, of_story, len(there) - of_story)


def _selector(box: Box) -> str | None:
    attributes = box.attributes or {}
    identity = attributes.get("id") or ""
    if _NAME.fullmatch(identity):
        return f"{box.tag}#{identity}"
    names = [name for name in (attributes.get("class") or "").split() if _NAME.fullmatch(name)]
    return ".".join([box.tag, *names[:_MOST_NAMES]]) if names else None
