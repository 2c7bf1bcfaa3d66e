"""Gathers once what the readers of single fields share: declarations, landmarks, headline, furniture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from itertools import islice
from typing import NamedTuple, Protocol

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.metadata.datetext import parse_date
from extractors.metadata.furniture import Furniture
from extractors.metadata.headline import Headline, read_headline
from extractors.metadata.jsonld import Graph, Node, read_jsonld
from extractors.metadata.landmarks import Kind, Landmarks
from extractors.metadata.language import read_language
from extractors.metadata.meta import MetaTable, read_meta
from extractors.metadata.record import Reading
from extractors.metadata.walk import Piece, elements_after, texts_after, texts_before, texts_of_owners
from extractors.metadata.wording import is_sentence, one_line, words
from extractors.page.addresses import parts_of
from extractors.phrases import chrome_kind

_UNSEEN = frozenset({"script", "style", "noscript"})
_SEEN = f"not({' or '.join(f'parent::{tag}' for tag in sorted(_UNSEEN))})"
_SEEN_TEXTS = XPath(f"descendant::text()[{_SEEN}]", smart_strings=False)
_SHOWS = XPath(f"boolean(descendant::text()[contains(., $words) and {_SEEN}][1])")  # the first is enough
_MOST_LINKS, _MAIL = 400, "mailto:"  # links that are looked at for a mail address
_AFTER, _BEFORE = 60, 12  # pieces of text by the headline that may tell of the story
_FEW = 3  # sentences of a post that has no longer paragraph
_PARAGRAPH = 160  # characters: longer text is the story's, not a line of its metadata

_OTHERS = frozenset({"related", "comments-heading", "comment-form"})
"""Kinds of headings over what is no part of the story."""


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
        return read_meta(self.landmarks)

    @cached_property
    def graph(self) -> Graph:
        """The page's JSON-LD."""
        return read_jsonld(self.landmarks)

    @cached_property
    def headline(self) -> Headline:
        """The headline, with the element that shows it."""
        return read_headline(self.landmarks, self.meta, self.graph, self.url)

    @cached_property
    def story(self) -> Node:
        """The JSON-LD node of the story, or an empty one."""
        return self.graph.story(self.headline.text or "", self.url)

    @cached_property
    def language(self) -> Reading[str] | None:
        """The language of the page."""
        return read_language(self.tree, self.meta, self.graph)

    @property
    def language_tag(self) -> str | None:
        """The tag of the page's language, None where that is not known."""
        return self.language.value if self.language else None

    def day_in(self, text: str, zone: tzinfo = UTC) -> datetime | None:
        """Return the date that a piece of the page's text tells, in the page's language; None for none."""
        return parse_date(text, self.language_tag, zone)

    def shows(self, words: str) -> bool:
        """Return whether the page shows these words anywhere, whatever their case; by the headline is looked first."""
        lower = words.lower()
        if lower in self._by_headline or ("_pieces" not in self.__dict__ and self._says(words)):
            return True
        return lower in self._pieces or lower in self._visible

    def _says(self, words: str) -> bool:
        """Whether a single piece of the text has these very words: soon told, and so most often.

        Where it is not so, all pieces are gathered, and there is no need to ask for other words this way.
        """
        bodies = self.tree.iterchildren("body") if words.isprintable() else ()
        return any(_SHOWS(body, words=words) for body in bodies)

    @cached_property
    def _by_headline(self) -> str:
        """The words by the headline in lower case, a line for each piece of text."""
        return "\n".join(line.text for line in self.lines).lower()

    @cached_property
    def _pieces(self) -> str:
        """All pieces of text that the page shows, in lower case, one behind the other."""
        return " ".join(text for body in self.tree.iterchildren("body") for text in _SEEN_TEXTS(body)).lower()

    @cached_property
    def _visible(self) -> str:
        """All words that the page shows, on one lower-case line."""
        return " ".join(self._pieces.split())

    @cached_property
    def owners(self) -> str:
        """The letters and digits of what tells whose the page is, a line each: its host, mail addresses, copyright."""
        links = (link.get("href") or "" for link in islice(self.tree.iter("a"), _MOST_LINKS))
        mails = (link[len(_MAIL) :].partition("@")[0] for link in links if link.startswith(_MAIL))
        told = (parts_of(self.url).hostname or "", *mails, *texts_of_owners(self.tree))
        return "\n".join("".join(words(line)) for line in told)

    @cached_property
    def lines(self) -> list[Line]:
        """The short pieces of text by the headline: those after it, then those before.

        What follows ends where the story's second paragraph begins, or what readers or other stories say, as below
        a field to write in.
        """
        return self.lines_after + self.lines_before

    @cached_property
    def lines_before(self) -> list[Line]:
        """The short pieces of text before the headline, the nearest first."""
        element = self.headline.element
        pieces = islice(_seen(texts_before(element)), _BEFORE) if element is not None else ()
        found = [Line(holder, one_line(piece, 400), above_story=True) for holder, piece in pieces]
        return [line for line in found if len(line.text) <= _PARAGRAPH]

    @cached_property
    def lines_after(self) -> list[Line]:
        """The short pieces of text after the headline, in document order."""
        found: list[Line] = []
        paragraphs = sentences = 0
        for holder, text in islice(self.texts_below(), _AFTER):
            paragraphs += len(text) > _PARAGRAPH
            sentences += is_sentence(text)
            if paragraphs > 1 or sentences > _FEW:
                break
            found.append(Line(holder, text, above_story=not paragraphs and sentences < _FEW))
        return [line for line in found if len(line.text) <= _PARAGRAPH]

    def texts_below(self) -> Iterator[Piece]:
        """Yield the pieces of text below the headline, down to what readers or other stories say."""
        element = self.headline.element
        if element is None:
            return
        fields = (mark for mark in self.landmarks.of("text field") if mark.position > self.headline.position)
        field = next(fields, None)
        below = next(texts_after(field.element), None) if field else None
        for holder, piece in _seen(texts_after(element)):
            if below and holder is below[0] and piece == below[1]:
                break
            text = one_line(piece, 400)
            if chrome_kind(text) in _OTHERS:
                break
            yield holder, text

    @cached_property
    def furniture(self) -> Furniture:
        """What on this page does not belong to the story."""
        return Furniture(self.headline.element, (line.holder for line in self.lines if line.above_story))

    @cached_property
    def landmarks(self) -> Landmarks:
        """The elements that may carry metadata."""
        return Landmarks(self.tree)

    def after_headline(self) -> Iterator[HtmlElement]:
        """Yield the elements that follow the headline, none where the page shows no headline."""
        element = self.headline.element
        return elements_after(element) if element is not None else iter(())

    def story_marks(self, kind: Kind) -> Iterator[HtmlElement]:
        """Yield the landmarks of ``kind`` outside the furniture: from the headline on, then back from it."""
        marks, start = self.landmarks.of(kind), self.headline.position
        for mark in (
            *(m for m in marks if m.position >= start),
            *(m for m in reversed(marks) if m.position < start),
        ):
            if not self.furniture.holds(mark.element):
                yield mark.element


def _seen(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces of text that readers see."""
    return (piece for piece in pieces if piece[0].tag not in _UNSEEN)
