"""``scrapy crawl warc -a path=…``: files the pages that WARC archives hold; nothing is fetched."""

from __future__ import annotations

import asyncio
import glob
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from crawler.addresses import ledger_key, site_of
from crawler.captures import ArchiveError, Capture, Page, Passed, Repeat, captures, check_archive
from crawler.fetch.pagination import is_one_of_several, may_have_pages
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.project import real
from crawler.records.endings import ArchivePlace
from crawler.records.finds import Candidate
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.spiders.base import ArgumentError, LedgerSpider
from crawler.storage import Recrawl

logger = logging.getLogger(__name__)

IN_HAND = 32
"""Pages that are being read and filed at a time: enough for all worker processes, few enough for the memory."""
ONE_OF_SEVERAL = "one page of a story on several"
NOTED_EVERY = 64
"""Records between two notes of the place in an archive; after a kill, no more than these are read again."""


class WarcSpider(LedgerSpider):
    """Reads archives one after the other, each from the place that an earlier crawl has reached."""

    name = "warc"
    parameters: ClassVar[Mapping[str, str]] = {
        "path": "a WARC file (.warc, .warc.gz), several with commas, or a pattern as 'CC-NEWS-*.warc.gz'"
    }

    def __init__(self, path: str, **arguments: str) -> None:
        super().__init__(path=path, **arguments)
        self.paths = archive_paths(path)
        self._room = asyncio.Semaphore(IN_HAND)
        self._damaged: list[str] = []

    async def gather(self) -> None:
        """Read the archives and file their pages; complain of all that are cut off or damaged, a line each."""
        try:
            await self._read_all()
        finally:
            if self._damaged:
                self.books.complain("\n".join(self._damaged))

    async def _read_all(self) -> None:
        """Read one archive after the other, noting the place in each."""
        for path in self.paths:
            reading = Reading(await self.books.archive_place(str(path), path.stat().st_size))
            if reading.place.done:
                self.crawler.stats.inc_value("file/archives read before")
                continue
            async with asyncio.TaskGroup() as filing:
                await self._read(path, reading, filing)
            self.books.check()
            await self.books.write(reading.note())

    async def lease(self) -> list[LedgerEntry]:
        """Nothing: no address is fetched."""
        return []

    async def _read(self, path: Path, reading: Reading, filing: asyncio.TaskGroup) -> None:
        """Read one archive to its end, never many pages ahead of filing; remember where it is cut off or damaged."""
        records = captures(path, reading.place.position, self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        try:
            while capture := await asyncio.to_thread(next, records, None):
                if page := await self._page(capture):
                    await self._room.acquire()
                    reading.handed_on(capture, page)
                    filing.create_task(self._file(page, reading))
                else:
                    reading.passed(capture)
                if reading.unnoted >= NOTED_EVERY:
                    await self.books.write(reading.note())
                if self.books.halted:
                    return
            reading.complete = True
        except ArchiveError as error:
            self._damaged.append(str(error))

    async def _file(self, page: FetchedPage, reading: Reading) -> None:
        """File a page; where that goes wrong, the place in the archive stays before it."""
        try:
            await self.file(page)
            if not self.books.halted:
                reading.filed(page)
        except Exception:
            logger.exception("%s could not be handled", page.url)
        finally:
            self._room.release()

    async def _page(self, capture: Capture) -> FetchedPage | None:
        """The page to file; None, counted with its reason, where the record holds none."""
        stats = self.crawler.stats
        match capture.content:
            case Page() as found:
                stats.inc_value("discovery/found")
                stats.inc_value("ledger/leased")
                try:
                    page = _fetched(found)
                except ValueError as error:
                    stats.inc_value(f"skipped/{error}")
                    return None
                if await self._is_one_of_several(page):
                    await self._pass_over(page)
                    return None
                stats.inc_value("fetch/pages")
                return page
            case Repeat() as seen:
                await self.books.repeated(ledger_key(seen.url), seen.captured_at, seen.first_at)
            case Passed(reason) if reason:
                stats.inc_value(f"skipped/{reason}")
        return None

    async def _is_one_of_several(self, page: FetchedPage) -> bool:
        """Whether the page is a part of its story; one of which that cannot be told is read as it is."""
        if not may_have_pages(page.body):
            return False
        declared = f"text/html; charset={page.encoding or 'utf-8'}"
        try:
            return await self.apart(is_one_of_several, page.body, declared, page.url)
        except Unfetched:
            return False

    async def _pass_over(self, page: FetchedPage) -> None:
        """Count a page that is a part of its story, and have the ledger say so where it knows nothing better."""
        if await self.books.add(page.site, [Candidate(page.url, "warc")], Recrawl.NEVER):
            await self.books.settle(LedgerEntry(page.url, page.site, 0), Trouble("skip", ONE_OF_SEVERAL))
        else:
            self.crawler.stats.inc_value(f"skipped/{ONE_OF_SEVERAL}")


class Reading:
    """How far an archive is read and filed, while its pages are filed in any order."""

    def __init__(self, place: ArchivePlace) -> None:
        self.place = place
        self.complete = False
        self.unnoted = 0
        self._read_up_to = place.position
        self._records = place.records
        self._in_hand: dict[int, int] = {}

    def passed(self, capture: Capture) -> None:
        """Count a record that there is nothing to file of."""
        self._read_up_to = capture.end
        self._records += 1
        self.unnoted += 1

    def handed_on(self, capture: Capture, page: FetchedPage) -> None:
        """Count a record whose page is to be filed."""
        self._in_hand[id(page)] = capture.start
        self.passed(capture)

    def filed(self, page: FetchedPage) -> None:
        """Count a page as filed."""
        self._in_hand.pop(id(page), None)

    def note(self) -> ArchivePlace:
        """The place before which everything is filed."""
        self.unnoted = 0
        position = next(iter(self._in_hand.values()), self._read_up_to)
        done = self.complete and not self._in_hand
        return ArchivePlace(self.place.path, self.place.size, position, self._records - len(self._in_hand), done)


def archive_paths(given: str) -> list[Path]:
    """The WARC files that the argument names, each once; raises ``ArgumentError`` for what is none."""
    names = [given] if Path(given).is_file() else [part.strip() for part in given.split(",") if part.strip()]
    found: dict[Path, None] = {}
    for name in names:
        if Path(name).is_dir():
            raise ArgumentError(f"path={name!r}: a folder; its archives are a pattern in quotes, as '{name}/*.warc.gz'")
        matches = [name] if Path(name).exists() else sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - may be absolute
        if not matches:
            what = "no file matches" if glob.has_magic(name) else "no such file"
            raise ArgumentError(f"path={name!r}: {what}; give a WARC file, or a pattern in quotes")
        found |= {real(match): None for match in matches}
    try:
        for path in found:
            check_archive(path)
    except ArchiveError as error:
        raise ArgumentError(f"path={given!r}: {error}") from error
    return list(found)


def _fetched(page: Page) -> FetchedPage:
    """The capture in the form of a page that was fetched; raises ``ValueError`` where it cannot be filed."""
    try:
        url = ledger_key(page.url)
    except ValueError as error:
        raise ValueError("not an address that can be filed") from error
    return FetchedPage(
        url=url,
        final_url=url,
        site=site_of(url),
        status=200,
        headers=page.headers,
        body=page.body,
        encoding=page.encoding,
        requested_at=page.captured_at,
        origin="warc",
    )
