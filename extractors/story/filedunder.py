"""Takes out what a post is filed under, and what others are: a line of tags, a menu of months or topics with counts.

Here and not among the rules for lines, since the classifier judges the blocks beside by what these are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.chrome.containers import FIELD_LABEL
from extractors.decision import Decision
from extractors.metadata.datetext import parse_date
from extractors.page.blocks import Block
from extractors.phrases import chrome_kind

_LONGEST = 40  # characters of a label, and of a day
_COUNTED = re.compile(r"\w\s?\(\d{1,4}\)$")
_SEVERAL = 3  # lines of a menu
_TAGS = "a label for tags, and links"


def without_filing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions without such blocks, and the day alone that stands below tags, whatever the classifier says."""
    out: list[Decision] = []
    tagged = False
    for decision in decisions:
        block = decision.block
        reason = _reason(block, tagged=tagged)
        tagged = reason == _TAGS
        is_judged = decision.removed is None or decision.removed.rule == "model"
        removed = RemovedBlock(FIELD_LABEL.name, reason, block.text) if reason and is_judged else decision.removed
        out.append(decision if removed is decision.removed else replace(decision, removed=removed))
    return out


def _reason(block: Block, *, tagged: bool) -> str | None:
    if tagged and len(block.text) <= _LONGEST and parse_date(block.text) is not None:
        return "the day below the tags"
    if block.link_chars and _names_tags(block):
        return _TAGS
    return "a menu of links with a number each" if block.items and _counts_stories(block) else None


def _counts_stories(menu: Block) -> bool:
    """Whether most lines of a menu are links with a number in brackets: months, categories, tags and their stories."""
    counted = sum(line.link_chars > 0 and _COUNTED.search(line.text) is not None for line in menu.items)
    return counted >= _SEVERAL and counted * 2 > len(menu.items)


def _names_tags(block: Block) -> bool:
    """Whether a block is a label for tags, a colon, and nothing but links."""
    label, colon, names = block.text.partition(":")
    if not colon or len(label) > _LONGEST or chrome_kind(label) != "tags":
        return False
    return 0 < sum(map(str.isalnum, names)) <= block.link_chars
