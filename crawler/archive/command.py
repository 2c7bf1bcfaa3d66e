"""What the commands about the archive share: the database, and one clear line where something is wrong."""

from __future__ import annotations

import argparse
import sqlite3
from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path

from crawler.console.commandline import USAGE_ERROR, CheckedCommand
from crawler.errors import AskedWrongly
from crawler.project import path_setting
from crawler.storage import Reader, StorageError, Store
from crawler.storage.errors import was_interrupted, way_out
from crawler.storage.stories.reading import find_story
from crawler.storage.stories.story import Story
from crawler.workers.fitness import WorkersUnfit

FAILED = 1


class ArchiveCommand(CheckedCommand):
    """A command about the database. Exit code 0: done; 1: it could not be done; 2: it was asked wrongly."""

    requires_project = True
    requires_crawler_process = False

    @abstractmethod
    def answer(self, opts: argparse.Namespace) -> None:
        """Do what the command is for; raises ``AskedWrongly``, ``StorageError`` or ``WorkersUnfit``."""

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Answer, or print the one line that says why not."""
        try:
            if args:
                raise AskedWrongly(f"{args[0]!r} is one argument too many; -h tells what is expected")
            self.answer(opts)
        except AskedWrongly as error:
            self._fail(str(error), USAGE_ERROR)
        except (StorageError, WorkersUnfit, sqlite3.Error) as error:
            if was_interrupted(error):
                raise KeyboardInterrupt from error
            self._fail(self._said(error), FAILED)

    def _said(self, error: Exception) -> str:
        """What is wrong, in one line: damage may be met wherever something is read."""
        return f"{self.database}: {way_out(error, self.database)}" if isinstance(error, sqlite3.Error) else str(error)

    @property
    def database(self) -> Path:
        """Where the setting DATABASE says that the database is."""
        assert self.settings is not None
        return path_setting(self.settings, "DATABASE")

    def reader(self) -> Reader:
        """The database, opened read-only and up to date."""
        return open_up_to_date(self.database)

    def _fail(self, line: str, code: int) -> None:
        self.remark(line)
        self.exitcode = code


class StoryCommand(ArchiveCommand):
    """A command about one filed story. Exit code 0: there is one; 1: there is none; 2: it was asked wrongly."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the story and the format."""
        super().add_options(parser)
        parser.add_argument("story", metavar="URL|ID", help="the story's address, or its number in the table articles")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")

    def story(self, opts: argparse.Namespace) -> Story:
        """The story that was asked for; raises ``StorageError`` where there is none."""
        with self.reader() as reader:
            try:
                return find_story(reader, opts.story)
            except LookupError as error:
                raise StorageError(error.args[0]) from error


def open_up_to_date(database: Path) -> Reader:
    """The database, opened read-only, after it was brought up to date where an older version made it."""
    reader = Reader.open(database)
    if reader.is_outdated():
        reader.close()
        Store.open(database).close()
        reader = Reader.open(database)
    return reader


MOST = 10**9
"""The greatest number that is taken for a count: SQLite has none beyond 64 bits, and nobody waits for so many."""


def counting(least: int = 1) -> Callable[[str], int]:
    """A type for options that are whole numbers from ``least`` to ``MOST``."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= MOST:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least:,} to {MOST:,}")
        return int(text)

    return number
