"""Finds the first post of a thread where the classifier kept an answer to it instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from extractors.article import RemovedBlock
from extractors.chrome.containers import DISCUSSION
from extractors.decision import Decision, saved
from extractors.page.blocks import Box, look
from extractors.page.survey import Survey

_WHO = re.compile(r"user|author|member|poster|avatar|nick", re.IGNORECASE)
_MOST_ELEMENTS = 60  # of a post in which its author is looked for
_REACH = 8  # boxes around what is kept, of which one is a post
_MOST_KEPT = 3  # paragraphs of answers: more are a text of their own


def with_first_post(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the first of several posts alike kept, each with its author, and not the answers below it.

    So where nothing else is kept, and nothing of the first, whose prose the classifier alone withholds.
    """
    out = list(decisions)
    kept = [number for number, decision in enumerate(out) if decision.removed is None]
    posts = _posts(survey, kept) if 0 < len(kept) <= _MOST_KEPT else []
    if not posts or not all(map(_is_signed, posts)):
        return out
    looks = {look(survey.blocks[number].box) for number in kept}
    own = [
        number
        for number in survey.spans[posts[0]]
        if survey.is_prose(number) and out[number].is_withheld(0.0) and look(survey.blocks[number].box) in looks
    ]
    for number in own:
        out[number] = saved(out[number], "the first post of a thread")
    for number in kept if own else ():
        text = out[number].block.text
        out[number] = replace(out[number], removed=RemovedBlock(DISCUSSION.name, "answers the first post", text))
    return out


def _posts(survey: Survey, kept: Sequence[int]) -> list[Box]:
    """The boxes alike of which all but the first hold what is kept; none where there are none such."""
    for post in survey.blocks[kept[0]].box.ancestry(_REACH):
        if post.parent is None or survey.holds_headline(post):
            return []
        alike = [box for box in survey.boxes if box.parent is post.parent and box.blocks and look(box) == look(post)]
        answers = [number for box in alike[1:] for number in survey.spans[box]]
        if len(alike) > 1 and set(kept) <= set(answers):
            return alike
    return []


def _is_signed(post: Box) -> bool:
    names = (element.get("class") or "" for element in islice(post.element.iter("*"), _MOST_ELEMENTS))
    return any(map(_WHO.search, names))
