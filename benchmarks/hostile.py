"""``make bench-hostile``: how long documents of 16 MB, made to be slow, keep a crawl's reactor from its work."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.heartbeat import Block
from crawler.settings import EXTENSIONS
from tests.servers import QUICK, ROOT, Answer, Route, environment, serving, story

SIZE = 16 * 1024 * 1024 - 4096
"""Bytes, just below what a crawl takes of a page."""
HTML, JSON, XML = "text/html", "application/json", "application/xml"
Documents = Mapping[str, tuple[str, bytes]]
"""Path: type and body of what is answered there."""


def filled(before: bytes, piece: bytes, after: bytes = b"") -> bytes:
    """A document of ``SIZE`` bytes or little less."""
    return before + piece * ((SIZE - len(before) - len(after)) // len(piece)) + after


FEED = (XML, b'<rss version="2.0"><channel><title>A</title><item><link>/2024/05/01/a/</link></item></channel></rss>')
TYPES = (JSON, b'{"post": {"rest_base": "posts"}}')
PAGES: Mapping[str, Callable[[], Documents]] = {
    "nothing of the kind": lambda: {"/feed/": FEED, "/2024/05/01/a/": (HTML, story("Bridge closes").encode())},
    "a front page of words in an encoding that it does not tell": lambda: {
        "/": (HTML, filled(b"<html>", b"<p>w\xf6rds \xe4nd</p>\n")),
        "/feed/": FEED,
    },
    "a front page of links": lambda: {
        "/": (HTML, filled(b"<html>", b"".join(b"<a href=/2024/05/a-%d/>x</a>" % each for each in range(20_000)))),
    },
    "a feed of character references": lambda: {
        "/feed/": (XML, filled(FEED[1].partition(b"A<")[0], b"&#65;", b"</title></channel></rss>")),
    },
    "a feed of angle brackets": lambda: {
        "/feed/": (XML, filled(FEED[1].partition(b"A<")[0], b"&lt;b ", b"</title></channel></rss>")),
    },
    "a JSON feed of small items": lambda: {
        "/feed/": (
            JSON,
            filled(
                b'{"version":"https://jsonfeed.org/version/1","items":[{"url":"/1"}',
                b',{"url":"/a","content_html":"<p>x"}',
                b"]}",
            ),
        )
    },
    "posts without end": lambda: {
        "/wp-json/wp/v2/types": TYPES,
        "/wp-json/wp/v2/posts": (
            JSON,
            filled(b"[{}", b',{"link":"/a","content":{"rendered":"<p>x","protected":false}}', b"]"),
        ),
    },
    "posts that are lists": lambda: {
        "/wp-json/wp/v2/types": TYPES,
        "/wp-json/wp/v2/posts": (JSON, filled(b"[[]", b",[]", b"]")),
    },
    "a sitemap of other sites' pages": lambda: {
        "/sitemap.xml": (
            XML,
            filled(b"<urlset>", b"<url><loc>https://other.example/2024/05/a/</loc></url>", b"</urlset>"),
        ),
    },
    "a robots.txt of rules": lambda: {
        "/robots.txt": ("text/plain", b"User-agent: *\n" + b"".join(b"Allow:*%xz\n" % each for each in range(40_000))),
        "/feed/": FEED,
    },
    "a story in an encoding that it does not tell": lambda: {
        "/feed/": FEED,
        "/2024/05/01/a/": (HTML, filled(story("Bridge closes").encode(), b"<p>w\xf6rds \xe4nd</p>\n")),
    },
    "a story that leads to pages of itself": lambda: {
        "/feed/": FEED,
        "/2024/05/01/a/": (
            HTML,
            filled(story("Bridge closes").encode(), b"<a class='post-page-numbers' href='x'>2</a>"),
        ),
    },
}


def held(documents: Documents, folder: Path) -> Block:
    """The longest that a crawl of a site with these documents kept its reactor from its work."""
    routes: dict[str, Route] = {path: Answer(body, content_type=kind) for path, (kind, body) in documents.items()}
    heartbeat = folder / "heartbeat.json"
    extensions = json.dumps(EXTENSIONS | {"benchmarks.heartbeat.Heartbeat": 0})
    settings = {**QUICK, "DATABASE": str(folder / "news.db"), "EXTENSIONS": extensions}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    with serving(routes) as site:
        command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={site.url}", *options]
        given = {**environment(), "HEARTBEAT": str(heartbeat), "PYTHONPATH": str(ROOT)}
        silent = subprocess.DEVNULL
        subprocess.run(command, cwd=ROOT, env=given, stdout=silent, stderr=silent, timeout=600, check=False)
    return Block.read(heartbeat)


def main() -> None:
    """Crawl a site for each of the documents, and print what held the reactor longest."""
    table = Table(title="The longest time between two turns of the reactor, in ms")
    for heading in ("a site with", "on the wall", "CPU of its thread"):
        table.add_column(heading, justify="left" if heading == "a site with" else "right")
    for name, make in PAGES.items():
        with TemporaryDirectory() as folder:
            block = held(make(), Path(folder))
        table.add_row(name, f"{1000 * block.wall:.0f}", f"{1000 * block.cpu:.0f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
