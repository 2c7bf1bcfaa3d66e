"""A small static server for the sample news site: ``python -m demo.serve`` serves it until Ctrl-C."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).with_name("site")
PORT = 8470  # stories are filed by address: the same port makes a second demo find them unchanged
PLACEHOLDER = "http://copydesk-demo.invalid"
HOST = urlsplit(PLACEHOLDER).netloc  # alone, for WordPress also writes the address in JSON's and in queries' spelling

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
INDEXES = ("index.html", "index.xml", "index.rss", "index.json")
TEXT = ("text/", "application/", "image/svg")


class Stand(BaseHTTPRequestHandler):
    """Answers GET and HEAD from one folder, with validators, and writes no log."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *connection: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer with the page, 304 where the client's copy is current, 404 where there is none."""
        path = find_page(self.folder, self.path)
        if path is None:
            self._answer(HTTPStatus.NOT_FOUND, {"Content-Type": CONTENT_TYPES[".txt"]}, b"No such page.\n")
            return
        content_type = CONTENT_TYPES.get(path.suffix, "application/octet-stream")
        body = path.read_bytes()
        if content_type.startswith(TEXT):
            body = body.replace(HOST.encode(), self._own_host().encode())
        changed = int(path.stat().st_mtime)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        validators = {"ETag": etag, "Last-Modified": formatdate(changed, usegmt=True)}
        if self._client_is_current(etag, changed):
            self._answer(HTTPStatus.NOT_MODIFIED, validators)
        else:
            self._answer(HTTPStatus.OK, validators | {"Content-Type": content_type}, body)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: the crawl has a report of its own."""

    def _own_host(self) -> str:
        host, port = self.connection.getsockname()[:2]
        return f"{host}:{port}"

    def _client_is_current(self, etag: str, changed: int) -> bool:
        if wanted := self.headers.get("If-None-Match"):  # which outranks the date: RFC 9110, 13.2.2
            return etag in (tag.strip().removeprefix("W/") for tag in wanted.split(","))
        with suppress(TypeError, ValueError):
            return parsedate_to_datetime(self.headers["If-Modified-Since"]).timestamp() >= changed
        return False

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def find_page(folder: Path, target: str) -> Path | None:
    """Return the file in ``folder`` that the target names, a folder's index file, None if there is none."""
    root = folder.resolve()
    path = (root / unquote(urlsplit(target).path).lstrip("/")).resolve()
    if not path.is_relative_to(root):
        return None
    choices = (path / name for name in INDEXES) if path.is_dir() else (path,)
    return next((choice for choice in choices if choice.is_file()), None)


@contextmanager
def serving(folder: Path = SITE, port: int = PORT) -> Iterator[str]:
    """Serve ``folder`` on loopback and yield its address; port 0, or a taken one, becomes any free one."""
    handler = partial(Stand, folder=folder)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with serving() as address, suppress(KeyboardInterrupt):
        print(f"the sample news site is at {address}/ until Ctrl-C", flush=True)
        Event().wait()
