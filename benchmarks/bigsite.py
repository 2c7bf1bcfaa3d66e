"""A news site of any size on loopback, made as it is asked for: sitemaps of a thousand posts, and the posts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PER_SITEMAP = 1000

_POST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story {n}</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2024-05-03T08:00:00Z">
</head><body><header><nav><a href="/">Home</a></nav></header><main><article><h1>Story {n} from Town {n}</h1>
<div class="entry-content"><p>The council of Town {n} voted on Tuesday to close bridge {n} for repairs until spring.</p>
<p>Engineers found cracks in two of its four piers in August, and traffic has been limited to one lane since then.</p>
<p>Shopkeepers asked for a footbridge, which the council of Town {n} will discuss when it meets again in May.</p></div>
</article></main><footer>All rights reserved</footer></body></html>"""


class BigSite:
    """The site, at ``url``, with ``posts`` posts; counts the posts and sitemaps that were asked for."""

    def __init__(self, posts: int) -> None:
        self.posts = posts
        self.url = ""
        self.sitemaps_served: set[int] = set()
        self.served: list[int] = []
        self.asked = threading.Event()

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, type and body for a path."""
        kind, _, number = path.strip("/").partition("-")
        if path == "/robots.txt":
            return 200, "text/plain", f"Sitemap: {self.url}/sitemap.xml"
        if path == "/sitemap.xml":
            count = -(-self.posts // PER_SITEMAP)
            return 200, "text/xml", _xml("sitemapindex", "sitemap", (f"{self.url}/map-{n}" for n in range(count)))
        if kind == "map" and number.isdecimal():
            start = int(number) * PER_SITEMAP
            self.sitemaps_served.add(int(number))
            numbers = range(start, min(start + PER_SITEMAP, self.posts))
            return 200, "text/xml", _xml("urlset", "url", (f"{self.url}/post-{n}" for n in numbers))
        if kind == "post" and number.isdecimal():
            self.served.append(int(number))
            self.asked.set()
            return 200, "text/html; charset=utf-8", _POST.format(n=int(number))
        return 404, "text/html", "<h1>Not found</h1>"


@contextmanager
def serving(posts: int) -> Iterator[BigSite]:
    """The site, running in a thread until the block ends."""
    site = BigSite(posts)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(lambda r, w: _talk(site, r, w), "127.0.0.1", 0))
    site.url = "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        loop.call_soon_threadsafe(lambda: loop.call_later(0.2, loop.stop))
        thread.join()


async def _talk(site: BigSite, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        while request := await reader.readuntil(b"\r\n\r\n"):
            status, kind, text = site.answer(request.split(b" ", 2)[1].decode())
            body = text.encode()
            head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    writer.close()


def _xml(root: str, entry: str, addresses: Iterator[str]) -> str:
    stamp = "<lastmod>2024-05-03T08:00:00Z</lastmod>"
    entries = "".join(f"<{entry}><loc>{address}</loc>{stamp}</{entry}>" for address in addresses)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'
