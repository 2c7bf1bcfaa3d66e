"""Finds what readers say under a story: comments, whatever they are called, and the form for the next one.

A comment shows itself by its link to answer it, a discussion by its heading, its form, and comments alike.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate

from extractors.discussion.readers import (
    DATE,
    DISCUSSION_HEADINGS,
    MOST_WORDS_BELOW,
    PARAGRAPHS,
    has_name,
    has_story_before,
    holds_all,
    is_signature,
    named_comments,
    readers_above,
    signed_words,
)
from extractors.discussion.signed import signed_items
from extractors.discussion.stated import stated_answers
from extractors.page.blocks import Box, look, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.page.tally import Remaining, Tally
from extractors.phrases import chrome_kind

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_ABOVE = 2  # blocks above a comment in which its signature stands, where that has a box of its own
_SERVICE_WORDS = 30
_TITLE_WORDS = 8
_MOST_FORMS = 5  # that are looked at for what stands above them: a page with more was made to take long
_SEVERAL = 2
_NEAR = 3  # blocks within which a signature stands
_AROUND_HEADING = 4  # boxes around a heading of which one may call itself a discussion
_DISCUSSION_NAME = re.compile(
    r"comment|comentari|comentár|kommentar|kommentti|komment|komentar|komentář|yorum|reactie|diskus|diskuz|discussi|komm$"
)
_ASKS = ("?", "？", "؟", ";")


def find_discussion(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks that readers wrote or are asked to write in; ``taken`` are known to be chrome."""
    found: set[int] = set()
    own, left = _own_headings(survey), _Left(survey, taken)
    by_name = (*_threads(survey), *stated_answers(survey), *named_comments(survey, taken), *signed_items(survey, taken))
    for span in (*by_name, *_headed_blocks(survey, taken), *_forms(survey), *_signed_below_headings(survey, own)):
        if span and span[-1] > survey.headline:
            found.update(left.take(_widened(survey, span, left, taken)))
    for form in survey.workings.comment_forms[:_MOST_FORMS]:
        found.update(readers_above(survey, form, taken | found))
    found.update(_services(survey))
    found.update(own)
    found.update(_after_headings(survey, taken, found))
    found.update(_headings_above(survey, found))
    return {number for number in found if number > survey.headline}


def _threads(survey: Survey) -> Iterator[range]:
    """The span from the first to the last comment with a link to answer it.

    Where nothing else could be the story, the first such post is it, as in a forum.
    """
    if not survey.workings.replies:
        return
    prose = Tally(survey.prose)
    boxes = dict.fromkeys(box for reply in survey.workings.replies if (box := _comment_around(survey, prose, reply)))
    spans = sorted((survey.spans[box] for box in boxes), key=lambda span: span.start)
    if spans and not has_story_before(survey, spans[0].start):
        del spans[0]
    if spans:
        yield range(spans[0].start, max(span.stop for span in spans))


def _comment_around(survey: Survey, prose: Tally, reply: Box) -> Box | None:
    """The smallest box around a reply link that holds prose, if it is signed as a comment is."""
    for box in reply.ancestry():
        span = survey.spans.get(box, range(0))
        if survey.holds_headline(box) or span.stop <= survey.headline:
            return None
        if prose.of(span):
            return box if _is_signed(survey, span) else None
    return None


def _is_signed(survey: Survey, span: range) -> bool:
    """Whether a span begins with, or stands right under, a short line with a digit, as a name with a date is."""
    places = (*span[:_NEAR], *range(max(span.start - _ABOVE, survey.headline + 1), span.start))
    return any(is_signature(survey, number, _DIGIT) for number in places)


def _forms(survey: Survey) -> Iterator[range]:
    for box in survey.workings.comment_forms:
        span = survey.spans.get(box)
        if span is not None and not survey.holds_headline(box):
            yield span


def _own_headings(survey: Survey) -> set[int]:
    """The titles right above forms that say nothing but what their fields are: each is an invitation to write.

    A form may name its fields within them alone. The title is a heading, or a line in bold, and stands in the box that
    the form stands in.
    """
    found: set[int] = set()
    for form in survey.workings.comment_forms[:_MOST_FORMS]:
        told = any(map(survey.is_prose, survey.spans.get(form, ())))
        around = None if told else form.parent
        while around is not None and around not in survey.spans:
            around = around.parent
        if around is None:
            continue
        above = [number for number in survey.spans[around] if survey.blocks[number].box.number < form.number]
        if above and above[-1] > survey.headline and _is_title(survey, above[-1], around):
            found.add(above[-1])
    return found


def _is_title(survey: Survey, number: int, around: Box) -> bool:
    """Whether a block is a heading, or a short line all in bold, that stands in a box itself or is its own text."""
    block = survey.blocks[number]
    if around not in (block.box, block.box.parent) or block.link_chars:
        return False
    is_bold = block.words <= _TITLE_WORDS and block.bold_chars >= len(block.text)
    return _is_heading(survey, number) or (is_bold and not survey.is_sentence(number))


def _services(survey: Survey) -> Iterator[int]:
    """The short blocks that ask to turn scripts on, or name the service, where comments would be."""
    for box in survey.workings.services:
        span = survey.spans.get(box, range(0))
        if box.words <= _SERVICE_WORDS and not survey.holds_headline(box):
            yield from span


class _Left:
    """What of a page is no chrome that is known, nor found to be readers', as ever more of it is."""

    def __init__(self, survey: Survey, taken: Container[int]) -> None:
        numbers = range(len(survey.blocks))
        plain = (survey.kinds[number] is None and not survey.blocks[number].link_chars for number in numbers)
        self._all = Remaining(True for _ in numbers)
        self._prose = Remaining(survey.is_prose(number) and number not in taken for number in numbers)
        self._plain = Remaining(is_plain and number not in taken for number, is_plain in enumerate(plain))
        self._words = [block.words for block in survey.blocks]

    def has_prose(self, span: range) -> bool:
        """Whether prose is left in a span."""
        return self._prose.first(span.start) < span.stop

    def has_more(self, span: range) -> bool:
        """Whether more words are left in a span, besides links and phrases, than may stand below a discussion."""
        words = accumulate(self._words[number] for number in self._plain.within(span))
        return any(count > MOST_WORDS_BELOW for count in words)

    def take(self, span: range) -> list[int]:
        """Take what is left of a span; what that is."""
        found = list(self._all.within(span))
        for number in found:
            for kind in (self._all, self._prose, self._plain):
                kind.take(number)
        return found


def _widened(survey: Survey, span: range, left: _Left, taken: Container[int]) -> range:
    """The largest box around ``span`` in which nothing but chrome stands before it; else ``span`` to its end."""
    widest = span
    box: Box | None = survey.blocks[span.start].box
    while box is not None and not survey.holds_headline(box):
        around = survey.spans[box]
        if survey.story and around.start <= survey.story.start < span.start:
            break
        below = range(span.stop, max(around.stop, span.stop))
        if left.has_prose(range(around.start, span.start)) or left.has_more(below):
            break
        if holds_all(survey, range(around.start, span.start), taken):
            break
        widest = range(around.start, below.stop)
        box = box.parent
    return widest


def _after_headings(survey: Survey, taken: set[int], found: set[int]) -> Iterator[int]:
    """The blocks from a heading over comments to the comments or the form that were found below it."""
    if not found:
        return
    above = range(survey.headline + 1, min(found))
    headings = [number for number in above if survey.kinds[number] in DISCUSSION_HEADINGS and number not in taken]
    headings = [number for number in headings if _heads(survey, number)]
    if not headings:
        return
    spoken = [number for number in above if survey.is_prose(number) and number not in taken]
    signed = [number for number in above if not survey.is_prose(number) and is_signature(survey, number, DATE)]
    for number in headings:
        paragraphs = len(spoken) - bisect(spoken, number)
        signatures = signed[bisect(signed, number) :] if paragraphs else []
        if not paragraphs or (
            survey.blocks[number].box.tag in HEADINGS and _are_signed(number, signatures, paragraphs)
        ):
            yield from range(number, above.stop)
            return


def _heads(survey: Survey, number: int) -> bool:
    """Whether a phrase over comments may head a discussion here: it is no link to one, no question of the story's."""
    return not survey.blocks[number].link_chars and not is_asked_as_story(survey, number)


def is_asked_as_story(survey: Survey, number: int) -> bool:
    """Whether a phrase over comments is a question set as the sentence above it: "What do you think?"."""
    if number == 0 or not survey.blocks[number].text.endswith(_ASKS):
        return False
    box, above = survey.blocks[number].box, survey.blocks[number - 1].box
    is_set_alike = box.tag == "p" and look(box) == look(above) and box.parent is above.parent and box is not above
    return is_set_alike and survey.is_sentence(number - 1)


def _are_signed(heading: int, signatures: Sequence[int], paragraphs: int) -> bool:
    """Whether a name with a date opens what stands below a heading, and as many follow as may have said it."""
    return bool(signatures) and signatures[0] <= heading + _NEAR and len(signatures) * PARAGRAPHS >= paragraphs


def _headings_above(survey: Survey, found: set[int]) -> list[int]:
    """The headings right above what was found: a story does not end in one, unless all its sentences are set so."""
    above = (number - 1 for number in found if number and number - 1 not in found)
    return [number for number in above if _is_heading(survey, number) and not _is_set_as_heading(survey, number)]


def _is_heading(survey: Survey, number: int) -> bool:
    return survey.blocks[number].box.tag in HEADINGS


def _is_set_as_heading(survey: Survey, number: int) -> bool:
    """Whether a sentence is in a heading's markup as the one above it is."""
    both = range(number - 1, number + 1)
    return number > 0 and all(_is_heading(survey, place) and survey.is_sentence(place) for place in both)


def _signed_below_headings(survey: Survey, own: Container[int]) -> Iterator[range]:
    """The span below a heading over comments that several signatures follow, each with somebody's words.

    Below one that counts a single comment a single signature does, as below one of ``own``, those over a form, and in a
    box that calls itself a discussion.
    """
    below = range(survey.headline + 1, len(survey.blocks))
    headings = [number for number in below if survey.kinds[number] == "comments-heading" or number in own]
    headings = [number for number in headings if _heads(survey, number)]
    signed = [number for number in below if signed_words(survey, number)] if headings else []
    for number in headings:
        said = signed[bisect(signed, number) :]
        if _DIGITS.findall(survey.blocks[number].text) == ["1"]:
            said = said[:1]
        elif len(said) < _SEVERAL and number not in own and not _is_called_discussion(survey, number):
            continue
        if said and said[0] <= number + _NEAR and has_story_before(survey, number):
            yield range(number, said[-1] + signed_words(survey, said[-1]))
            return


def _is_called_discussion(survey: Survey, number: int) -> bool:
    """Whether a small box around a heading, which opens it, calls itself the readers'."""
    for box in survey.blocks[number].box.ancestry(_AROUND_HEADING):
        if survey.holds_headline(box) or survey.spans[box].start != number:
            return False
        if _DISCUSSION_NAME.search(f"{box.attributes.get('class', '')} {box.attributes.get('id', '')}"):
            return True
    return False


def _headed_blocks(survey: Survey, taken: Container[int]) -> Iterator[range]:
    """The blocks of lines that open with a heading over comments and a signature, where no markup parts them."""
    for number in range(survey.headline + 1, len(survey.blocks)):
        heading, broken, said = survey.blocks[number].text.partition("\n")
        if not broken or number in taken or chrome_kind(heading) != "comments-heading":
            continue
        name, broken, _ = said.partition("\n")
        is_signed = word_count(name) <= _TITLE_WORDS and DATE.search(name) is not None and has_name(name)
        if broken and is_signed and has_story_before(survey, number):
            yield range(number, number + 1)
