"""Holds back forms of stories that look worse than those on file, until it shows whether their whole site reads so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from crawler.drift import LABELS, Condition
from crawler.records.filings import Filing
from crawler.storage.rows import now

MOST_HELD = 16
"""Forms of one site that are held; with one more the site is judged at once, by what was read of it so far."""


class Holding:
    """What one crawl holds back, by site; ``conditions`` are the sites that it has judged.

    ``judge`` judges a site, ``file`` files a form for which that was done.
    """

    def __init__(
        self, judge: Callable[[str], Awaitable[Condition | None]], file: Callable[[Filing], Awaitable[object]]
    ) -> None:
        self._judge = judge
        self._file = file
        self._held: dict[str, list[Filing]] = {}
        self._begun = now()
        self.conditions: dict[str, Condition] = {}

    @property
    def sites(self) -> list[str]:
        """The sites of which pages were read that are not judged yet."""
        return list(self._held)

    def read(self, site: str) -> None:
        """Note that a page of the site was read."""
        self._held.setdefault(site, [])

    async def hold(self, filing: Filing) -> None:
        """Hold back a form; many of one site show without further ado what the matter is."""
        held = self._held.setdefault(filing.page.site, [])
        held.append(filing)
        if len(held) > MOST_HELD:
            await self.settle(filing.page.site)

    async def settle(self, site: str) -> None:
        """Judge a site and file what is held of it, or, where the site reads badly, put it beside what is on file."""
        held = self._held.pop(site, None)
        condition = await self._judge(site)  # also where only a crawl that was cut off has read pages of it
        if held is None:
            return
        if condition:
            self.conditions[site] = condition
        for filing in held:
            await self._file(replace(filing, weighed=True))

    def warnings(self) -> list[str]:
        """A line for each site that reads badly, or whose pages this crawl was the first to find built otherwise."""
        found = sorted(self.conditions.items())
        return [
            f"{site}: {LABELS[each.state]} since {each.since[:10]}: {each.reason}"
            for site, each in found
            if each.state == "bad" or (each.state == "changed" and each.since >= self._begun)
        ]
