"""``scrapy cluster crawl | warc | reextract``: the work of this project on the machines of a Dask cluster."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scrapy.utils.conf import arglist_to_dict

from crawler.archive.command import FAILED, ArchiveCommand
from crawler.archive.reextraction import add_reextraction, check_asked, choose_pages, reextract
from crawler.cluster.archives import Readings, archive_orders
from crawler.cluster.crawling import Crawl
from crawler.cluster.engine import ClusterError, connected
from crawler.cluster.orders import given_settings
from crawler.cluster.places import absolute, files
from crawler.cluster.rereading import Rereading, filled, stage_by
from crawler.cluster.round import Desk
from crawler.console.counting import Unit, counted
from crawler.errors import AskedWrongly
from crawler.queries import QueriesError, queries_of
from crawler.queries.answering import ask_all
from crawler.queries.printing import print_answers
from crawler.sites import DEFAULT_FILE, SitesError, read_sites
from crawler.sites.known import known_rules
from crawler.spiders.rounds import failure, print_round, warnings
from crawler.storage import Store
from crawler.storage.pages.rereading import Kept
from crawler.storage.pages.staging import Staging
from crawler.workers.rereading import Rules

CHOOSING = ("site", "since", "until", "where", "stale")
ENDING = ("yes", "dry_run")
"""Options of ``scrapy reextract``."""


class Command(ArchiveCommand):
    """Works by a cluster. Exit code 0: it did its work; 1: it could not; 2: it was asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return (
            "crawl -a sites=… | warc -a path=… | reextract [-a path=…] --scheduler ADDRESS"
            " [--shards ADDRESS] [--output ADDRESS]"
        )

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Crawl the sites of sites.toml, or read archived pages, on the machines of a Dask cluster"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the work, its arguments and the cluster's address."""
        super().add_options(parser)
        parser.add_argument("work", choices=("crawl", "warc", "reextract"), help="what the cluster is to do")
        parser.add_argument("-a", dest="given", action="append", default=[], metavar="NAME=VALUE", help="its arguments")
        parser.add_argument("--scheduler", required=True, metavar="ADDRESS", help="as in tcp://scheduler.example:8786")
        parser.add_argument("--shards", metavar="ADDRESS", help="where finished shards are kept, as fsspec says")
        parser.add_argument(
            "--output", metavar="ADDRESS", help="where the stories of archived pages go, as Parquet by site and month"
        )
        add_reextraction(parser)

    def answer(self, opts: argparse.Namespace) -> None:
        """Do the work."""
        if opts.work != "reextract":
            _refuse(opts, (*CHOOSING, *ENDING, "sites"), "is for cluster reextract")
        opts.output, opts.shards = (place and absolute(place) for place in (opts.output, opts.shards))
        try:
            {"crawl": self._crawl, "warc": self._read, "reextract": self._reextract}[opts.work](opts)
        except ClusterError as error:
            self._fail(str(error), FAILED)

    def _crawl(self, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.output:
            raise AskedWrongly("--output is for cluster warc; scrapy export writes what cluster crawl has filed")
        arguments = self._arguments(opts, {"sites": DEFAULT_FILE})
        try:
            entries, queries = read_sites(Path(arguments["sites"])), queries_of(self.settings)
        except (SitesError, QueriesError) as error:
            raise AskedWrongly(str(error)) from error
        crawl = Crawl(entries)
        with connected(opts.scheduler) as client, Store.open(self.database) as store:
            desk = Desk(store, arguments, given_settings(self.settings), self.remark, opts.shards)
            try:
                crawl.run(client, desk, self.settings["WORDPRESS_COM_API"])
            except KeyboardInterrupt:
                self.remark("interrupted; what was filed is in the database, and the next run goes on from here")
            finally:
                if crawl.reports:
                    with self.printing():
                        print_round(crawl, crawl.ended)
            answers = list(ask_all(self.database, queries, desk.crawl_id)) if desk.crawl_id else []
        with self.printing():
            print_answers(answers)
        for line in (
            *(f"saved query {each.query!r}: {each.complaint}" for each in answers if each.complaint),
            *warnings(crawl),
        ):
            self.remark(line)
        if complaint := failure(crawl):
            self._fail(complaint, FAILED)

    def _read(self, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        path = self._arguments(opts, {"path": ""})["path"]
        if not path or not (opts.output or opts.shards):
            raise AskedWrongly(
                "cluster warc takes -a path=…, and --output ADDRESS or --shards ADDRESS to put stories at"
            )
        with connected(opts.scheduler) as client:
            found = files(path, "a WARC file")
            readings = Readings(self.remark)
            readings.run(client, archive_orders(found, opts.output, opts.shards, given_settings(self.settings)))
        self._tell(("archive", "archives"), readings)

    def _reextract(self, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        path, goes_out = self._arguments(opts, {"path": ""})["path"], opts.output or opts.shards
        work = Rereading(known_rules(opts.sites), given_settings(self.settings), opts.output, opts.shards)
        if path:
            self._reread_databases(opts, path, work)
        elif goes_out:
            self._reread_out(opts, work)
        else:
            check_asked(opts)
            with connected(opts.scheduler) as client:

                def read(pages: list[Kept], staging: Staging, rules: Rules) -> None:
                    stage_by(client, self.remark, work.of_pages(self.database, pages, rules), staging)

                reextract(self, opts, read)

    def _reread_databases(self, opts: argparse.Namespace, path: str, work: Rereading) -> None:
        """Read again all pages that databases elsewhere keep."""
        _refuse(opts, (*CHOOSING, *ENDING), "does not go with -a path=…, all of whose pages are read")
        if not (opts.output or opts.shards):
            raise AskedWrongly(
                "cluster reextract -a path=… takes --output ADDRESS or --shards ADDRESS to put stories at"
            )
        with connected(opts.scheduler) as client:
            readings = Readings(self.remark)
            readings.run(client, work.of_databases(files(path, "a database or a shard")))
        self._tell(("database", "databases"), readings)

    def _reread_out(self, opts: argparse.Namespace, work: Rereading) -> None:
        """Read the chosen pages of this database again; their stories go out, and it stays as it is."""
        _refuse(opts, ENDING, "does not go with --output or --shards, which leave the database as it is")
        pages, rules = choose_pages(self, opts)
        if pages:
            with connected(opts.scheduler) as client:
                readings = Readings(self.remark)
                readings.run(client, work.of_pages(self.database, pages, rules), filled(self.database))
            self._tell(("bundle of pages", "bundles of pages"), readings)

    def _tell(self, what: Unit, readings: Readings) -> None:
        """Print what came of archived pages, which were read by pieces: ``what`` one is and several are."""
        read = counted(len(readings.stories), *what)
        stories = counted(sum(readings.stories.values()), "story", "stories")
        print(f"{read} read, {stories}; {readings.before} before")
        for address, reason in readings.failed.items():
            self._fail(f"{address}: {reason}", FAILED)

    def _arguments(self, opts: argparse.Namespace, defaults: dict[str, str]) -> dict[str, str]:
        try:
            given = arglist_to_dict(opts.given)
        except ValueError as error:
            raise AskedWrongly(f"-a: {opts.given[0]!r} is no NAME=VALUE") from error
        for name in given:
            if name not in defaults:
                raise AskedWrongly(
                    f"-a {name}=…: cluster {opts.work} takes {', '.join(f'-a {each}=…' for each in defaults)}"
                )
        return defaults | given


def _refuse(opts: argparse.Namespace, names: Sequence[str], why: str) -> None:
    """Raise ``AskedWrongly`` where one of the options is given."""
    for name in names:
        if getattr(opts, name):
            raise AskedWrongly(f"--{name.replace('_', '-')} {why}")
