"""How long the reactor was kept from its work at most: an extension that asks for its turn every few milliseconds.

It writes the longest wait as JSON to the file that the environment names in ``HEARTBEAT``. On a machine with other work
the wait holds what other programs took; the CPU time of the reactor's own thread between two turns does not.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

EVERY = 0.005  # seconds


@dataclass(slots=True)
class Block:
    """The longest time between two turns of the reactor, in seconds on the wall and of its thread's CPU."""

    wall: float = 0.0
    cpu: float = 0.0

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what a crawl wrote to ``path``."""
        return cls(**json.loads(path.read_text()))


class Heartbeat:
    """A Scrapy extension that beats while a spider is open."""

    def __init__(self, crawler: Crawler) -> None:
        self.path = Path(os.environ["HEARTBEAT"])
        self.longest = Block()
        self._beating = True
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, for Scrapy."""
        return cls(crawler)

    def start(self) -> None:
        """Take the first turn."""
        self._wait()

    def stop(self) -> None:
        """Write down the longest wait."""
        self._beating = False
        self.path.write_text(json.dumps(asdict(self.longest)))

    def _wait(self) -> None:
        from twisted.internet import reactor  # not before Scrapy has chosen one

        self._due, self._spent = time.monotonic() + EVERY, time.thread_time()
        reactor.callLater(EVERY, self._beat)  # type: ignore[arg-type]  # zope's interfaces declare no self

    def _beat(self) -> None:
        if self._beating:
            self.longest.wall = max(self.longest.wall, time.monotonic() - self._due)
            self.longest.cpu = max(self.longest.cpu, time.thread_time() - self._spent)
            self._wait()
