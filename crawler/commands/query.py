"""``scrapy query "SQL"``: any question to the database, answered without a chance to change it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from crawler.archive.command import ArchiveCommand, counting
from crawler.archive.printing import PRINTERS
from crawler.errors import AskedWrongly
from crawler.storage import StorageError
from crawler.storage.search.inquiry import Inquiry, InquiryError


class Command(ArchiveCommand):
    """Prints the rows of a query. Exit code 0: they are there; 1: time was short; 2: it is no query."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return '[--format table|csv|json] [--limit ROWS] [--timeout SECONDS] "SQL"'

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Answer a question in SQL, read-only; docs/schema.md lists tables and views"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the query, its format and its bounds."""
        super().add_options(parser)
        parser.add_argument("sql", metavar="SQL", help="one SELECT")
        parser.add_argument("--format", choices=list(PRINTERS), default="table", help="default: table")
        parser.add_argument(
            "--limit", type=counting(), default=1000, metavar="ROWS", help="rows at most; default: 1000"
        )
        parser.add_argument(
            "--timeout", type=counting(), default=30, metavar="SECONDS", help="seconds that it may take; default: 30"
        )

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the rows, and on standard error that there are more."""
        try:
            with self.reader() as reader:
                inquiry = Inquiry(reader, opts.sql, opts.timeout)
                rows = iter(inquiry)
                PRINTERS[opts.format](inquiry.columns, islice(rows, opts.limit), sys.stdout)
                self._say_if_more(rows, opts.limit)
        except InquiryError as error:
            if error.too_slow:
                raise StorageError(f"{error} with --timeout SECONDS") from error
            raise AskedWrongly(str(error)) from error

    def _say_if_more(self, rows: Iterator[tuple[Any, ...]], limit: int) -> None:
        if next(rows, None) is not None:
            first = "this is the first row" if limit == 1 else f"these are the first {limit:,} rows"
            self.remark(f"{first}; --limit ROWS shows more")
