"""Where a file is written until it is whole: a draft's folder beside its place, which goes however its writer ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BEGINNING, _ENDING = ".copydesk-", ".part"


@contextmanager
def drafting(room: Path) -> Iterator[Path]:
    """A new folder in the folder ``room``; what is left in it when the block ends, or fails, is taken away with it.

    What an earlier writer left there that was killed goes first. Raises ``OSError`` where there can be none.
    """
    sweep(room)
    folder, held = _begun(room)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _begun(room: Path) -> tuple[Path, int]:
    """A new folder and the open lock on it, which the kernel lets go of when its process dies."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_BEGINNING, suffix=_ENDING, dir=room))
        try:
            held = _opened(folder)
        except FileNotFoundError:  # another writer swept it away before it was locked
            continue
        with suppress(OSError):  # where a file system knows no locks, nobody sweeps
            fcntl.flock(held, fcntl.LOCK_EX)
        if folder.exists():
            return folder, held
        os.close(held)


def is_draft(path: Path) -> bool:
    """Whether it is called as drafts are."""
    return path.name.startswith(_BEGINNING) and path.name.endswith(_ENDING)


def sweep(room: Path) -> None:
    """Take away the drafts in the folder whose writers are gone: those that nobody holds."""
    for folder in room.glob(f"{_BEGINNING}*{_ENDING}"):
        with suppress(OSError):
            held = _opened(folder)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
