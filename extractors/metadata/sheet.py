"""Gathers once what the readers of single fields share: declarations, landmarks, headline, furniture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from lxml import etree
from lxml.html import HtmlElement

from extractors.metadata.furniture import Furniture
from extractors.metadata.headline import Headline, read_headline
from extractors.metadata.jsonld import Graph, Node, read_jsonld
from extractors.metadata.landmarks import Kind, Landmarks
from extractors.metadata.language import read_language
from extractors.metadata.meta import MetaTable, read_meta
from extractors.metadata.record import Reading
from extractors.metadata.wording import one_line

_SEEN = "[normalize-space() and not(parent::script or parent::style or parent::noscript)]"
_VISIBLE = etree.XPath(f"//body//text(){_SEEN}", smart_strings=False)
_AFTER = etree.XPath(f"following::text(){_SEEN}[position() <= 60]")
_BEFORE = etree.XPath(f"preceding::text(){_SEEN}[position() <= 12]")
_PARAGRAPH = 160  # characters: longer text is the story's, not a line of its metadata


class Line(NamedTuple):
    """A piece of text, the element that holds it, and whether it stands before the story's first paragraph."""

    holder: HtmlElement
    text: str
    above_story: bool


class PageLike(Protocol):
    """The part of a page that its metadata is read from."""

    @property
    def tree(self) -> HtmlElement: ...  # noqa: D102 - the root of the parsed page
    @property
    def url(self) -> str | None: ...  # noqa: D102 - the page's own address


class Sheet:
    """What a page declares and where it shows it; each part read once, when first asked for."""

    def __init__(self, page: PageLike, now: datetime | None = None) -> None:
        self.tree = page.tree
        self.url = page.url
        self.now = now or datetime.now(UTC)

    @cached_property
    def meta(self) -> MetaTable:
        """The page's meta elements by name."""
        return read_meta(self.tree)

    @cached_property
    def graph(self) -> Graph:
        """The page's JSON-LD."""
        return read_jsonld(self.tree)

    @cached_property
    def headline(self) -> Headline:
        """The headline, with the element that shows it."""
        return read_headline(self.tree, self.landmarks, self.meta, self.graph, self.url)

    @cached_property
    def story(self) -> Node:
        """The JSON-LD node of the story, or an empty one."""
        return self.graph.story(self.headline.text or "", self.url)

    @cached_property
    def language(self) -> Reading[str] | None:
        """The language of the page."""
        return read_language(self.tree, self.meta, self.graph)

    def shows(self, words: str) -> bool:
        """Return whether the page shows these words anywhere, whatever their case; by the headline is looked first."""
        words = words.lower()
        return any(words in line.text.lower() for line in self.lines) or words in self._visible

    @cached_property
    def _visible(self) -> str:
        """All words that the page shows, on one lower-case line."""
        return " ".join(" ".join(_VISIBLE(self.tree)).lower().split())

    @cached_property
    def lines(self) -> list[Line]:
        """The short pieces of text by the headline: those after it, then those before.

        What follows ends where the story's second paragraph begins.
        """
        element = self.headline.element
        if element is None:
            return []
        found: list[Line] = []
        paragraphs = 0
        for node in _AFTER(element):
            text = one_line(node, 400)
            paragraphs += len(text) > _PARAGRAPH
            if paragraphs > 1:
                break
            found.append(Line(_holder(node), text, above_story=not paragraphs))
        found.extend(Line(_holder(node), one_line(node, 400), above_story=True) for node in reversed(_BEFORE(element)))
        return [line for line in found if len(line.text) <= _PARAGRAPH]

    @cached_property
    def furniture(self) -> Furniture:
        """What on this page does not belong to the story."""
        return Furniture(self.headline.element, (line.holder for line in self.lines if line.above_story))

    @cached_property
    def landmarks(self) -> Landmarks:
        """The elements that may carry metadata."""
        return Landmarks(self.tree)

    def story_marks(self, kind: Kind) -> Iterator[HtmlElement]:
        """Yield the landmarks of ``kind`` outside the furniture: from the headline on, then back from it."""
        marks, start = self.landmarks.of(kind), self.headline.position
        for mark in (
            *(m for m in marks if m.position >= start),
            *(m for m in reversed(marks) if m.position < start),
        ):
            if not self.furniture.holds(mark.element):
                yield mark.element


def _holder(node: Any) -> HtmlElement:
    """Return the element around a piece of text, be it before or after the element's children."""
    parent: HtmlElement = node.getparent()
    around = parent.getparent() if node.is_tail else None
    return parent if around is None else around
