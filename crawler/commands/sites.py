"""``scrapy sites``: the sites of sites.toml and how they are doing; ``scrapy sites add URL`` writes another into it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace

from crawler.archive.command import open_up_to_date
from crawler.archive.printing import json_text
from crawler.console.commandline import CheckedCommand, file_name
from crawler.console.counting import counted
from crawler.console.tables import print_table
from crawler.project import path_setting
from crawler.sites import DEFAULT_FILE, SitesError, add_entry, new_entry, read_sites
from crawler.sites.status import SiteStatus, site_statuses
from crawler.storage import StorageError
from crawler.visits.probing import ENOUGH, ProbeSpider


class Command(CheckedCommand):
    """Lists sites, or adds one. Exit code 0: it could; 1: it could not; 2: it was asked wrongly."""

    requires_project = True
    requires_crawler_process = False  # but where a page is fetched

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--format text|json] [--sites FILE] [add URL]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "List the sites of sites.toml: last visit, next one, new stories, coverage, health; or add one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``--format`` and ``--sites``, which is called ``--file`` as well."""
        super().add_options(parser)
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
        names, meaning = ("--sites", "--file"), f"the file of sites; default: {DEFAULT_FILE}"
        parser.add_argument(*names, dest="file", type=file_name, default=DEFAULT_FILE, metavar="FILE", help=meaning)

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """List the sites, or add one."""
        match args:
            case []:
                work = self._list
            case ["add", _]:
                work = self._add
            case _:
                self.refuse(f"nothing or 'add URL' is expected, not {' '.join(args)!r}")
        try:
            work(args, opts)
        except (SitesError, StorageError) as error:
            self.complain(str(error))
            self.exitcode = 1

    def _list(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        entries = read_sites(opts.file)
        database = path_setting(self.settings, "DATABASE")
        if database.exists():
            with open_up_to_date(database) as reader:
                statuses = site_statuses(entries, reader)
        else:
            statuses = site_statuses(entries, None)
        if opts.format == "json":
            sys.stdout.write(json_text([asdict(status) for status in statuses]))
        elif statuses:
            _print(statuses)
        else:
            print(f"{opts.file}: no sites in it; scrapy sites add https://news.example adds one")

    def _add(self, args: list[str], opts: argparse.Namespace) -> None:
        entry = new_entry(opts.file, args[1])
        probe = self.brought(ProbeSpider, entry.addresses)
        if probe.trouble:
            raise SitesError(f"{probe.url}: {probe.trouble}; nothing was written into {opts.file}")
        add_entry(opts.file, replace(entry, addresses=(probe.url,)))
        found = f"{ENOUGH} or more stories" if probe.found == ENOUGH else counted(probe.found, "story", "stories")
        print(f"{probe.url}: {found} by {probe.source}; written into {opts.file} as {entry.name!r}")


def _print(statuses: list[SiteStatus]) -> None:
    headings = ("site", "every", "last visit (UTC)", "next (UTC)", "new", "stories", "coverage", "health")
    print_table(headings, [_row(status) for status in statuses])


def _row(status: SiteStatus) -> list[object]:
    return [
        status.name,
        status.every,
        _minute(status.visited_at) or "never",
        _minute(status.due_at) or "due",
        status.new,
        status.articles,
        "" if status.coverage is None else f"{status.coverage:.0%} of {status.known}",
        status.health,
    ]


def _minute(moment: str | None) -> str | None:
    """A moment to the minute, as people read it."""
    return moment and moment[:16].replace("T", " ")
