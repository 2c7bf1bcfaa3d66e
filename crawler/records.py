"""The values that travel between discovery, spiders, extraction and storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.packing import PackedPage
from extractors import Article, Comment, Outcome
from extractors.site.memory import NO_MEMORY, SiteMemory
from extractors.site.rules import SiteRules
from extractors.site.sketch import Sketch

State = Literal["pending", "leased", "done", "failed", "skipped", "gone"]
"""A ledger row's state. Only ``pending`` rows whose time has come are leased; ``failed`` has used up its attempts."""

FORBIDDEN = "robots.txt forbids it"
"""The outcome of an address that robots.txt keeps from us."""

FILED = frozenset({Outcome.ARTICLE, Outcome.MEDIA, Outcome.PAYWALLED})
"""The outcomes that hold a story; a page of any other leaves its line in the ledger only."""
Change = Literal["new", "revised", "updated", "unchanged", "skipped", "failed", "held", "withheld"]
"""What filing a page did to the archive.

``revised``: headline or text changed, the earlier form is kept; ``updated``: only what is known about it changed;
``skipped``: the page holds no story, or less of it than is filed already; ``failed``: it could not be stored.
``held``: it looks worse than what is filed, and waits until its site is judged; ``withheld``: its site reads badly, and
the story keeps what is filed.
"""

Origin = Literal["page", "wordpress", "feed", "warc"]
"""What a story was read from: its page, WordPress's REST interface, a feed because the page could not be had, or an
archive's capture of the page."""

SOURCE: Mapping[Origin, str] = {"page": "page", "warc": "page", "wordpress": "wordpress", "feed": "feed"}
"""What an origin comes to: the same story may read otherwise in each of them, though nobody changed a word."""

Way = Literal["wordpress", "sitemap", "feed", "links", "given", "warc"]
"""How an address was found: announced by its site, linked to, or named by whoever crawls, alone or in an archive."""

LISTINGS: frozenset[Way] = frozenset({"sitemap", "wordpress"})
"""Sources that list a site whole: what they no longer list may be gone. A feed forgets stories that are there."""


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


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the text extracted from a page has the words of the site's own copy of it; the shares go from 0 to 1."""

    url: str
    site: str
    copy_words: int
    page_words: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """What read a page: the version of the ``extractor``, and that of the ``rules`` that it went by."""

    extractor: str
    rules: str

    def is_of(self, extractor: str | None, rules: str | None) -> bool:
        """Whether these are the versions that a row tells."""
        return (self.extractor, self.rules) == (extractor, rules)


@dataclass(frozen=True, slots=True)
class Reread:
    """What the kept page that a story was told from says by the reading of now.

    ``article`` is None where that says nothing: the story was told from another source then, or its page is damaged.
    """

    article_id: int
    article: Article | None


@dataclass(frozen=True, slots=True)
class Filing:
    """A page with the article that was extracted from it, ready to be filed.

    ``packed`` is the page itself and each of its further pages, packed to be kept; empty where none are kept. The
    ``sketch`` goes into the memory of its site, ``comments`` are what readers said under it, where that is asked for.
    ``weighed`` says that its site was judged since it was read, ``before`` what the page kept before says now; None
    where none is kept, or the story reads as before.
    """

    page: FetchedPage
    article: Article
    packed: tuple[PackedPage, ...] = ()
    sketch: Sketch | None = None
    stamp: Stamp | None = None
    comments: tuple[Comment, ...] = ()
    weighed: bool = False
    before: Reread | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """A page to be kept of which no article is filed: it could not be read, or was fetched to be compared."""

    page: FetchedPage
    packed: tuple[PackedPage, ...]
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of one attempt at a ledger row that filed no article: ``state`` and a one-line ``reason``.

    ``state`` ``pending`` asks for another attempt, not before ``not_before`` (aware) where that is given. What is not
    ``counted`` uses up none of a page's attempts: its whole host could not be asked.
    """

    url: str
    state: State
    reason: str
    outcome: str | None = None
    status: int | None = None
    not_before: datetime | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page at ``url`` is as it was when it was filed: the server said so (304), or an archive.

    An archive says that it is as it was at ``as_of`` (aware); where another form is on file, that means nothing.
    """

    url: str
    requested_at: datetime
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArchivePlace:
    """How far the WARC file at ``path`` was read: what stands before byte ``position`` is filed.

    ``size`` is the file's in bytes, ``records`` counts those read, ``done`` says that it was read to its end.
    """

    path: str
    size: int
    position: int
    records: int
    done: bool


@dataclass(frozen=True, slots=True)
class HostRest:
    """``host``, as ``addresses.site_of`` has it, asked by ``reason`` to be left alone ``until`` then (aware)."""

    host: str
    until: datetime
    reason: str


Record = Filing | Keeping | Settlement | NotModified | ArchivePlace | HostRest
"""How an attempt at an address or a stretch of an archive ended: what goes to the store to be written."""


@dataclass(frozen=True, slots=True)
class LastVisit:
    """When the last visit to a site began (aware), and how many in a row failed up to it: 0 where it did its work."""

    begun_at: datetime
    failures: int = 0


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What a crawl's visit to one site brought; ``healthy`` where it did its work, ``reason`` why it ended."""

    reason: str
    healthy: bool
    source: str | None
    counts: Mapping[str, int]
