"""``scrapy db check | backup | vacuum``: care for the database file."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive.command import FAILED, ArchiveCommand
from crawler.console.commandline import file_name
from crawler.errors import AskedWrongly
from crawler.storage.care import CrawlRunning, backup, faults, search_faults, vacuum


class Command(ArchiveCommand):
    """Looks after the database. Exit code 0: done, and sound; 1: not sound, or not done; 2: asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "check | backup [FILE] | vacuum"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Check the database, copy it while a crawl writes, give back the room of what was deleted"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to do, and the backup's file."""
        super().add_options(parser)
        parser.add_argument("action", choices=("check", "backup", "vacuum"), help="what to do")
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            type=file_name,
            help="the backup; default: the database's name with the time",
        )

    def answer(self, opts: argparse.Namespace) -> None:
        """Do it and print what came of it."""
        if opts.file is not None and opts.action != "backup":
            raise AskedWrongly(f"{opts.action} takes no file; the database is named with -s DATABASE=PATH")
        match opts.action:
            case "check":
                self._check()
            case "backup":
                self._backup(opts.file or _dated(self.database))
            case "vacuum":
                before, after = vacuum(self.database)
                print(f"{self.database}: {_size(before)} before, {_size(after)} now")

    def _check(self) -> None:
        found = faults(self.database)
        checked = "file, references and search index"
        try:
            found += search_faults(self.database) if not found else []
        except CrawlRunning:
            checked = "file and references; the search index is checked when no crawl is running, or in a backup"
        for fault in found:
            print(f"{self.database}: {fault}")
        if found:
            self.exitcode = FAILED
            self.remark("scrapy db vacuum writes the search index anew; for the rest, go back to a backup")
        else:
            print(f"{self.database}: sound ({checked})")

    def _backup(self, target: Path) -> None:
        size = backup(self.database, target)
        print(f"{target}: {_size(size)}, sound")


def _dated(database: Path) -> Path:
    return database.with_name(f"{database.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}{database.suffix}")


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MiB"
