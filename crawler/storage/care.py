"""Care for the database file: is it sound, a copy of it while a crawl writes, its waste given back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.drafts import drafting
from crawler.storage.connection import hear_ctrl_c, open_for_reading
from crawler.storage.errors import StorageError, explained
from crawler.storage.figures.counts import RECOUNT, STRAYS
from crawler.storage.figures.credit_counts import CREDIT_RECOUNT, CREDIT_STRAYS
from crawler.storage.lock import CrawlLock
from crawler.storage.schema import MIGRATIONS
from crawler.storage.store import Store
from crawler.storage.transaction import transaction

MOST_FAULTS = 20
"""Faults that are told; a damaged file has thousands."""

_PAGES = 4096  # pages copied at a time: a backup can be interrupted in between
_SAME_WORDS = "INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)"


@contextmanager
def up_to_date(path: Path, room: Path) -> Iterator[Path]:
    """The database at ``path``, or where an older version made it, a copy in the folder ``room``, brought up to date.

    Raises ``StorageError`` where there is none, or it cannot be copied.
    """
    try:
        with explained(path), closing(open_for_reading(path)) as db:
            outdated = bool(MIGRATIONS.pending(db))
    except StorageError as error:
        raise error.of_another() from error
    if not outdated:
        yield path
        return
    room.mkdir(parents=True, exist_ok=True)
    with drafting(room) as draft:
        copy = draft / path.name
        backup(path, copy)
        Store.open(copy).close()
        yield copy


class CrawlRunning(StorageError):
    """A part of the care has to wait until a crawl has ended."""


def faults(path: Path) -> list[str]:
    """What is wrong with the structure of the file and its references, a line each; a crawl may write meanwhile."""
    with explained(path), closing(open_for_reading(path)) as db:
        broken = [row[0] for row in db.execute(f"PRAGMA integrity_check({MOST_FAULTS})")]
        miscounted = [] if broken != ["ok"] else _miscounted(db)
        strays = db.execute('SELECT "table", count(*), parent FROM pragma_foreign_key_check GROUP BY 1, 3').fetchall()
    return [
        *(" ".join(line.split()) for line in broken if line != "ok"),
        *(f"{table} does not count what is there; scrapy db vacuum counts anew" for table in miscounted),
        *(f"{count} rows of {table} refer to rows of {parent} that are not there" for table, count, parent in strays),
    ]


def search_faults(path: Path) -> list[str]:
    """What is wrong with the search index: whether it says what the stories say.

    Raises ``CrawlRunning`` while a crawl writes: the look at the whole index would keep it waiting too long.
    """
    open_for_reading(path).close()  # refuses what is no database, and makes none
    with _between_crawls(path):
        return _search_faults(path)


def backup(path: Path, target: Path) -> int:
    """Copy the database as it is at this moment to ``target``, a new file; returns its size in bytes.

    A crawl may write meanwhile and is not kept waiting. The copy is checked, and there is none unless it is sound.
    """
    open_for_reading(path).close()
    if target.exists():
        raise StorageError(f"{target}: is there already; name a new file for the backup")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{target}: no folder for it ({error.strerror}); name another file") from error
    try:
        _make_copy(path, target)
    except StorageError as error:
        raise error.of_another() from error  # no setting names the backup
    return target.stat().st_size


def _make_copy(path: Path, target: Path) -> None:
    with explained(target), drafting(target.parent) as draft:
        _need_room(target.parent, path)
        part = draft / target.name
        _copy(path, part)
        if found := [*faults(part), *_search_faults(part)]:
            raise StorageError(f"{path}: {found[0]}; no copy was kept, for it is not sound: scrapy db check tells more")
        part.rename(target)


def vacuum(path: Path) -> tuple[int, int]:
    """Give back what was deleted, put search index and counts in order; returns the size in bytes before and after.

    Raises ``CrawlRunning`` while a crawl writes.
    """
    open_for_reading(path).close()
    with _between_crawls(path), explained(path):
        before = path.stat().st_size
        _need_room(path.parent, path)
        with Store.open(path) as store:
            connection = store.db.conn
            order = "optimize" if _is_in_step(connection) else "rebuild"
            connection.execute("INSERT INTO articles_fts(articles_fts) VALUES (?)", (order,))
            with transaction(path, store.db):
                for statement in (*RECOUNT, *CREDIT_RECOUNT):
                    connection.execute(statement)
            connection.execute("PRAGMA temp_store = DEFAULT")  # the whole database is written there
            connection.execute("VACUUM")
        return before, path.stat().st_size


def _miscounted(db: Database) -> list[str]:
    """The tables of counts that are not those of the rows that they count; a database of before them has none."""
    queries = STRAYS | CREDIT_STRAYS
    return [table for table in sorted(queries.keys() & set(db.table_names())) if db.execute(queries[table]).fetchone()]


def _search_faults(path: Path) -> list[str]:
    with explained(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        hear_ctrl_c(connection)
        has_index = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles_fts'").fetchone()
        if has_index and not _is_in_step(connection):
            return ["the search index does not say what the stories say"]
    return []


def _is_in_step(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute(_SAME_WORDS)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return True


def _copy(path: Path, part: Path) -> None:
    with closing(open_for_reading(path)) as db, closing(sqlite3.connect(part)) as copy:
        db.execute("BEGIN")
        # From here on, what is read is as it was at this moment.
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        db.conn.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode = DELETE")  # a file of its own, without a log beside it


def _need_room(folder: Path, path: Path) -> None:
    """Raise ``StorageError`` where there is no room for another file like the database."""
    size, free = path.stat().st_size, shutil.disk_usage(folder).free
    if free < size:
        needed, room = (f"{count / 2**20:.1f} MiB" for count in (size, free))
        raise StorageError(f"{folder}: {needed} are needed, {room} are free; make room")


@contextmanager
def _between_crawls(path: Path) -> Iterator[None]:
    lock = CrawlLock(path)
    try:
        lock.acquire()
    except StorageError as error:
        raise CrawlRunning(str(error)) from error
    try:
        yield
    finally:
        lock.release()
