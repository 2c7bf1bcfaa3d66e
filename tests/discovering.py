"""Runs discovery against a loopback server. The crawl tests run it through Scrapy; here a plain client is quicker."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from datetime import UTC, datetime

from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.discovery import Discovery
from crawler.records import Candidate
from crawler.trouble import Trouble, Unfetched, answer_trouble

_client = urllib.request.build_opener(urllib.request.ProxyHandler({}))


async def fetch(url: str, *, max_size: int | None = None) -> Response:
    """The response to a GET, or ``Unfetched``, as ``crawler.fetching.Fetch`` has it."""
    response = await asyncio.to_thread(_get, url)
    if trouble := answer_trouble(response, datetime.now(UTC)):
        raise Unfetched(trouble)
    if max_size is not None and len(response.body) > max_size:
        raise Unfetched(Trouble("skip", "page too large"))
    return response


def _get(url: str) -> Response:
    try:
        with _client.open(url, timeout=10) as answer:
            body, status, final, headers = answer.read(), answer.status, answer.url, answer.headers
    except urllib.error.HTTPError as error:
        body, status, final, headers = error.read(), error.code, url, error.headers
    except OSError as error:
        raise Unfetched(Trouble("wait", "connection failed")) from error
    kind = responsetypes.from_args(headers={b"Content-Type": headers["Content-Type"].encode()}, url=final, body=body)
    return kind(final, status=status, body=body)


def discover(url: str) -> tuple[list[Candidate], Discovery]:
    """What discovery finds at ``url``, and the discovery itself to ask how."""
    discovery = Discovery(url, fetch)

    async def look() -> list[Candidate]:
        return [candidate async for candidate in discovery.candidates()]

    return asyncio.run(look()), discovery
