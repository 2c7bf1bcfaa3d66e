"""Finds what a page asks of its reader between and under the paragraphs: subscribe, donate, write to us, log in.

An appeal has a box of its own, a few words long, and ends in the button, link or field that it wants to be used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from lxml.html import HtmlElement

from extractors.chrome.askinglines import ASKING
from extractors.chrome.gates import is_gate
from extractors.chrome.sums import Sums
from extractors.page.blocks import Block, Box, Look, look, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey

_MOST_WORDS = 45  # words of an appeal
_MOST_BLOCKS = 6
_FEW = 2  # appeals of one shape on a page
_BUTTON = re.compile(r"button|btn", re.IGNORECASE)
_ROWS = 2  # with a label each, of what tells of an event
_LABEL_WORDS = 3
_MOST_LABEL_WORDS = 5  # words of a button
_TIPS = re.compile(
    r"^https?://(?:[\w-]+\.)?(?:ko-fi\.com|buymeacoffee\.com|paypal\.me|liberapay\.com|tipeee\.com|steadyhq\.com|boosty\.to)/"
)
"""Where those who write are given tips; what collects for others, such as a roof, is none."""
_NOT_ASKING = HEADINGS | {"li", "pre", "td", "tr", "figcaption", "dd", "dt"}


def find_appeals(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks of appeals; ``taken`` are known to be chrome.

    Boxes that look alike are none: they hold the story's quotations, products or recommendations.
    """
    appeals: dict[Box, range] = {}
    starts: set[int] = set()
    for box in reversed(survey.boxes):  # inner boxes before those around them
        if not 1 < box.blocks <= _MOST_BLOCKS or box.words > _MOST_WORDS:
            continue
        span = survey.spans[box]
        if starts.isdisjoint(span) and _is_appeal(survey, span):
            appeals[box] = span
            starts.add(span.start)
    of_story = _settings_of_story(survey, appeals) if appeals else frozenset()
    found = [span for box, span in appeals.items() if look(box) not in of_story and not taken.issuperset(span)]
    alike = Counter(_frame(survey, span) for span in found)
    sums = Sums(survey, taken)
    return {
        number
        for span in found
        if alike[_frame(survey, span)] <= _FEW and sums.is_story_above(span.start) and not _could_be_all(sums, span)
        for number in span
    }


def _settings_of_story(survey: Survey, appeals: Container[Box]) -> frozenset[Look]:
    """The looks of boxes, where a class names them, that hold prose as an appeal would and are none."""
    looks = {look(box) for box in survey.boxes if box in appeals and box.attributes.get("class")}
    if not looks:
        return frozenset()
    return frozenset(
        look(box)
        for box in survey.boxes
        if look(box) in looks and box not in appeals and any(map(survey.is_sentence, survey.spans.get(box, ())))
    )


def _frame(survey: Survey, span: range) -> tuple[str, ...]:
    """The tags of the blocks of a span: what a reader of the markup sees of its shape."""
    return tuple(survey.blocks[number].box.tag for number in span)


def _is_appeal(survey: Survey, span: range) -> bool:
    if span.start <= survey.headline:
        return False
    *asking, last = span
    if not _is_button(survey, last):
        return False
    while asking and _is_button(survey, asking[-1]):
        del asking[-1]
    if len(asking) > 1 and _is_headed(survey, asking[0], asking[1]):
        del asking[0]
    if _tells_of_event(survey, asking, last):
        return True
    if not asking or not all(_is_plain(survey, number) for number in asking):
        return False
    return survey.is_sentence(asking[-1]) or not ASKING.isdisjoint((survey.kinds[asking[-1]], survey.kinds[last]))


def _tells_of_event(survey: Survey, asking: Sequence[int], last: int) -> bool:
    """Whether blocks are a heading and rows that each begin with a label in bold: when, where, for how much.

    What is below them is called a button: a plain link is that of a box of facts, which an author sets as well.
    """
    if len(asking) <= _ROWS or survey.blocks[asking[0]].box.tag not in HEADINGS:
        return False
    element = survey.blocks[last].box.element
    links = [f"{link.get('class')} {link.get('role')}" for link in element.iter("a")]
    if element.tag != "button" and not any(map(_BUTTON.search, links)):
        return False
    return all(_is_row(survey.blocks[number]) for number in asking[1:])


def _is_row(block: Block) -> bool:
    label, colon, value = block.text.partition(":")
    return (
        bool(colon and value.strip()) and 0 < block.bold_chars <= len(label) + 1 and word_count(label) <= _LABEL_WORDS
    )


def _is_headed(survey: Survey, number: int, below: int) -> bool:
    """Whether a heading says, or the line below it does, what is asked for."""
    if survey.blocks[number].box.tag not in HEADINGS:
        return False
    return survey.kinds[number] in ASKING or is_gate(survey.blocks[below].text)


def _is_button(survey: Survey, number: int) -> bool:
    """Whether a block is nothing but links, each of a few words."""
    block = survey.blocks[number]
    if block.box.tag in HEADINGS:
        return False
    is_link = block.link_chars >= len(block.text) - len(block.text.split()) or block.box.tag == "button"
    return is_link and word_count(block.text) <= _MOST_LABEL_WORDS


def _is_plain(survey: Survey, number: int) -> bool:
    block = survey.blocks[number]
    return block.link_chars == 0 and block.box.tag not in _NOT_ASKING


def _could_be_all(sums: Sums, span: range) -> bool:
    """Whether an appeal without words known for one is most of what a page says: a post with a button of its own.

    What the box of a post's text begins with is the post's.
    """
    survey = sums.survey
    if any(survey.kinds[number] in ASKING or is_gate(survey.blocks[number].text) for number in span):
        return False
    if any(survey.blocks[number].link_chars and leads_to_tips(survey.blocks[number].box.element) for number in span):
        return False
    if survey.story and survey.story.start in span:
        return True
    above = range(survey.story.start if survey.story else survey.headline + 1, span.start)  # no line of author and day
    below = range(span.stop, len(survey.blocks))
    return not sums.told.of(above) and sums.prose_words.of(below) <= survey.prose_words(span)


def leads_to_tips(element: HtmlElement) -> bool:
    """Whether a link in an element leads to where those who write are given tips."""
    return any(_TIPS.match(link.get("href") or "") for link in element.iter("a"))
