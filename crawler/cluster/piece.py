"""An archive of pages, or kept pages, as a task of a worker: they are read into a shard, and go out as Parquet."""

from __future__ import annotations

import pickle
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from crawler.archive.command import open_up_to_date
from crawler.archive.exporting.parquet import PARTITIONS, write_partitioned
from crawler.cluster.orders import SHARD, ArchiveOrder, PagesOrder, Piece, packed, unpacked
from crawler.cluster.places import get, put
from crawler.cluster.process import Errand, last_words
from crawler.cluster.tasks import Ending
from crawler.storage import Reader, StorageError
from crawler.storage.errors import explained
from crawler.storage.pages.staging import Staging
from crawler.storage.search.selection import Selection
from crawler.storage.shards.cutting import index_again
from crawler.storage.stories.reading import stories

LOOK_EVERY = 0.2
"""Seconds between two looks at whether all is read."""


def read_piece(packed_order: bytes) -> Ending:
    """Read what a pickled order says; ``last`` of the ending counts its stories.

    What is put anywhere has the same name each time, so that a piece that is read again changes nothing.
    """
    order: ArchiveOrder | PagesOrder = pickle.loads(packed_order)
    errand = Errand(order.token)
    errand.begun.set()

    def read(folder: Path) -> Ending:
        at_hand = _at_hand(order, folder)
        with errand.crawling(at_hand, folder) as crawling:
            while crawling.code() is None:
                time.sleep(LOOK_EVERY)
            complaint = last_words(crawling, folder)
        if complaint and isinstance(at_hand, ArchiveOrder):
            complaint = complaint.replace(at_hand.path, at_hand.address)
        if order.mark is None:
            return Ending(errand.worker.address, 0, complaint, brought=_staged(folder))
        return Ending(errand.worker.address, _bring_out(order, order.mark, folder), complaint)

    return errand.in_folder(read)


def _at_hand(order: ArchiveOrder | PagesOrder, folder: Path) -> ArchiveOrder | PagesOrder:
    """The order with all that it is about on this machine; raises ``ClusterError`` and ``StorageError``."""
    if isinstance(order, ArchiveOrder):
        return order.at(get(order.address, folder))
    if order.pages:
        (folder / SHARD).write_bytes(unpacked(order.bundle))
        return order.without_bundle()
    original, copy = get(order.address, folder), folder / SHARD
    try:
        _copy(original, copy)
    except StorageError as error:
        fault = str(error).removeprefix(f"{original}: ").removeprefix(f"{copy}: ")
        raise StorageError(f"{order.address}: {fault}") from error
    return order


def _copy(database: Path, copy: Path) -> None:
    """Copy a database that somebody may be writing to; raises ``StorageError``, also where it is none of ours."""
    with (
        explained(database),
        closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    open_up_to_date(copy).close()


def _staged(folder: Path) -> bytes:
    """What was staged, packed for its way to the desk."""
    staging = Staging(folder / SHARD)
    try:
        return packed(pickle.dumps(staging.rows()))
    finally:
        staging.close()


def _bring_out(order: Piece, mark: str, folder: Path) -> int:
    """Put the stories, or the shard, where the order says; returns how many stories there are."""
    with Reader.open(folder / SHARD) as reader:
        parts = folder / "parts"
        parts.mkdir()
        ordered = stories(reader, Selection(), by="site, published_at, id")
        count = write_partitioned(ordered, parts, PARTITIONS, order.name)
    if order.output:
        for path in sorted(parts.rglob("*.parquet")):
            put(path, f"{order.output}/{path.relative_to(parts).as_posix()}")
    if order.shards:
        if isinstance(order, PagesOrder) and order.pages:
            index_again(folder / SHARD)
        put(folder / SHARD, f"{order.shards}/{order.name}.db")
    put(_note(folder, count), mark)
    return count


def _note(folder: Path, count: int) -> Path:
    note = folder / "note"
    note.write_text(f"{count}\n")
    return note
