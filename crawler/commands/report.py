"""``scrapy report``: one HTML file on the archive, with plots and the figures below each."""

from __future__ import annotations

import argparse
from pathlib import Path

from crawler.archive.command import ArchiveCommand
from crawler.archive.errors import AskedWrongly


class Command(ArchiveCommand):
    """Writes a report. Exit code 0: it is written; 1: the database cannot be read; 2: there is no way to write it."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--output FILE]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write a report: stories a day, coverage, quality, authors, syndication, crawls, as HTML with plots"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to write it."""
        super().add_options(parser)
        default = Path("output/report.html")
        parser.add_argument("--output", type=Path, default=default, metavar="FILE", help=f"default: {default}")

    def answer(self, opts: argparse.Namespace) -> None:
        """Write the report."""
        # Only here: matplotlib takes a second to load, and scrapy loads all its commands each time.
        from crawler.reporting.writing import write_report

        if opts.output.suffix != ".html":
            raise AskedWrongly(f"--output: a name that ends in .html is expected, not {str(opts.output)!r}")
        with self.reader() as reader:
            try:
                written = write_report(reader, opts.output)
            except OSError as error:
                raise AskedWrongly(f"--output: {opts.output} cannot be written: {error.strerror}") from error
        plots = f", with {len(written) - 1} plots in {opts.output.with_suffix('')}" if written[1:] else ""
        print(f"{opts.output} is written{plots}")
