"""Fetches what discovery and multi-page stories need, under the same rules as every other request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetch.trouble import Unfetched, answer_trouble, trouble_of


def content_type(response: Response) -> str:
    """The Content-Type header; empty where there is none."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def link_headers(response: Response) -> list[str]:
    """The values of the Link headers."""
    return [header.decode("latin-1") for header in response.headers.getlist(b"Link")]


class Fetch(Protocol):
    """What discovery asks for: the response to a GET of ``url``, or ``Unfetched`` with the reason."""

    async def __call__(
        self, url: str, *, max_size: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Return a response with status 200; ``max_size`` in bytes stands in for DOWNLOAD_MAXSIZE."""


class Fetcher:
    """A ``Fetch`` through a crawler's engine: robots.txt, delays, limits and the address guard all apply."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    async def __call__(
        self, url: str, *, max_size: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Return the response; raises ``Unfetched`` for anything but a page that was delivered whole."""
        meta = {} if max_size is None else {"download_maxsize": max_size}
        try:
            request = Request(url, callback=NO_CALLBACK, headers=dict(headers or {}), meta=meta, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            raise Unfetched(trouble_of(error)) from error
        if trouble := answer_trouble(response, datetime.now(UTC)):
            raise Unfetched(trouble)
        return response
