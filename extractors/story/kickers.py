"""Takes out what says where in its site a story stands: its section over the headline, as in the menu, or the path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.printed import squash
from extractors.page.survey import Survey

_STEP = re.compile(r"\s[»›>→/]\s")
"""What parts the steps of a path: "Home » Harbour » The bridge"."""


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


def without_path(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without the path to the page, the last step of which is its headline.

    Such a line stands above the first sentence below the headline; further down it is the author's.
    """
    out = list(decisions)
    for number, decision in enumerate(decisions if survey.headline >= 0 else ()):
        is_path = _leads_to(survey.blocks[survey.headline].squashed, decision.block.text)
        if is_path and (decision.removed is None or decision.is_withheld(0.0)):
            removed = RemovedBlock("path", "the steps that lead to the page in its site", decision.block.text)
            out[number] = replace(decision, removed=removed)
        elif number > survey.headline and not is_path and survey.is_sentence(number):
            break
    return out


def _leads_to(headline: str, text: str) -> bool:
    """Whether a line is steps, the last of which is the headline."""
    *steps, last = _STEP.split(text)
    return bool(steps) and squash(last) == headline
