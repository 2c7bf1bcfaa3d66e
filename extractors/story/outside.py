"""Takes out what stands around the box of a post's text: whatever a site says there, it says with each post.

Below it that is all but more text, above it what a box of fields holds: "By", how long the post takes to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Box, branches, kind
from extractors.page.elements import HEADINGS
from extractors.page.kinds import kinds, kinds_of
from extractors.page.storybox import is_named, is_typed, pictured_boxes, shows_picture
from extractors.page.survey import Survey
from extractors.story.postframe import SHORT

_FIELDS = kinds_of("meta", "author")
_FIELDS_WORDS = 40
_FEW = 2  # paragraphs in a box below it: where more stand in one, they are the story
_TEXT = HEADINGS | {"p", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "details", "li", "tr", "td"}
"""Tags of what may be of the text wherever it stands: a box of its own has another."""


def without_outside(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, without what is kept below the box that holds a short post's text and nothing else.

    It is the one that is named so, be it for a picture alone, or the ``article`` around headline and text.
    """
    out = list(decisions)
    post = _named(survey) or _article(decisions, survey) or _pictured(survey)
    if post is None:
        return out
    own = survey.spans.get(post) or _place(survey, post)
    is_told = any(decisions[number].is_withheld(0.0) or decisions[number].removed is None for number in own)
    if not (is_told or shows_picture(post)) or _words(decisions, own) > SHORT:
        return out
    below = range(own.stop, len(decisions))
    apart = {number: box for number in below if (box := _box_apart(survey.blocks[number].box, post)) is not None}
    told = Counter(
        box for number, box in apart.items() if decisions[number].removed is None and survey.is_prose(number)
    )
    if max(told.values(), default=0) > _FEW:
        return out
    for number in apart:
        decision = decisions[number]
        if decision.removed is None or (decision.is_withheld(0.0) and survey.is_prose(number)):
            removed = RemovedBlock("beside", "stands below the box of the post's text", decision.block.text)
            out[number] = replace(decision, removed=removed)
    return out


def without_fields_above(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, without lines above the box of the post's text that stand in one named for fields."""
    out = list(decisions)
    post = _named(survey) or _pictured(survey)
    if post is None or survey.headline < 0:
        return out
    own = survey.spans.get(post) or _place(survey, post)
    outer = set(post.ancestry())
    for number in range(survey.headline + 1, own.start):
        decision = out[number]
        if decision.removed is None and survey.is_sentence(number):
            break  # the story begins above that box
        around = (box for box in decision.block.box.ancestry() if box not in outer and not survey.holds_headline(box))
        is_free = decision.removed is None or decision.is_withheld(0.0)
        if is_free and not survey.is_sentence(number) and any(map(_holds_fields, around)):
            removed = RemovedBlock("beside", "stands above the post's text, among its fields", decision.block.text)
            out[number] = replace(decision, removed=removed)
    return out


def without_navigation(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, without lines in a ``nav`` above the headline that is links before all and holds no paragraph."""
    out = list(decisions)
    for number, decision in enumerate(decisions[: max(survey.headline, 0)]):
        navigation = next((box for box in decision.block.box.ancestry() if box.tag == "nav"), None)
        if decision.removed is not None or navigation is None or survey.holds_headline(navigation):
            continue
        if navigation.link_words * 2 > navigation.words and not navigation.long_blocks:
            removed = RemovedBlock("beside", "stands in the navigation above the story", decision.block.text)
            out[number] = replace(decision, removed=removed)
    return out


def _holds_fields(box: Box) -> bool:
    return box.words <= _FIELDS_WORDS and kinds(box.attributes) & _FIELDS != 0


def _named(survey: Survey) -> Box | None:
    """The box that is named as that of a post's text, None for none."""
    around = survey.blocks[survey.story.start].box.ancestry() if survey.story else ()
    same = [box for box in around if survey.spans[box] == survey.story]
    return next((box for box in same if is_named(box) or is_typed(box)), None)


def _article(decisions: Sequence[Decision], survey: Survey) -> Box | None:
    """The ``article`` that holds the headline and the first text that is kept below it, None for none."""
    if survey.headline < 0 or survey.story:
        return None
    around = survey.blocks[survey.headline].box.ancestry()
    article = next((box for box in around if box.tag == "article"), None)
    below = range(survey.headline + 1, len(decisions))
    first = next((number for number in below if decisions[number].removed is None), -1)
    return article if article is not None and first in survey.spans[article] else None


def _pictured(survey: Survey) -> Box | None:
    """The one box that is named as that of a post's text and shows but a picture; None for none, or several."""
    if survey.story or survey.headline < 0:
        return None
    boxes = pictured_boxes(survey.names)
    return boxes[0] if len(boxes) == 1 else None


def _place(survey: Survey, box: Box) -> range:
    """Where a box without text stands among the blocks."""
    below = next((other.start for other in survey.boxes[box.number + 1 :] if other.blocks), len(survey.blocks))
    return range(below, below)


def _words(decisions: Sequence[Decision], numbers: Sequence[int]) -> int:
    return sum(decisions[number].block.words for number in numbers if decisions[number].removed is None)


def _box_apart(box: Box, post: Box) -> Box | None:
    """The box that a box stands in beside the post's or one around it; None where it shares a class with the post's."""
    ways = branches(post, box)
    if ways is None or ways[1].tag in _TEXT:
        return None
    (own_tag, own), (tag, names) = map(kind, ways)
    is_kin = tag == own_tag and (not own.isdisjoint(names) or own == names)
    return None if is_kin and ways[0] is post else ways[1]
