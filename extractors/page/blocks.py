"""A page's boxes (block-level elements) and blocks (the runs of text in them): the values that every step speaks of.

A block is what a reader sees as one paragraph, list item, table row, caption or button, or a whole menu. Boxes form a
tree of their own that is far smaller than the page's, and carry what the blocks inside them have in common.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from lxml.html import HtmlElement

from extractors.page.printed import squash


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element, with the sums over the blocks inside it; ``number`` is its place in the page's list.

    ``start`` and ``stop`` are the numbers of its first block and of the one behind its last, if it holds any; of a menu
    it holds that one, and its ``blocks`` are the menu's lines. ``held`` is how many things that show or do something
    stand above it on the page: links, pictures, players, fields.
    """

    element: HtmlElement
    tag: str
    attributes: dict[str, str]
    parent: Box | None
    number: int
    depth: int
    hidden: bool
    link: bool
    held: int = 0
    words: int = 0
    link_words: int = 0
    control_words: int = 0
    blocks: int = 0
    long_blocks: int = 0
    start: int = sys.maxsize
    stop: int = 0

    def ancestry(self, most: int | None = None) -> list[Box]:
        """The box and those around it, innermost first, at most so many."""
        chain = [self]
        box = self.parent
        while box is not None:
            chain.append(box)
            box = box.parent
        return chain if most is None else chain[:most]


@dataclass(slots=True, eq=False)
class Block:
    """A run of text: ``text`` as printed, single newlines where the page breaks a line.

    One of a menu has its lines as ``items``, which stand in boxes of their own.
    """

    text: str
    box: Box
    words: int
    link_chars: int
    inline: int
    bold_chars: int
    images: int
    items: tuple[Block, ...] = ()
    _squashed: str | None = None

    @property
    def squashed(self) -> str:
        """The text's words for comparison, as :func:`squash` gives them."""
        if self._squashed is None:
            self._squashed = squash(self.text)
        return self._squashed

    @property
    def lines(self) -> tuple[Block, ...]:
        """The lines of a menu as blocks of their own; of any other block itself."""
        return self.items or (self,)

    @property
    def is_link(self) -> bool:
        """Whether more than half of it stands in links."""
        return self.link_chars * 2 > len(self.text)


Look = tuple[str, str | None]


def look(box: Box) -> Look:
    """What two boxes of the same kind have in common: tag and class."""
    return box.tag, box.attributes.get("class")


Kind = tuple[str, frozenset[str]]


def kind(box: Box) -> Kind:
    """What a box has in common with those that a page builder set beside it: tag and class, but for its numbers."""
    tag, names = look(box)
    return tag, frozenset(name for name in (names or "").split() if not any(map(str.isdigit, name)))


def branches(one: Box, other: Box) -> tuple[Box, Box] | None:
    """The boxes, in one box beside each other, that two boxes stand in; None where one of the two holds the other."""
    ways = one.ancestry()[::-1], other.ancestry()[::-1]
    return next(((mine, others) for mine, others in zip(*ways, strict=False) if mine is not others), None)


def word_count(text: str) -> int:
    """The words of a text; a script that writes no spaces counts about two characters a word."""
    words = text.count(" ") + text.count("\n") + 1
    if words * 12 < len(text):
        words = max(words, len(text) // 2 if not text.isascii() else words)
    return words


def box_of(element: HtmlElement, by_element: dict[HtmlElement, Box]) -> Box:
    """The innermost box around an element, or its own; what stands between is entered in ``by_element`` as well.

    So the way is gone once: thousands of pictures may stand in as many elements in each other.
    """
    way: list[HtmlElement] = []
    step: HtmlElement | None = element
    while step is not None:
        if box := by_element.get(step):
            by_element.update(dict.fromkeys(way, box))
            return box
        way.append(step)
        step = step.getparent()
    raise LookupError("every element of a page stands in its outermost box")
