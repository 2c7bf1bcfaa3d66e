"""From a response to a page that can be read, with all of its parts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scrapy.http import Response
from w3lib.encoding import http_content_type_encoding

from crawler.addresses import without_login
from crawler.fetch.apart import Apart, in_thread
from crawler.fetch.continuation import further_pages
from crawler.fetch.fetching import Fetch, content_type
from crawler.fetch.sniffing import SAMPLE, Kind, kind_of
from crawler.fetch.trouble import Trouble, Unfetched, answer_trouble, broken_off
from crawler.records.pages import FetchedPage, FurtherPage, LedgerEntry

NOT_MODIFIED = 304
END = 4096
"""Bytes at the end of a page among which its ``</html>`` is looked for."""
TRIES = 2
"""Attempts after which a page that never has an end is taken as it is."""
_LONGEST = 100  # characters of a Content-Type in a reason
WEB_PAGES: frozenset[Kind] = frozenset({"html"})


async def receive(
    response: Response,
    entry: LedgerEntry,
    fetch: Fetch,
    apart: Apart = in_thread,
    *,
    readable: frozenset[Kind] = WEB_PAGES,
) -> FetchedPage:
    """The page in the response, with the further pages of its story; raises ``Unfetched`` where there is none.

    Whether there are any is found out ``apart``; ``readable`` are the kinds of document that count as a page.
    """
    if (
        trouble := answer_trouble(response, datetime.now(UTC))
        or broken_off(response)
        or _unfinished(response, entry)
        or _unreadable(response, readable)
    ):
        raise Unfetched(trouble)
    return FetchedPage(
        url=entry.url,
        final_url=without_login(response.url),
        site=entry.site,
        status=response.status,
        headers=_headers(response),
        body=response.body,
        encoding=http_content_type_encoding(content_type(response)),
        requested_at=requested_at(response),
        continuations=tuple([_further(page) for page in await further_pages(response, fetch, apart)]),
        announced=entry.announced,
        attempts=entry.attempts,
    )


def requested_at(response: Response) -> datetime:
    """When the request was sent, by the time that the server took to answer."""
    return datetime.now(UTC) - timedelta(seconds=response.meta.get("download_latency", 0.0))


def _unfinished(response: Response, entry: LedgerEntry) -> Trouble | None:
    """The trouble with an answer that told no length and ends before its ``</html>``, unless it always does."""
    body = response.body[-END:] if "partial" in response.flags and entry.attempts < TRIES else b"</html>"
    if b"</html" in body.lower() or b"<html" not in response.body[:SAMPLE].lower():
        return None
    return Trouble("wait", "connection broke off", "no length was told, and the page has no end", response.status)


def _unreadable(response: Response, readable: frozenset[Kind]) -> Trouble | None:
    kind = kind_of(response.body, content_type(response))
    if kind in readable:
        return None
    if kind == "empty":
        return Trouble("wait", "empty answer", status=response.status)  # PHP that breaks down says no more
    return Trouble("skip", f"not a web page but {kind}", _said(response), response.status)


def _said(response: Response) -> str:
    """What the server calls the document, as far as that can be shown to anybody."""
    return "".join(filter(str.isprintable, content_type(response)))[:_LONGEST]


def _further(response: Response) -> FurtherPage:
    return FurtherPage(response.url, response.status, _headers(response), response.body, requested_at(response))


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
