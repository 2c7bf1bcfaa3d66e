"""Keeps whole what is one thing in a story: the rows of a table, the items of a list."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.blocks import Box
from extractors.shape import DOUBT, Decision, saved
from extractors.survey import Survey

_LISTS = frozenset({"ul", "ol", "dl"})
_ITEM = 0.1  # the verdict from which an item is saved by its list


def with_whole_tables(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, with every row kept of a table of which half the rows are: its head is part of it."""
    tables: dict[Box, list[int]] = {}
    for number, decision in enumerate(decisions):
        if decision.block.box.tag == "tr":
            table = next((box for box in decision.block.box.ancestry() if box.tag == "table"), decision.block.box)
            tables.setdefault(table, []).append(number)
    out = list(decisions)
    for rows in tables.values():
        if 2 * sum(decisions[number].removed is None for number in rows) >= len(rows):
            for number in rows:
                removed = decisions[number].removed
                if removed is not None and removed.rule == "model":
                    out[number] = saved(decisions[number], "row of a table of the story")
    return out


def with_whole_lists(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the doubtful items kept of a list of which half is, or that stands within the story.

    In a list between paragraphs of the story links are items as any other; elsewhere they may lead to other stories.
    """
    innermost = innermost_lists(survey.boxes)
    lists: dict[Box, list[int]] = {}
    for number, decision in enumerate(decisions):
        around = innermost[decision.block.box.number]
        if around is not None:
            lists.setdefault(around, []).append(number)
    out = list(decisions)
    for around, items in lists.items():
        missed = [number for number in items if decisions[number].is_withheld(_ITEM)]
        if not missed:
            continue
        is_within = _is_within_story(decisions, around, items)
        kept = sum(decisions[number].removed is None for number in items)
        for number in missed if is_within or 2 * kept >= len(items) else ():
            if survey.kinds[number] is None and (is_within or survey.is_plain(number)):
                out[number] = saved(decisions[number], "item of a list of the story")
    return out


def innermost_lists(boxes: Sequence[Box]) -> list[Box | None]:
    """For each box the innermost list that it is or stands in."""
    lists: list[Box | None] = []
    for box in boxes:
        outer = None if box.parent is None else lists[box.parent.number]
        lists.append(box if box.tag in _LISTS else outer)
    return lists


def _is_within_story(decisions: Sequence[Decision], around: Box, items: Sequence[int]) -> bool:
    """Whether a list that is in doubt as a whole stands between kept blocks of the box that it stands in."""
    before, after = items[0] - 1, items[-1] + 1
    if before < 0 or after >= len(decisions):
        return False
    if any(
        decisions[place].removed or decisions[place].block.box.parent is not around.parent for place in (before, after)
    ):
        return False
    return sum(decisions[number].verdict for number in items) >= DOUBT * len(items)
