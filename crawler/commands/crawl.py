"""``scrapy crawl``: Scrapy's own, with checked arguments, a closing summary and an exit code to be trusted."""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from importlib import import_module

from scrapy import Spider
from scrapy.commands import crawl
from scrapy.crawler import Crawler

from crawler.books.bookkeeping import Bookkeeper
from crawler.books.summary import FINISHED, print_summary, summarize
from crawler.console.commandline import USAGE_ERROR, CheckedCommand
from crawler.console.counting import counted
from crawler.memory.firststories import read_first_again
from crawler.project import path_setting
from crawler.queries import QueriesError, SavedQuery, queries_of
from crawler.queries.answering import ask_all
from crawler.queries.printing import print_answers
from crawler.reporting import name_fault
from crawler.spiders.base import ArgumentError, LedgerSpider
from crawler.spiders.news import NewsSpider
from crawler.spiders.rounds import failure, print_round, warnings
from crawler.storage import StorageError
from crawler.workers.fitness import WorkersUnfit
from crawler.workers.forkserver import fork_server
from crawler.workers.reading import load_readers

TOLD_ELSEWHERE = ("scrapy.core.downloader.handlers", "scrapy.downloadermiddlewares.httpcompression")
"""Loggers that warn of single answers that are too large or break off: the ledger and the summary say it."""
LOOKS_AT_ITS_CALLERS = "scrapy.core.downloader.contextfactory"
"""A module that reads the source of all who called for it as it is loaded: few do here, forty where Scrapy wants it."""


class Command(CheckedCommand, crawl.Command):
    """Runs one spider. Exit code 0: it ended well; 1: it could not do its work; 2: it was asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "site -a url=URL | news -a sites=FILE | pages -a urls=FILE | warc -a path=PATTERN"

    def short_desc(self) -> str:
        """Return what the command does."""
        return (
            "File the stories of a site, of the sites in sites.toml that are due, of given pages, or of WARC archives"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's own options, without a word of those that are refused."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", action="append", help=argparse.SUPPRESS)
        parser.add_argument("-O", "--overwrite-output", action="append", help=argparse.SUPPRESS)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Apply the options; exits with one line where they make no sense here, as Scrapy's own way to write items."""
        if opts.output or opts.overwrite_output:
            self.refuse("no option -o or -O: stories go into the database; scrapy export --output FILE writes them")
        twice = [name for name, count in Counter(each.partition("=")[0] for each in opts.spargs).items() if count > 1]
        if twice:
            self.refuse(f"-a {twice[0]}=… is given more than once; give it once: many sites stand in sites.toml")
        super().process_options(args, opts)

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the request, crawl, print the summary."""
        assert self.crawler_process is not None
        assert self.settings is not None
        import_module(LOOKS_AT_ITS_CALLERS)
        for logger in TOLD_ELSEWHERE:
            logging.getLogger(logger).setLevel(logging.ERROR)
        try:
            if fault := name_fault(self.settings["REPORT"]):
                raise ArgumentError(f"setting REPORT={fault}")
            queries = queries_of(self.settings)
            name = self._spider_name(args)
            opts.spargs.pop("_job", None)  # scrapyd's number for the crawl, which it gives to every spider
            check_names(self.crawler_process.spider_loader.load(name), opts.spargs)
            fork_server(load_readers)
            crawler = self._create_crawler(name)
            complete = self.complete(self.crawler_process.crawl(crawler, **opts.spargs))
        except (ArgumentError, QueriesError, WorkersUnfit) as error:
            self.complain(str(error))
            self.exitcode = USAGE_ERROR
            return
        if complete:
            self._close(crawler)
            with self.printing():
                self._read_first_again(crawler)
            with self.printing():
                self._answer(queries, crawler)
            self._report()
        elif crawler.spider is None:
            print("Stopped before the crawl was under way.")
        else:
            print("Stopped at once: the next run asks again for what this one had in hand.")

    def _spider_name(self, args: list[str]) -> str:
        assert self.crawler_process is not None
        loader = self.crawler_process.spider_loader
        known = ", ".join(sorted(loader.list()))
        if not args:
            raise ArgumentError(f"one spider's name is expected, of {known}; its arguments go behind -a")
        if args[0] not in loader.list():
            raise ArgumentError(f"no spider {args[0]!r}; there are {known}")
        if args[1:]:
            wanted = _wanted(loader.load(args[0]))
            raise ArgumentError(f"{args[1]!r} stands by itself; spider {args[0]!r} takes {wanted}")
        return args[0]

    def _read_first_again(self, crawler: Crawler) -> None:
        """Let the first stories of new sites profit from what their later pages have taught."""
        assert self.settings is not None
        books = crawler.get_extension(Bookkeeper)
        if books is None or not books.writer.crawl_id or crawler.stats.get_value("finish_reason") != FINISHED:
            return
        spider = crawler.spider
        told = {each.name: each.rules for each in spider.entries} if isinstance(spider, NewsSpider) else {}
        try:
            count = read_first_again(books.writer.path, books.writer.crawl_id, told, self.settings)
        except (StorageError, WorkersUnfit) as error:
            self.complain(str(error))
            return
        if count:
            again = counted(count, "of the first stories was", "of the first stories were")
            print(f"{again} read again, without what their site repeats on its pages.")

    def _answer(self, queries: list[SavedQuery], crawler: Crawler) -> None:
        """Ask the saved queries of what the crawl filed, and print what is new."""
        books = crawler.get_extension(Bookkeeper)
        if not queries or books is None or not books.writer.crawl_id:
            return
        try:
            answers = list(ask_all(books.writer.path, queries, books.writer.crawl_id))
        except StorageError as error:
            self.complain(str(error))
            return
        print_answers(answers)
        self.complain(*(f"saved query {each.query!r}: {each.complaint}" for each in answers if each.complaint))

    def _report(self) -> None:
        """Write the report that the setting REPORT asks for."""
        assert self.settings is not None
        if not self.settings["REPORT"]:
            return
        from crawler.reporting.writing import report_on  # only here: it takes a second to load

        try:
            print(report_on(*(path_setting(self.settings, name) for name in ("DATABASE", "REPORT"))))
        except StorageError as error:
            self.complain(str(error))

    def _close(self, crawler: Crawler) -> None:
        """Print the summary, warn, and set the exit code."""
        spider, summary = crawler.spider, summarize(crawler.stats.get_stats())
        if isinstance(spider, LedgerSpider):
            self.complain(*spider.books.holding.warnings())
        complaint = summary.complaint
        if isinstance(spider, NewsSpider):
            with self.printing():
                print_round(spider, summary.ended)
            self.complain(*warnings(spider))
            complaint = summary.noted or failure(spider)
        else:
            with self.printing():
                print_summary(summary)
        if complaint:
            self.complain(complaint)
            self.exitcode = 1


def check_names(spider: type[Spider], arguments: dict[str, str]) -> None:
    """Raise ``ArgumentError`` where a spider of the house has no argument of that name, or lacks one."""
    if not issubclass(spider, LedgerSpider):
        return
    wanted = _wanted(spider)
    for name in arguments:
        if name not in spider.parameters:
            raise ArgumentError(f"spider {spider.name!r} has no argument {name!r}; it takes {wanted}")
    for name in spider.parameters:
        if not arguments.get(name, "").strip() and (name in arguments or name not in spider.optional):
            raise ArgumentError(f"spider {spider.name!r} needs {name!r}; it takes {wanted}")


def _wanted(spider: type[Spider]) -> str:
    """What a spider takes, as it is written: "-a url=… (the site's address)"; any other's arguments are not known."""
    parameters = spider.parameters if issubclass(spider, LedgerSpider) else {}
    return "; ".join(f"-a {name}=… ({meaning})" for name, meaning in parameters.items()) or "its arguments behind -a"
