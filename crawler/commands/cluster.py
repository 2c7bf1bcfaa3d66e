"""``scrapy cluster crawl | warc``: the work of this project on the machines of a Dask cluster."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from scrapy.utils.conf import arglist_to_dict

from crawler.archive.command import FAILED, ArchiveCommand
from crawler.archive.errors import AskedWrongly
from crawler.cluster.archives import Readings, orders_for
from crawler.cluster.crawling import Crawl
from crawler.cluster.engine import ClusterError, connected
from crawler.cluster.orders import given_settings
from crawler.cluster.places import files
from crawler.cluster.round import Desk
from crawler.queries import QueriesError, queries_of
from crawler.queries.answering import ask_all
from crawler.queries.printing import print_answers
from crawler.rounds import failure, print_round, warnings
from crawler.sites import DEFAULT_FILE, SitesError, read_sites
from crawler.storage import Store


class Command(ArchiveCommand):
    """Works by a cluster. Exit code 0: it did its work; 1: it could not; 2: it was asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "crawl -a sites=… | warc -a path=… --scheduler ADDRESS [--shards ADDRESS] [--output ADDRESS]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Crawl the sites of sites.toml, or read WARC archives, on the machines of a Dask cluster"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the work, its arguments and the cluster's address."""
        super().add_options(parser)
        parser.add_argument("work", choices=("crawl", "warc"), help="what the cluster is to do")
        parser.add_argument("-a", dest="given", action="append", default=[], metavar="NAME=VALUE", help="its arguments")
        parser.add_argument("--scheduler", required=True, metavar="ADDRESS", help="as in tcp://scheduler.example:8786")
        parser.add_argument("--shards", metavar="ADDRESS", help="where finished shards are kept, as fsspec says")
        parser.add_argument(
            "--output", metavar="ADDRESS", help="warc: where the stories go, as Parquet by site and month"
        )

    def answer(self, opts: argparse.Namespace) -> None:
        """Do the work."""
        try:
            self._crawl(opts) if opts.work == "crawl" else self._read(opts)
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
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with connected(opts.scheduler) as client, Store.open(self.database) as store:
            desk = Desk(store, arguments, given_settings(self.settings), self.remark, opts.shards)
            try:
                crawl.run(client, desk, self.settings["WORDPRESS_COM_API"])
            except KeyboardInterrupt:
                pass  # what was filed is in the database, and the summary says the rest
            finally:
                if crawl.reports:
                    print_round(crawl, crawl.ended)
            answers = list(ask_all(self.database, queries, desk.crawl_id)) if desk.crawl_id else []
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
        arguments = self._arguments(opts, {"path": ""})
        if not arguments["path"] or not (opts.output or opts.shards):
            raise AskedWrongly(
                "cluster warc takes -a path=…, and --output ADDRESS or --shards ADDRESS to put stories at"
            )
        readings = Readings(self.remark, {}, {})
        with connected(opts.scheduler) as client:
            orders = orders_for(files(arguments["path"]), opts.output, opts.shards, given_settings(self.settings))
            readings.run(client, orders)
        print(
            f"{len(readings.stories)} archives read, {sum(readings.stories.values())} stories; {readings.before} before"
        )
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
