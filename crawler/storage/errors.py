"""The one error of this package, and the translation of SQLite's own into it."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BY_SETTING = " with -s DATABASE=PATH"
ELSEWHERE = f"or name another file{BY_SETTING}"

_LEAST = 1024 * 1024  # bytes: a disk with less has no room
_WHOLE = "nothing was half-written"
_NOT_OURS = f"no permission to read it; ask whose file it is, {ELSEWHERE}"
_WAYS_OUT = {
    sqlite3.SQLITE_BUSY: f"locked by another process; close the program that has it open, {ELSEWHERE}",
    sqlite3.SQLITE_LOCKED: f"locked by another process; close the program that has it open, {ELSEWHERE}",
    sqlite3.SQLITE_READONLY: f"read-only; make the file and its folder writable, {ELSEWHERE}",
    sqlite3.SQLITE_PERM: f"no permission; make the file and its folder writable, {ELSEWHERE}",
    sqlite3.SQLITE_CANTOPEN: f"cannot be opened; check that its folder exists and is writable, {ELSEWHERE}",
    sqlite3.SQLITE_NOTADB: f"not an SQLite database; move the file away, {ELSEWHERE}",
    sqlite3.SQLITE_CORRUPT: "damaged; rescue what is left: sqlite3 {path} .recover | sqlite3 rescued.db",
    sqlite3.SQLITE_FULL: f"no room left on the disk; make room and run again: {_WHOLE}",
    sqlite3.SQLITE_IOERR: f"cannot be read or written; check the disk and its free room: {_WHOLE}",
}
PRIMARY = 0xFF
"""SQLite's extended result codes keep the primary one in their low byte."""


class StorageError(Exception):
    """The database cannot be used: one line that names the file and the way out."""

    def of_another(self) -> StorageError:
        """The same about a file that no setting names."""
        return StorageError(str(self).replace(BY_SETTING, ""))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's and the file system's errors inside the block into a ``StorageError`` about ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {way_out(error, path)}") from error
    except UnicodeDecodeError as error:  # Python could not read what SQLite says of a damaged schema
        raise StorageError(f"{path}: {_way_out(sqlite3.SQLITE_CORRUPT, path)}") from error
    except FileNotFoundError as error:
        raise StorageError(f"{path}: not there any more; put the file back, {ELSEWHERE}") from error
    except OSError as error:
        if file := next((each for each in path.parents if each.is_file()), None):
            raise StorageError(f"{path}: {file} is a file, and no folder; move it away, {ELSEWHERE}") from error
        raise StorageError(f"{path}: {error.strerror or error}; make the folder writable, {ELSEWHERE}") from error


def way_out(error: sqlite3.Error, path: str | Path = "FILE") -> str:
    """What is wrong with the file at ``path`` and what can be done about it, in a phrase."""
    code = getattr(error, "sqlite_errorcode", None)
    known = None if code is None else _way_out(code, path)
    return known or " ".join(str(error).split())


def _way_out(code: int, path: str | Path) -> str:
    if code & PRIMARY == sqlite3.SQLITE_FULL and (folder := _full_aside(path)):
        return f"no room left in {folder}, where temporary files are; make room or name another with TMPDIR: {_WHOLE}"
    if code & PRIMARY == sqlite3.SQLITE_CANTOPEN and _is_closed(path):
        return _NOT_OURS
    return _WAYS_OUT.get(code & PRIMARY, "").replace("{path}", shlex.quote(str(path)))


def _is_closed(path: str | Path) -> bool:
    """Whether there is a file that whoever runs this may not read."""
    return os.access(path, os.F_OK, effective_ids=True) and not os.access(path, os.R_OK, effective_ids=True)


def _full_aside(path: str | Path) -> str | None:
    """The folder of temporary files, if it is that one which has no room, and not the one that ``path`` is in."""
    try:
        aside = tempfile.gettempdir()
        rooms = [shutil.disk_usage(folder).free for folder in (aside, Path(path).parent)]
    except OSError:
        return None
    return aside if rooms[0] < _LEAST <= rooms[1] else None


def file_fault(error: BaseException) -> sqlite3.Error | None:
    """SQLite's complaint about the file itself, the error's own or what lies behind it; None where there is none."""
    for each in (error, error.__cause__, error.__context__):
        if isinstance(each, sqlite3.Error) and getattr(each, "sqlite_errorcode", 0) & PRIMARY in _WAYS_OUT:
            return each
    return None


def was_interrupted(error: BaseException) -> bool:
    """Whether SQLite broke off what it was at because it was told to, as by Ctrl-C."""
    codes = (getattr(each, "sqlite_errorcode", 0) for each in (error, error.__cause__))
    return any(code & PRIMARY == sqlite3.SQLITE_INTERRUPT for code in codes)


def unstorable(error: Exception) -> str:
    """Why one page could not be stored, in one line of ASCII."""
    words = " ".join(str(error).split())
    return f"could not be stored: {words}".encode("ascii", "backslashreplace").decode()[:300]
