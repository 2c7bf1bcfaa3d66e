"""Takes out the counts that stand with a post's author and date, such as "Hits: 6600"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from extractors.article import RemovedBlock
from extractors.chrome.containers import FIELD_LABEL
from extractors.decision import Decision
from extractors.metadata.datetext import parse_date
from extractors.page.blocks import Box
from extractors.phrases import chrome_kind
from extractors.story.credits import Credits

_COUNT = re.compile(r"[^\W\d][^\d:：]{0,30}[:：]\s*\d[\d.,\s]*")
"""A label in any language with a number behind it, as Joomla says how often a post was read."""
_COUNTED = frozenset({"comments-heading", "posted"})
"""Kinds of phrases that have a count in them."""
_CREDITS = frozenset({"headline", "byline"})
"""Fields that such a count stands below."""
_LABEL_WORDS = 3
_ROWS = 3  # boxes around a count of which one may be the row of fields


def without_counts(decisions: Sequence[Decision], credits: Credits) -> list[Decision]:
    """The decisions without counts in the row of a post's author and date, of which nothing is kept besides them.

    Where nothing is kept outside it either, the count is the post.
    """
    out = list(decisions)
    rows: dict[Box, bool] = {}
    for number, decision in enumerate(decisions):
        block = decision.block
        if decision.removed is not None:
            continue
        if reason := _told_below(out, number, credits):
            out[number] = replace(decision, removed=RemovedBlock(FIELD_LABEL.name, reason, block.text))
            continue
        if not _COUNT.fullmatch(block.text):
            continue
        around = block.box.ancestry(_ROWS)[1:]
        rows |= {row: _is_row(decisions, row, credits) for row in around if row not in rows}
        if any(map(rows.__getitem__, around)):
            removed = RemovedBlock(FIELD_LABEL.name, "a count beside the author or the date", block.text)
            out[number] = replace(decision, removed=removed)
    return out


def _told_below(decisions: Sequence[Decision], number: int, credits: Credits) -> str | None:
    """Why a block goes by what stands beside it, a label by the day that it labels; None where it does not."""
    if _labels_day(decisions, number, credits):
        return FIELD_LABEL.reason
    return "a count below the headline or the author" if _stands_below_credits(decisions, number, credits) else None


def _labels_day(decisions: Sequence[Decision], number: int, credits: Credits) -> bool:
    """Whether a block is a label in a box with nothing else but the day or the author that it tells."""
    block = decisions[number].block
    if not block.text.endswith((":", "：")) or block.words > _LABEL_WORDS or number + 1 == len(decisions):
        return False
    told = decisions[number + 1]
    row = next((box for box in block.box.ancestry(_ROWS)[1:] if box in told.block.box.ancestry()), None)
    alone = row is not None and range(row.start, row.stop) == range(number, number + 2)
    is_day = parse_date(told.block.text, credits.language) is not None
    return alone and is_day and told.removed is not None and credits.field_of(told.block) == "byline"


def _stands_below_credits(decisions: Sequence[Decision], number: int, credits: Credits) -> bool:
    """Whether a block counts comments, or the time to read, right below the headline or the author, above the text."""
    told = decisions[number - 1].removed if number else None
    if told is None or not any(map(str.isdigit, decisions[number].block.text)):
        return False
    is_below = told.rule == FIELD_LABEL.name or credits.field_of(decisions[number - 1].block) in _CREDITS
    if not is_below or chrome_kind(decisions[number].block.text) not in _COUNTED:
        return False
    return any(decision.removed is None for decision in decisions[number + 1 :])


def _is_row(decisions: Sequence[Decision], row: Box, credits: Credits) -> bool:
    inside = decisions[row.start : row.stop]
    if not all(decision.removed is not None or _COUNT.fullmatch(decision.block.text) for decision in inside):
        return False
    fields = {credits.field_of(decision.block) for decision in inside}
    outside = chain(range(row.start), range(row.stop, len(decisions)))
    is_of_post = "byline" in fields and "headline" not in fields
    return is_of_post and any(decisions[number].removed is None for number in outside)
