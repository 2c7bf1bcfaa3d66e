"""``scrapy import FILE …``: takes in the stories of JSON Lines or of other copydesk databases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crawler.archive.command import FAILED, ArchiveCommand
from crawler.archive.importing import Fault, from_database, from_lines
from crawler.console.counting import Unit, counted
from crawler.errors import AskedWrongly
from crawler.fetch.sniffing import SAMPLE, kind_of
from crawler.storage import Store
from crawler.storage.care import up_to_date
from crawler.storage.shards.holdings import Holdings
from crawler.storage.stories.merging import Import, Merger

SQLITE = b"SQLite format 3\0"
TOLD = 10
"""Faults that are told one by one; the rest is counted."""
BESIDE: Mapping[str, Unit] = {
    "pages": ("raw page", "raw pages"),
    "fetches": ("fetch", "fetches"),
    "rulings": ("ruling", "rulings"),
}
"""What is told of that comes with the stories of a database, by table."""


_EXPECTED = "JSON Lines or a copydesk database is expected (scrapy crawl warc reads WARC files)"


class Command(ArchiveCommand):
    """Merges archives. Exit code 0: all is in; 1: some could not be taken in, the others are in; 2: no such file."""

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
            sources = [self._source(name, opened) for name in opts.files]
            store = opened.enter_context(Store.open(self.database))
            for source in sources:
                faults = Faults(source.name, self.remark)
                changes = Merger(store, settled=source.database is None).merge(faults.left_out(source.stories))
                told = ", ".join(f"{changes[change]} {change}" for change in ("new", "revised", "updated", "unchanged"))
                print(f"{source.name}: {told}")
                if source.database is not None:
                    taken = Holdings(store, source.database, faults.tell).take()
                    if beside := [counted(taken[table], *what) for table, what in BESIDE.items() if taken[table]]:
                        print(f"{source.name}: {', '.join(beside)}")
                faults.close(of_lines=source.database is None)
                self.exitcode = FAILED if faults.count else self.exitcode

    def _source(self, name: str, opened: ExitStack) -> Source:
        if name == "-":
            return Source(name, from_lines(sys.stdin.buffer, "standard input"))
        path = Path(name)
        try:
            lines: BinaryIO = opened.enter_context(path.open("rb"))
            head = lines.read(SAMPLE)
            lines.seek(0)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise AskedWrongly(f"{name}: {reason}; {_EXPECTED}") from error
        if not head.startswith(SQLITE):
            if kind_of(head) == "binary":
                raise AskedWrongly(f"{name}: a binary file; {_EXPECTED}")
            return Source(name, from_lines(lines, name))
        if self.database.exists() and path.samefile(self.database):
            raise AskedWrongly(f"{name}: the database itself; name another one")
        current = opened.enter_context(up_to_date(path, self.database.parent))
        return Source(name, from_database(current), current)


class Source(NamedTuple):
    """What stories come from; of a ``database``, all else that it holds comes as well."""

    name: str
    stories: Iterator[Import | Fault]
    database: Path | None = None


class Faults:
    """Counts what cannot be taken in, and tells of the first ones."""

    def __init__(self, name: str, remark: Callable[[str], None]) -> None:
        self.count = 0
        self._sound = 0
        self._name = name
        self._remark = remark

    def tell(self, fault: str) -> None:
        """Count a fault, and tell it if there were not many."""
        self.count += 1
        if self.count <= TOLD:
            self._remark(fault)

    def left_out(self, stories: Iterable[Import | Fault]) -> Iterator[Import]:
        """The stories that are sound."""
        for story in stories:
            if isinstance(story, Fault):
                self.tell(str(story))
            else:
                self._sound += 1
                yield story

    def close(self, *, of_lines: bool) -> None:
        """Tell how many more there were, and what is expected where nothing was taken in: no lines are a fault too."""
        if self.count > TOLD:
            self._remark(f"{self._name}: {self.count - TOLD} more cannot be taken in")
        if not self._sound and (self.count or of_lines):
            self.count += 1
            self._remark(f"{self._name}: no story in it; scrapy export --format jsonl writes what is expected")
