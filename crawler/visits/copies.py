"""Files a story from the copy that its site hands out, by the same way as a page."""

from __future__ import annotations

import re
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.records import Copy, FetchedPage, LedgerEntry

COPY = "copy"
"""The key in a request's ``meta`` of the copy that answers it."""
COMPARE = "compare"
"""The key in a request's ``meta`` that asks to fetch the page as well."""

HALF_AS_LONG_AGAIN = 1.5
_TAG = re.compile(rb"<script.*?</script>|<[^>]*>", re.S)


def meta_with(copy: Copy, *, compare: bool) -> dict[str, Any]:
    """The ``meta`` of a request that is answered from ``copy``; a refresh that a story quotes leads nowhere."""
    return {COPY: copy, COMPARE: compare, "dont_redirect": True}


class CopyMiddleware:
    """Answers a request from the copy it carries, after robots.txt had its say and without troubling the site."""

    def process_request(self, request: Request) -> Response | None:
        """The copy as a response; None for a request without one."""
        copy: Copy | None = request.meta.get(COPY)
        return HtmlResponse(request.url, body=copy.html, encoding="utf-8") if copy else None


def may_say_more(copy: Copy, text: str) -> bool:
    """Whether the copy is half as long again as ``text``, its markup left out."""
    return len(_TAG.sub(b"", copy.html)) > len(text.encode()) * HALF_AS_LONG_AGAIN


def page_of(copy: Copy, entry: LedgerEntry) -> FetchedPage:
    """The copy in the form of the page for which it stands."""
    return FetchedPage(
        url=entry.url,
        final_url=entry.url,
        site=entry.site,
        status=200,
        headers=(),
        body=copy.html,
        encoding="utf-8",
        requested_at=copy.read_at,
        origin=copy.origin,
        attempts=entry.attempts,
    )
