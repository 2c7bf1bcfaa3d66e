"""Files at any address that fsspec knows: a folder here, S3, a machine over SSH."""

from __future__ import annotations

import glob
import posixpath
from pathlib import Path

from crawler.cluster.engine import ClusterError
from crawler.project import real


def absolute(address: str) -> str:
    """The address as it means the same place in whatever folder a worker was started, without a slash at its end."""
    return address.rstrip("/") if "://" in address else str(Path(address).resolve())


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


def get(address: str, folder: Path) -> Path:
    """The file at the address, as it lies on this machine or copied into the folder; raises ``ClusterError``."""
    import fsspec

    try:
        system, place = fsspec.url_to_fs(address)
        if system.isdir(place) or not system.exists(place):
            raise ClusterError(f"{address}: no such file, seen from the worker")
        if "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)):
            return Path(str(place))
        copy: Path = folder / posixpath.basename(place)
        system.get_file(place, str(copy))
        return copy
    except (ImportError, ValueError) as error:
        raise ClusterError(f"{address}: {error}; it cannot be read") from error


def is_there(address: str) -> bool:
    """Whether there is a file at the address; raises ``ClusterError`` where that cannot be told."""
    import fsspec

    try:
        system, place = fsspec.url_to_fs(address)
        return bool(system.exists(place))
    except (OSError, ImportError, ValueError) as error:
        raise ClusterError(f"{address}: {error}; it cannot be looked at") from error


def names_in(folder: str) -> set[str]:
    """The names of the files in the folder at the address, none where there is none; raises ``ClusterError``."""
    import fsspec

    try:
        system, place = fsspec.url_to_fs(folder)
        return {posixpath.basename(path) for path in system.ls(place, detail=False)} if system.isdir(place) else set()
    except (OSError, ImportError, ValueError) as error:
        raise ClusterError(f"{folder}: {error}; it cannot be looked at") from error


def files(given: str, what: str) -> list[str]:
    """The addresses that are meant, each once: files here or elsewhere, several with commas, patterns.

    ``what`` is what such a file is, with its article. Raises ``ClusterError`` where one means nothing.
    """
    found: dict[str, None] = {}
    for name in [part.strip() for part in given.split(",") if part.strip()]:
        matches = _matches(name)
        if not matches:
            raise ClusterError(f"path={name!r}: no such file; give {what}, or a pattern in quotes")
        found |= dict.fromkeys(matches)
    return list(found)


def _matches(name: str) -> list[str]:
    import fsspec

    if "://" not in name:
        return [str(real(match)) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
    try:
        system, place = fsspec.url_to_fs(name)
        matches = sorted(system.glob(place)) if glob.has_magic(place) else [place] * bool(system.exists(place))
        return [str(system.unstrip_protocol(match)) for match in matches]
    except (OSError, ImportError, ValueError) as error:
        raise ClusterError(f"path={name!r}: {error}; it cannot be read") from error
