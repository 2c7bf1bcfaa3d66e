"""The documents in which a site announces its stories: asked for only when due, and remembered until the next crawl."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from scrapy.http import Response

from crawler.discovery.documents import MAX_BYTES
from crawler.discovery.noise import without
from crawler.discovery.sessions import Met, Sessions, nowhere
from crawler.fetch.apart import Apart, in_thread
from crawler.fetch.fetching import Fetch
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.records.endings import FORBIDDEN
from crawler.records.finds import Candidate, Document
from crawler.storage.clock import LONGEST_REST

T = TypeVar("T")

NOT_MODIFIED = 304
FIRST_REST = {"gone": timedelta(hours=20), "wait": timedelta(hours=1)}
"""Before the second attempt at a document that is not there, on the next day by whatever daily clock, or that did not
come; doubled before each one after it."""
TRUSTED_FOR = timedelta(days=7)
"""How long an index is believed that a sitemap has not changed: few tell when a story was removed from one."""
LAG = timedelta(days=1)
"""An index that gives a sitemap's last change as a bare date may mean the end of that day."""


Unheard = Callable[[Sequence[str]], Awaitable[set[str]]]
"""Tells which of some addresses, in the ledger's spelling, nobody has heard of before."""


async def all_of_them(urls: Sequence[str]) -> set[str]:
    """Every address: what a library without a ledger behind it has not heard of."""
    return set(urls)


async def unheard_anywhere(unheard: Unheard, urls: Sequence[str], at_home: Callable[[str], str]) -> set[str]:
    """Those of the addresses that are ``unheard`` of both as they are and as they are ``at_home``."""
    homes = {url: at_home(url) for url in urls}
    fresh = await unheard(list({*homes, *homes.values()}))
    return {url for url, home in homes.items() if {url, home} <= fresh}


class Library:
    """Reads a site's documents by way of ``fetch``, given what is ``known`` of them from earlier crawls.

    ``unchanged`` lists those that had nothing new, ``broken_off`` says what was read in part only; ``bounds``
    which limits of ours kept us from reading all, ``passed_over`` are those that were taken to be unchanged since the
    moment that another document states, ``with_hidden`` are the sitemaps that list what WordPress's interface
    hides. ``unheard`` tells what is new, ``apart`` reads what was had, ``wants_remarks`` says that what readers said is
    asked for as well, ``noise`` are parameters that make no difference between the site's pages, ``newest_only``
    says that its sitemaps list no more than its newest stories, and ``met`` tells at which addresses pages were met.
    """

    def __init__(
        self,
        fetch: Fetch,
        known: Iterable[Document] = (),
        unheard: Unheard = all_of_them,
        *,
        apart: Apart = in_thread,
        wants_remarks: bool = False,
        noise: frozenset[str] = frozenset(),
        newest_only: bool = False,
        met: Met = nowhere,
    ) -> None:
        self.fetch = fetch
        self.apart = apart
        self.unheard = unheard
        self.wants_remarks = wants_remarks
        self.noise = noise
        self.newest_only = newest_only
        self.known = {document.url: document for document in known}
        self._sessions = Sessions(fetch, apart, [url for url, each in self.known.items() if not each.failures], met)
        self.unchanged: list[str] = []
        self.broken_off: list[str] = []
        self.bounds: dict[str, None] = {}
        self.passed_over: dict[str, datetime] = {}
        self.with_hidden: set[str] = set()
        self._read: set[str] = set()
        self._dropped: set[str] = set()
        self._refused: dict[str, int | None] = {}
        self._unmodified: list[Document] = []
        self._disproved: set[str] = set()
        self._resting: list[Document] = []
        self._open: dict[str, Document] = {}
        self._finished: list[Document] = []

    @property
    def incomplete(self) -> bool:
        """Whether a limit of ours kept us from reading all."""
        return bool(self.bounds)

    def spelled(self, url: str) -> str:
        """The address as the site's stories have it, without parameters that make no difference."""
        return without(url, self.noise) if self.noise and "?" in url else url

    async def spelled_on(self, page: str, links: Iterable[str]) -> tuple[str, ...]:
        """The links of the page at an address likewise, each once, and without a word that is made anew each time."""
        return await self._sessions.spelled(page, [self.spelled(link) for link in links])

    def stop_short(self, reason: str) -> None:
        """Note that a limit of ours keeps us from reading all, in words for a reader."""
        self.bounds[reason] = None

    async def unheard_anywhere(self, urls: Sequence[str], at_home: Callable[[str], str]) -> set[str]:
        """Those of the addresses of which nobody has heard, neither as they are nor as they are ``at_home``."""
        return await unheard_anywhere(self.unheard, urls, at_home)

    async def read(
        self,
        url: str,
        kind: str,
        changed: datetime | None = None,
        *,
        anyway: bool = False,
        trusted_for: timedelta = TRUSTED_FOR,
    ) -> Response | None:
        """The document, to be closed with ``finish``; None where it is unchanged, resting or cannot be had.

        ``changed`` is its last change as another document states it, which is ``trusted_for`` so long. One that rests
        only because it had nothing new is read ``anyway``.
        """
        now = datetime.now(UTC)
        document = self.known.get(url, Document(url, kind))
        if document.not_before and document.not_before > now and not (anyway and not document.failures):
            return None
        if changed and document.read_at and changed + LAG < document.read_at and now - document.read_at < trusted_for:
            self.unchanged.append(url)
            self.passed_over[url] = changed
            return None
        headers = {"If-None-Match": document.etag, "If-Modified-Since": document.last_modified}
        sent = {name: value for name, value in headers.items() if value}
        try:
            response = await self.fetch(url, max_size=MAX_BYTES, headers=sent)
        except Unfetched as error:
            self._not_read(document, error.trouble, now)
            return None
        self._open[url] = Document(url, kind, _header(response, "ETag"), _header(response, "Last-Modified"), now)
        return response

    def is_of_another_kind(self, url: str, kind: str) -> bool:
        """Whether the document was read as something else, in this crawl or before."""
        known = self.known.get(url)
        return url in self._read or (known is not None and known.kind != kind)

    def leaves_alone(self, url: str) -> bool:
        """Whether the document rests as it was the same for long: it is taken to be unchanged."""
        known = self.known.get(url)
        if known is None or known.failures or not known.not_before or known.not_before <= datetime.now(UTC):
            return False
        self.unchanged.append(url)
        self._resting.append(known)
        return True

    def leave_alone_unmodified(self, url: str, rest: timedelta | None) -> None:
        """Leave the document alone for as long as ``rest`` where its server has just said that it is as it was."""
        if rest and self._unmodified and self._unmodified[-1].url == url:
            self._finished[-1] = replace(self._finished[-1], not_before=datetime.now(UTC) + rest)

    def refused(self, url: str, trouble: Trouble) -> None:
        """Note that something at ``url`` could not be had, and is not to be asked for again in this crawl."""
        self.broken_off.append(f"{url}: {trouble}")
        self._refused[url] = trouble.status

    def has_refused(self, url: str) -> bool:
        """Whether that was noted."""
        return url in self._refused

    def refusal_of(self, url: str) -> int | None:
        """The HTTP status with which the document was refused in this crawl; None where it was not."""
        return self._refused.get(url)

    @property
    def unread(self) -> list[str]:
        """The documents of which nothing was read, for whatever reason: what they listed may well still be there."""
        missed = self.known.keys() - self._read - self._dropped
        return [*self.unchanged, *self._refused, *missed]

    def was_read_lately(self, kind: str) -> bool:
        """Whether a document of this kind was had within ``TRUSTED_FOR``."""
        since = datetime.now(UTC) - TRUSTED_FOR
        return any(each.kind == kind and each.read_at and each.read_at > since for each in self.known.values())

    def has_changed(self, candidate: Candidate) -> bool:
        """Whether the document that names a page dates it later than that was last read, or little before."""
        named_in = self.known.get(candidate.found_in or "")
        if candidate.lastmod is None or named_in is None or named_in.read_at is None:
            return False
        return candidate.lastmod + LAG > named_in.read_at

    def finish(
        self, url: str, *, conditional: bool = True, mark: str | None = None, rest: timedelta | None = None
    ) -> None:
        """Close a document all of whose stories are yielded; unless ``conditional``, it is read whole next time too.

        It is left alone for as long as ``rest``.
        """
        opened = self._open.pop(url)
        document = replace(opened, mark=mark, not_before=opened.read_at + rest if rest and opened.read_at else None)
        self._read.add(url)
        conditional = conditional and url not in self._disproved  # it may be said of it for ever
        self._finished.append(document if conditional else _without_conditions(document))

    async def understood(
        self, url: str, response: Response, function: Callable[[bytes, str], T | None], otherwise: str, **options: int
    ) -> T | None:
        """What ``function`` makes of the body and address of a document that was read.

        None where that is nothing: then the document is closed, and is what ``otherwise`` says.
        """
        try:
            if (read := await self.apart(function, response.body, response.url, **options)) is not None:
                return read
        except Unfetched as error:
            otherwise = str(error)
        self.reject(url, otherwise)
        return None

    def reject(self, url: str, reason: str) -> None:
        """Close a document that is not what its address promised: it is asked for ever less often."""
        kind = self._open.pop(url).kind
        self._not_read(self.known.get(url, Document(url, kind)), Trouble("gone", reason), datetime.now(UTC))

    def count_as_read(self, url: str) -> None:
        """Note that what is at ``url`` was read whole, in pieces: what it no longer names may be gone."""
        self._read.add(url)

    def count_as_unread(self, urls: Iterable[str]) -> None:
        """Note that of the documents not all that they list is told: what is not may well still be there."""
        self._read.difference_update(urls)

    def drop_others(self, kind: str, listed: set[str]) -> None:
        """Note that the site names no documents of this kind but those ``listed``: what others named may be gone."""
        self._dropped |= {url for url, document in self.known.items() if document.kind == kind and url not in listed}

    def distrust_unmodified(self) -> None:
        """Have those read whole from now on that are said or taken to be as they were: something new proves it wrong.

        Without a proof that is done once a day: there are servers whose validators never change.
        """
        for document in self._resting:
            self.remember(replace(document, not_before=None))
        for document in self._unmodified:
            self.remember(_without_conditions(document))
            self.known[document.url] = _without_conditions(self.known[document.url])
            self._disproved.add(document.url)

    def said_unmodified(self, kind: str) -> list[str]:
        """The documents of this kind of which their server said in this crawl that they are as they were."""
        return [document.url for document in self._unmodified if document.kind == kind]

    def remember(self, document: Document) -> None:
        """Have ``document`` remembered as it is."""
        self._finished.append(document)

    def newly_finished(self) -> list[Document]:
        """What is to be remembered since the last time of asking."""
        finished, self._finished = self._finished, []
        return finished

    def _not_read(self, document: Document, trouble: Trouble, now: datetime) -> None:
        if trouble.status == NOT_MODIFIED:
            self.unchanged.append(document.url)
            seen = replace(document, read_at=now, failures=0, not_before=None, reason=None)
            self._unmodified.append(seen)
            is_first_of_the_day = document.read_at is not None and document.read_at.date() < now.date()
            self.remember(_without_conditions(seen) if is_first_of_the_day else seen)
            return
        self._refused[document.url] = trouble.status
        if trouble.everywhere or trouble.reason == FORBIDDEN:
            return  # its host was left alone, or robots.txt has the say, which is asked anew: the document told nothing
        first = FIRST_REST["wait" if trouble.remedy == "wait" else "gone"]
        rest = min(first * 2 ** min(document.failures, 10), LONGEST_REST)
        again = max(now + rest, trouble.retry_at or now)
        failures = document.failures + 1
        self.remember(replace(document, failures=failures, not_before=again, reason=str(trouble)))


def _without_conditions(document: Document) -> Document:
    return replace(document, etag=None, last_modified=None)


def _header(response: Response, name: str) -> str | None:
    value = (response.headers.get(name) or b"").decode("latin-1")
    return value if value and value.isprintable() else None
