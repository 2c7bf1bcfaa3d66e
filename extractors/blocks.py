"""One walk over a page's tree: boxes (block-level elements) and blocks (the runs of text in them).

A block is what a reader sees as one paragraph, list item, table row, caption or button. Boxes form a tree of their own
that is far smaller than the page's, and carry what the blocks inside them have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from extractors.printed import BREAK, as_flowing, as_set, squash

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark math meter nobr output picture "
    "progress q rb rp rt ruby s samp small source span strike strong sub sup time track tt u var wbr".split()
)
"""Elements whose text runs on in the paragraph around them."""

SILENT = frozenset(
    "script style noscript template head iframe object embed svg canvas audio video map datalist textarea input "
    "select title meta link base param".split()
)
"""Elements whose text no reader sees as part of the page."""

PLAYERS = frozenset({"video", "audio", "iframe", "object", "embed"})
"""The silent elements that show something beside the text, as a picture does."""

_PASSED = ""  # stands for the tag of an element that the walk has passed by
_BACK_ARROWS = frozenset("↩ ↵ ⏎ ↑ ↥ ⇑ ⮌ ⤴ ^ ⤶ ⬆".split())
_TRIVIAL_CELL = 300


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element, with the sums over the blocks inside it; ``number`` is its place in the page's list."""

    element: HtmlElement
    tag: str
    attributes: dict[str, str]
    parent: Box | None
    number: int
    depth: int
    hidden: bool
    link: bool
    words: int = 0
    link_words: int = 0
    blocks: int = 0
    long_blocks: int = 0

    def ancestry(self, most: int | None = None) -> list[Box]:
        """The box and those around it, innermost first, at most so many."""
        chain: list[Box] = []
        box: Box | None = self
        while box is not None and len(chain) != most:
            chain.append(box)
            box = box.parent
        return chain


@dataclass(slots=True, eq=False)
class Block:
    """A run of text: ``text`` as printed, single newlines where the page breaks a line."""

    text: str
    box: Box
    words: int
    link_chars: int
    inline: int
    bold_chars: int
    images: int
    _squashed: str | None = None

    @property
    def squashed(self) -> str:
        """The text's words for comparison, as :func:`squash` gives them."""
        if self._squashed is None:
            self._squashed = squash(self.text)
        return self._squashed


@dataclass(slots=True)
class _Run:
    """Text that is being gathered for one block."""

    parts: list[str] = field(default_factory=list)
    link_chars: int = 0
    bold_chars: int = 0
    inline: int = 0
    images: int = 0
    breaks: int = 0


class _Walk:
    """The state of the walk: the open box, the open inline elements and the run of text so far."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.run = _Run()
        self.box: Box | None = None
        self.links = 0
        self.bolds = 0
        self.rows = 0
        self.pres = 0

    def text(self, text: str) -> None:
        run = self.run
        if not run.parts and not self.pres and text.isspace():
            return
        if run.breaks and not text.isspace():
            if run.breaks > 1 and not self.pres:
                self.flush()
                run = self.run
            else:
                run.parts.append(BREAK)
            run.breaks = 0
        run.parts.append(text)
        if self.links:
            run.link_chars += len(text)
        if self.bolds:
            run.bold_chars += len(text)

    def flush(self) -> None:
        run = self.run
        if run.parts and self.box is not None:
            text = as_set("".join(run.parts)) if self.pres else as_flowing("".join(run.parts))
            if text:
                self.add(text, run)
        elif not (run.parts or run.inline or run.images or run.breaks):
            return
        self.run = _Run()

    def add(self, text: str, run: _Run) -> None:
        assert self.box is not None
        size = len(text)
        links = size if self.box.link else min(run.link_chars, size)
        words = word_count(text)
        block = Block(text, self.box, words, links, run.inline, min(run.bold_chars, size), run.images)
        self.blocks.append(block)
        _count(block)

    def open(self, element: HtmlElement, tag: str) -> None:
        if tag in INLINE:
            if tag == "img":
                self.run.images += 1
            elif tag == "a":
                self.links += 1
            elif tag in ("b", "strong"):
                self.bolds += 1
            self.run.inline += 1
        elif tag == "br":
            self.run.breaks += 1
        elif self.rows and tag in ("td", "th"):
            self.run.parts.append(" | ")
        elif "-" in tag and _runs_on(element):
            self.run.inline += 1
        else:
            self.open_box(element, tag)

    def open_box(self, element: HtmlElement, tag: str) -> None:
        self.flush()
        outer = self.box
        attributes = dict(element.items())
        depth, hidden = (outer.depth + 1, outer.hidden) if outer else (0, False)
        hidden = hidden or (len(attributes) > 0 and _is_hidden(attributes))
        self.box = Box(element, tag, attributes, outer, len(self.boxes), depth, hidden, self.links > 0)
        self.boxes.append(self.box)
        if tag == "pre":
            self.pres += 1
        elif tag == "tr" and (self.rows or _is_data_row(element)):
            self.rows += 1

    def close(self, element: HtmlElement, tag: str) -> None:
        if tag in INLINE:
            if tag == "a":
                self.links -= 1
            elif tag in ("b", "strong"):
                self.bolds -= 1
        elif self.box is not None and self.box.element is element:
            self.flush()
            if tag == "pre":
                self.pres -= 1
            elif tag == "tr" and self.rows:
                self.rows -= 1
            self.box = self.box.parent


def segment(tree: HtmlElement) -> tuple[list[Block], list[Box]]:
    """The blocks of a page in reading order, and its boxes in document order."""
    walk = _Walk()
    opened: list[str] = []
    events = etree.iterwalk(tree, events=("start", "end", "comment"))
    for event, element in events:
        if event == "start":
            tag = str(element.tag)
            if tag in SILENT or (tag == "a" and _is_back_link(element)):
                walk.run.images += tag in PLAYERS
                events.skip_subtree()
                opened.append(_PASSED)
                continue
            opened.append(tag)
            walk.open(element, tag)
            text = element.text
        else:
            if event == "end" and (tag := opened.pop()) is not _PASSED:
                walk.close(element, tag)
            text = element.tail
        if text:
            walk.text(text)
    walk.flush()
    _sum_up(walk.boxes)
    return walk.blocks, walk.boxes


def _count(block: Block) -> None:
    links = round(block.words * block.link_chars / len(block.text))
    box = block.box
    box.words += block.words
    box.link_words += links
    box.blocks += 1
    box.long_blocks += block.words >= 20 and links * 3 < block.words


def _sum_up(boxes: Sequence[Box]) -> None:
    """Add to each box what the boxes inside it hold."""
    for box in reversed(boxes):
        outer = box.parent
        if outer is not None and box.blocks:
            outer.words += box.words
            outer.link_words += box.link_words
            outer.blocks += box.blocks
            outer.long_blocks += box.long_blocks


Look = tuple[str, str | None]


def look(box: Box) -> Look:
    """What two boxes of the same kind have in common: tag and class."""
    return box.tag, box.attributes.get("class")


def word_count(text: str) -> int:
    """The words of a text; a script that writes no spaces counts about two characters a word."""
    words = text.count(" ") + text.count("\n") + 1
    if words * 12 < len(text):
        words = max(words, len(text) // 2 if not text.isascii() else words)
    return words


def _is_back_link(link: HtmlElement) -> bool:
    """Whether a link is the arrow at the end of a footnote, back to where it is cited."""
    if not (link.get("href") or "").startswith("#"):
        return False
    label = "".join(link.itertext()).strip("\ufe0e\ufe0f \n")
    return label in _BACK_ARROWS


def _runs_on(element: HtmlElement) -> bool:
    """Whether an element of a site's own making stands within a line of text, where browsers let it run on."""
    before, around = element.getprevious(), element.getparent()
    lead = before.tail if before is not None else around is not None and around.text
    beside = (lead or "") + (element.tail or "")
    return bool(beside.strip()) and all(inner.tag in INLINE for inner in element.iterdescendants())


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _is_data_row(row: HtmlElement) -> bool:
    """Whether a table row holds data, read across, rather than the columns of a layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return False
    for cell in cells:
        if any(isinstance(child.tag, str) and child.tag not in INLINE and child.tag != "br" for child in cell):
            return False
        if cell.find("br") is not None and sum(1 for _ in cell.iter("br")) > 2:
            return False
        if len("".join(cell.itertext())) > _TRIVIAL_CELL:
            return False
    return True
