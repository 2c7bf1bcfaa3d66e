"""Looks at a site without crawling it: at which address it answers, and how its stories can be found."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from crawler.errands import ErrandSpider
from crawler.fetching import Fetcher
from crawler.records import Candidate

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

    async def errand(self) -> Probe:
        """What the look found."""
        for address in self.addresses:
            discovery = Discovery(
                address, Library(Fetcher(self.crawler)), usual_sources(self.settings["WORDPRESS_COM_API"])
            )
            found = await _some(discovery)
            if not discovery.unreachable:
                break
        trouble = str(discovery.trouble or f"no articles found (tried {', '.join(discovery.sources)})")
        source = found[0].source if found else None
        return Probe(discovery.url, len(found), source, None if found else trouble)


async def _some(discovery: Discovery) -> list[Candidate]:
    found: list[Candidate] = []
    async for candidate in discovery.candidates():
        found.append(candidate)
        if len(found) >= ENOUGH:
            break
    return found
