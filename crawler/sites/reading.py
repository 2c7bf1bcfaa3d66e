"""Reads ``sites.toml``, and says everything that is wrong with it at once: file, line, way out."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.addresses import site_of
from crawler.sites.checks import CHECKS, Wrong
from crawler.sites.entry import SiteEntry
from crawler.sites.lines import Lines, Place
from extractors.siterules import SiteRules

DEFAULT_FILE = "sites.toml"
SHOWN = 20
"""Faults that are shown; the rest is counted."""


class SitesError(ValueError):
    """The file of sites cannot be used: a line for each fault, that names the file, the line and the way out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at the place of a site or at a key of the top level; ``{also}`` is the line of ``also``."""

    place: Place | str
    message: str
    also: Place | None = None


def read_sites(path: Path) -> list[SiteEntry]:
    """The sites of the file, in its order; raises ``SitesError``."""
    try:
        content = path.read_bytes()
    except OSError as error:
        way_out = f"scrapy sites add https://news.example --file {path} begins one"
        raise SitesError(f"{path}: {error.strerror or error}; {way_out}") from error
    return parse_sites(content, str(path))


def parse_sites(content: bytes, name: str) -> list[SiteEntry]:
    """The sites of a file with this content; ``name`` is the file's in messages. Raises ``SitesError``."""
    text, document = _parsed(content, name)
    tables = document.get("site", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        faults = [Fault("site", "each site begins with [[site]], in double brackets")]
        raise SitesError(_told(faults, text, name))
    faults = [Fault(key, _unknown(key, ["site"], "[[site]]")) for key in document if key != "site"]
    entries: dict[int, SiteEntry] = {}
    for number, table in enumerate(tables):
        wrong, entry = _entry(number, table)
        faults += wrong
        if entry is not None:
            entries[number] = entry
    faults += _doubles(entries)
    if faults:
        raise SitesError(_told(faults, text, name))
    return list(entries.values())


def _parsed(content: bytes, name: str) -> tuple[str, dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SitesError(f"{name}, line {line}: not UTF-8 text; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        reason, line = _where(str(error), text)
        raise SitesError(f"{name}, line {line}: {reason}; see https://toml.io for how TOML is written") from error


def _where(message: str, text: str) -> tuple[str, int]:
    """What the reader of TOML found, and the line it names."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
    return (message[: found.start()] if found else message), line


def _entry(number: int, table: dict[str, Any]) -> tuple[list[Fault], SiteEntry | None]:
    faults = []
    read: dict[str, Any] = {}
    for key, value in table.items():
        if key not in CHECKS:
            faults.append(Fault(Place(number, key), _unknown(key, list(CHECKS), f"a site has {', '.join(CHECKS)}")))
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
            message = f"the name {name!r} is the host of the site on line {{also}}; choose another name"
            yield Fault(Place(number, "name"), message, Place(hosts[name], "url"))


def _unknown(key: str, known: list[str], usual: str) -> str:
    close = difflib.get_close_matches(key, known, 1, 0.5)
    return f"unknown key {key!r}; {f'did you mean {close[0]!r}?' if close else usual}"


def _told(faults: list[Fault], text: str, name: str) -> str:
    lines = Lines(text)
    found = sorted(((_line(lines, fault.place), _message(lines, fault)) for fault in faults), key=lambda each: each[0])
    told = [f"{name}, line {line}: {message}" if line else f"{name}: {message}" for line, message in found[:SHOWN]]
    return "\n".join(told + [f"{name}: and {len(found) - SHOWN} more"] * (len(found) > SHOWN))


def _line(lines: Lines, place: Place | str) -> int:
    return lines.of_key(place) if isinstance(place, str) else lines.of(place)


def _message(lines: Lines, fault: Fault) -> str:
    return fault.message if fault.also is None else fault.message.replace("{also}", str(lines.of(fault.also)))
