"""Files at any address that fsspec knows: a folder here, S3, a machine over SSH."""

from __future__ import annotations

import posixpath
from pathlib import Path

from crawler.cluster.engine import ClusterError


def put(path: Path, address: str) -> None:
    """Put a copy of the file at the address, whole or not at all; raises ``ClusterError``."""
    import fsspec  # only here: without a cluster it is not there

    try:
        system, place = fsspec.url_to_fs(address)
        system.makedirs(posixpath.dirname(place), exist_ok=True)
        part = f"{place}.part"
        system.put_file(str(path), part)
        system.mv(part, place)
    except (OSError, ImportError, ValueError) as error:
        raise ClusterError(f"{address}: {error}; nothing can be put there") from error
