"""What is wrong with a file of entries in TOML, told all at once: file, line, way out."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crawler.console.tomllines import Lines, Place

SHOWN = 20
"""Faults that are shown; the rest is counted."""
LONGEST_KEY = 100
"""Characters of an unknown key that are shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at the place of an entry or at a key of the top level; ``{also}`` is the line of ``also``."""

    place: Place | str
    message: str
    also: Place | None = None


def parsed(content: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says as TOML; raises ``ValueError`` with a line that names file, line, way out."""
    try:
        text = content.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"{name}, line {line}: not UTF-8 text; save the file as UTF-8") from error
    except RecursionError as error:
        raise ValueError(f"{name}: brackets inside each other by the thousand; a list of values is expected") from error
    except tomllib.TOMLDecodeError as error:
        reason, line = _where(str(error), text)
        raise ValueError(f"{name}, line {line}: {reason}; see https://toml.io for how TOML is written") from error
    except ValueError as error:  # Python's own, of int
        raise ValueError(f"{name}: a number of thousands of digits; a shorter one is expected") from error


def entries_of(document: dict[str, Any], kind: str) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The entries ``[[kind]]`` of a document, and what else stands in it and must not."""
    tables = document.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return [], [Fault(kind, f"each {kind} begins with [[{kind}]], in double brackets")]
    return tables, [
        Fault(key, unknown(key, [kind], f"the keys of a {kind} stand below [[{kind}]]"))
        for key in document
        if key != kind
    ]


def unknown(key: str, known: Iterable[str], usual: str) -> str:
    """The complaint about a key that is none: what was probably meant, else what is ``usual``."""
    close = difflib.get_close_matches(key, list(known), 1, 0.5)
    return f"unknown key {key[:LONGEST_KEY]!r}; {f'did you mean {close[0]!r}?' if close else usual}"


def told(faults: Iterable[Fault], text: str, name: str, kind: str) -> str:
    """A line for each fault, in the order of the file whose ``text`` it is; entries begin with ``[[kind]]``."""
    lines, ordered = Lines(text, kind), sorted(faults, key=_entry)
    # Only of what is shown: to find a line takes as long as to write the whole file.
    found = [(_line(lines, fault.place), _message(lines, fault)) for fault in ordered[:SHOWN]]
    found.sort(key=lambda each: each[0])
    shown = [f"{name}, line {line}: {message}" if line else f"{name}: {message}" for line, message in found]
    return "\n".join(shown + [f"{name}: and {len(ordered) - SHOWN} more"] * (len(ordered) > SHOWN))


def _entry(fault: Fault) -> int:
    """The number of the entry that a fault is in; those of the top level come first."""
    return fault.place.entry if isinstance(fault.place, Place) else -1


def _where(message: str, text: str) -> tuple[str, int]:
    """What the reader of TOML found, and the line it names."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
    return (message[: found.start()] if found else message), line


def _line(lines: Lines, place: Place | str) -> int:
    return lines.of_key(place) if isinstance(place, str) else lines.of(place)


def _message(lines: Lines, fault: Fault) -> str:
    return fault.message if fault.also is None else fault.message.replace("{also}", str(lines.of(fault.also)))
