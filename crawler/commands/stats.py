"""``scrapy stats``: how much there is in the database."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from crawler.archive.command import ArchiveCommand
from crawler.archive.printing import json_text
from crawler.console.tables import print_table
from crawler.storage.figures.totals import totals


class Command(ArchiveCommand):
    """Prints what the archive holds, as a whole, by site and by language."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--format text|json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Count what is in the database: stories, words, sites, languages, revisions, removed blocks"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``--format``."""
        super().add_options(parser)
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the counts."""
        with self.reader() as reader:
            counted = totals(reader)
        if opts.format == "json":
            sys.stdout.write(json_text(counted))
            return
        print_table(("what", "how much"), [(label.replace("_", " "), value) for label, value in counted["all"].items()])
        for part in ("sites", "languages", "outcomes"):
            _print_part(part, counted[part])


def _print_part(part: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        print(f"\n{part.capitalize()}")
        print_table([name.replace("_", " ") for name in rows[0]], [list(row.values()) for row in rows])
