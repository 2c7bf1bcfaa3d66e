"""Disks that are full, read-only or grow: real ones in memory, where this system lets us have them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A disk of its own, at ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def remount(self, options: str) -> None:
        """Change its size or what may be done with it."""
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.folder)], check=True)

    def fill(self, leave: int) -> None:
        """Take all room but ``leave`` bytes."""
        free = os.statvfs(self.folder)
        with (self.folder / "filling").open("wb") as file:
            file.write(bytes(max(free.f_bavail * free.f_frsize - leave, 0)))

    def empty(self) -> None:
        """Give the room back that ``fill`` took."""
        (self.folder / "filling").unlink()


@contextmanager
def small_disk(folder: Path, size: str = "16m") -> Iterator[Disk]:
    """A disk in memory, mounted at ``folder``; the test is skipped where nothing may be mounted."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("nothing may be mounted here")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def without_locks(behind: Path, folder: Path) -> Iterator[None]:
    """A file system on which locks are taken and do not hold; the test is skipped where bindfs cannot mount it."""
    for each in (behind, folder):
        each.mkdir()
    options = ("--no-allow-other", "--enable-lock-forwarding", "--multithreaded")
    if shutil.which("bindfs") is None or subprocess.run(["bindfs", *options, str(behind), str(folder)]).returncode:
        pytest.skip("no such file system may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
