"""Stories out of the archive, one by one: a format is one module, named in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TextIO

from crawler.archive.exporting import corpus, lines, markdown, parquet
from crawler.storage.stories import Story


@dataclass(frozen=True, slots=True)
class Printed:
    """A format of lines, for standard output or a file; ``write`` returns how many stories it wrote."""

    write: Callable[[Iterable[Story], TextIO], int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A format that needs a place of its own, ``what`` it is; ``write`` returns how many stories it wrote."""

    what: Literal["file", "folder"]
    write: Callable[[Iterable[Story], Path], int]


FORMATS: Mapping[str, Printed | Placed] = MappingProxyType(
    {
        "jsonl": Printed(lines.write_jsonl),
        "csv": Printed(lines.write_csv),
        "parquet": Placed("file", parquet.write),
        "markdown": Placed("folder", markdown.write),
        "text": Placed("folder", corpus.write),
    }
)
"""Format by name; to add one, add it here."""
