"""Reads ``sites.toml``, and says everything that is wrong with it at once: file, line, way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.addresses import site_of
from crawler.console.tomlfaults import Fault, entries_of, parsed, told, unknown
from crawler.console.tomllines import Place
from crawler.project import in_project
from crawler.sites.checks import CHECKS, Wrong
from crawler.sites.entry import SiteEntry
from crawler.wholefile import whole_file
from extractors.site.rules import SiteRules

DEFAULT_FILE = str(in_project("sites.toml"))
"""The file of sites where none is named."""


class SitesError(ValueError):
    """The file of sites cannot be used: a line for each fault, that names the file, the line and the way out."""


def read_sites(path: Path) -> list[SiteEntry]:
    """The sites of the file, in its order; raises ``SitesError``."""
    try:
        content = whole_file(path)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        way_out = (
            f"scrapy sites add https://news.example --sites {path} begins one"
            if missing
            else "a file of sites is expected"
        )
        raise SitesError(f"{path}: {error.strerror or error}; {way_out}") from error
    return parse_sites(content, str(path))


def parse_sites(content: bytes, name: str) -> list[SiteEntry]:
    """The sites of a file with this content; ``name`` is the file's in messages. Raises ``SitesError``."""
    try:
        text, document = parsed(content, name)
    except ValueError as error:
        raise SitesError(str(error)) from error
    tables, faults = entries_of(document, "site")
    entries: dict[int, SiteEntry] = {}
    for number, table in enumerate(tables):
        wrong, entry = _entry(number, table)
        faults += wrong
        if entry is not None:
            entries[number] = entry
    faults += _doubles(entries)
    if faults:
        raise SitesError(told(faults, text, name, "site"))
    return list(entries.values())


def _entry(number: int, table: dict[str, Any]) -> tuple[list[Fault], SiteEntry | None]:
    faults = []
    read: dict[str, Any] = {}
    for key, value in table.items():
        if key not in CHECKS:
            faults.append(Fault(Place(number, key), unknown(key, CHECKS, f"a site has {', '.join(CHECKS)}")))
            continue
        try:
            read[key] = CHECKS[key](value)
        except Wrong as error:
            faults.append(Fault(Place(number, key), f"{key}: {error}"))
    if "url" not in table:
        faults.append(Fault(Place(number), 'a site without an address; add url = "https://news.example"'))
    return faults, _made(read) if "url" in read else None


def _made(read: dict[str, Any]) -> SiteEntry:
    addresses = read.pop("url")
    rules = SiteRules(read.pop("drop", ()), read.pop("body", None))
    named = {"name": site_of(addresses[0]), **read}
    return SiteEntry(addresses=addresses, rules=rules if rules != SiteRules() else None, **named)


def _doubles(entries: dict[int, SiteEntry]) -> Iterator[Fault]:
    """What stands in the file twice, or would get mixed up with another site."""
    names: dict[str, int] = {}
    hosts: dict[str, int] = {}
    for number, entry in entries.items():
        host = site_of(entry.url)
        if host in hosts:
            message = f"{host} is a site already, on line {{also}} (a site is its whole host); delete one of the two"
            yield Fault(Place(number, "url"), message, Place(hosts[host], "url"))
        elif entry.name in names:
            message = f"the name {entry.name!r} is taken, by the site on line {{also}}; give one of the two another"
            yield Fault(Place(number, "name"), message, Place(names[entry.name], "name"))
        hosts.setdefault(host, number)
        names.setdefault(entry.name, number)
    for name, number in names.items():
        if hosts.get(name, number) != number:
            message = f"the name {name!r} is the host of the site on line {{also}}; give another name"
            yield Fault(Place(number, "name"), message, Place(hosts[name], "url"))
