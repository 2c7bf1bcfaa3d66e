"""Bytes of HTTP, for servers on loopback with faults that a well-kept server would not make."""

from __future__ import annotations

import asyncio


def response(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    """A whole answer, XML or HTML; ``more`` are further lines of its head, each with its line break."""
    kind = "application/xml" if body.startswith(b"<?xml") else "text/html; charset=utf-8"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


async def without_end(writer: asyncio.StreamWriter, piece: bytes, pause: float = 0) -> None:
    """Write a page piece by piece, so many seconds apart, until the visitor has enough."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)
