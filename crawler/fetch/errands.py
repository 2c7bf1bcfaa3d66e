"""A spider that does one errand for a command, without a ledger: it looks, brings back what it found, and ends."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from typing import ClassVar, Generic, TypeVar

import scrapy
from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.fetch.leaving import forget_cancelled

T = TypeVar("T")


class ErrandSpider(scrapy.Spider, Generic[T]):
    """Goes to the ``addresses`` and appends what it brings back to ``delivered``; nothing where it was cut off.

    After LOOK_TIMEOUT it comes back with what it has: somebody waits, and a server may take any time over its answers.
    """

    name = "errand"
    pause: ClassVar[float] = 0.5  # seconds between two requests at most: somebody is watching, and there are only a few

    def __init__(self, addresses: Sequence[str], delivered: list[T]) -> None:
        super().__init__()
        self.addresses = addresses
        self.delivered = delivered

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Hurry as much as is decent."""
        settings.set("DOWNLOAD_DELAY", min(settings.getfloat("DOWNLOAD_DELAY"), cls.pause), priority="spider")
        settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")

    @abstractmethod
    async def errand(self) -> T:
        """What the spider brings back."""

    @abstractmethod
    def overdue(self, reason: str) -> T:
        """What the spider brings back when its time is up, for which ``reason`` has the words."""

    async def start(self) -> AsyncIterator[Request]:
        """Do the errand; there is nothing to yield."""
        seconds = self.settings.getfloat("LOOK_TIMEOUT")
        try:
            async with asyncio.timeout(seconds or None) as limit:
                found = await self.errand()
        except TimeoutError:
            if not limit.expired():
                raise
            found = self.overdue(f"not done within {seconds:g} s")
            forget_cancelled(self.crawler)
        self.delivered.append(found)
        if False:
            yield  # an async generator, as Scrapy wants
