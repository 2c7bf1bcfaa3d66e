"""Finds what readers say under a story: comments, whatever they are called, and the form for the next one.

A comment shows itself by its link to answer it, a discussion by its heading, its form, and comments alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.blocks import Box, word_count
from extractors.survey import HEADINGS, Survey

_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d[./-]\d|\d\s?[年月日]|\d{1,2}:\d\d")
_ABOVE = 2  # blocks above a comment in which its signature stands, where that has a box of its own
_SERVICE_WORDS = 30
_SEVERAL = 2
_PARAGRAPHS = 6  # of a comment, at most on average
_LONGEST_SIGNATURE = 12  # words of the line that says who wrote a comment, and when
_MOST_WORDS_BELOW = 80  # words of prose that may follow a discussion in its box: the story does not
_NEAR = 3  # blocks within which a signature stands
_HEADINGS = frozenset({"comments-heading", "comment-form"})


def find_discussion(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks that readers wrote or are asked to write in; ``taken`` are known to be chrome."""
    found: set[int] = set()
    for span in (*_threads(survey), *_forms(survey), *_signed_below_headings(survey)):
        if any(number > survey.headline for number in span):
            found.update(_widened(survey, span, taken | found))
    found.update(_services(survey))
    found.update(_after_headings(survey, taken, found))
    found.update(_headings_above(survey, found))
    return {number for number in found if number > survey.headline}


def _threads(survey: Survey) -> Iterator[range]:
    """The span from the first to the last comment with a link to answer it.

    Where nothing else could be the story, the first such post is it, as in a forum.
    """
    boxes = dict.fromkeys(box for reply in survey.workings.replies if (box := _comment_around(survey, reply)))
    spans = sorted((survey.spans[box] for box in boxes), key=lambda span: span.start)
    if spans and not _has_story_before(survey, spans[0].start):
        del spans[0]
    if spans:
        yield range(spans[0].start, max(span.stop for span in spans))


def _has_story_before(survey: Survey, place: int) -> bool:
    """Whether between the headline and ``place`` stands prose, a picture or a heading over comments."""
    between = range(survey.headline + 1, place)
    if any(survey.is_prose(number) or survey.kinds[number] in _HEADINGS for number in between):
        return True
    return survey.has_media_above(place)


def _comment_around(survey: Survey, reply: Box) -> Box | None:
    """The smallest box around a reply link that holds prose, if it is signed as a comment is."""
    for box in reply.ancestry():
        span = survey.spans.get(box, range(0))
        if survey.holds_headline(box) or span.stop <= survey.headline:
            return None
        if any(survey.is_prose(number) for number in span):
            return box if _is_signed(survey, span) else None
    return None


def _is_signed(survey: Survey, span: range) -> bool:
    """Whether a span begins with, or stands right under, a short line with a digit, as a name with a date is."""
    places = (*span[:_NEAR], *range(max(span.start - _ABOVE, survey.headline + 1), span.start))
    return any(_is_signature(survey, number, _DIGIT) for number in places)


def _is_signature(survey: Survey, number: int, told: re.Pattern[str]) -> bool:
    line = survey.blocks[number].text.partition("\n")
    short = [part for part in line[::2] if part and word_count(part) <= _LONGEST_SIGNATURE]
    return any(told.search(part) for part in short[:2])


def _forms(survey: Survey) -> Iterator[range]:
    for box in survey.workings.comment_forms:
        span = survey.spans.get(box)
        if span is not None and not survey.holds_headline(box):
            yield span


def _services(survey: Survey) -> Iterator[int]:
    """The short blocks that ask to turn scripts on, or name the service, where comments would be."""
    for box in survey.workings.services:
        span = survey.spans.get(box, range(0))
        if box.words <= _SERVICE_WORDS and not survey.holds_headline(box):
            yield from span


def _widened(survey: Survey, span: range, taken: set[int]) -> range:
    """The largest box around ``span`` in which nothing but chrome stands before it; else ``span`` to its end."""
    widest = span
    box: Box | None = survey.blocks[span.start].box
    while box is not None and not survey.holds_headline(box):
        around = survey.spans[box]
        before = survey.prose_words(number for number in range(around.start, span.start) if number not in taken)
        after = survey.plain_words(number for number in range(span.stop, around.stop) if number not in taken)
        if before or after > _MOST_WORDS_BELOW:
            break
        widest = range(around.start, max(around.stop, span.stop))
        box = box.parent
    return widest


def _after_headings(survey: Survey, taken: set[int], found: set[int]) -> Iterator[int]:
    """The blocks from a heading over comments to the comments or the form that were found below it."""
    if not found:
        return
    first = min(found)
    for number in range(survey.headline + 1, first):
        block = survey.blocks[number]
        if survey.kinds[number] not in _HEADINGS or block.link_chars or number in taken:
            continue
        below = range(number + 1, first)
        spoken = [place for place in below if survey.is_prose(place)]
        if not spoken or (block.box.tag in HEADINGS and _are_signed(survey, below, len(spoken))):
            yield from range(number, first)
            return


def _are_signed(survey: Survey, below: range, spoken: int) -> bool:
    """Whether a name with a date opens a span, and as many follow as its paragraphs may be the words of."""
    signatures = [number for number in below if _is_signature(survey, number, _DATE) and not survey.is_prose(number)]
    return bool(signatures) and signatures[0] < below.start + _NEAR and len(signatures) * _PARAGRAPHS >= spoken


def _headings_above(survey: Survey, found: set[int]) -> list[int]:
    """The headings right above what was found: a story does not end in one, but may set its sentences as such."""
    above = (number - 1 for number in found if number - 1 not in found)
    return [number for number in above if survey.blocks[number].box.tag in HEADINGS and not survey.is_sentence(number)]


def _signed_below_headings(survey: Survey) -> Iterator[range]:
    """The span below a heading over comments that several signatures follow, each with somebody's words."""
    for number in range(survey.headline + 1, len(survey.blocks)):
        block = survey.blocks[number]
        if survey.kinds[number] != "comments-heading" or block.link_chars or not _has_story_before(survey, number):
            continue
        signatures = [place for place in range(number + 1, len(survey.blocks)) if _signs_words(survey, place)]
        if len(signatures) >= _SEVERAL and signatures[0] <= number + _NEAR:
            yield range(number, signatures[-1] + 2)
            return


def _signs_words(survey: Survey, number: int) -> bool:
    """Whether a block is no more than a name with a date, and the next one is prose."""
    block = survey.blocks[number]
    if block.box.tag in HEADINGS or survey.is_prose(number) or number + 1 == len(survey.blocks):
        return False
    return _is_signature(survey, number, _DATE) and survey.is_prose(number + 1)
