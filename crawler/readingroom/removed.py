"""A story with what was removed from its page put back where it stood, each block marked with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from crawler.readingroom.writing import paragraphs, printed
from crawler.storage.stories.story import Removed, Story

MANY = 4
"""Blocks in a row beyond which they are folded: menus would push the story off the screen."""


class Block(NamedTuple):
    """A removed block: what took it out, why, and its words."""

    rule: str
    reason: str
    text: str


class Place(NamedTuple):
    """What stands in one place of a page: a paragraph of the story, or blocks in a row that were removed."""

    paragraph: str | None
    blocks: tuple[Block, ...]

    @property
    def folded(self) -> bool:
        """Whether the blocks are too many to be shown at once."""
        return len(self.blocks) > MANY

    @property
    def rules(self) -> str:
        """How many blocks each rule took out, the most first, as a phrase."""
        return tally(block.rule for block in self.blocks)


def page_order(story: Story) -> tuple[list[Place], list[Block]]:
    """The places of a story's page from top to bottom, and the removed blocks whose place was not noted."""
    between = dict[int | None, list[Block]]()
    for block in story["removed"]:
        between.setdefault(block["paragraph"], []).append(_block(block))
    unplaced = between.pop(None, [])
    places = [Place(None, tuple(between.pop(0, ())))]
    for number, paragraph in enumerate(paragraphs(story["text"]), start=1):
        places += [Place(paragraph, ()), Place(None, tuple(between.pop(number, ())))]
    places += [Place(None, tuple(blocks)) for blocks in between.values()]  # where an import errs
    return [place for place in places if place.paragraph is not None or place.blocks], unplaced


def by_rule(story: Story) -> list[dict[str, Any]]:
    """The rules that removed something: how many blocks and words, and the reason of one of them; the most first."""
    counts = Counter(block["rule"] for block in story["removed"])
    reasons = {block["rule"]: block["reason"] for block in reversed(story["removed"])}
    words = Counter[str]()
    for block in story["removed"]:
        words[block["rule"]] += len(block["text"].split())
    return [
        {"rule": printed(rule), "reason": printed(reasons[rule]), "blocks": count, "words": words[rule]}
        for rule, count in counts.most_common()
    ]


def tally(rules: Iterable[str]) -> str:
    """How often each of the rules occurs, as a phrase."""
    counted = Counter(rules).most_common()
    told = ", ".join(f"{rule} {count}" for rule, count in counted[:MANY])
    return told + (", …" if len(counted) > MANY else "")


def _block(block: Removed) -> Block:
    return Block(printed(block["rule"]), printed(block["reason"]), printed(block["text"]))
