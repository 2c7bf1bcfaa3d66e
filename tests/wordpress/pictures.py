"""Small pictures of the project's own making."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 320, 200


def png(number: int) -> bytes:
    """Return a PNG of WIDTH by HEIGHT pixels: bands of colour over a horizon, others for each ``number``."""
    rows = b"".join(b"\0" + _row(number, y) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _row(number: int, y: int) -> bytes:
    sky = y < HEIGHT * (4 + number % 3) // 8
    shade = (y // 10) * 9
    colour = (90 + number * 20, 150, 255 - shade % 120) if sky else (shade % 90, 110 - number * 9, 60 + number * 25)
    return bytes(channel % 256 for channel in colour) * WIDTH


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
