"""Files a story from the copy that its site hands out, by the same way as a page."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.records.finds import Copy

COPY = "copy"
"""The key in a request's ``meta`` of the copy that answers it."""
COMPARE = "compare"
"""The key in a request's ``meta`` that asks to fetch the page as well."""


def meta_with(copy: Copy, *, compare: bool) -> dict[str, Any]:
    """The ``meta`` of a request that is answered from ``copy``; a refresh that a story quotes leads nowhere."""
    return {COPY: copy, COMPARE: compare, "dont_redirect": True}


class CopyMiddleware:
    """Answers a request from the copy it carries, after robots.txt had its say and without troubling the site."""

    def process_request(self, request: Request) -> Response | None:
        """The copy as a response; None for a request without one."""
        copy: Copy | None = request.meta.get(COPY)
        return HtmlResponse(request.url, body=copy.html, encoding="utf-8") if copy else None
