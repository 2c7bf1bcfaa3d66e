"""Stories out of the archive, one by one: a format is one module, named in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Literal, TextIO, TypeVar

from crawler.archive.exporting import corpus, lines, markdown, parquet, warc
from crawler.console.counting import Unit
from crawler.storage import Reader
from crawler.storage.pages.capturing import captured
from crawler.storage.search.selection import Selection
from crawler.storage.stories.reading import stories
from crawler.storage.stories.story import Story

T = TypeVar("T")

STORIES: Unit = ("story", "stories")


@dataclass(frozen=True, slots=True)
class Printed:
    """A format of lines, for standard output or a file; ``write`` returns how many stories it wrote."""

    write: Callable[[Iterable[Story], TextIO], int]
    read: Callable[[Reader, Selection], Iterator[Story]] = stories
    unit: Unit = STORIES


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A format that needs a place of its own, ``what`` it is.

    ``read`` yields what it is made of, and ``write`` returns how much of that it wrote, counted as ``unit``.
    """

    what: Literal["file", "folder"]
    write: Callable[[Iterable[T], Path], int]
    read: Callable[[Reader, Selection], Iterator[T]]
    unit: Unit = STORIES


FORMATS: Mapping[str, Printed | Placed[Any]] = MappingProxyType(
    {
        "jsonl": Printed(lines.write_jsonl),
        "csv": Printed(lines.write_csv),
        "parquet": Placed("file", parquet.write, stories),
        "markdown": Placed("folder", markdown.write, stories),
        "text": Placed("folder", corpus.write, stories),
        "warc": Placed("file", warc.write, captured, ("page", "pages")),
    }
)
"""Format by name; to add one, add it here."""
