"""Writes new entries into ``sites.toml``: behind what is there, which stays as it is to the letter."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tomlkit

from crawler.addresses import addresses_to_try, site_of
from crawler.console.secrecy import redacted
from crawler.drafts import drafting
from crawler.sites.durations import write_duration
from crawler.sites.entry import SiteEntry
from crawler.sites.reading import SitesError, parse_sites
from crawler.wholefile import whole_file


def new_entry(path: Path, url: str) -> SiteEntry:
    """An entry for the site at ``url``, with nothing but its address and host; the file stays as it is.

    Raises ``SitesError`` for what is no address, for a site that is in the file already, and for a file with faults.
    """
    try:
        addresses = tuple(addresses_to_try(url))
    except ValueError as error:
        raise SitesError(
            f"{redacted(url)!r} is {error}; give an address as https://news.example, or a host name"
        ) from error
    entry = SiteEntry(site_of(addresses[0]), addresses)
    with _told(path):
        before = whole_file(path) if path.exists() else b""
        for known in parse_sites(before, str(path)):  # what is wrong already is told as such
            if site_of(known.url) == site_of(entry.url):
                raise SitesError(f"{path}: {site_of(entry.url)} is in it already, as {known.name!r}; it stays as it is")
        parse_sites(_appended(before, entry), str(path))
    return entry


def add_entry(path: Path, entry: SiteEntry) -> None:
    """Append the site's name, address and how often to the file, which is begun where there is none.

    Raises ``SitesError`` where the file has faults or would have them with the entry, or cannot be written.
    """
    with _told(path):
        target = path.resolve()
        after = _appended(whole_file(target) if target.exists() else b"", entry)
        parse_sites(after, str(path))
        _replace(target, after)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the file system's errors inside the block into a ``SitesError`` about ``path``."""
    try:
        yield
    except OSError as error:
        raise SitesError(f"{path}: {error.strerror or error}; name a file that can be read and written") from error


def _appended(before: bytes, entry: SiteEntry) -> bytes:
    table = tomlkit.table()
    table["name"] = entry.name
    table["url"] = entry.url
    table["every"] = write_duration(entry.every)
    sites = tomlkit.aot()
    sites.append(table)
    written = tomlkit.dumps({"site": sites}).strip() + "\n"
    newline = "\r\n" if b"\r\n" in before else "\n"
    gap = b"" if not before.strip() else (newline if before.endswith(b"\n") else newline * 2).encode()
    return before + gap + written.replace("\n", newline).encode()


def _replace(target: Path, content: bytes) -> None:
    """Put a whole new file in the place of the old one, so that a kill leaves one or the other."""
    with drafting(target.parent) as draft, (draft / target.name).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        (draft / target.name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        (draft / target.name).replace(target)
