"""Keeps headings and lists that stand bare between a story's paragraphs: a theme's own have a class, a box or links."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.decision import Decision, saved
from extractors.page.blocks import Box
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey

_LEAST = 0.02  # the verdict from which such a line is the story's
_LISTS = frozenset({"ul", "ol"})


def with_bare_parts(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the doubtful headings and items kept that two kept sentences of the same box stand around."""
    spans: dict[Box, range] = {}
    for number, decision in enumerate(decisions):
        around = decision.block.box.parent
        if (
            decision.removed is None
            and around is not None
            and decision.block.box.tag == "p"
            and survey.is_sentence(number)
        ):
            spans[around] = range(spans[around].start if around in spans else number, number)
    out = list(decisions)
    for around, span in spans.items():
        for number in span:
            decision = decisions[number]
            if decision.is_withheld(_LEAST) and survey.is_plain(number) and _is_bare(decision.block.box, around):
                out[number] = saved(decision, "stands bare between paragraphs of the story")
    return out


def _is_bare(box: Box, around: Box) -> bool:
    """Whether a box is a heading right in the one around, or an item of a list there, and no class names either."""
    steps = [box] if box.tag in HEADINGS else box.ancestry(2)
    is_part = box.tag in HEADINGS or (len(steps) == 2 and box.tag == "li" and steps[1].tag in _LISTS)
    return is_part and steps[-1].parent is around and not any("class" in step.attributes for step in steps)
