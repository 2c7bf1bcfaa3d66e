"""Follows the refresh that a page's head asks for, by that head alone: the page may have megabytes in any encoding."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse, Response
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler.fetch.fetching import content_type

HEAD = 16 * 1024
"""Bytes of a page that are looked at; Scrapy looks at 4,096 characters, but has all of them decoded for that."""


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, which guesses a second and a half at the encoding of a page of 16 MB, while all else stands still."""

    def process_response(  # type: ignore[override]  # Scrapy no longer hands over the spider
        self, request: Request, response: Response
    ) -> Request | Response:
        """The request that the page asks for, else the response."""
        if not isinstance(response, HtmlResponse):
            return response
        head = response.body[:HEAD]
        if len(response.body) > HEAD:
            head = head[: head.rfind(b">") + 1]  # no half character is left
        short = HtmlResponse(
            response.url,
            status=response.status,
            headers=response.headers,
            body=head,
            encoding=_encoding(head, content_type(response)),
        )
        try:
            answer = super().process_response(request, short)
        except (UnicodeError, LookupError):  # some names of encodings mean none for text, such as idna and rot13
            return response
        return response if answer is short else answer


def _encoding(head: bytes, declared: str) -> str:
    named = read_bom(head)[0] or http_content_type_encoding(declared) or html_body_declared_encoding(head)
    if named:
        return str(named)
    try:
        head.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
