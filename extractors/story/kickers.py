"""Takes out the kicker of a story: the name of its section over the headline, as the site's menu has it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.survey import Survey


def without_kickers(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without lines above the headline that a menu has as well; below it they are the story's."""
    above = [number for number in range(max(survey.headline, 0)) if decisions[number].removed is None]
    if not above:
        return list(decisions)
    sections = {line.squashed for block in survey.blocks for line in block.items}
    out = list(decisions)
    for number in above:
        block = out[number].block
        if block.squashed in sections and not survey.is_prose(number):
            removed = RemovedBlock("kicker", "the story's section over its headline, as in the menu", block.text)
            out[number] = replace(out[number], removed=removed)
    return out
