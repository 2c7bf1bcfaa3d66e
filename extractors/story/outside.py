"""Takes out what stands below the box of a short post's text: whatever a site says there, it says under each post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Box, branches, kind
from extractors.page.elements import HEADINGS
from extractors.page.names import NAMINGS
from extractors.page.storybox import innermost, is_named, is_typed, names_text
from extractors.page.survey import Survey
from extractors.story.postframe import SHORT

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
    if not (is_told or _shows_picture(post)) or _words(decisions, own) > SHORT:
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
    """The one box that is named as that of a post's text and shows a picture and no word; None for none, or several."""
    if survey.story or survey.headline < 0:
        return None
    named = [box for box in survey.names.called(names_text, *NAMINGS) if _shows_picture(box)]
    inner = innermost(named)
    return inner[0] if len(inner) == 1 and not inner[0].blocks else None


def _place(survey: Survey, box: Box) -> range:
    """Where a box without text stands among the blocks."""
    below = next((other.start for other in survey.boxes[box.number + 1 :] if other.blocks), len(survey.blocks))
    return range(below, below)


def _shows_picture(post: Box) -> bool:
    return next(post.element.iter("img", "picture", "video", "iframe"), None) is not None


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
