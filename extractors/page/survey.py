"""A page surveyed for chrome: where each box begins and ends, which blocks are prose, where pictures stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf
from typing import Any

from lxml.html import HtmlElement

from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS
from extractors.page.names import Names
from extractors.page.pictures import holding_pictures, pictured_blocks
from extractors.page.storybox import story_box
from extractors.page.workings import Workings, workings_of
from extractors.phrases import chrome_kind
from extractors.sentences import CLOSED

_LONGEST_PHRASE = 160  # characters: a longer block is prose whatever it says
_FEWEST_WORDS = 8  # words that make a block prose though no full stop ends it
_FEWEST_WORDS_ENDED = 3  # words that do where one does
_FEWEST_WIDE = 6  # characters that do in scripts that write no spaces
_FEWEST_BREAKS = 2  # of a poem
_WORDS_A_NUMBER = 3  # from which a line tells more than numbers
_NUMBER = re.compile(r"\d+")
_ASCII_NUMBER = re.compile("[0-9]+")  # the same in a text of ASCII, found three times as fast
_SENTENCE_END = (*CLOSED, "…")
_FOOTNOTE = "0123456789[]"  # the marks of notes, which follow the stop
_WIDE_END = ("。", "！", "？")

_WRITES_NO_STOPS = re.compile("[\u0e00-\u0eff\u1780-\u17ff]")  # Thai, Lao and Khmer end no sentence with a mark

_FIELDS = ("textarea", "input")
_LINKS = ("a", "button")
_MEDIA = ("img", "video", "audio", "iframe", "picture", "object", "embed", "amp-img")


@dataclass(frozen=True, slots=True)
class Survey:
    """A page's blocks and boxes; ``headline`` is the number of the headline's block or -1.

    ``spans`` holds for each box that shows text the numbers of its blocks, ``kinds`` for each block the kind of
    interface phrase that it is, ``prose`` whether it is some, ``media`` the blocks that pictures stand before,
    ``first_media`` the first of these below the headline, ``around_media`` the boxes that pictures stand in, ``story``
    the blocks of the box that is named as a post's text is, ``names`` what the boxes call themselves.
    """

    blocks: Sequence[Block]
    boxes: Sequence[Box]
    headline: int
    spans: dict[Box, range]
    kinds: tuple[str | None, ...]
    prose: tuple[bool, ...]
    workings: Workings
    media: tuple[int, ...]
    first_media: float
    around_media: frozenset[Box]
    story: range
    names: Names

    def is_prose(self, number: int) -> bool:
        """Whether a block reads like a sentence of somebody's, and is no link or phrase of the interface."""
        return self.prose[number]

    def is_plain(self, number: int) -> bool:
        """Whether a block is neither a phrase of the interface nor more link than text."""
        block = self.blocks[number]
        return self.kinds[number] is None and not block.is_link

    def is_control(self, number: int) -> bool:
        """Whether a block is nothing but a link or a button."""
        block = self.blocks[number]
        return block.box.tag == "button" or block.link_chars >= len(block.text) - len(block.text.split())

    def is_sentence(self, number: int) -> bool:
        """Whether a block is prose that ends as a sentence does."""
        text = self.blocks[number].text.rstrip(_FOOTNOTE) or " "
        return self.prose[number] and (text.endswith(_SENTENCE_END) or _WRITES_NO_STOPS.match(text[-1]) is not None)

    def is_set_in_lines(self, number: int) -> bool:
        """Whether a block is an item of a list, or a paragraph of several lines as a poem is, with no link in it."""
        block = self.blocks[number]
        if block.link_chars or self.kinds[number] is not None:
            return False
        return block.box.tag == "li" or (block.box.tag == "p" and "\n" in block.text)

    def is_poem(self, number: int) -> bool:
        """Whether a block is a paragraph of several lines without a number: no line of author, day and comments."""
        block = self.blocks[number]
        if block.box.tag != "p" or block.link_chars or block.text.count("\n") < _FEWEST_BREAKS:
            return False
        return not any(map(str.isdigit, block.text))

    def prose_words(self, numbers: Iterable[int]) -> int:
        """The words of those blocks that are prose."""
        return sum(self.blocks[number].words for number in numbers if self.is_prose(number))

    def shares_box(self, number: int, other: int) -> bool:
        """Whether two blocks stand in the same box or in neighbours, as the paragraphs of one text do."""
        box, other_box = self.blocks[number].box, self.blocks[other].box
        return box is other_box or box.parent is other_box.parent

    def plain_words(self, numbers: Iterable[int]) -> int:
        """The words of those blocks that are neither links nor phrases of the interface."""
        plain = (number for number in numbers if self.kinds[number] is None)
        return sum(block.words for block in map(self.blocks.__getitem__, plain) if not block.link_chars)

    def has_media_above(self, number: int) -> bool:
        """Whether a picture or player stands between the headline and a block."""
        return self.first_media <= number

    def holds_headline(self, box: Box) -> bool:
        """Whether the headline stands in ``box``."""
        return self.headline in self.spans.get(box, ())


def survey(blocks: Sequence[Block], boxes: Sequence[Box], headline: int) -> Survey:
    """The survey of a page."""
    own = blocks[headline] if headline >= 0 and blocks[headline].box.tag in HEADINGS else None
    kinds = tuple(
        chrome_kind(block.text) if block is not own and len(block.text) < _LONGEST_PHRASE else None for block in blocks
    )
    prose = tuple(_is_prose(block, kind) for block, kind in zip(blocks, kinds, strict=True))
    spans = {box: range(box.start, box.stop) for box in boxes if box.blocks}
    by_element = {box.element: box for box in boxes}
    fields, links, pictures = _at_work(boxes[0].element) if boxes else ([], [], [])
    workings = workings_of(fields, links, by_element)
    holding = holding_pictures(pictures, boxes, by_element)
    media = tuple(pictured_blocks(holding, boxes, len(blocks)))
    first = min((place for place in media if place > headline), default=inf)
    around = frozenset(chain.from_iterable(box.ancestry() for box in dict.fromkeys(holding)))
    names = Names(boxes)
    story = story_box(names, headline)
    return Survey(blocks, boxes, headline, spans, kinds, prose, workings, media, first, around, story, names)


def _at_work(page: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement], list[HtmlElement]]:
    """The fields, links and media of a page, found in one walk: each takes a fiftieth of the reading of a page."""
    fields: list[HtmlElement] = []
    links: list[HtmlElement] = []
    media: list[HtmlElement] = []
    kinds = dict.fromkeys(_FIELDS, fields) | dict.fromkeys(_LINKS, links) | dict.fromkeys(_MEDIA, media)
    elements: Any = page.iter(*kinds)  # whose tags are strings: the parser leaves out the rest
    for element in elements:
        kinds[element.tag].append(element)
    return fields, links, media


def _is_prose(block: Block, kind: str | None) -> bool:
    text, words = block.text, block.words
    if kind is not None or block.is_link:
        return False
    if words < _FEWEST_WORDS and not (
        (words >= _FEWEST_WORDS_ENDED and text.endswith(_SENTENCE_END))
        or (len(text) >= _FEWEST_WIDE and text.endswith(_WIDE_END))
    ):
        return False
    return not is_mostly_numbers(text, words)


def is_mostly_numbers(text: str, words: int) -> bool:
    """Whether a line of so many words is a date or a count: "2022. december 7."."""
    numbers = (_ASCII_NUMBER if text.isascii() else _NUMBER).findall(text)
    return words <= len(numbers) * _WORDS_A_NUMBER
