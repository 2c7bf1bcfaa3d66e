"""Looks at what each way of discovery finds on a site, without crawling it: for commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapy.http import Response

from crawler.discovery.chain import usual_sources
from crawler.discovery.library import Library
from crawler.discovery.source import Site, Source, site_at
from crawler.fetch.errands import ErrandSpider
from crawler.fetch.fetching import Fetch, Fetcher
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.records.endings import FORBIDDEN

MOST_REQUESTS = 20
"""Requests that one way may cost; what it would find with more is left to the crawl."""
_ENOUGH = Trouble("skip", "enough was asked for a first look")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way finds: the addresses, how many of them are ``dated`` and come with the ``whole_text``.

    ``newest`` is the latest change that is told, ``complete`` says whether all was read, ``refusals`` count why
    documents could not be had.
    """

    way: str
    addresses: tuple[str, ...]
    dated: int
    whole_text: int
    newest: datetime | None
    requests: int
    complete: bool
    refusals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """What all ways find on the site at ``url``; ``trouble`` says why its front page could not be had.

    ``cut_off`` says why not all ways were tried.
    """

    url: str
    trouble: str | None
    findings: tuple[Finding, ...]
    cut_off: str | None = None

    @property
    def used(self) -> str | None:
        """The way that a crawl would use: the first that finds anything."""
        return next((finding.way for finding in self.findings if finding.addresses), None)


class SurveySpider(ErrandSpider[Survey]):
    """Surveys the first of the addresses that answers."""

    name = "survey"

    def __init__(self, addresses: Sequence[str], delivered: list[Survey]) -> None:
        super().__init__(addresses, delivered)
        self.found = Survey(addresses[0], None, ())

    async def errand(self) -> Survey:
        """The survey."""
        sources = usual_sources(self.settings["WORDPRESS_COM_API"])
        for address in self.addresses:
            async for found in survey(address, Fetcher(self.crawler), sources):
                self.found = found
            if self.found.findings:
                break
        return self.found

    def overdue(self, reason: str) -> Survey:
        """What was found until then."""
        return replace(self.found, cut_off=reason)


async def survey(url: str, fetch: Fetch, sources: Mapping[str, Source]) -> AsyncIterator[Survey]:
    """What the ``sources`` find on the site at ``url``, with one more each time; none is asked where nobody answers."""
    site, trouble = Site(url), None
    try:
        site = await site_at(url, Library(fetch))
    except Unfetched as error:
        trouble = str(error)
        if not error.trouble.status and error.trouble.reason != FORBIDDEN:
            yield Survey(url, trouble, ())
            return
    found = Survey(site.address, trouble, ())
    for way, source in sources.items():
        found = replace(found, findings=(*found.findings, await _finding(way, source, site, fetch)))
        yield found


async def _finding(way: str, source: Source, site: Site, fetch: Fetch) -> Finding:
    few = _FewRequests(fetch)
    library = Library(few)
    found = {
        each.url: each async for each in source(site, library) if site.owns(each.url) and not site.is_home(each.url)
    }
    moments = [each.lastmod for each in found.values() if each.lastmod]
    refused = [document.reason.partition(" (")[0] for document in library.newly_finished() if document.reason]
    return Finding(
        way=way,
        addresses=tuple(found),
        dated=len(moments),
        whole_text=sum(each.copy is not None for each in found.values()),
        newest=max(moments, default=None),
        requests=few.made,
        complete=not few.exhausted and not library.incomplete,
        refusals=Counter(reason for reason in refused if reason != _ENOUGH.reason),
    )


class _FewRequests:
    """A ``Fetch`` that gives up after ``MOST_REQUESTS``."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.made = 0
        self.exhausted = False

    async def __call__(
        self, url: str, *, max_size: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        if self.made >= MOST_REQUESTS:
            self.exhausted = True
            raise Unfetched(_ENOUGH)
        self.made += 1
        return await self.fetch(url, max_size=max_size, headers=headers)
