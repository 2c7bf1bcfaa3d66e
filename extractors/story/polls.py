"""Takes out what a site asks its readers in or below a story, over a few answers to choose from: polls, "Helpful?"."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Box
from extractors.page.survey import Survey
from extractors.story.shape import without

_ANSWERS = range(2, 11)  # of a poll: a page with more takes an order, or is a quiz of its author's
_MOST_WORDS = 90
_LONGEST_QUESTION = 120  # characters
_MOST_LINES = 4  # the question, yes, no, and thanks
_ASKS = ("?", "？", "؟", ";")
_YES_NO = frozenset(
    "yes no|ja nei|ja nein|ja nej|ja nee|oui non|sí no|si no|sì no|sim não|tak nie|так ні|да нет|да не|da ne|da nu"
    "|ano ne|áno nie|kyllä ei|jah ei|igen nem|evet hayır|ya tidak|có không|ναι όχι|taip ne|jā nē|نعم لا|כן לא"
    "|はい いいえ|是 否|예 아니요|예 아니오".split("|")
)
_QUESTION = 1  # sentence that stands in a poll: what it asks


def without_polls(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without the one box of few words in which readers choose among answers, its question included.

    It has buttons to choose with, or is a box of its own that ends in "Yes" and "No", perhaps with thanks below.
    """
    box = (_poll(survey) if survey.workings.choices else None) or _question(decisions, survey)
    if box is None:
        return list(decisions)
    polled = {survey.blocks[number] for number in survey.spans[box]}
    reason = "a poll of the site's readers"
    return without(decisions, lambda block: RemovedBlock("poll", reason, block.text) if block in polled else None)


def _poll(survey: Survey) -> Box | None:
    """The smallest box around the answers that asks something above them; None where there is none such."""
    choices = survey.workings.choices
    if len(choices) not in _ANSWERS:
        return None
    shared = set(choices[0].ancestry()).intersection(*(choice.ancestry() for choice in choices))
    for box in choices[0].ancestry():
        span = survey.spans.get(box, range(0))
        if box.words > _MOST_WORDS or survey.holds_headline(box):
            return None
        if sum(map(survey.is_sentence, span)) > _QUESTION:
            return None
        answers = survey.spans.get(choices[0], range(0))
        if box in shared and answers and span.start < answers.start:
            return box
    return None


def _question(decisions: Sequence[Decision], survey: Survey) -> Box | None:
    """The box of a kept question that "Yes" and "No" stand below; None where more is said in it than thanks."""
    for number, decision in enumerate(decisions[:-2]):
        text = decision.block.text
        if decision.removed is not None or not text.endswith(_ASKS) or len(text) > _LONGEST_QUESTION:
            continue
        yes, no = (decisions[place].block for place in (number + 1, number + 2))
        if f"{yes.squashed} {no.squashed}" not in _YES_NO or decision.block.box is yes.box:
            continue
        shared = set(yes.box.ancestry()).intersection(no.box.ancestry())
        box = next(box for box in decision.block.box.ancestry() if box in shared)
        span = survey.spans[box]
        if span.start == number and len(span) <= _MOST_LINES and not survey.holds_headline(box):
            return box
    return None
