"""The values that travel between discovery, spiders, extraction and storage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extractors import Article

State = Literal["pending", "leased", "done", "failed", "skipped", "gone"]
"""A ledger row's state. Only ``pending`` rows whose time has come are leased; ``failed`` has used up its attempts."""

Change = Literal["new", "revised", "updated", "unchanged", "skipped", "failed"]
"""What filing a page did to the archive.

``revised``: headline or text changed, the earlier form is kept; ``updated``: only what is known about it changed;
``skipped``: the page holds no story, or less of it than is filed already; ``failed``: it could not be stored.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL that discovery proposes.

    ``source`` names the way it was found (``sitemap``, ``feed``, ``links``, ``wordpress``, ``given``), ``found_in`` the
    address of the document that named it, ``lastmod`` what that document says of its last change (aware).
    """

    url: str
    source: str
    found_in: str | None = None
    lastmod: datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A leased row of the ledger: what a spider needs to make the request."""

    url: str
    site: str
    attempts: int
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as the server gave it. ``url`` is the ledger's key, ``final_url`` where redirects ended.

    ``continuations`` are the bodies of the story's further pages, in order, where it was split over several.
    """

    url: str
    final_url: str
    site: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    encoding: str | None
    requested_at: datetime
    continuations: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """A page with the article that was extracted from it, ready to be filed."""

    page: FetchedPage
    article: Article


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of one attempt at a ledger row that filed no article: ``state`` and a one-line ``reason``.

    ``state`` ``pending`` asks for another attempt, not before ``not_before`` (aware) where that is given.
    """

    url: str
    state: State
    reason: str
    outcome: str | None = None
    status: int | None = None
    not_before: datetime | None = None
