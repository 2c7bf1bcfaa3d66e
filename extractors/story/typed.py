"""Keeps the paragraphs that stand in a box as they were typed, where a page shows nothing else of a story."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.decision import Decision, saved
from extractors.page.blocks import Block, Box
from extractors.page.elements import stands_as_typed
from extractors.page.survey import Survey


def with_typed(
    decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]
) -> list[Decision]:
    """The decisions; where no block is kept, the paragraphs are that empty lines part in a box of their own text.

    No theme types its chrome so: a board prints what somebody wrote. What stands in boxes within is the board's.
    ``field_of`` tells which field of the article holds a block's text, None for none.
    """
    out = list(decisions)
    if any(decision.removed is None and field_of(decision.block) is None for decision in out):
        return out
    typed: dict[Box, bool] = {}
    for number, decision in enumerate(out):
        box = decision.block.box
        if not (number > survey.headline and survey.is_plain(number) and decision.is_withheld(0.0)):
            continue
        if box not in typed:
            typed[box] = stands_as_typed(box.element)
        if typed[box]:
            out[number] = saved(decision, "typed into a box of its own")
    return out
