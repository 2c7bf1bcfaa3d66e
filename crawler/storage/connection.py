"""Opening the database file: settings, migrations, views, and a clear refusal where it cannot be used."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from crawler.storage.errors import BY_SETTING, ELSEWHERE, PRIMARY, StorageError, explained
from crawler.storage.schema import MIGRATIONS
from crawler.storage.views import VIEWS

# SQLite's answers where it cannot make the files of its log, which a file that nobody writes to does not need: on a
# disk that is full, among others, of which a backup may be wanted.
_NO_LOG = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)

_STEPS = 100_000
"""Steps of SQLite's machine from one moment at which it hears of Ctrl-C to the next: some milliseconds."""


def open_for_writing(path: Path, timeout: float) -> Database:
    """The database at ``path``, created and migrated as needed; waits ``timeout`` seconds for another's lock.

    Raises ``StorageError`` for a file that cannot be written, is no copydesk database or is of a newer version.
    """
    _refuse_no_file(path)
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # The pipeline opens it in one thread and writes from another, never from two at once.
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
        hear_ctrl_c(connection)
        try:
            return _prepared(connection, path)
        except BaseException:
            connection.close()
            raise


def open_for_reading(path: Path) -> Database:
    """The database at ``path``, which is left as it is; raises ``StorageError`` where there is none."""
    if not path.exists():
        raise StorageError(f"{path}: no database there; run a crawl first, {ELSEWHERE}")
    _refuse_no_file(path)
    if not path.stat().st_size:
        raise StorageError(f"{path}: an empty file, and no database yet; run a crawl first, {ELSEWHERE}")
    with explained(path):
        connection = connect_for_reading(path)
        hear_ctrl_c(connection)
        try:
            db = Database(connection)
            _refuse_strangers(db, path)
        except BaseException:
            connection.close()
            raise
    return db


def connect_for_reading(path: Path, *, check_same_thread: bool = True) -> sqlite3.Connection:
    """A connection to the file at ``path`` that cannot write, also where nothing can be written beside the file."""
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=10, check_same_thread=check_same_thread)
    try:
        connection.execute("PRAGMA schema_version")
        connection.execute("PRAGMA cache_size = -32000")  # 32 MB: a search reads the same pages again and again
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode & PRIMARY not in _NO_LOG or _has_log(path):
            raise
        address = f"{address}?immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=check_same_thread)
    return connection


def hear_ctrl_c(connection: sqlite3.Connection) -> None:
    """Have Ctrl-C interrupt a statement that takes minutes, as a look at a whole large file does."""
    connection.set_progress_handler(lambda: 0, _STEPS)


def _refuse_no_file(path: Path) -> None:
    """Raise ``StorageError`` where a folder or a device stands in the database's place."""
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no file"
        raise StorageError(f"{path}: {what}, and a database is one file; name it{BY_SETTING}")


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _prepared(connection: sqlite3.Connection, path: Path) -> Database:
    db = Database(connection)
    _refuse_strangers(db, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -32000")  # 32 MB: the indexes of a large ledger stay in memory
    connection.execute(f"PRAGMA wal_autocheckpoint = {_pages_of_log(connection)}")
    connection.execute("BEGIN IMMEDIATE")  # finds a lock or a read-only file now, before anything was fetched
    try:
        MIGRATIONS.apply(db)
        for name, sql in VIEWS.items():
            db.create_view(name, sql, replace=True)
        connection.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    # What a savepoint may have to give back is kept in memory: SQLite would write it to a file, for each story anew.
    # Migrations were done without, for they sort whole tables.
    connection.execute("PRAGMA temp_store = MEMORY")
    return db


def _pages_of_log(connection: sqlite3.Connection) -> int:
    """Pages after which the log is written home: a fortieth of the file's, from 16 to 256 MB of them.

    Pages that are written again meanwhile go home once; the larger the file, the longer until one is.
    """
    pages: int = connection.execute("PRAGMA page_count").fetchone()[0]
    return min(max(pages // 40, 4000), 64_000)


def _refuse_strangers(db: Database, path: Path) -> None:
    """Raise ``StorageError`` where another program, or a newer version of this one, made the database."""
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    if not applied and db.table_names():
        raise StorageError(f"{path}: a database of another program; name another file{BY_SETTING}")
    if unknown := applied - _released():
        newest = ", ".join(sorted(unknown))
        raise StorageError(f"{path}: made by a newer copydesk (it knows {newest}); update copydesk, {ELSEWHERE}")


def _released() -> set[str]:
    """The names of all the migrations that this version knows."""
    return {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}
