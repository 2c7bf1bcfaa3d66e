"""Runs discovery against a loopback server. The crawl tests run it through Scrapy; here a plain client is quicker."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from crawler.fetch.trouble import Trouble, Unfetched, answer_trouble
from crawler.records.finds import Candidate, Document

NOWHERE = "http://127.0.0.1:1/"
"""An address where nobody answers."""

_client = urllib.request.build_opener(urllib.request.ProxyHandler({}))


async def fetch(url: str, *, max_size: int | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """The response to a GET, or ``Unfetched``, as ``crawler.fetch.fetching.Fetch`` has it."""
    response = await asyncio.to_thread(_get, urllib.request.Request(url, headers=dict(headers or {})))
    if trouble := answer_trouble(response, datetime.now(UTC)):
        raise Unfetched(trouble)
    if max_size is not None and len(response.body) > max_size:
        raise Unfetched(Trouble("skip", "page too large"))
    return response


def _get(request: urllib.request.Request) -> Response:
    try:
        with _client.open(request, timeout=10) as answer:
            body, status, final, headers = answer.read(), answer.status, answer.url, answer.headers
    except urllib.error.HTTPError as error:
        body, status, final, headers = error.read(), error.code, request.full_url, error.headers
    except OSError as error:
        raise Unfetched(Trouble("wait", "connection failed")) from error
    kind = responsetypes.from_args(headers={b"Content-Type": headers["Content-Type"].encode()}, url=final, body=body)
    return kind(final, status=status, body=body, headers=dict(headers.items()))


def discover(
    url: str,
    known: Iterable[Document] = (),
    wordpress_com: str = NOWHERE,
    heard: Iterable[str] = (),
    noise: frozenset[str] = frozenset(),
    newest_only: bool = False,
) -> tuple[list[Candidate], Discovery]:
    """What discovery finds at ``url``, given what was ``known`` and ``heard`` of; the discovery to ask how."""

    async def unheard(urls: Sequence[str]) -> set[str]:
        return set(urls) - set(heard)

    discovery = Discovery(
        url, Library(fetch, known, unheard, noise=noise, newest_only=newest_only), usual_sources(wordpress_com)
    )

    async def look() -> list[Candidate]:
        return [candidate async for candidate in discovery.candidates()]

    return asyncio.run(look()), discovery
