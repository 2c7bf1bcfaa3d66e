"""What discovery finds: addresses, what their sites say of them, and the documents that say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.records.sources import Origin, Way


@dataclass(frozen=True, slots=True)
class Copy:
    """A story as its site hands it out beside its page: wrapped as a minimal page, asked for at ``read_at`` (aware).

    WordPress's is filed instead of the page unless it is ``cut``, any other only when the page cannot be had.
    """

    html: bytes
    origin: Origin
    read_at: datetime
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a news sitemap says of a story (``published_at`` aware); it stands in where the page says nothing."""

    headline: str | None = None
    site_name: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL that discovery proposes.

    ``source`` is the way it was found, ``found_in`` the address of the document that named it, ``lastmod`` what that
    document says of its last change (aware), ``copy`` the story itself where the document brought it, ``refusal`` why
    there is none to be had (a password …), ``announced`` what else the document says of the story, ``guid`` the name
    that it has for the story whatever its address.
    """

    url: str
    source: Way
    found_in: str | None = None
    lastmod: datetime | None = None
    copy: Copy | None = None
    refusal: str | None = None
    announced: Announcement | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A sitemap, feed or interface in which a site announces its stories, as it was last asked for.

    ``read_at`` is when it was last had (aware), also when it was then found unchanged; ``failures`` counts the attempts
    since, ``reason`` says why the last one failed, and before ``not_before`` (aware) there is no other. ``mark`` is
    what its content is compared by, in the form that suits its ``kind``.
    """

    url: str
    kind: str
    etag: str | None = None
    last_modified: str | None = None
    read_at: datetime | None = None
    failures: int = 0
    not_before: datetime | None = None
    reason: str | None = None
    mark: str | None = None
