"""The texts of filed stories stay at the desk when a site goes out: a visit is brought those that it files anew."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler

from crawler.addresses import article_address, ledger_key
from crawler.project import path_setting
from crawler.records.filings import FILED, Filing
from crawler.storage.connection import connect_for_reading
from crawler.storage.shards.cutting import TEXT_AWAY

PRIORITY = 150
"""Of the pipeline: behind the one that reads pages, before the one that files them."""
LOOK_EVERY = 0.1
"""Seconds between two looks at whether a text has come."""

# The stories that filing may compare the page with, or keep an earlier form of.
_AWAY = f"""SELECT id, text_hash FROM articles
  WHERE (url IN (?, ?) OR id = (SELECT article_id FROM urls WHERE url = ?)) AND {TEXT_AWAY}"""


class TextAway(Exception):
    """The text of a story is not to be had from the desk, where it was changed meanwhile."""


class TextsPipeline:
    """Has the texts brought that filing compares with those of a page; raises ``TextAway``."""

    def __init__(self, crawler: Crawler) -> None:
        self._database = path_setting(crawler.settings, "DATABASE")
        self._texts = Texts(self._database.parent)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl in a worker."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the shard."""
        self._shard: sqlite3.Connection = connect_for_reading(self._database)

    async def process_item(self, item: object) -> object:
        """The filing, once the texts are there."""
        if isinstance(item, Filing) and item.article.outcome in FILED and (away := self._away(item)):
            for number, digest in away:
                self._texts.ask(number, digest)
            while any(self._texts.is_on_its_way(number, digest) for number, digest in away):
                await asyncio.sleep(LOOK_EVERY)
            if self._away(item):
                raise TextAway(item.page.url)
        return item

    def close_spider(self) -> None:
        """Let go of the shard."""
        self._shard.close()

    def _away(self, filing: Filing) -> list[tuple[int, str]]:
        try:
            told = (article_address(filing.page, filing.article), ledger_key(filing.page.final_url), filing.page.url)
        except ValueError:
            return []  # filing will say so
        return self._shard.execute(_AWAY, told).fetchall()


class Texts:
    """What a crawl and its worker tell each other of texts, by the names of empty files in their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, number: int, digest: str) -> None:
        """Say that the text of that number in the shard, and of that hash, is needed."""
        self._note(number, digest).touch()

    def wanted(self) -> list[tuple[int, str]]:
        """The texts that are needed: numbers and hashes."""
        asked = [path.name.split("-") for path in self._folder.glob("lacks-*-*")]
        return [(int(number), digest) for _, number, digest in asked]

    def brought(self, number: int, digest: str) -> None:
        """Say that the text is in the shard, or not to be had."""
        self._note(number, digest).unlink()

    def is_on_its_way(self, number: int, digest: str) -> bool:
        """Whether it is still needed."""
        return self._note(number, digest).exists()

    def _note(self, number: int, digest: str) -> Path:
        return self._folder / f"lacks-{number}-{digest}"
