"""Finds cards: boxes alike, each with one linked headline; and those of them that a heading calls related."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice
from math import inf

from extractors.chrome.containers import RELATED as RELATED_CARDS
from extractors.chrome.rule import ChromeRule
from extractors.discussion.stated import answers
from extractors.page.blocks import Block, Box, look, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey, is_mostly_numbers
from extractors.phrases import POINTERS, chrome_kind

SEVERAL = 3
"""Cards alike from which they are a group."""

RELATED = frozenset({"related", "sidebar"})
"""Kinds of phrases that head links to other stories."""

HEADING_REACH = 2
"""Blocks above the first card in which its heading stands."""

_MARK = re.compile(r"[:：…»|\]】)]|\.\.+|>>|[–—-](?=\s)")  # between the label of a pointer and its link
_BEFORE_LABEL = " >»›→"
_BRACKETS = {"[": "]", "(": ")"}  # around a pointer
_STOPS = " .…"  # behind its link
_CARD_WORDS = 200
_TEASER_WORDS = 60
_TEASER_BLOCKS = 4
_LABEL = 3  # words of a link that can be a headline
_LABEL_CHARACTERS = 8  # the same in scripts that write no spaces
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff](?<![年月日时時分秒曜周週星期上下午前后後])")
"""Letters of such scripts but those that dates are written with."""


def find_cards(survey: Survey, taken: Container[int]) -> list[range]:
    """The spans of the cards, in reading order, that are not ``taken``; where headings are links, of no others."""
    headlines = linked_headlines(survey, taken)
    if len(headlines) < SEVERAL:  # a page that marks no headings up
        headlines = _links(survey, range(len(survey.blocks)), taken)
    held = held_in(survey.boxes, (survey.blocks[number].box for number in headlines))
    cards: dict[Box, range] = {}
    for number in headlines:
        card = survey.blocks[number].box
        while card.parent is not None and held[card.parent.number] == 1:
            card = card.parent
        if held[card.number] == 1 and card.words <= _CARD_WORDS:
            cards[card] = survey.spans[card]
    alike = Counter((box.tag, box.depth) for box in cards)
    return [span for box, span in cards.items() if alike[box.tag, box.depth] >= SEVERAL]


def held_in(boxes: Sequence[Box], inner: Iterable[Box]) -> list[int]:
    """For each box how many of the ``inner`` ones, which may be given several times, it is or holds."""
    counts = [0] * len(boxes)
    for box in inner:
        counts[box.number] += 1
    for box in reversed(boxes):
        if box.parent is not None:
            counts[box.parent.number] += counts[box.number]
    return counts


def find_related(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks of cards below the story that a heading right above them calls related."""
    found: set[int] = set()
    following = -1
    first = next((number for number in range(survey.headline + 1, len(survey.blocks)) if survey.is_prose(number)), inf)
    for span in find_cards(survey, taken):
        above = range(max(span.start - HEADING_REACH, survey.headline + 1), span.start)
        heads = [number for number in above if survey.kinds[number] == "related"]
        if span.start == following or (heads and first < heads[0]):
            found.update(range(heads[0] if heads else span.start, span.stop))
            following = span.stop
    return found - taken


def find_teasers(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks of teasers set into the story: one link around a heading and what it heads.

    Several alike are none: they may be what the story lists.
    """
    few = ((box, span) for box, span in survey.spans.items() if 1 < box.blocks <= _TEASER_BLOCKS)
    linked = [(box, span) for box, span in few if box.tag not in HEADINGS and _is_teaser(survey, box, span)]
    alike = Counter((look(box), box.depth) for box, _ in linked)
    found = [span for box, span in linked if alike[look(box), box.depth] < SEVERAL]
    return {number for span in found for number in span if number > survey.headline} - taken


def _is_teaser(survey: Survey, box: Box, span: range) -> bool:
    """Whether a box of few blocks holds a linked heading and lines in the same link, and nothing else but a label."""
    if box.words > _TEASER_WORDS or span.start <= survey.headline:
        return False
    inner = [survey.blocks[number] for number in span]
    if any(block.link_chars < len(block.text) for block in inner):
        return False
    headings = [block for block in inner if block.box.tag in HEADINGS]
    below = inner[-1].box
    return len(headings) == 1 and headings[0].box.link and below.link and below.parent is headings[0].box.parent


def find_pointers(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the lines that point to other stories: "Read also:" and a link, or several with bars between."""
    linked = (number for number, block in enumerate(survey.blocks) if block.link_chars)
    return {number for number in linked if number > survey.headline and _points(survey.blocks[number])} - taken


def _points(block: Block) -> bool:
    text = block.text.strip("[]() ").lstrip(_BEFORE_LABEL).rstrip(_STOPS)
    if _BRACKETS.get(block.text[0]) == block.text[-1] and _runs_into_link(block, text):
        return True
    mark = _MARK.search(text)
    if mark is None:
        return False
    label, linked = text[: mark.start()], "".join(text[mark.end() :].split(" | ")).lstrip()
    return 0 < len(linked) <= block.link_chars and chrome_kind(label.rstrip()) in POINTERS


def _runs_into_link(block: Block, text: str) -> bool:
    """Whether a label has nothing behind it but the one link of the line, and no mark: "[Also read Why it rains.]"."""
    links = list(islice(block.box.element.iter("a"), 2))
    linked = " ".join("".join(links[0].itertext()).split()).rstrip(_STOPS) if len(links) == 1 else ""
    return bool(linked) and text.endswith(linked) and chrome_kind(text.removesuffix(linked).rstrip()) in POINTERS


def linked_headlines(survey: Survey, taken: Container[int]) -> list[int]:
    """The numbers of the blocks, besides those ``taken``, that are headings, and links."""
    headings = (number for number, block in enumerate(survey.blocks) if block.box.tag in HEADINGS)
    return _links(survey, headings, taken)


def other_than_cards(blocks: Sequence[Block], ruled: Mapping[Block, ChromeRule]) -> set[int]:
    """The numbers of the blocks in known chrome; cards of other stories count as none, as a listing is made of them."""
    return {number for number, block in enumerate(blocks) if ruled.get(block, RELATED_CARDS) != RELATED_CARDS}


def _links(survey: Survey, among: Iterable[int], taken: Container[int]) -> list[int]:
    linked = [
        number
        for number in among
        for block in [survey.blocks[number]]
        if block.is_link and number not in taken and survey.kinds[number] is None and could_be_headline(block.text)
    ]
    linked = [number for number in linked if not _is_of_thread(survey, number)]
    here = {box: leads_here(box) for box in dict.fromkeys(survey.blocks[number].box for number in linked)}
    return [number for number in linked if not here[survey.blocks[number].box]]


def _is_of_thread(survey: Survey, number: int) -> bool:
    """Whether a block is the headline again, as over the first post of a thread, or the title of an answer to it."""
    if number == survey.headline or survey.headline < 0:
        return False
    text, headline = survey.blocks[number].text, survey.blocks[survey.headline].text
    return text == headline or answers(text, headline)


def leads_here(box: Box) -> bool:
    """Whether all links in a box lead to places of the page itself, as those in the headings of a text do."""
    addresses = [link.get("href") or "" for link in box.element.iter("a")]
    return bool(addresses) and all(address.startswith("#") for address in addresses)


def could_be_headline(text: str) -> bool:
    """Whether a link's text is long enough for a headline, and no date."""
    if len(_UNSPACED.findall(text)) >= _LABEL_CHARACTERS:
        return True
    words = word_count(text)
    if words < _LABEL and (text.isascii() or len(text) < _LABEL_CHARACTERS):
        return False
    return not is_mostly_numbers(text, words)
