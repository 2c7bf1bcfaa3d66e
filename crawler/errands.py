"""A spider that does one errand for a command, without a ledger: it looks, brings back what it found, and ends."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from typing import ClassVar, Generic, TypeVar

import scrapy
from scrapy import Request
from scrapy.settings import BaseSettings

T = TypeVar("T")


class ErrandSpider(scrapy.Spider, Generic[T]):
    """Goes to the ``addresses`` and appends what it brings back to ``delivered``; nothing where it was cut off."""

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

    async def start(self) -> AsyncIterator[Request]:
        """Do the errand; there is nothing to yield."""
        self.delivered.append(await self.errand())
        if False:
            yield  # an async generator, as Scrapy wants
