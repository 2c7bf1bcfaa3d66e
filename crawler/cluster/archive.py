"""A WARC archive as a task of a worker: its pages go through the spider ``warc`` into a shard, and out as Parquet."""

from __future__ import annotations

import pickle
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.archive.exporting.parquet import PARTITIONS, write_partitioned
from crawler.cluster.orders import SHARD, ArchiveOrder
from crawler.cluster.places import get, put
from crawler.cluster.process import NO_ROOM, Errand, last_words
from crawler.cluster.tasks import Ending
from crawler.storage import Reader
from crawler.storage.selection import Selection
from crawler.storage.stories import stories

LOOK_EVERY = 0.2
"""Seconds between two looks at whether the archive is read."""


def read_archive(packed_order: bytes) -> Ending:
    """Read the archive of a pickled order; ``last`` of the ending counts its stories. Raises ``CutOff``.

    What is put anywhere has the same name each time, so that an archive that is read again changes nothing.
    """
    order: ArchiveOrder = pickle.loads(packed_order)
    errand = Errand(order.token)
    errand.begun.set()
    room = errand.worker.local_directory
    try:
        with TemporaryDirectory(prefix="copydesk-", dir=room) as name:
            folder = Path(name)
            order = order.at(get(order.address, folder))
            with errand.crawling(order, folder) as process:
                while process.poll() is None:
                    time.sleep(LOOK_EVERY)
                complaint = last_words(process, folder)
            return Ending(errand.worker.address, _bring_out(order, folder), complaint)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return Ending(errand.worker.address, -1, f"{room}: {error.strerror}")


def _bring_out(order: ArchiveOrder, folder: Path) -> int:
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
        put(folder / SHARD, f"{order.shards}/{order.name}.db")
    put(_note(folder, count), order.mark)
    return count


def _note(folder: Path, count: int) -> Path:
    note = folder / "note"
    note.write_text(f"{count}\n")
    return note
