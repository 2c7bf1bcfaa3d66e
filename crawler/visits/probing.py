"""Looks at a site without crawling it: at which address it answers, and how its stories can be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from crawler.fetch.errands import ErrandSpider
from crawler.fetch.fetching import Fetcher
from crawler.records.finds import Candidate

ENOUGH = 50
"""Stories after which a look ends: that there are some is what it is about."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a look found: ``found`` stories at ``url``, ``ENOUGH`` at most; ``trouble`` says why there are none."""

    url: str
    found: int
    source: str | None
    trouble: str | None


class ProbeSpider(ErrandSpider[Probe]):
    """Looks at the first of the addresses that answers."""

    name = "probe"

    def __init__(self, addresses: Sequence[str], delivered: list[Probe]) -> None:
        super().__init__(addresses, delivered)
        self.at = addresses[0]
        self.found: list[Candidate] = []

    async def errand(self) -> Probe:
        """What the look found."""
        for address in self.addresses:
            discovery = Discovery(
                address, Library(Fetcher(self.crawler)), usual_sources(self.settings["WORDPRESS_COM_API"])
            )
            await self._look(discovery)
            if not discovery.unreachable:
                break
        return self._probe(str(discovery.trouble or f"no stories found (tried {', '.join(discovery.sources)})"))

    def overdue(self, reason: str) -> Probe:
        """What was found until then."""
        return self._probe(reason)

    async def _look(self, discovery: Discovery) -> None:
        async for candidate in discovery.candidates():
            self.at = discovery.url
            self.found.append(candidate)
            if len(self.found) >= ENOUGH:
                break
        self.at = discovery.url

    def _probe(self, trouble: str) -> Probe:
        found = self.found
        return Probe(self.at, len(found), found[0].source if found else None, None if found else trouble)
