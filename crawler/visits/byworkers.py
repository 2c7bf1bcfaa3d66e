"""Has a crawl's worker processes read the large documents that discovery meets, as they read its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scrapy.crawler import Crawler

from crawler.books.bookkeeping import WORKERS_UNFIT, Bookkeeper
from crawler.fetch.apart import SMALL, in_thread
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.pipelines import ExtractionPipeline
from crawler.workers.failures import ExtractionFailed
from crawler.workers.fitness import WorkersUnfit

T = TypeVar("T")


class ByWorkers:
    """The ``Apart`` of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    async def __call__(self, function: Callable[..., T], body: bytes, *args: object, small: int = SMALL) -> T:
        """As ``Apart`` has it; where no worker can do anything at all here, the crawl ends."""
        if len(body) <= small:
            return await in_thread(function, body, *args)
        pipeline = self.crawler.get_item_pipeline(ExtractionPipeline)
        assert pipeline is not None, "the ExtractionPipeline is switched off"
        try:
            return await pipeline.pool.run(function, body, *args)
        except ExtractionFailed as error:
            raise Unfetched(Trouble(error.remedy, "could not be read", str(error), status=200)) from error
        except WorkersUnfit as error:
            books = Bookkeeper.of(self.crawler)
            books.halt(str(error), WORKERS_UNFIT)
            raise Unfetched(Trouble("wait", "could not be read", str(error), status=200)) from error
