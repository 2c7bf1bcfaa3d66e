"""Has at hand what a site's pages have taught, for the reading of its next one."""

from __future__ import annotations

from dataclasses import replace

from crawler.records.pages import FetchedPage
from crawler.storage import StorageError
from crawler.writer import Writer
from extractors.site.pages import SitePages
from extractors.site.sketch import Sketch


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
