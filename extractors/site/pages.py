"""The latest pages of a site, and what they teach about its next one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

from extractors.site.memory import NO_MEMORY, SiteMemory
from extractors.site.sketch import Sketch

REMEMBERED = 64
"""Pages of a site that are remembered, the latest: what is on none of them is forgotten."""
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
