"""Has a crawl ask a domain that is not its site's own only when its worker holds it: other visits may ask it too."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.addresses import owner_of, site_of
from crawler.sites import SiteEntry

PRIORITY = 10
"""Of the middleware: before those that wait, for a site's own delay or a host that is left alone."""
LOOK_EVERY = 0.1
"""Seconds between two looks at whether the domain may be asked."""


@dataclass(slots=True)
class Manners:
    """What entries of sites.toml ask for hosts of a domain: seconds between two requests, certificates unchecked."""

    delays: dict[str, float] = field(default_factory=dict)
    unverified: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """The manners that were told as a dictionary."""
        return cls(**told)


def manners(entries: Iterable[SiteEntry]) -> dict[str, dict[str, Any]]:
    """The manners, as dictionaries, of all domains whose entries ask for any."""
    asked: dict[str, Manners] = {}
    for entry in entries:
        for url in entry.addresses if entry.delay else ():
            asked.setdefault(owner_of(url), Manners()).delays[site_of(url)] = entry.delay or 0.0
        if not entry.verify_tls:
            asked.setdefault(owner_of(entry.url), Manners()).unverified.append(site_of(entry.url))
    return {domain: asdict(each) for domain, each in asked.items()}


class SharingMiddleware:
    """Keeps requests to a domain back until it is held, as those are from the start that ``OWN_DOMAINS`` names."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._sharing = Sharing(Path(crawler.settings["SHARING_FOLDER"]))
        self._held = set(crawler.settings.getlist("OWN_DOMAINS"))
        self._usual = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl in a worker."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the worker holds the request's domain; where another has it, the worker ends this crawl."""
        domain = owner_of(request.url)
        while domain not in self._held:
            asked = self._sharing.held(domain)
            if asked is None:
                self._sharing.ask(domain)
                await asyncio.sleep(LOOK_EVERY)
            else:
                await self._begin(domain, asked)

    async def _begin(self, domain: str, asked: Manners) -> None:
        """Begin to ask the domain, a delay after whoever may have asked it last."""
        spider: Any = self._crawler.spider
        spider.delays |= asked.delays
        spider.unverified |= frozenset(asked.unverified)
        await asyncio.sleep(max([self._usual, *spider.delays.values()]))
        self._held.add(domain)


class Sharing:
    """What a crawl and its worker tell each other of domains, by files in their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, domain: str) -> None:
        """Say that the crawl wants to ask the domain."""
        (self._folder / f"wanted-{domain}").touch()

    def wanted(self) -> list[str]:
        """The domains that the crawl wants to ask and that are not held yet."""
        asked = [path.name.removeprefix("wanted-") for path in self._folder.glob("wanted-*")]
        return [domain for domain in asked if not self._note(domain).exists()]

    def hold(self, domain: str, asked: Manners) -> None:
        """Say that the worker holds the domain, and what is asked for it."""
        part = self._folder / f"part-{domain}"
        part.write_text(json.dumps(asdict(asked)))
        part.rename(self._note(domain))

    def held(self, domain: str) -> Manners | None:
        """What is asked for the domain; None where the worker does not hold it."""
        note = self._note(domain)
        return Manners.of(json.loads(note.read_text())) if note.exists() else None

    def _note(self, domain: str) -> Path:
        return self._folder / f"held-{domain}"
