"""The dek of a story as its page prints it: always a field, and text as well where it is set as the story is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import SURE, Decision
from extractors.metadata.dateline import split_dateline
from extractors.page.blocks import Block, Box, look, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.story.shape import LONGEST_LABEL

_EXCERPT = re.compile(r"(?:^|[\s_-])excerpt(?:$|[\s_-])", re.IGNORECASE)
_LONGEST_DEK = 500  # characters
_STORY_BLOCKS = 3
_STORY_WORDS = 150
_FEW_WORDS = 100
_PARTS = frozenset({"li", "ul", "ol", "dd", "dt", "dl", "td", "th", "tr", "tbody", "thead", "table"})


def with_dek(decisions: Sequence[Decision], survey: Survey, number: int) -> list[Decision]:
    """The decisions, the block of that number the dek: text as well if the classifier takes it for a sentence of it.

    It is a field alone where it is a heading in the story's own box, which the classifier keeps whatever it says, or
    what a system calls an excerpt and keeps apart from the text, or where the story is but a few lines.
    """
    decision = decisions[number]
    block = decision.block
    if any(other.block.squashed == block.squashed for other in decisions[survey.headline + 1 : number]):
        return list(decisions)  # the text begins with the words of what stands above it
    is_sentence = decision.removed is None and decision.verdict >= SURE and survey.is_prose(number)
    rest = [other.block for other in decisions if other.removed is None and other is not decision]
    if (
        not is_sentence
        or _is_short(rest)
        or (block.box.tag in HEADINGS and any(other.box.parent is block.box.parent for other in rest))
        or any(_EXCERPT.search(look(box)[1] or "") for box in block.box.ancestry(2))
    ):
        return _set_apart(decisions, number)
    return [replace(other, is_dek=True) if other is decision else other for other in decisions]


def _is_short(story: Sequence[Block]) -> bool:
    """Whether a story is but a few lines: some words in three paragraphs, or fewer in however many."""
    words = sum(block.words for block in story)
    return words < _FEW_WORDS or (words < _STORY_WORDS and len(story) <= _STORY_BLOCKS)


def _set_apart(decisions: Sequence[Decision], number: int) -> list[Decision]:
    out = list(decisions)
    removed = RemovedBlock("dek", "the dek, kept as its own field", out[number].block.text)
    out[number] = replace(out[number], removed=removed, is_dek=True)
    return out


def with_description(decisions: Sequence[Decision], survey: Survey, description: str) -> list[Decision]:
    """The decisions, the page's ``description`` a dek where it stands beside the headline, apart from the story.

    What opens the box of a post's own text is no dek: systems describe a post by its beginning.
    """
    if survey.headline < 0 or not description:
        return list(decisions)
    outer = survey.blocks[survey.headline].box.parent
    beside = [number for number in survey.spans.get(outer, ()) if number > survey.headline] if outer else []
    dek = next((number for number in beside if survey.blocks[number].squashed == description), None)
    if dek is None or dek in survey.story or any(survey.is_sentence(number) for number in beside if number != dek):
        return list(decisions)
    home = survey.blocks[dek].box.parent
    if any(decision.removed is None and _home_of(decision.block.box) is home for decision in decisions):
        return list(decisions)  # opens a list or a table of the story
    others = (decision for number, decision in enumerate(decisions) if number != dek)
    if not survey.has_media_above(len(decisions)) and all(decision.removed is not None for decision in others):
        return list(decisions)  # all that the page says
    return with_dek(decisions, survey, dek)


def _home_of(box: Box) -> Box | None:
    """The box that a list or table stands in whose item or row ``box`` is, None for what is neither."""
    step: Box | None = box if box.tag in _PARTS else None
    while step is not None and step.tag in _PARTS:
        step = step.parent
    return step


def with_standfirst(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, that which opens the story a dek: the one heading of its rank, a sentence long, over prose.

    It is no text: the classifier keeps headings in a story whatever they are.
    """
    kept = [number for number, decision in enumerate(decisions) if decision.removed is None]
    if len(kept) < _STORY_BLOCKS or not _is_standfirst(*(decisions[number].block for number in kept[:2])):
        return list(decisions)
    opening = decisions[kept[0]]
    if any(decision.is_dek for decision in decisions) or any(
        decisions[number].block.box.tag == opening.block.box.tag for number in kept[1:]
    ):
        return list(decisions)
    return _set_apart(decisions, kept[0])


def _is_standfirst(block: Block, below: Block) -> bool:
    if block.box.tag not in HEADINGS or below.box.tag in HEADINGS or len(block.text) > _LONGEST_DEK:
        return False
    words = word_count(block.text)
    return words > LONGEST_LABEL or (words > LONGEST_LABEL // 2 and split_dateline(below.text) is not None)
