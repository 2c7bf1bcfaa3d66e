"""The values that everything else speaks of: Article, RemovedBlock, Outcome, Comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

_OPENING = 3  # paragraphs of a text among which its dek may be


class Outcome(StrEnum):
    """What a page turned out to be; equal to its plain string, as in ``article.outcome == "media"``."""

    ARTICLE = "article"  # a story with text of its own
    MEDIA = "media"  # a picture, gallery or video with no text of its own
    LISTING = "listing"  # a front page, section, archive or search result: links to stories, or several, no one story
    PAYWALLED = "paywalled"  # the page shows a part of its story and says that the rest is for subscribers
    SOFT_404 = "soft_404"  # answered 200, says "not found"
    UNAVAILABLE = "unavailable"  # answered like a page, says that the site is out of order: no database, maintenance …
    CHALLENGE = "challenge"  # a captcha, a consent wall or a "checking your browser" page
    EMPTY = "empty"  # nothing to read


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A block of visible text that is not part of the story, with what took it out and why.

    ``rule`` is the stable name of what removed it (``wp-comment-form``, ``model``, ``second-copy``), ``reason`` a
    phrase for a reader, ``text`` the block's words as the page showed them. ``paragraph`` counts the paragraphs of the
    story that stand above it, None where that is not known; blocks that differ in nothing else are equal.
    """

    rule: str
    reason: str
    text: str
    paragraph: int | None = field(default=None, compare=False)

    def __reduce__(self) -> tuple[type[RemovedBlock], tuple[str, str, str, int | None]]:
        """Its values, to be sent between processes: a page has hundreds, and dataclasses would list their fields."""
        return RemovedBlock, (self.rule, self.reason, self.text, self.paragraph)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A clean story: its text, what is known about it, and all that was taken away.

    ``text`` holds paragraphs separated by blank lines and does not repeat the headline; a dek that is set as a sentence
    of the story is in ``text`` as well. Of a text with several whole posts it holds each, below its headline. Datetimes
    are aware.
    ``sources`` says for each field that has a value where it was read (``json-ld``, ``opengraph``, ``byline markup``,
    ``url`` …); ``evidence`` says in a phrase why ``outcome`` is what it is.
    """

    headline: str | None = None
    dek: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    text: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    image_url: str | None = None
    outcome: Outcome = Outcome.EMPTY
    evidence: str = ""
    removed: tuple[RemovedBlock, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of ``text``, in order, none of them empty."""
        return paragraphs_of(self.text)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader said; ``parent`` is the place in the page's comments of the one it answers, None for none.

    ``published_at`` is aware; None where the page does not say it, or only as "two hours ago". ``text`` is plain,
    paragraphs parted by blank lines.
    """

    author: str | None
    published_at: datetime | None
    text: str
    parent: int | None = None


def dek_above(dek: str | None, text: str) -> str | None:
    """The dek to be printed above a text; None where the text says it itself, or there is none."""
    if not dek:
        return None
    words = dek.split()
    return None if any(part.split() == words for part in paragraphs_of(text)[:_OPENING]) else dek


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, in order, none of them empty."""
    return tuple(part for part in text.split("\n\n") if part.strip())
