"""Finds what readers say by how they sign it: a name with a date above or before somebody's words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence

from extractors.metadata.months import day_names, month_names
from extractors.metadata.vocabulary import AGO
from extractors.page.blocks import Block, Box, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey

DATE = re.compile(rf"\b(?:19|20)\d\d\b|\d[./-]\d|\d\s?[年月日]|\d{{1,2}}:\d\d|{AGO}")
"""What the line that signs a comment has in it."""

CLOCK = re.compile(r"\b\d{1,2}(?::|h ?)\d\d\b|\d\s?(?:[ap]\.?\s?m\b|時|시|点|點)", re.IGNORECASE)
"""A time of the day."""

PARAGRAPHS = 6
"""Paragraphs of a comment, at most on average."""

MOST_WORDS_BELOW = 80
"""Words of prose that may follow a discussion in its box: the story does not."""

DISCUSSION_HEADINGS = frozenset({"comments-heading", "comment-form"})
"""Kinds of phrases over what readers say."""

_IN_NUMBERS = re.compile(r"\d[./-]\d{1,2}[./-]\d")
_DAY = re.compile(rf"\b(?:19|20)\d\d\b|\d[./-]\d{{1,2}}[./-]|\d\s?[年月日]|{AGO}")
_LONGEST_SIGNATURE = 12  # words of the line that says who wrote a comment, and when
_WORD = re.compile(r"[^\W\d_][^\s\d_.,:;()|•·–—-]+")  # with the signs that Indian scripts write vowels by
_LISTS = frozenset({"ol", "ul", "dl", "table"})
_SEVERAL = 2
_AROUND_WORDS = 5  # boxes around a comment's words in which it is signed
_WORDS_NAME = re.compile(r"(?:comments?|reply)[-_]{0,2}(?:text|content|body|message)(?![\w-])")
_SIGNATURE_NAME = re.compile(r"(?:comments?|reply)[-_]{0,2}(?:author|user|name)(?:name)?(?![\w-])")
_DAY_NAME = re.compile(r"(?:comments?|reply)[-_]{0,2}(?:date|time|meta|info|posted|footer)(?![\w-])")
_TEXT = frozenset({"p", "li", "blockquote", "pre", "tr"})
_LEAST_WORDS = 5  # of what is set as text, where it may be a post
_AROUND_FORM = 12  # boxes around a form in which comments are looked for


def has_story_before(survey: Survey, place: int) -> bool:
    """Whether from the headline to ``place`` stands prose, a post's own box, a picture or a heading over comments."""
    if survey.story and survey.story.stop <= place:
        return True
    between = range(survey.headline + 1, place)
    if any(survey.is_prose(number) or survey.kinds[number] in DISCUSSION_HEADINGS for number in between):
        return True
    if any(map(survey.is_poem, between)):
        return True
    return survey.has_media_above(place)


def holds_all(survey: Survey, before: range, taken: Container[int]) -> bool:
    """Whether what stands before a discussion is set as text, and nothing above it could be the story.

    A post may be no more than a list, or a link with some words.
    """
    texts = (number for number in before if number > survey.headline and number not in taken)
    words = sum(survey.blocks[number].words for number in texts if _is_set_as_text(survey, number))
    return words >= _LEAST_WORDS and not has_story_before(survey, before.start)


def _is_set_as_text(survey: Survey, number: int) -> bool:
    """Whether a block that is neither a phrase nor all link is a paragraph, an item, a row, or preformatted."""
    block = survey.blocks[number]
    is_own = survey.kinds[number] is None and not survey.is_control(number)
    return is_own and not block.items and block.box.tag in _TEXT


def is_signature(survey: Survey, number: int, told: re.Pattern[str]) -> bool:
    """Whether a block begins with a short line that has in it what is ``told`` of one that signs a comment."""
    line = survey.blocks[number].text.partition("\n")
    short = [part for part in line[::2] if part and word_count(part) <= _LONGEST_SIGNATURE]
    return any(told.search(part) for part in short[:2])


def signed_words(survey: Survey, number: int) -> int:
    """How many blocks a name with a date and somebody's words are, from this one on: one or two, 0 for none."""
    block = survey.blocks[number]
    if block.box.tag in HEADINGS:
        return 0
    if survey.is_prose(number):
        name, broken, words = _parted(block)
        return int(bool(broken) and word_count(words) > word_count(name) <= _LONGEST_SIGNATURE and _is_dated(name))
    if number + 1 == len(survey.blocks) or not survey.is_prose(number + 1):
        return 0
    return 2 if is_signature(survey, number, DATE) else 0


def _parted(block: Block) -> tuple[str, str, str]:
    """The first line or cell of a block, what ends it, and the rest."""
    return block.text.partition(" | " if block.box.tag == "tr" else "\n")


def _is_dated(name: str) -> bool:
    return DATE.search(name) is not None


def readers_above(survey: Survey, form: Box, taken: set[int]) -> range:
    """The span of the largest box around a form, or of the list right above it, in which all prose is signed.

    So stand comments under whatever heading and in whatever markup: below the story's own box, in one that they share
    with the form for the next.
    """
    widest = seen = range(0)
    for box in form.ancestry(_AROUND_FORM)[1:]:
        span = survey.spans.get(box, range(0))
        if survey.holds_headline(box):
            break
        if not span or span.start <= survey.headline or span == seen:
            continue
        seen = span
        above = [number for number in span if survey.blocks[number].box.number < form.number]
        prose = _prose(survey, above, taken)
        if (survey.story and survey.story.start in above) or (prose and not _are_readers(survey, span.start, prose)):
            break
        if survey.plain_words(span[len(above) :]) > MOST_WORDS_BELOW:
            break
        widest = span if prose else widest
    if widest and has_story_before(survey, widest.start):
        return widest
    spans = (_list_above(survey, form, taken), _run_above(survey, form))
    return next((span for span in spans if span and has_story_before(survey, span.start)), range(0))


def _prose(survey: Survey, numbers: Sequence[int], taken: set[int]) -> list[int]:
    return [number for number in numbers if number not in taken and survey.is_prose(number)]


def _list_above(survey: Survey, form: Box, taken: set[int]) -> range:
    """The span of a list, or section, of several signed items above a form, with at most a heading between.

    It stands apart from the story, or is signed to the minute, as one item may be: letters that a post prints are not.
    A section is signed with the day as well: an author's own may tell by the minute who said what.
    """
    around = set(form.ancestry())
    before = (box for box in survey.boxes[: form.number] if _is_list(survey, box) and box not in around)
    last = max(before, key=lambda box: (box.stop, -box.depth), default=None)
    span = survey.spans[last] if last is not None else range(0)
    prose = _prose(survey, span, taken)
    if last is None or not prose:
        return range(0)
    near = (number for number in range(span.stop, span.stop + 2) if number < len(survey.blocks))
    between = sum(survey.blocks[number].box.number < form.number for number in near)
    signed = sum(_signs(survey, number) for number in span)
    if between > 1 or signed < (1 if _are_clocked(survey, span) else _SEVERAL):
        return range(0)
    above = filter(survey.is_prose, range(survey.headline + 1, span.start))
    beside = any(survey.blocks[number].box.parent is last.parent for number in above)
    beside = beside and not _are_clocked(survey, span)
    if last.tag not in _LISTS and not all(_DAY.search(_signature(survey, number)) for number in _signed(survey, span)):
        return range(0)
    return range(0) if beside or not _are_readers(survey, span.start, prose) else range(span.start, span.stop + between)


def _is_list(survey: Survey, box: Box) -> bool:
    """Whether a box is a list, or a section under a heading, as a single comment stands in."""
    if not box.blocks or box.tag in _LISTS:
        return box.blocks > 0
    return box.blocks > 1 and survey.blocks[box.start].box.tag in HEADINGS and not survey.holds_headline(box)


def _run_above(survey: Survey, form: Box) -> range:
    """The span of several paragraphs that open with a name in bold and a day, between a heading and a form.

    The form has no title of its own: the heading is that of the discussion.
    """
    stop = next((number for number, block in enumerate(survey.blocks) if block.box.number >= form.number), 0)
    start = stop
    while start - 1 > survey.headline and survey.blocks[start - 1].bold_chars and _signs(survey, start - 1):
        start -= 1
    headed = start - 1 > survey.headline and survey.blocks[start - 1].box.tag in HEADINGS
    return range(start - 1, stop) if headed and stop - start >= _SEVERAL else range(0)


def _are_clocked(survey: Survey, span: range) -> bool:
    """Whether all that is signed in a span has a time of the day in its signature."""
    return all(CLOCK.search(_signature(survey, number)) for number in _signed(survey, span))


def _signed(survey: Survey, span: range) -> Iterator[int]:
    """What is signed in a span."""
    return (number for number in span if _signs(survey, number))


def _are_readers(survey: Survey, start: int, prose: Sequence[int]) -> bool:
    """Whether the prose from ``start`` on begins with a name and a date, and as many follow as may have said it."""
    signed = [number for number in range(start, prose[-1] + 1) if _signs(survey, number)]
    first = bool(signed) and signed[0] + signed_words(survey, signed[0]) > prose[0]
    return first and len(signed) * PARAGRAPHS >= len(prose)


def _signs(survey: Survey, number: int) -> bool:
    """Whether a signature has a name in it: a diary's entries, and a running report's, begin with their day alone."""
    if not signed_words(survey, number):
        return False
    return has_name(_signature(survey, number))


def has_name(line: str) -> bool:
    """Whether a line has a word in it that could be a name: a diary's entries begin with their day alone.

    April and Helmi are names where the day is all in numbers.
    """
    months, days = ((), ()) if _IN_NUMBERS.search(line) else (month_names(None), day_names())
    words = (word for word in _WORD.findall(line) if word.lower() not in months and word.lower() not in days)
    return any(word[0] == word[0].title() for word in words)


def _signature(survey: Survey, number: int) -> str:
    """The line of a block that signs: all of it, or what stands before somebody's words."""
    block = survey.blocks[number]
    return _parted(block)[0] if block.box.tag == "tr" or survey.is_prose(number) else block.text


def named_comments(survey: Survey, taken: set[int]) -> list[range]:
    """The spans of the boxes that call one part of them a comment's words, and another its author or its day.

    ``taken`` are known to be chrome.
    """
    signed = survey.names.called(_names_signature, "class")
    dated = (box for box in survey.names.called(_names_day, "class") if _tells_day(survey, box))
    signatures = sorted({box.number for box in (*signed, *dated)})
    comments: dict[Box, None] = {}
    for box in survey.names.called(_names_words, "class") if signatures else ():
        if box.blocks and box.start not in taken:
            around = box.ancestry(_AROUND_WORDS)[1:]
            comment = next((outer for outer in around if _holds_one(survey, outer, signatures)), None)
            if comment is not None and not survey.holds_headline(comment):
                comments[comment] = None
    spans = [survey.spans[comment] for comment in comments]
    # Where a story stands before one, it does so before those below as well.
    places = sorted({span.start for span in spans})
    without = set(places[: bisect_left(places, True, key=lambda place: has_story_before(survey, place))])
    return [span for span in spans if span.start not in without]


def _holds_one(survey: Survey, box: Box, numbers: Sequence[int]) -> bool:
    """Whether one of the boxes of those ``numbers``, which rise, stands in ``box``: the next behind its own would."""
    place = bisect_right(numbers, box.number)
    return place < len(numbers) and box in survey.boxes[numbers[place]].ancestry()


def _tells_day(survey: Survey, box: Box) -> bool:
    """Whether a box that is called the day of a comment tells one: a running report's comments tell the minute."""
    return any(_is_dated(survey.blocks[number].text) for number in survey.spans.get(box, range(0))[:_SEVERAL])


def _names_signature(names: str) -> bool:
    return _is_of_comment(names) and _SIGNATURE_NAME.search(names) is not None


def _names_day(names: str) -> bool:
    return _is_of_comment(names) and _DAY_NAME.search(names) is not None


def _names_words(names: str) -> bool:
    return _is_of_comment(names) and _WORDS_NAME.search(names) is not None


def _is_of_comment(names: str) -> bool:
    return "comment" in names or "reply" in names
