"""One walk over a page's tree: boxes (block-level elements) and blocks (the runs of text in them).

A block is what a reader sees as one paragraph, list item, table row, caption or button. Boxes form a tree of their own
that is far smaller than the page's, and carry what the blocks inside them have in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

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

_BACK_ARROWS = frozenset("↩ ↵ ⏎ ↑ ↥ ⇑ ⮌ ⤴ ^ ⤶ ⬆".split())
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_TRIVIAL_CELL = 300


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element, with the sums over the blocks inside it."""

    element: HtmlElement
    tag: str
    parent: Box | None
    depth: int
    hidden: bool
    link: bool
    words: int = 0
    link_words: int = 0
    blocks: int = 0
    long_blocks: int = 0

    def ancestry(self) -> list[Box]:
        """The box itself and those around it, innermost first."""
        chain, box = [], self
        while box is not None:
            chain.append(box)
            box = box.parent  # type: ignore[assignment]
        return chain


@dataclass(slots=True, eq=False)
class Block:
    """A run of text: ``text`` as printed, single newlines where the page breaks a line."""

    text: str
    box: Box
    link_chars: int
    inline: int
    bold_chars: int
    images: int


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

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self.run.breaks and not text.isspace():
            if self.run.breaks > 1 and not self.pres:
                self.flush()
            else:
                self.run.parts.append("\n")
            self.run.breaks = 0
        self.run.parts.append(text if self.pres else _SPACES.sub(" ", text))
        if self.links:
            self.run.link_chars += len(text)
        if self.bolds:
            self.run.bold_chars += len(text)

    def flush(self) -> None:
        run = self.run
        if run.parts and self.box is not None:
            text = _tidy("".join(run.parts), pre=bool(self.pres))
            if text:
                links = len(text) if self.box.link else min(run.link_chars, len(text))
                self.blocks.append(Block(text, self.box, links, run.inline, min(run.bold_chars, len(text)), run.images))
        if run.parts or run.inline or run.images or run.breaks:
            self.run = _Run()

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
        else:
            self.open_box(element, tag)
        self.text(element.text)

    def open_box(self, element: HtmlElement, tag: str) -> None:
        self.flush()
        outer = self.box
        self.box = Box(
            element=element,
            tag=tag,
            parent=outer,
            depth=outer.depth + 1 if outer else 0,
            hidden=(outer is not None and outer.hidden) or _is_hidden(element),
            link=self.links > 0,
        )
        self.boxes.append(self.box)
        if tag == "pre":
            self.pres += 1
        elif tag == "tr" and (self.rows or _is_data_row(element)):
            self.rows += 1

    def close(self, element: HtmlElement, tag: str) -> None:
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
    events = etree.iterwalk(tree, events=("start", "end", "comment"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag == "a" and _is_back_link(element):
                events.skip_subtree()
            elif tag in SILENT:
                if tag in ("video", "audio", "iframe", "object", "embed", "svg", "canvas"):
                    walk.run.images += tag not in ("svg", "canvas")
                events.skip_subtree()
            else:
                walk.open(element, tag)
            continue
        if event == "end" and tag not in SILENT and not (tag == "a" and _is_back_link(element)):
            walk.close(element, tag)
        walk.text(element.tail)
    walk.flush()
    for block in walk.blocks:
        _count(block)
    return walk.blocks, walk.boxes


def _count(block: Block) -> None:
    words = word_count(block.text)
    links = round(words * block.link_chars / len(block.text))
    is_long = words >= 20 and links * 3 < words
    box: Box | None = block.box
    while box is not None:
        box.words += words
        box.link_words += links
        box.blocks += 1
        box.long_blocks += is_long
        box = box.parent


def look(box: Box) -> tuple[str, str | None]:
    """What two boxes of the same kind have in common: tag and class."""
    return box.tag, box.element.get("class")


def word_count(text: str) -> int:
    """The words of a text; a script that writes no spaces counts about two characters a word."""
    words = text.count(" ") + text.count("\n") + 1
    if words * 12 < len(text):
        words = max(words, len(text) // 2 if not text.isascii() else words)
    return words


def _tidy(text: str, *, pre: bool) -> str:
    if pre:
        lines = [line.rstrip() for line in text.replace("\r", "").split("\n")]
        return "\n".join(line for line in lines if line.strip())
    lines = [_SPACES.sub(" ", line).strip(" ") for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    return text.strip(" |") if text.startswith(("|", " |")) else text


def _is_back_link(link: HtmlElement) -> bool:
    """Whether a link is the arrow at the end of a footnote, back to where it is cited."""
    if not (link.get("href") or "").startswith("#"):
        return False
    label = "".join(link.itertext()).strip("\ufe0e\ufe0f \n")
    return label in _BACK_ARROWS


def _is_hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
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
