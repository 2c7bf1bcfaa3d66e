"""How far each WARC file was read, so that a crawl that was killed goes on where it was."""

from __future__ import annotations

import sqlite3

from crawler.records.endings import ArchivePlace
from crawler.storage.rows import now

_NOTE = """INSERT INTO archives(path, size, position, records, read_at, done) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT(path) DO UPDATE SET size = excluded.size, position = excluded.position, records = excluded.records,
    read_at = excluded.read_at, done = excluded.done"""


class Archives:
    """The table ``archives``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, place: ArchivePlace) -> None:
        """Enter that everything before the place is filed."""
        told = (place.path, place.size, place.position, place.records, now(), int(place.done))
        self._connection.execute(_NOTE, told)

    def place(self, path: str, size: int) -> ArchivePlace:
        """Where to go on in the file; its beginning where it was not read before, or has another size since."""
        sql = "SELECT position, records, done FROM archives WHERE path = ? AND size = ?"
        known = self._connection.execute(sql, (path, size)).fetchone()
        position, records, done = known or (0, 0, 0)
        return ArchivePlace(path, size, position, records, bool(done))
