"""``scrapy report``: one HTML file on the archive, with plots and the figures below each."""

from __future__ import annotations

import argparse
from pathlib import Path

from crawler.archive.command import ArchiveCommand
from crawler.console.commandline import file_name
from crawler.project import in_project
from crawler.reporting import name_fault


class Command(ArchiveCommand):
    """Writes a report. Exit code 0: it is written; 1: it could not be; 2: it was asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--output FILE]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write a report: stories a day, coverage, quality, authors, syndication, crawls, as HTML with plots"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to write it."""
        super().add_options(parser)
        default = in_project("output/report.html")
        said = f"default: {default}"
        parser.add_argument("-o", "--output", type=_html_file, default=default, metavar="FILE", help=said)

    def answer(self, opts: argparse.Namespace) -> None:
        """Write the report."""
        # Only here: matplotlib takes a second to load, and scrapy loads all its commands each time.
        from crawler.reporting.writing import report_on

        print(report_on(self.database, opts.output))


def _html_file(text: str) -> Path:
    if fault := name_fault(text):
        raise argparse.ArgumentTypeError(fault)
    return file_name(text)
