"""Unpacks compressed answers, and tells those that came cut off: half a page must not pass for a page."""

from __future__ import annotations

import asyncio
import re

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.fetch.unpacking import TooMuch, unpack

CUT_OFF = "cut off"
"""The flag of a response whose compressed body ends before its end."""

_LOST = "dataloss"
"""Scrapy's flag of a response that is shorter or otherwise chunked than its server said."""
_END = re.compile(rb"</html\s*>\s*(?:<!--[^<>]*-->\s*)*\Z", re.IGNORECASE)
_END_AMONG = 4096
"""Bytes at the end of a page in which its end, and the remarks of caches after it, are looked for."""

_QUICK = 256 * 1024
"""Packed bytes that give up to ``_QUICK_UNPACKED`` within 30 ms: most pages do, and a thread would cost more."""
_QUICK_UNPACKED = 16 * 1024 * 1024

MOST_UNPACKED = "most_unpacked"
"""The key in a request's ``meta`` of the bytes that its answer may unpack to, where these are not its own limit."""


class WholenessMiddleware(HttpCompressionMiddleware):
    """Unpacks as Scrapy's does, but each body once, in time that does not grow with the square of its size."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def process_response(  # type: ignore[override]  # which Scrapy awaits
        self, request: Request, response: Response
    ) -> Request | Response:
        """The response unpacked, flagged where its body was not whole; the request where it is to be tried again.

        Raises ``IgnoreRequest`` for one too large, ``ResponseDataLossError`` for one that broke off. A page that ends
        as pages end is whole, whatever its server said of its length: so do browsers take it.
        """
        answer, was_packed = await self._unpacked(request, response)
        came_whole = was_packed and CUT_OFF not in answer.flags
        if _LOST not in response.flags or came_whole or _END.search(answer.body[-_END_AMONG:]):
            return answer
        spider = self.crawler.spider
        again = get_retry_request(request, spider=spider, reason=ResponseDataLossError) if spider else None
        if again is None:
            raise ResponseDataLossError
        return again

    async def _unpacked(self, request: Request, response: Response) -> tuple[Response, bool]:
        """The response unpacked, and whether it was packed."""
        packings, others = self._split_encodings(_named(response.headers.getlist(b"Content-Encoding")))
        if not packings and _is_gzip_called_text(response):
            packings = [b"gzip"]
        if not packings or not response.body:
            return response, False
        limit: int = request.meta.get(MOST_UNPACKED) or request.meta.get("download_maxsize", self.limit)
        names = [packing.decode("latin-1") for packing in packings]
        try:
            if len(response.body) <= _QUICK and 0 < limit <= _QUICK_UNPACKED:
                unpacked = unpack(response.body, names, limit)
            else:
                unpacked = await asyncio.to_thread(unpack, response.body, names, limit)
        except TooMuch as error:
            raise IgnoreRequest(f"{response} unpacks to more than DOWNLOAD_MAXSIZE ({limit} B)") from error
        response.headers[b"Content-Encoding"] = others
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=unpacked.body)
        if not others:
            del response.headers[b"Content-Encoding"]
        # replace() would guess the encoding of the packed body where no header tells one, which takes long.
        kept = {name: getattr(response, name) for name in Response.attributes if name != "body"}
        answer = kind(**kept, body=unpacked.body)
        if not unpacked.whole:
            answer.flags.append(CUT_OFF)
        return answer, unpacked.body is not response.body


def _named(said: list[bytes]) -> list[bytes]:
    """The names in the header's lines, without the quotes around one, and commas that nothing follows."""
    names = [name.strip(b' \t"') for line in said for name in line.split(b",")]
    return [name for name in names if name]


def _is_gzip_called_text(response: Response) -> bool:
    """Whether a server packed a page and forgot to say so; a file to be had as gzip is of another type."""
    kind = (response.headers.get(b"Content-Type") or b"").lower()
    return kind.startswith(b"text/html") and response.body.startswith(b"\x1f\x8b\x08")
