"""``scrapy coverage [SITE]``: what is known of sites, what is filed, what is missing and why."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from crawler.archive.command import ArchiveCommand
from crawler.archive.printing import json_text
from crawler.console.tables import print_table
from crawler.storage.figures.coverage import Coverage, coverage_of, covered_sites

COUNTS = ("known", "fetched", "pending", "skipped", "failed", "gone", "articles")
BAR = 40
"""Characters of the longest bar."""


class Command(ArchiveCommand):
    """Prints coverage. Exit code 0: it could; 1: there is no such site or database; 2: it was asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--format text|json] [SITE]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Print what is known and filed of all sites, or of one: why pages are missing, stories a month, gaps"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the site and ``--format``."""
        super().add_options(parser)
        parser.add_argument("site", metavar="SITE", nargs="?", help="a site's name or address; left out: all sites")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the table of all sites, or all about one."""
        with self.reader() as reader:
            found = coverage_of(reader, opts.site) if opts.site is not None else covered_sites(reader)
        if opts.format == "json":
            sys.stdout.write(json_text(found.as_dict() if isinstance(found, Coverage) else found))
        elif isinstance(found, Coverage):
            _print_one(found)
        else:
            _print_all(found)


def _print_all(sites: list[dict[str, Any]]) -> None:
    if not sites:
        print("no sites in the database yet")
        return
    headings = ("site", *COUNTS, "first month", "last month", "months missing")
    rows = [
        [
            site["site"],
            *(site[name] for name in COUNTS),
            site["first_month"],
            site["last_month"],
            site["months_missing"],
        ]
        for site in sites
    ]
    print_table(headings, rows)


def _print_one(site: Coverage) -> None:
    print_table(("site", *COUNTS), [[site.counts["site"], *(site.counts[name] for name in COUNTS)]])
    if site.losses:
        print("\nWithout a story")
        print_table(
            ("state", "cause", "addresses", "for example"),
            [[each["state"], each["cause"], each["urls"], each["example"]] for each in site.losses],
        )
    if site.months:
        print("\nStories a month")
        most = max(each["articles"] for each in site.months)
        print_table(
            ("month", "stories", ""),
            [[each["month"] or "no date", each["articles"], _bar(each["articles"], most)] for each in site.months],
        )
        _print_gaps(site)


def _print_gaps(site: Coverage) -> None:
    print("\nMonths without a story")
    if site.gaps:
        print_table(("from", "to", "months"), [list(gap.values())[1:] for gap in site.gaps])
    else:
        print("none between the first and the last")


def _bar(count: int, most: int) -> str:
    return "█" * max(round(BAR * count / most), 1)
