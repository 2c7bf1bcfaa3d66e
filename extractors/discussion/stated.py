"""Finds what a page calls an answer to its story: by its microdata, or by a title that repeats the story's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractors.discussion.readers import DATE, has_story_before
from extractors.page.blocks import Box
from extractors.page.survey import Survey

_COMMENT = "comment"  # schema.org's property of a story, or of a thread's first post
_ANSWERS = re.compile(r"[^\W\d]{1,8}(?:[.^]|\s?\[\d+\])?\s?[:：]\s?")  # "Re:", "Odp:", "AW[2]:"
_NEAR = 3  # blocks around such a title in which the answer tells its day


def stated_answers(survey: Survey) -> Iterator[range]:
    """The spans of the boxes below a story that are comments by their markup, or have "Re:" and its headline on top."""
    boxes = dict.fromkeys((*survey.names.called(_COMMENT.__eq__, "itemprop"), *_titled_answers(survey)))
    spans = [survey.spans[box] for box in boxes if box in survey.spans and not survey.holds_headline(box)]
    spans.sort(key=lambda span: span.start)
    # Where a story stands before one, it does so before those below as well.
    yield from spans[bisect_left(spans, True, key=lambda span: has_story_before(survey, span.start)) :]


def answers(text: str, headline: str) -> bool:
    """Whether a text is the title of an answer to a post with that headline: "Re: The mole"."""
    return text.endswith(headline) and _ANSWERS.fullmatch(text.removesuffix(headline)) is not None


def _titled_answers(survey: Survey) -> Iterator[Box]:
    """The largest box around each such title that does not hold the headline, if a day is told beside the title."""
    headline = survey.blocks[survey.headline].text if survey.headline >= 0 else ""
    for number in range(survey.headline + 1, len(survey.blocks)) if headline else ():
        block = survey.blocks[number]
        if not answers(block.text, headline):
            continue
        beside = survey.blocks[max(number - _NEAR, 0) : number + _NEAR]
        if any(DATE.search(other.text) for other in beside):
            yield from [box for box in block.box.ancestry() if not survey.holds_headline(box)][-1:]
