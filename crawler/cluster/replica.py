"""The desk's copy of a shard that a worker is crawling: kept up with every change, and taken home in the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from crawler.archive.importing import Fault, from_database
from crawler.cluster.places import put
from crawler.storage import Store
from crawler.storage.errors import explained
from crawler.storage.search.selection import Selection
from crawler.storage.shards.cutting import Label, cut, index_again, label_of
from crawler.storage.shards.homecoming import Homecoming
from crawler.storage.shards.journal import Changes, enter_changes
from crawler.storage.stories.merging import Import, Merger

AT_A_TIME = 5000
"""Stories that are asked for by their numbers in one query."""
_DROP = """DELETE FROM articles WHERE id NOT IN (SELECT json_extract(key, '$[0]') FROM touched WHERE name = 'articles')
  OR last_filed_at < (SELECT min(started_at) FROM crawls WHERE id >= (SELECT crawl FROM shard))"""


class Replica:
    """The copy of one site's shard in the file at ``path``; every method raises ``StorageError``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    @classmethod
    def cut(cls, store: Store, label: Label, path: Path) -> Replica:
        """The part of the database that the label names."""
        path.unlink(missing_ok=True)
        cut(store.path, label, path)
        return cls(path)

    def enter(self, changes: Changes) -> None:
        """Bring it up to date."""
        with explained(self.path):
            enter_changes(self._opened(), changes)

    def content(self) -> bytes:
        """The shard as it is now, for a worker."""
        self._fold()
        return self.path.read_bytes()

    def number(self) -> int:
        """The number of the last change that was entered."""
        label = label_of(self.path)
        assert label is not None
        return label.number

    def take_home(self, store: Store, remark: Callable[[str], None], *, keep_at: str | None = None) -> None:
        """Merge it into the database, and delete the file; ``remark`` is told of stories that cannot be filed.

        With ``keep_at``, what it brought is kept at that address as well; raises ``ClusterError`` where it cannot be.
        """
        self._fold()
        if label := label_of(self.path):
            coming = Homecoming(store, self.path, label)
            numbers, merger = coming.brought(), Merger(store, settled=False)
            for begin in range(0, len(numbers), AT_A_TIME):
                some = ", ".join(map(str, numbers[begin : begin + AT_A_TIME]))
                sound: list[Import] = []
                for story in from_database(self.path, Selection(where=f"id IN ({some})")):
                    remark(str(story)) if isinstance(story, Fault) else sound.append(story)
                merger.merge(sound)
            coming.take_rest()
            if keep_at:
                self._leave_what_was_filed()
                put(self.path, keep_at)
        self.path.unlink()

    def _leave_what_was_filed(self) -> None:
        """Drop the stories that only travelled: without what hangs on them they are no stories for anybody else."""
        with explained(self.path), closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(_DROP)
        index_again(self.path)

    def _opened(self) -> sqlite3.Connection:
        """The connection by which it is kept up. With a log beside the file, no change has to wait for the disk."""
        if self._connection is None:
            self._connection = sqlite3.connect(self.path, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
        return self._connection

    def _fold(self) -> None:
        """Make it one file, also where somebody who was killed has left a log beside it."""
        with explained(self.path):
            connection, self._connection = self._opened(), None
            with closing(connection):
                connection.execute("PRAGMA journal_mode = DELETE")
