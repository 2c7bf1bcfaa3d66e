"""Follows the refresh that a page's head asks for, by that head alone: the page may have megabytes in any encoding.

So may its server ask in a header, and a short page that has a script only, which does nothing but lead elsewhere.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse, Response
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler.fetch.fetching import content_type

HEAD = 16 * 1024
"""Bytes of a page that are looked at; Scrapy looks at 4,096 characters, but has all of them decoded for that."""
MOST_BESIDE_A_SCRIPT = 4 * 1024
"""Bytes of a page of which a script is taken to be all that matters."""
MOST_WORDS = 200
"""Bytes of text that such a page may show, as to say that one should click."""

_LEADS_ON = re.compile(
    rb"<script\b[^>]{0,200}>\s*(?:<!--\s*)?(?:(?:window|document|self|top|parent)\.){0,2}location(?:\.href)?\s*"
    rb"(?:=|\.(?:replace|assign)\s*\()\s*([\"'])([^\"'<>\s#][^\"'<>\s]{0,2000})\1\s*\)?\s*;?\s*(?:(?://)?\s*-->\s*)?</script>",
    re.I,
)
_OF_A_SERVER = re.compile(rb"\s*(\d{1,9})[\d.]*\s*[;,]\s*(?:url\s*=\s*)?([\"']?)(\S.{0,2000}?)\2\s*", re.I)
"""The header ``Refresh``: seconds, and where to."""
_NOT_SHOWN = re.compile(rb"<(script|noscript|style|title)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.I | re.S)


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, which guesses a second and a half at the encoding of a page of 16 MB, while all else stands still."""

    def process_response(  # type: ignore[override]  # Scrapy no longer hands over the spider
        self, request: Request, response: Response
    ) -> Request | Response:
        """The request that the page asks for, else the response."""
        if not isinstance(response, HtmlResponse) and "Refresh" not in response.headers:
            return response
        head = response.body[:HEAD]
        if len(response.body) > HEAD:
            head = head[: head.rfind(b">") + 1]  # no half character is left
        try:
            short = HtmlResponse(
                response.url,
                status=response.status,
                headers=response.headers,
                body=_refresh_by_server(response) + _refresh_by_script(response.body) + head,
                encoding=_encoding(head, content_type(response)),
            )
            answer = super().process_response(request, short)
        except (ValueError, LookupError):
            return response  # its base or refresh is no address, or its encoding none for text, as idna and rot13
        return response if answer is short else answer


def _refresh_by_server(response: Response) -> bytes:
    """The refresh that the answer's header asks for, as pages write it; nothing where it asks for none.

    Raises ``ValueError`` where it leads to what is no address.
    """
    asked = _OF_A_SERVER.fullmatch(response.headers.get("Refresh") or b"")
    if asked is None:
        return b""
    return _refresh(int(asked[1]), urljoin(response.url, asked[3].decode("latin-1")))


def _refresh_by_script(body: bytes) -> bytes:
    """The refresh that a page means which only has a script that leads elsewhere; nothing for any other page.

    One that sets a cookie first would lead in circles.
    """
    if len(body) > MOST_BESIDE_A_SCRIPT or b"document.cookie" in body:
        return b""
    leads_on = _LEADS_ON.search(body)
    if leads_on is None or len(b"".join(_NOT_SHOWN.sub(b"", body).split())) > MOST_WORDS:
        return b""
    return _refresh(0, leads_on[2].decode("latin-1"))


def _refresh(seconds: int, address: str) -> bytes:
    return f'<meta http-equiv="refresh" content="{seconds}; url={escape(address)}">'.encode("latin-1")


def _encoding(head: bytes, declared: str) -> str:
    named = read_bom(head)[0] or http_content_type_encoding(declared) or html_body_declared_encoding(head)
    if named:
        return str(named)
    try:
        head.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
