"""Rows of an answer as a table, CSV or JSON, with nothing in them that steers a terminal or a spreadsheet."""

from __future__ import annotations

import base64
import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, TextIO

from crawler.console.tables import print_table

Rows = Iterable[Sequence[Any]]
Printer = Callable[[Sequence[str], Rows, TextIO], None]

LONGEST_CELL = 200
"""Characters of a value that a table shows; the other formats give it whole."""

_FORMULA = re.compile(r"\s*[=+\-@\t\r|%＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPED_IN_JSON = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def print_rows(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    """Print aligned columns, long values cut."""
    print_table(columns, [[_cell(value) for value in row] for row in rows], out)


def print_csv(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    """Print comma-separated values, the names first; no value is a formula to a spreadsheet."""
    writer = csv.writer(out, lineterminator="\n")
    for row in chain([columns], rows):
        writer.writerow([csv_value(value) for value in row])


def print_json(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    """Print an array of objects, one a line."""
    lines = ("  " + json_line(dict(zip(columns, row, strict=True))) for row in rows)
    first = next(lines, None)
    out.write("[" if first is None else f"[\n{first}")
    out.writelines(f",\n{line}" for line in lines)
    out.write("]\n" if first is None else "\n]\n")


PRINTERS: Mapping[str, Printer] = MappingProxyType({"table": print_rows, "csv": print_csv, "json": print_json})
"""Printer by the name of its format."""


def csv_value(value: Any) -> Any:
    """A value for CSV: an apostrophe before what a spreadsheet would compute, control characters written out."""
    if isinstance(value, bytes):
        return value.hex()
    if not isinstance(value, str):
        return value
    safe = without_controls(value)
    return f"'{safe}" if is_formula(safe) else safe


def without_controls(text: str) -> str:
    r"""The text with control characters but tab and newline written out, as ``\x1b``; unlike ``harmless`` for files."""
    return _CONTROLS.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula rather than a text or a number."""
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def json_line(value: Any) -> str:
    """A value as JSON on one line, bytes as base64; what steers a terminal or turns its text about is escaped."""
    return _ESCAPED_IN_JSON.sub(_escaped, json.dumps(value, ensure_ascii=False, default=_encoded))


def json_text(value: Any) -> str:
    """A value as JSON to read, likewise, with the end of the line."""
    return _ESCAPED_IN_JSON.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2, default=_encoded)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _encoded(value: object) -> str:
    assert isinstance(value, bytes)
    return base64.b64encode(value).decode("ascii")


def _cell(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.hex()
    if not isinstance(value, str):
        return value
    line = " ".join(value[: 4 * LONGEST_CELL].split())
    return line if len(line) <= LONGEST_CELL and len(value) <= 4 * LONGEST_CELL else line[: LONGEST_CELL - 1] + "…"
