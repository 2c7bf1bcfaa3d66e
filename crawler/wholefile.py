"""Reads files and standard input whole, unless there is more than anything that is meant could have."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

MIB = 1024 * 1024
DOCUMENT = 64 * MIB
"""Bytes that a page or a file of sites or queries may have."""
LIST = 256 * MIB
"""Bytes that a list of addresses may have: some three million of them."""


def whole_file(path: Path, most: int = DOCUMENT) -> bytes:
    """The content of a file; raises ``OSError`` for what cannot be read, or is larger than ``most`` bytes.

    A database named by mistake, or a device, would take all the memory that there is.
    """
    with path.open("rb") as file:
        return whole_stream(file, most)


def whole_stream(stream: BinaryIO, most: int = DOCUMENT) -> bytes:
    """All that a stream has to give; raises ``OSError`` where that is more than ``most`` bytes."""
    content = bytearray()
    while piece := stream.read(MIB):
        content += piece
        if len(content) > most:
            raise OSError(errno.EFBIG, f"larger than {most // MIB} MiB")
    return bytes(content)
