"""``scrapy import FILE …``: takes in the stories of JSON Lines or of other copydesk databases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from crawler.archive.command import FAILED, ArchiveCommand
from crawler.archive.errors import AskedWrongly
from crawler.archive.importing import Fault, from_database, from_lines
from crawler.storage import Store
from crawler.storage.merging import Import, Merger

SQLITE = b"SQLite format 3\0"
TOLD = 10
"""Faults that are told one by one; the rest is counted."""


class Command(ArchiveCommand):
    """Merges archives. Exit code 0: all is in; 1: some lines were no stories, the others are in; 2: no such file."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "FILE [FILE …]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Take in stories from JSON Lines (- for standard input) or other copydesk databases; twice does no harm"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the files."""
        super().add_options(parser)
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="what scrapy export --format jsonl wrote, or a database"
        )

    def answer(self, opts: argparse.Namespace) -> None:
        """Merge the files in their order, and print how many stories were new, revised, updated and unchanged."""
        with ExitStack() as opened:
            sources = [(name, self._source(name, opened)) for name in opts.files]
            merger = Merger(opened.enter_context(Store.open(self.database)))
            for name, stories in sources:
                counted = merger.merge(self._sound(stories, name))
                told = ", ".join(f"{counted[change]} {change}" for change in ("new", "revised", "updated", "unchanged"))
                print(f"{name}: {told}")

    def _source(self, name: str, opened: ExitStack) -> Iterator[Import | Fault]:
        if name == "-":
            return from_lines(sys.stdin.buffer, "standard input")
        path = Path(name)
        try:
            lines: BinaryIO = opened.enter_context(path.open("rb"))
            head = lines.read(len(SQLITE))
            lines.seek(0)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise AskedWrongly(f"{name}: {reason}; JSON Lines or a copydesk database is expected") from error
        if head != SQLITE:
            return from_lines(lines, name)
        if self.database.exists() and path.samefile(self.database):
            raise AskedWrongly(f"{name}: the database itself; name another one")
        return from_database(path)

    def _sound(self, stories: Iterable[Import | Fault], name: str) -> Iterator[Import]:
        """The stories; what is none is told, and lets the command fail at its end."""
        faults = 0
        for story in stories:
            if isinstance(story, Fault):
                faults += 1
                self.exitcode = FAILED
                if faults <= TOLD:
                    self.remark(str(story))
            else:
                yield story
        if faults > TOLD:
            self.remark(f"{name}: {faults - TOLD} more lines are no stories")
