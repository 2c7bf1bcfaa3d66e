"""Takes out what a post is filed under, and what others are: a line of tags, a menu of months or topics with counts.

Here and not among the rules for lines, since the classifier judges the blocks beside by what these are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from extractors.article import RemovedBlock
from extractors.chrome.containers import FIELD_LABEL
from extractors.decision import Decision
from extractors.metadata.datetext import parse_date
from extractors.metadata.names import begins_byline
from extractors.page.blocks import Block, look
from extractors.phrases import chrome_kind

_LONGEST = 40  # characters of a label, and of a day
_CREDIT_LENGTH = 120  # characters of a line of author and day
_NUMBER = re.compile(r"\d")
_COUNTED = re.compile(r"\w\s?\(\d{1,4}\)$")
_SEVERAL = 3  # lines of a menu
_TERMS = frozenset({"tags", "categories"})
_TAGS = "a label for tags, and links"
_CREDIT = "the line of author and day over the tags"


def without_filing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions without such blocks, and the day alone that stands below tags, whatever the classifier says.

    So with the author and the day right over them, a line of the same list.
    """
    out: list[Decision] = []
    tagged = False
    for decision, below in zip_longest(decisions, decisions[1:]):
        block = decision.block
        reason = _reason(block, tagged=tagged) or (_CREDIT if below and _heads_tags(block, below.block) else None)
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


def _heads_tags(block: Block, below: Block) -> bool:
    """Whether a block is a line of the author, a link, and the day, and the next line of the same list has the tags."""
    if not block.link_chars or block.box.parent is not below.box.parent or look(block.box) != look(below.box):
        return False
    is_credit = begins_byline(block.text) and len(block.text) <= _CREDIT_LENGTH and bool(_NUMBER.search(block.text))
    return is_credit and block.box.tag == "li" and _names_tags(below)


def _names_tags(block: Block) -> bool:
    """Whether a block is a label for tags or categories, a colon, and nothing but links."""
    label, colon, names = block.text.partition(":")
    if not colon or len(label) > _LONGEST or chrome_kind(label) not in _TERMS:
        return False
    return 0 < sum(map(str.isalnum, names)) <= block.link_chars
