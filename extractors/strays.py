"""Takes out phrases of the interface that stray into a story: whole lines of them that are not set as the story is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.elements import HEADINGS
from extractors.phrases import filled_in
from extractors.shape import Decision, are_beside
from extractors.survey import Survey

_FEWEST_LETTERS = 12
"""Letters of a phrase that is no word of an author's by chance."""
_AUTHORS = frozenset({"comment-author", "posted", "categories", "tags"})
"""Kinds of phrases around a name or a day, which an author may write as well: "Anna said:"."""
_FILLED_IN = frozenset({"read-more", "related", "post-navigation"})
"""Kinds that an author may write around words of his own: "More from the islands:"."""
_PARTS = frozenset({"td", "th", "li", "dd", "dt"})
"""Tags of what stands in a row or list: the first and the last of it have one neighbour."""


def without_strays(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without such lines; one between kept blocks beside it stays, and a heading over kept prose."""
    out = list(decisions)
    for number, decision in enumerate(decisions):
        if decision.removed is None and _is_stray(survey, number) and not _is_set_in(decisions, survey, number):
            reason = f"a phrase of the interface ({survey.kinds[number]}), apart from the story"
            out[number] = replace(decision, removed=RemovedBlock("stray-phrase", reason, decision.block.text))
    return out


def _is_stray(survey: Survey, number: int) -> bool:
    """Whether a block is nothing but a phrase that sites print around their stories, and long enough to be one."""
    kind, text = survey.kinds[number], survey.blocks[number].text
    if kind is None or kind in _AUTHORS or sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return False
    return kind not in _FILLED_IN or not filled_in(text)


def _is_set_in(decisions: Sequence[Decision], survey: Survey, number: int) -> bool:
    box = decisions[number].block.box
    beside = [
        place
        for place in (number - 1, number + 1)
        if 0 <= place < len(decisions)
        and decisions[place].removed is None
        and are_beside(decisions[place].block.box, box)
    ]
    if box.tag in HEADINGS:
        return number + 1 in beside and survey.is_prose(number + 1)
    return len(beside) == 2 or (
        box.tag in _PARTS and any(decisions[place].block.box.tag == box.tag for place in beside)
    )
