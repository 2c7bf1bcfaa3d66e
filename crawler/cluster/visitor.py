"""python -m crawler.cluster.visitor FOLDER: the process in which an order is carried out, told to go on from its input.

It goes on only as long as somebody says so: where nothing comes for a while, or the input ends, it dies at once. So a
site is let go of by a worker that is dead, hangs, or is cut off from its scheduler, before another takes it up.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import select
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.bookkeeping import COMPLAINT
from crawler.cluster.orders import LOG, ORDER, SHARD, ArchiveOrder, Order
from crawler.sites import SiteEntry
from crawler.spiders.base import LedgerSpider
from crawler.spiders.news import NewsSpider
from crawler.spiders.warc import WarcSpider
from crawler.turn import Turn


class OneSite(NewsSpider):
    """``scrapy crawl news`` for the one site of an order; whether it is due was decided where the order was made."""

    def __init__(self, entry: SiteEntry, arguments: dict[str, str]) -> None:
        LedgerSpider.__init__(self, **arguments)
        self.expect([entry])

    async def gather(self) -> None:
        """Give the site its turn."""
        (entry,) = self.entries
        self.turns[entry.name] = Turn(self, entry)
        await self._visit(self.turns[entry.name])


def main() -> None:
    """Crawl, and print how that ended as a JSON object: ``complaint`` is null where the visit came to its own end."""
    folder, patience = Path(sys.argv[1]), float(sys.argv[2])
    threading.Thread(target=_die_of_silence, args=(patience,), daemon=True).start()
    order: Order | ArchiveOrder = pickle.loads((folder / ORDER).read_bytes())
    process = AsyncCrawlerProcess(settings_of(order, folder))
    spider, arguments = _spider(order)
    crawler: Crawler = process.create_crawler(spider)
    crawling = asyncio.ensure_future(process.crawl(crawler, **arguments))
    process.start()
    crawling.result()
    print(json.dumps({"complaint": crawler.stats.get_value(COMPLAINT)}))  # noqa: T201 - the worker reads it


def _spider(order: Order | ArchiveOrder) -> tuple[type[LedgerSpider], dict[str, Any]]:
    if isinstance(order, Order):
        return OneSite, {"entry": order.entry, "arguments": dict(order.arguments)}
    return WarcSpider, {"path": order.path}


def settings_of(order: Order | ArchiveOrder, folder: Path) -> Settings:
    """The settings of the crawl: those of whoever runs the cluster, but for what is the worker's own."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    given: dict[str, Any] = dict(order.settings)
    readers = given.get("EXTRACT_WORKERS") or 1  # one a crawl: a worker runs several side by side
    own = {"DATABASE": str(folder / SHARD), "LOG_FILE": str(folder / LOG), "EXTRACT_WORKERS": readers}
    settings.setdict(given | own, "cmdline")
    return settings


def _die_of_silence(patience: float) -> None:
    """Kill this process where its input ends, or brings nothing for ``patience`` seconds."""
    heard = True
    while heard:
        ready, _, _ = select.select([sys.stdin.fileno()], [], [], patience)
        heard = bool(ready and os.read(sys.stdin.fileno(), 1024))
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
