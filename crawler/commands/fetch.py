"""``scrapy fetch URL``: what is at an address as its server sent it, fetched by the manners of a crawl."""

from __future__ import annotations

import argparse
import sys

from scrapy.http import Response

from crawler.addresses import ledger_key
from crawler.console.commandline import CheckedCommand
from crawler.console.terminal import harmless, one_line
from crawler.fetch.oneanswer import OneAnswerSpider
from crawler.fetch.trouble import Unfetched


class Command(CheckedCommand):
    """Prints an answer. Exit code 0: there is one; 1: it could not be had; 2: it was asked wrongly."""

    requires_project = True

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--headers] URL"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Fetch an address as a crawl would, robots.txt and all, and print what its server sends"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``--headers``."""
        super().add_options(parser)
        parser.add_argument("--headers", action="store_true", help="print the answer's headers instead")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the answer, or why there is none."""
        if len(args) != 1 or not args[0]:
            self.refuse(f"one address is expected, as https://news.example/story/, not {' '.join(args) or 'nothing'}")
        try:
            ledger_key(args[0])
        except ValueError as fault:
            self.refuse(f"{args[0]}: {fault}; an address begins with https://")
        answer = self.brought(OneAnswerSpider, args)
        if isinstance(answer, Unfetched):
            self.remark(f"{args[0]}: {answer}")
            self.exitcode = 1
        elif opts.headers:
            print("\n".join(_headers(answer)))
        else:
            print_body(answer.body)


def _headers(answer: Response) -> list[str]:
    return [
        one_line(f"{name.decode('latin-1')}: {value.decode('latin-1')}")
        for name, values in answer.headers.items()
        for value in values
    ]


def print_body(body: bytes) -> None:
    """Print the bytes as they are, but for those that would steer a terminal."""
    if sys.stdout.isatty():
        print(harmless(body.decode("utf-8", "replace")))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(body)
