"""What browsers may do with the pages of the reading room: no script of a page's, no request to anywhere else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from importlib.resources import files
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_EVERYWHERE = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
OWN = f"default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; {_EVERYWHERE}"
"""For the pages of the house: no script at all, styles from one file, nothing from elsewhere."""

ARCHIVED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""For raw pages: shown with the styles that stand in them, and cut off from everything else."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FLAG = "{{ datasette_allow_facet }}"
_LOCAL = re.compile(r"(localhost|127(\.\d+){3}|\[::1\])(:\d+)?")


def guarded(app: App, *, local: bool) -> App:
    """The application with headers that bind browsers; ``local`` refuses to answer to a name of some other site.

    A page anywhere on the web can give its own name the address 127.0.0.1, and would then be let in as "same origin".
    """
    for_datasette = _datasettes()

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*_added(message.get("headers", []), for_datasette), *message.get("headers", [])]
            await send(message)

        if scope["type"] == "http" and local and not _LOCAL.fullmatch(_host(scope)):
            await _refuse(with_headers)
        else:
            await app(scope, receive, with_headers)

    return guard


def _added(headers: list[tuple[bytes, bytes]], for_datasette: str) -> Iterator[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in headers}
    for name, value in (
        ("content-security-policy", for_datasette),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ):
        if name.encode() not in names:
            yield name.encode(), value.encode()


def _datasettes() -> str:
    """The policy for Datasette's own pages: its script files, and of scripts in pages only those it ships."""
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in sorted(_shipped_scripts()))
    scripts = f"script-src 'self' {hashes}; connect-src 'self'"
    return f"default-src 'none'; {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; {_EVERYWHERE}"


def _shipped_scripts() -> Iterator[str]:
    for template in files("datasette").joinpath("templates").iterdir():
        for script in _SCRIPT.findall(template.read_text(encoding="utf-8")):
            if _FLAG in script:
                yield from (script.replace(_FLAG, flag) for flag in ("true", "false"))
            elif "{{" not in script and "{%" not in script:
                yield script


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _host(scope: Scope) -> str:
    return next((value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"), "")


async def _refuse(send: Send) -> None:
    body = b"This reading room answers on this machine only, as localhost or 127.0.0.1.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})
