"""Walks over the tree around an element, no further than is asked for: pieces of text with their holder, elements."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.etree import XPath
from lxml.html import HtmlElement

Piece = tuple[HtmlElement, str]

_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "time"})
_OWNED = XPath("descendant::text()[contains(., '©')]", smart_strings=False)
_BLANK = " \t\r\n"  # what no page shows; a no-break space is something to it


def block_of(element: HtmlElement) -> HtmlElement:
    """Return the block that an inline element stands in."""
    while element.tag in _INLINE and (parent := element.getparent()) is not None:
        element = parent
    return element


def texts_of_owners(tree: HtmlElement) -> list[str]:
    """Return the pieces of text that say whose something is."""
    return list(_OWNED(tree))


def elements_after(node: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that begin where an element has ended, in document order."""
    for step in (node, *node.iterancestors()):
        for sibling in step.itersiblings():
            yield from sibling.iter("*")


def texts_after(start: HtmlElement) -> Iterator[Piece]:
    """Yield the pieces of text that follow an element, in document order."""
    node: HtmlElement | None = start
    while node is not None:
        around, below = node.getparent(), node.getnext()
        yield from _piece(around, node.tail)
        node = around
        while below is not None:
            yield from _piece(below, below.text)
            node, below = below, below[0] if len(below) else None


def texts_before(start: HtmlElement) -> Iterator[Piece]:
    """Yield the pieces of text that precede an element, the nearest first."""
    node: HtmlElement | None = start
    while node is not None:
        around, above = node.getparent(), node.getprevious()
        node = around
        while above is not None:
            yield from _piece(around, above.tail)
            node = around = above
            above = above[-1] if len(above) else None
        if node is not None:
            yield from _piece(node, node.text)


def texts_within(element: HtmlElement) -> Iterator[Piece]:
    """Yield the pieces of text in an element, in document order."""
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        text = node.text if event == "start" else node.tail
        if not text or not text.strip(_BLANK) or (event != "start" and node is element):
            continue
        holder = node if event == "start" else node.getparent()
        if holder is not None:
            yield holder, text


def _piece(holder: HtmlElement | None, text: str | None) -> tuple[Piece, ...]:
    """Return the one piece that is made of this text, none where it is blank or a comment's."""
    if not text or holder is None or not isinstance(holder.tag, str) or not text.strip(_BLANK):
        return ()
    return ((holder, text),)
