"""Finds comments by their signatures alone: boxes alike, each with a name, a day, a time of that day, and words.

No heading, form or name of a class is needed for that. Letters that a post prints are signed with a day at most, and
the entries of a running report with a time and no name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.discussion.readers import CLOCK, has_name, has_story_before
from extractors.page.blocks import Box, kind, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey

_DAY = re.compile(r"(?<!\d)\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d\s?[年月日]")
_LONGEST = 14  # words of a line with name, day and time
_NAME_WORDS = 4
_TITLE_WORDS = 8
_SEVERAL = 2
_MOST_WORDS = 400  # of a comment
_FEWEST_WORDS = 3  # of what a reader says


@dataclass(frozen=True, slots=True)
class _Item:
    """A signature, from the block that names somebody on, with the largest box that holds it and no other.

    One that ``is_parted`` from the next by line breaks alone has none: its box is that of all.
    """

    start: int
    line: int
    box: Box
    span: range
    is_parted: bool = False


def signed_items(survey: Survey, taken: set[int]) -> Iterator[range]:
    """The span from the first to the last of several comments alike, below a story, of those not yet ``taken``."""
    below = (number for number in range(survey.headline + 1, len(survey.blocks)) if number not in taken)
    lines = [number for number in below if _tells_when(survey, number)]
    if len(lines) < _SEVERAL:
        return
    items = [item for item in _items(survey, lines) if _says_something(survey, item)]
    alike = Counter(kind(item.box) for item in items)
    items = [item for item in items if alike[kind(item.box)] >= _SEVERAL]
    if len(items) < _SEVERAL or not has_story_before(survey, items[0].span.start):
        return
    span = range(items[0].span.start, items[-1].span.stop)
    if items[0].is_parted:
        if any(form.number > items[0].box.number for form in survey.workings.comment_forms):
            yield range(span.start - _is_titled(survey, span.start), span.stop)
        return
    if not (survey.story and survey.story.start in span) and not _is_beside_story(survey, items):
        yield span


def _tells_when(survey: Survey, number: int) -> bool:
    """Whether a block is, or begins with, a short line that has a day and a time in it."""
    line = _line(survey, number)
    if survey.blocks[number].box.tag in HEADINGS or word_count(line) > _LONGEST:
        return False
    return _DAY.search(line) is not None and CLOCK.search(line) is not None


def _line(survey: Survey, number: int) -> str:
    """The first line or cell of a block, with the second where the first may be a name."""
    block = survey.blocks[number]
    if block.box.tag == "tr":
        return block.text.partition(" | ")[0]
    first, _, rest = block.text.partition("\n")
    is_name = word_count(first) <= _NAME_WORDS and not any(map(str.isdigit, first))
    return " ".join((first, rest.partition("\n")[0])) if rest and is_name else first


def _items(survey: Survey, lines: Sequence[int]) -> Iterator[_Item]:
    held = [0] * len(survey.boxes)
    for number in lines:
        for box in survey.blocks[number].box.ancestry():
            held[box.number] += 1
    for number in lines:
        start = _named_from(survey, number)
        if start is None:
            continue
        box = survey.blocks[number].box
        if held[box.number] > 1:
            stop = number + 1 if survey.is_prose(number) else number + 2
            yield _Item(start, number, box, range(start, min(stop, len(survey.blocks))), is_parted=True)
            continue
        while box.parent is not None and held[box.parent.number] == 1 and not survey.holds_headline(box.parent):
            box = box.parent
        span = survey.spans[box]
        if len(span) == 1 and not survey.is_prose(number):  # a line of its own, over what was said
            span = range(start, min(number + 2, len(survey.blocks)))
        yield _Item(start, number, box, range(min(start, span.start), span.stop))


def _named_from(survey: Survey, number: int) -> int | None:
    """The number of the block with the name: that of day and time, or the short one above it; None where none is."""
    if has_name(_line(survey, number)):
        return number
    above = survey.blocks[number - 1] if number - 1 > survey.headline else None
    if above is None or above.words > _NAME_WORDS or any(map(str.isdigit, above.text)):
        return None
    return number - 1 if not survey.is_prose(number - 1) and has_name(above.text) else None


def _says_something(survey: Survey, item: _Item) -> bool:
    """Whether a signature stands beside somebody's words: in its block, or in its box."""
    others = [number for number in item.span if number not in (item.start, item.line)]
    said = any(survey.is_plain(number) and survey.blocks[number].words >= _FEWEST_WORDS for number in others)
    own = survey.blocks[item.line].words - word_count(_line(survey, item.line))
    return (said or own >= _FEWEST_WORDS) and sum(survey.blocks[number].words for number in others) <= _MOST_WORDS


def _is_titled(survey: Survey, number: int) -> bool:
    """Whether a short line that is no sentence stands right above a block, and below the headline."""
    above = number - 1
    if above <= survey.headline or survey.is_sentence(above):
        return False
    block = survey.blocks[above]
    return block.words <= _TITLE_WORDS and (block.bold_chars >= len(block.text) or block.box.tag in HEADINGS)


def _is_beside_story(survey: Survey, items: Sequence[_Item]) -> bool:
    """Whether prose above stands in the box that the comments stand in, and no form for the next is below them."""
    outer, start = items[0].box.parent, items[0].span.start
    above = (number for number in range(survey.headline + 1, start) if survey.is_prose(number))
    if not any(survey.blocks[number].box.parent is outer for number in above):
        return False
    return not any(form.number > items[-1].box.number for form in survey.workings.comment_forms)
