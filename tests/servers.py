"""A small news site on loopback, made of the routes that a test gives it, and a way to run scrapy against it."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.zygote import Running, zygote

ROOT = Path(__file__).resolve().parent.parent
LIMIT = float(os.environ.get("SCRAPY_LIMIT", "300"))
"""Seconds that a command may take."""
SO_TIMESTAMPNS = 35
"""Linux's option that has the kernel note when what is read came in."""

PARAGRAPHS = (
    "The council of {place} voted on Tuesday to close the old bridge for repairs that will take until the spring.",
    "Engineers found cracks in two of its four piers in August, and traffic has been limited to one lane since.",
    "“Nobody wants the detour, but nobody wants to be on the bridge when it goes either,” the mayor said.",
    "Shopkeepers in {place} asked for a footbridge, which the council will discuss when it meets again in May.",
)


@dataclass(frozen=True)
class Answer:
    """What the server sends."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass(frozen=True)
class Received:
    """A request that the server got from the address ``sender``.

    ``at`` is when it came in, in monotonic seconds: by the kernel's word, however late this process gets to read it.
    """

    path: str
    headers: Mapping[str, str]
    at: float
    sender: str = ""


Route = Answer | bytes | str | Callable[[Received], Answer]


class NewsServer:
    """The routes by path (query included), and the requests so far."""

    def __init__(self, url: str, routes: dict[str, Route]) -> None:
        self.url = url
        self.routes = routes
        self.requests: list[Received] = []

    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt left out."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def answer(self, request: Received) -> Answer:
        self.requests.append(request)
        route = self.routes.get(request.path, Answer(b"<h1>Not found</h1>", 404))
        if callable(route):
            route = route(request)
        if isinstance(route, str):
            route = Answer(route.replace("{url}", self.url).encode())
        return Answer(route) if isinstance(route, bytes) else route


@contextmanager
def serving(
    routes: dict[str, Route], host: str = "127.0.0.1", port: int = 0, keep_alive: bool = True
) -> Iterator[NewsServer]:
    """A server with these routes, which a test may change while it runs; at any free port unless one is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1" if keep_alive else "HTTP/1.0"
        disable_nagle_algorithm = True  # or every body waits 40 ms for its header's acknowledgement

        def handle_one_request(self) -> None:
            self.came_in = _came_in(self.connection)
            super().handle_one_request()

        def do_GET(self) -> None:
            answer = site.answer(Received(self.path, dict(self.headers.items()), self.came_in, self.client_address[0]))
            time.sleep(answer.delay)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(answer.body)

        def log_message(self, *args: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: Any) -> None:
            return  # clients that hang up are part of the tests

    with Server((host, port), Handler) as server:
        server.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)  # which its connections inherit
        site = NewsServer(f"http://{host}:{server.server_address[1]}", routes)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def _came_in(connection: socket.socket) -> float:
    """When the next request came in, in monotonic seconds; waits for it."""
    _, notes, _, _ = connection.recvmsg(1, 128, socket.MSG_PEEK)
    times = [struct.unpack("ll", note) for _, kind, note in notes if kind == SO_TIMESTAMPNS]
    late = time.time() - (times[0][0] + times[0][1] / 1e9) if times else 0.0
    return time.monotonic() - late


def story(headline: str, *paragraphs: str, head: str = "", tail: str = "") -> str:
    """A page with an article; four paragraphs of its own unless some are given."""
    texts = paragraphs or tuple(text.format(place=headline.split()[-1]) for text in PARAGRAPHS)
    body = "\n".join(f"<p>{text}</p>" for text in texts)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{headline}</title>"
        f'<meta property="og:type" content="article"><meta property="og:title" content="{headline}">{head}</head>'
        f"<body><header><nav><a href='/'>Home</a></nav></header><main><article><h1>{headline}</h1>"
        f"<div class='entry-content'>{body}{tail}</div></article></main></body></html>"
    )


def sitemap(*locs: str, lastmod: str | None = None) -> Answer:
    """A sitemap that lists these addresses."""
    stamp = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    urls = "".join(f"<url><loc>{loc}</loc>{stamp}</url>" for loc in locs)
    text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return Answer(text.encode(), content_type="application/xml")


QUICK = {
    "ALLOW_PRIVATE_ADDRESSES": "True",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "RETRY_TIMES": "0",
    "EXTRACT_WORKERS": "1",
}
"""Settings under which a crawl of a loopback server takes no longer than it must."""


def environment() -> dict[str, str]:
    """This process's environment, without proxies that would stand between a crawl and a loopback server."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def scrapy(*arguments: str, stdin: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy`` in a process of its own, with ``settings`` over the quick ones."""
    command = [*arguments, *_options(settings)]
    given = None if stdin is None else stdin.encode()
    return subprocess.CompletedProcess(command, *zygote().run(command, environment(), given, LIMIT))


def under_way(*arguments: str, **settings: str) -> Running:
    """``scrapy`` under way in a process group of its own, killed where a ``with`` leaves it."""
    return zygote().begin([*arguments, *_options(settings)], environment(), apart=True)


def _options(settings: Mapping[str, str]) -> list[str]:
    return [part for name, value in {**QUICK, **settings}.items() for part in ("-s", f"{name}={value}")]
