"""Parquet: typed columns, compressed, for pandas, DuckDB, Spark and their like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crawler.storage.stories.reading import COLUMNS
from crawler.storage.stories.story import Story

BATCH = 500
"""Stories in a row group: what is held in memory at a time."""

PARTITIONS = ("site", "month")
"""What stories can be parted by; ``month`` is that of publication, as in 2024-05, or null."""

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""The name that stands for null in such folders, for everything that reads them."""

_MOMENTS = frozenset({"published_at", "modified_at", "first_filed_at", "last_filed_at", "gone_at"})
_FORM_MOMENTS = frozenset({"modified_at", "filed_at", "replaced_at"})
_NUMBERS = frozenset({"id", "words"})


def write(stories: Iterable[Story], path: Path) -> int:
    """Write one Parquet file; lists of names, removed blocks and revisions are nested columns."""
    return _fill(stories, path, without=())


def write_partitioned(stories: Iterable[Story], folder: Path, by: Sequence[str], name: str = "stories") -> int:
    """Write Parquet files named after ``name`` into folders ``site=…/month=…``, of ``PARTITIONS`` those in ``by``.

    A part is in the folder's name only. Stories that come in the order of their parts make a file for each.
    """
    count = 0
    for number, (part, some) in enumerate(groupby(stories, lambda story: [_part(story, each) for each in by])):
        place = folder.joinpath(*(f"{each}={quote(value, safe='')}" for each, value in zip(by, part, strict=True)))
        place.mkdir(parents=True, exist_ok=True)
        count += _fill(some, place / f"{name}-{number}.parquet", without=by)
    return count


def _part(story: Story, part: str) -> str:
    if part == "month":
        return (story["published_at"] or UNDATED)[: 7 if story["published_at"] else None]
    return story["site"]


def _fill(stories: Iterable[Story], path: Path, without: Sequence[str]) -> int:
    import pyarrow  # only here: it takes a third of a second to load
    from pyarrow import parquet

    schema = _schema(pyarrow)
    schema = pyarrow.schema([field for field in schema if field.name not in without])
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:
        for batch in _batches(iter(stories)):
            out.write_table(pyarrow.Table.from_pylist([_typed(story) for story in batch], schema=schema))
            count += len(batch)
    return count


def _schema(arrow: Any) -> Any:
    """The columns of a story, with their types."""
    moment, names = arrow.timestamp("s", tz="UTC"), arrow.list_(arrow.string())
    told = [(name, arrow.string()) for name in ("rule", "reason", "text")]
    block = arrow.struct([*told, ("paragraph", arrow.int32())])
    form = arrow.struct(
        [
            ("headline", arrow.string()),
            *((name, moment) for name in ("modified_at", "filed_at", "replaced_at")),
            ("reread", arrow.int8()),
            ("text_hash", arrow.string()),
            ("text", arrow.string()),
        ]
    )
    own = [
        (name, moment if name in _MOMENTS else arrow.int64() if name in _NUMBERS else arrow.string())
        for name in COLUMNS
        if name != "sources"
    ]
    return arrow.schema(
        [
            *own,
            ("sources", arrow.map_(arrow.string(), arrow.string())),
            *((name, names) for name in ("authors", "categories", "tags")),
            ("removed", arrow.list_(block)),
            ("revisions", arrow.list_(form)),
        ]
    )


def _typed(story: Story) -> dict[str, Any]:
    revisions = [_with_moments(form, _FORM_MOMENTS) for form in story["revisions"]]
    words = story["words"] if isinstance(story["words"], int) else None  # as another program may have left it
    own = {"sources": list(story["sources"].items()), "revisions": revisions, "words": words}
    return _with_moments(story, _MOMENTS) | own


def _with_moments(values: Mapping[str, Any], moments: frozenset[str]) -> dict[str, Any]:
    return dict(values) | {name: _moment(values[name]) for name in moments}


def _moment(told: str | None) -> datetime | None:
    """The time, None where another program left what is none: the file has room for times alone in its column."""
    try:
        return datetime.fromisoformat(told) if told else None
    except ValueError:
        return None


def _batches(stories: Iterator[Story]) -> Iterator[list[Story]]:
    while batch := list(islice(stories, BATCH)):
        yield batch
