"""The process in which an order is carried out, told where and to go on from its input.

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

from crawler.archive.command import open_up_to_date
from crawler.books.bookkeeping import COMPLAINT
from crawler.cluster import sharing, texts
from crawler.cluster.orders import LOG, ORDER, SHARD, ArchiveOrder, Order, PagesOrder, Piece
from crawler.cluster.sharing import SharingMiddleware
from crawler.cluster.texts import TextsPipeline
from crawler.console.counting import counted
from crawler.sites import SiteEntry
from crawler.spiders.base import LedgerSpider
from crawler.spiders.news import NewsSpider
from crawler.spiders.turn import Turn
from crawler.spiders.warc import WarcSpider
from crawler.storage.pages.rereading import Chosen, choose
from crawler.storage.pages.staging import Staging
from crawler.storage.search.selection import Selection
from crawler.workers.rereading import file_staged, rules_of, stage


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


def carry_out() -> None:
    """Do what the order says that lies in the folder named by the input, and print how that ended as a JSON object.

    ``complaint`` is null where a visit came to its own end, and where nothing is to be said of archived pages.
    """
    patience, folder = _instructions()
    threading.Thread(target=_die_of_silence, args=(patience,), daemon=True).start()
    os.chdir(folder)
    order: Order | ArchiveOrder | PagesOrder = pickle.loads((folder / ORDER).read_bytes())
    settings = settings_of(order, folder)
    complaint = read_again(order, folder, settings) if isinstance(order, PagesOrder) else _crawl(order, settings)
    print(json.dumps({"complaint": complaint}), flush=True)  # noqa: T201 - the worker reads it


def _crawl(order: Order | ArchiveOrder, settings: Settings) -> str | None:
    """Crawl; returns the crawl's complaint."""
    process = AsyncCrawlerProcess(settings)
    spider, arguments = _spider(order)
    crawler: Crawler = process.create_crawler(spider)
    crawling = asyncio.ensure_future(process.crawl(crawler, **arguments))
    process.start()
    crawling.result()
    complaint: str | None = crawler.stats.get_value(COMPLAINT)
    return complaint


def read_again(order: PagesOrder, folder: Path, settings: Settings) -> str | None:
    """Read the order's kept pages again and stage them, file them too where they go on as stories.

    Returns what is to be said of those that stay as they are.
    """
    database = folder / SHARD
    with open_up_to_date(database) as reader:
        rules = rules_of(reader, order.rules)
        chosen = Chosen(list(order.pages), 0) if order.pages else choose(reader, Selection(), others=True)
    staging = Staging(database)
    try:
        stage(chosen.pages, staging, database, rules, settings)
        if order.mark is None:
            return None
        file_staged(chosen.pages, staging, database)
        lost = sum(row[2] in ("unreadable", "emptied") for row in staging.verdicts()) + chosen.pageless
        if not lost:
            return None
        stories = counted(lost, "story", "stories")
        return f"{order.address}: of {stories} no page is kept or can be read; what is filed stays"
    finally:
        staging.close()


def _spider(order: Order | ArchiveOrder) -> tuple[type[LedgerSpider], dict[str, Any]]:
    if isinstance(order, Order):
        return OneSite, {"entry": order.entry, "arguments": dict(order.arguments)}
    return WarcSpider, {"path": order.path}


def settings_of(order: Order | Piece, folder: Path) -> Settings:
    """The settings of the crawl: those of whoever runs the cluster, but for what is the worker's own."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    given: dict[str, Any] = dict(order.settings)
    readers = given.get("EXTRACT_WORKERS") or 1  # one a crawl: a worker runs several side by side
    own: dict[str, Any] = {
        "DATABASE": str(folder / SHARD),
        "LOG_FILE": str(folder / LOG),
        "EXTRACT_WORKERS": readers,
        "LOG_VERSIONS": [],  # to look them up takes longer than a page
    }
    settings.setdict(given | own, "cmdline")
    if isinstance(order, Order):
        settings.setdict({"OWN_DOMAINS": list(order.sole), "SHARING_FOLDER": str(folder)}, "cmdline")
        settings["DOWNLOADER_MIDDLEWARES"].set(SharingMiddleware, sharing.PRIORITY)
        settings["ITEM_PIPELINES"].set(TextsPipeline, texts.PRIORITY)
    return settings


def _instructions() -> tuple[float, Path]:
    """The seconds of silence after which to die, and the folder of the order: the first line of the input."""
    line = b""
    while (byte := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n"):
        line += byte
    patience, folder = json.loads(line)
    return patience, Path(folder)


def _die_of_silence(patience: float) -> None:
    """Kill this process where its input ends, or brings nothing for ``patience`` seconds."""
    heard = True
    while heard:
        ready, _, _ = select.select([sys.stdin.fileno()], [], [], patience)
        heard = bool(ready and os.read(sys.stdin.fileno(), 1024))
    os.kill(os.getpid(), signal.SIGKILL)
