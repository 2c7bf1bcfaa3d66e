"""Has at hand what a site's pages have taught, for the reading of its next one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

from crawler.records import FetchedPage
from crawler.storage import StorageError
from crawler.storage.readings import REMEMBERED
from crawler.writer import Writer
from extractors.sitememory import NO_MEMORY, SiteMemory
from extractors.sketch import Sketch

LEARNT_AT_ONCE = 4
"""Pages of a site after which its memory is made anew; while there are fewer, it is after each."""


class SitePages:
    """The latest pages of one site, and the memory that they make."""

    def __init__(self, sketches: Iterable[tuple[str, Sketch]]) -> None:
        self._pages: dict[str, tuple[int, array[int]]] = {}
        self._memory = NO_MEMORY
        self._learnt = 0
        for url, sketch in sketches:
            self.learn(url, sketch)

    def learn(self, url: str, sketch: Sketch) -> None:
        """Remember a page, in place of what it was before, or of the page that was read longest ago."""
        self._pages.pop(url, None)
        self._pages[url] = (sketch.home, array("Q", sketch.marks))
        if len(self._pages) > REMEMBERED:
            del self._pages[next(iter(self._pages))]
        self._learnt += 1

    def memory_for(self, url: str) -> SiteMemory:
        """The memory for the reading of a page."""
        if self._learnt >= min(LEARNT_AT_ONCE, max(self._memory.pages, 1)):
            self._memory = SiteMemory.of(self._pages.values())
            self._learnt = 0
        return replace(self._memory, knows_page=url in self._pages)


class Recollection:
    """The memories of the sites of one crawl."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._sites: dict[str, SitePages] = {}

    async def taught(self, page: FetchedPage) -> FetchedPage:
        """The page with what the others of its site have taught; as it is where storage has failed."""
        site = page.site
        if site not in self._sites:
            try:
                found = await self._writer.run(lambda store: store.sketches(site))
            except StorageError:
                return page
            self._sites.setdefault(site, SitePages(found))
        return replace(page, memory=self._sites[site].memory_for(page.url))

    def learn(self, page: FetchedPage, sketch: Sketch) -> None:
        """Remember a page for those that are read after it."""
        if page.site in self._sites:
            self._sites[page.site].learn(page.url, sketch)

    def forget(self, site: str) -> None:
        """Let go of a site whose visit is over: it is remembered in the database."""
        self._sites.pop(site, None)
