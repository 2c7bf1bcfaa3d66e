"""One walk over a page's tree that gives its boxes and blocks."""

from __future__ import annotations

import sys
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from extractors.page.blocks import Block, Box, word_count
from extractors.page.elements import (
    HEADINGS,
    INLINE,
    PARTED_LINES,
    PLAYERS,
    SILENT,
    is_back_link,
    is_data_row,
    is_edit_form,
    is_hidden,
    is_set_apart,
    is_shown_template,
    is_unsaid,
    runs_on,
    stands_as_typed,
)
from extractors.page.menus import FEWEST, gathered, is_menu
from extractors.page.printed import BREAK, as_flowing, as_set, headline_apart, squash

_PASSED, _PLAIN, _LINK, _BOLD, _IMAGE, _BREAK, _CELL, _BOX, _EDGE = range(9)
_PARTS = dict.fromkeys(INLINE, _PLAIN) | dict.fromkeys(SILENT, _PASSED)
_PARTS |= {"a": _LINK, "b": _BOLD, "strong": _BOLD, "img": _IMAGE, "br": _BREAK, "td": _CELL, "th": _CELL}
"""The part that an element plays in the walk, by its tag; any other is a box, or only an edge where it is too deep."""
_NOTHING = frozenset({"script", "style", "svg", "meta", "link", "base", "title", "head", "param"})
"""Silent elements that neither show nor do anything."""
_HIDING = frozenset({"hidden", "aria-hidden", "style", "class"})
"""Attributes that may hide an element."""
_RUNNING = frozenset({_PLAIN, _LINK, _BOLD})
_BARE = frozenset({"div", "td", "article", "section"})
"""Boxes in which text may stand without a paragraph's markup."""
_MARKS = {_LINK: is_back_link, _PLAIN: is_unsaid}
"""What tells of an element in a line that it is a mark of the system's, and nothing that is said."""
_APART = 16
"""Added to the part of an element that would run on in its line, but is styled to stand on lines of its own."""

_DEEPEST = 125
"""Boxes in each other; what is deeper parts blocks of the same box: of 1,466 real pages the deepest has 52."""


class _Walk:
    """The state of the walk: the open box, the open inline elements and the run of text so far."""

    __slots__ = (
        "apart", "blocks", "bold_chars", "bolds", "box", "boxes", "breaks", "fewest", "headed", "held", "images",
        "inline", "link_chars", "links", "parts", "pres", "rows", "title", "titled", "typed",
    )  # fmt: skip

    def __init__(self, title: str, fewest: int) -> None:
        self.fewest = fewest  # lines of a menu
        self.title = squash(title)
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.box: Box | None = None
        self.links = self.bolds = self.rows = self.pres = self.apart = self.held = 0
        self.headed = self.titled = -1
        self.typed: list[Box] = []
        self.start_run()

    def start_run(self) -> None:
        """Begin to gather the text of another block."""
        self.parts: list[str] = []
        self.link_chars = self.bold_chars = self.inline = self.images = self.breaks = 0

    def typed_text(self, text: str) -> None:
        """Take in text of which empty lines part the paragraphs."""
        first, *others = PARTED_LINES.split(text)
        self.text(first)
        for paragraph in others:
            self.flush()
            self.text(paragraph)

    def text(self, text: str) -> None:
        if self.apart and not text.isspace():
            self.apart = 0
            self.part_line()
        if self.breaks and not text.isspace():
            if self.breaks > 1 and not self.pres:
                self.flush()
            else:
                self.parts.append(BREAK * self.breaks)
            self.breaks = 0
        self.parts.append(text)
        if self.links:
            self.link_chars += len(text)
        if self.bolds:
            self.bold_chars += len(text)

    def flush(self) -> None:
        """End the run of text: a block, if it shows any."""
        if self.parts and self.box is not None:
            text = "".join(self.parts)
            if self.pres:
                for paragraph in as_set(text, whole=self.box.hidden, typed=bool(self.typed)):
                    if paragraph:
                        self.add(paragraph, self.box)
            elif flowing := as_flowing(text):
                headline, text = headline_apart(flowing, self.title) if "\n" in flowing else ("", flowing)
                if headline:
                    self.add(headline, self.box)
                    self.link_chars = max(self.link_chars - len(headline), 0)
                    self.bold_chars = max(self.bold_chars - len(headline), 0)
                self.add(text, self.box)
        self.start_run()

    def add(self, text: str, box: Box) -> None:
        size = len(text)
        links = size if box.link else self.link_chars and min(self.link_chars, size)
        bold = self.bold_chars and min(self.bold_chars, size)
        words = word_count(text)
        self.blocks.append(Block(text, box, words, links, self.inline, bold, self.images))
        links = links and round(words * links / size)
        box.words += words
        box.link_words += links
        box.blocks += 1
        box.long_blocks += words >= 20 and links * 3 < words
        box.stop = len(self.blocks)
        if box.start >= box.stop:
            box.start = box.stop - 1
        tag = box.tag
        if tag in HEADINGS:
            self.headed = box.start
            if tag == "h1" or (self.title and squash(text) in self.title):
                self.titled = box.start
        elif tag == "button" or tag == "label":
            box.control_words += words - links

    def open(self, part: int) -> None:
        """Begin an inline element, a line break, or a cell of a row that is read across."""
        if part == _BREAK:
            self.breaks += 1
        elif part == _CELL:
            self.parts.append(" | ")
        else:
            self.inline += 1
            if part == _LINK:
                self.links += 1
                self.held += 1
            elif part == _BOLD:
                self.bolds += 1
            elif part == _IMAGE:
                self.images += 1
                self.held += 1

    def pass_by(self, tag: str) -> None:
        """Leave out an element of which nothing is read."""
        if tag not in _NOTHING:
            self.held += 1
            self.images += tag in PLAYERS

    def close(self, part: int) -> None:
        if part == _LINK:
            self.links -= 1
        elif part == _BOLD:
            self.bolds -= 1

    def close_apart(self) -> None:
        """End an element that stands on lines of its own, if it has words: else it parts none."""
        if self.apart:
            self.apart -= 1
        else:
            self.part_line()

    def part_line(self) -> None:
        """Begin another line: of a heading, or of text that it makes two blocks of."""
        if self.box is None or self.box.tag not in HEADINGS:
            self.flush()
        elif self.parts:
            self.breaks = max(self.breaks, 1)

    def open_box(self, element: HtmlElement, tag: str) -> int:
        """Begin a box; returns the part that the element then plays."""
        if self.parts or self.inline or self.images or self.breaks:
            self.flush()
        outer = self.box
        if outer is not None and outer.depth == _DEEPEST:
            return _EDGE
        attributes = dict(element.items())
        depth, hidden = (outer.depth + 1, outer.hidden) if outer else (0, False)
        if not (hidden or _HIDING.isdisjoint(attributes)):
            hidden = is_hidden(attributes)
        self.box = Box(element, tag, attributes, outer, len(self.boxes), depth, hidden, self.links > 0, self.held)
        self.boxes.append(self.box)
        if tag == "pre":
            self.pres += 1
        elif tag in _BARE and stands_as_typed(element):
            self.pres += 1
            self.typed.append(self.box)
        elif tag == "tr" and (self.rows or is_data_row(element)):
            self.rows += 1
        return _BOX

    def close_box(self) -> None:
        if self.parts or self.inline or self.images or self.breaks:
            self.flush()
        box = self.box
        assert box is not None
        if box.tag == "pre":
            self.pres -= 1
        elif self.typed and self.typed[-1] is box:
            self.pres -= 1
            self.typed.pop()
        elif box.tag == "tr" and self.rows:
            self.rows -= 1
        headed, titled = self.headed >= box.start, self.titled >= box.start
        if box.blocks >= self.fewest and is_menu(box, self.blocks, headed=headed, titled=titled):
            self.blocks[box.start :] = [gathered(self.blocks[box.start :], box)]
            box.stop = box.start + 1
            del self.boxes[box.number + 1 :]
        self.box = outer = box.parent
        if outer is None:
            return
        if not box.blocks:
            if box.held == self.held:  # nothing is in it, nor in the boxes in it
                self.boxes.pop()
        else:  # what it holds is held by the box around it, too
            outer.words += box.words
            outer.link_words += box.link_words
            outer.control_words += box.control_words
            outer.blocks += box.blocks
            outer.long_blocks += box.long_blocks
            outer.stop = box.stop
            if box.start < outer.start:
                outer.start = box.start


def segment(tree: HtmlElement, title: str = "", *, menus: bool = True) -> tuple[list[Block], list[Box]]:
    """The blocks of a page in reading order, and its boxes in document order; ``title`` is what its head calls it.

    Without ``menus`` each link of one is a block of its own. A box in which there is nothing is left out.
    """
    walk = _Walk(title, FEWEST if menus else sys.maxsize)
    opened: list[int] = []
    part_of = _PARTS.get
    events: Any = etree.iterwalk(tree, events=("start", "end"))  # of elements only: the parser leaves out the rest
    for event, element in events:
        if event == "start":
            tag = element.tag
            part = part_of(tag, _BOX)
            if part == _BOX and "-" in tag and runs_on(element):
                part = _PLAIN
            elif tag == "form" and is_edit_form(element):
                part = _PASSED
            elif part == _PASSED and tag == "template" and is_shown_template(element):
                part = _BOX
            if part == _BOX or (part == _CELL and not walk.rows):
                part = walk.open_box(element, tag)
            elif part == _PASSED or (part in _MARKS and _MARKS[part](element)):
                walk.pass_by(tag)
                events.skip_subtree()
                opened.append(_PASSED)
                continue
            else:
                walk.open(part)
                if part in _RUNNING and is_set_apart(element):
                    walk.apart += 1
                    part += _APART
            opened.append(part)
            text = element.text
        else:
            part = opened.pop()
            if part >= _APART:
                walk.close_apart()
                part -= _APART
            if part == _BOX:
                walk.close_box()
            elif part == _EDGE:
                walk.flush()
            elif part != _PASSED:
                walk.close(part)
            text = element.tail
        if text and (walk.parts or walk.pres or not text.isspace()):
            (walk.typed_text if walk.typed else walk.text)(text)
    walk.flush()
    return walk.blocks, walk.boxes
