"""Pages on their way: leased from the ledger, fetched from their servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.records.finds import Announcement, Copy
from crawler.records.sources import Origin
from extractors.site.memory import NO_MEMORY, SiteMemory
from extractors.site.rules import SiteRules


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A leased row of the ledger, for a request; ``filed`` where it led to a story, ``by_feed`` to that of a feed."""

    url: str
    site: str
    attempts: int
    etag: str | None = None
    last_modified: str | None = None
    filed: bool = False
    by_feed: bool = False
    announced: Announcement | None = None


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A further page of a story that its site split over several, as the server gave it."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as the server gave it. ``url`` is the ledger's key, ``final_url`` where redirects ended.

    ``continuations`` are the story's further pages, in order, where it was split over several; ``rules`` what the
    site's entry in ``sites.toml`` adds to the reading, where it has one; ``announced`` what a news sitemap says of the
    story; ``memory`` what other pages of the site have taught; ``attempts`` how often it was tried before; ``spare``
    the story's copy in the site's feed, for a page that turns out to keep its story from us.
    """

    url: str
    final_url: str
    site: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    encoding: str | None
    requested_at: datetime
    continuations: tuple[FurtherPage, ...] = ()
    origin: Origin = "page"
    counterpart: FetchedPage | None = None
    rules: SiteRules | None = None
    announced: Announcement | None = None
    memory: SiteMemory = NO_MEMORY
    attempts: int = 0
    spare: Copy | None = None
