"""Puts an export in its place once it is whole: a file or a folder is there as it is to be, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from crawler.drafts import drafting, is_draft, sweep
from crawler.errors import AskedWrongly
from crawler.project import real


def whole_file(path: Path, write: Callable[[Path], int]) -> int:
    """Let ``write`` fill a file that takes the place of ``path`` when it is whole; returns what it returns."""
    path = real(path)  # a link stays a link
    path.parent.mkdir(parents=True, exist_ok=True)
    with drafting(path.parent) as draft:
        count = write(draft / path.name)
        (draft / path.name).replace(path)
    return count


def whole_folder(folder: Path, write: Callable[[Path], int]) -> int:
    """Let ``write`` fill a folder that takes the place of ``folder`` when it is whole; returns what it returns.

    Raises ``AskedWrongly`` where something is in there.
    """
    folder = real(folder)
    if folder.is_dir():
        if not all(map(is_draft, folder.iterdir())):
            raise _not_empty(folder)
        if not _is_replaceable(folder):
            return _filled(folder, write)
        sweep(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with drafting(folder.parent) as draft:
        new = draft / folder.name
        new.mkdir()
        count = write(new)
        if folder.is_dir():
            new.chmod(folder.stat().st_mode)
        new.replace(folder)
    return count


def _is_replaceable(folder: Path) -> bool:
    """Whether another folder can take this one's place and be like it: it is no disk's own, nor where one stands."""
    ours = folder.stat().st_uid == os.geteuid() and os.access(folder.parent, os.W_OK)
    return ours and not folder.is_mount() and folder != Path.cwd()


def _filled(folder: Path, write: Callable[[Path], int]) -> int:
    """Let ``write`` fill what is moved into the folder when it is whole, each part of it at a stroke.

    Where that is broken off between two of them, a draft in the folder tells that it was.
    """
    with drafting(folder) as draft:
        if any(each != draft for each in folder.iterdir()):  # another export is at it
            raise _not_empty(folder)
        count = write(draft)
        for written in draft.iterdir():
            written.replace(folder / written.name)
    return count


def _not_empty(folder: Path) -> AskedWrongly:
    return AskedWrongly(f"--output: {folder} is not empty; name a new folder")
