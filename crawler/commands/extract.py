"""``scrapy extract TARGET``: the clean article of a file, an address or standard input."""

from __future__ import annotations

import argparse
import logging
import re
import sys
from pathlib import Path

from crawler.addresses import ledger_key
from crawler.archive.formats import FORMATS
from crawler.console.commandline import CheckedCommand
from crawler.console.explaining import print_explanation
from crawler.fetch.onepage import OnePageSpider
from crawler.fetch.sniffing import kind_of
from crawler.fetch.trouble import Unfetched
from crawler.records.pages import FetchedPage
from crawler.wholefile import whole_file, whole_stream
from crawler.workers.joining import read_page, readings
from extractors import Article, Outcome, clean_text
from extractors.decision import Decision
from extractors.page.parsing import decode
from extractors.reading import read


class TargetError(Exception):
    """There is no article to be had from the target: one line that says why."""


class Command(CheckedCommand):
    """Prints an article. Exit code 0: there is one; 1: there is none; 2: it was asked wrongly."""

    requires_project = True
    requires_crawler_process = False  # but where a page is fetched

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--format text|json|markdown | --explain] TARGET"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Print the clean article of a file (HTML or plain text), a URL, or - for standard input"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``--format`` and ``--explain``."""
        super().add_options(parser)
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--format", choices=sorted(FORMATS), default="text", help="default: text")
        form.add_argument("--explain", action="store_true", help="say of each block why it was kept or removed")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the article, or why there is none."""
        if len(args) != 1 or not args[0]:
            self.refuse(f"one TARGET is expected, a file, an address or -, not {' '.join(args) or 'nothing'}")
        try:
            article, decisions = self._article(args[0])
        except TargetError as error:
            self.remark(f"{args[0]}: {error}")
            self.exitcode = 1
            return
        if opts.explain:
            print_explanation(article, decisions, sys.stdout)
        else:
            print(FORMATS[opts.format](article, decisions))
        if article.outcome is not Outcome.ARTICLE:
            self.remark(f"{args[0]}: {article.outcome}: {article.evidence}")

    def _article(self, target: str) -> tuple[Article, list[Decision]]:
        page = self._fetched(target) if re.match(r"https?://", target, re.I) else None
        body = page.body if page else _read(target)
        html = _is_html(body, dict(page.headers).get("Content-Type", "") if page else "")
        logging.disable(logging.CRITICAL)  # what libraries mutter over a page is no part of the answer
        if not html:
            article, decisions = clean_text(decode(body, page.encoding if page else None)), []
        else:
            parts = readings(page) if page else [read(body)]
            article = read_page(page) if page else parts[0].article
            decisions = [decision for part in parts for decision in part.decisions]
        if article.outcome is Outcome.EMPTY:
            raise TargetError(f"nothing to read in it ({article.evidence or 'empty'})")
        return article, decisions

    def _fetched(self, url: str) -> FetchedPage:
        try:
            ledger_key(url)
        except ValueError as fault:
            raise TargetError(str(fault)) from fault
        page = self.brought(OnePageSpider, [url])
        if isinstance(page, Unfetched):
            raise TargetError(str(page)) from page
        return page


def _is_html(body: bytes, content_type: str) -> bool:
    """Whether the document is HTML rather than plain text; raises ``TargetError`` for what is neither."""
    match kind_of(body, content_type):
        case "html":
            return True
        case "text":
            return False
        case "empty":
            raise TargetError("empty")
        case kind:
            raise TargetError(f"a {kind} file; HTML or plain text is expected")


def _read(target: str) -> bytes:
    if target != "-" and re.match(r"[a-z][a-z0-9+.-]*://", target, re.I):
        raise TargetError("only http and https addresses are fetched")
    try:
        return whole_stream(sys.stdin.buffer) if target == "-" else whole_file(Path(target))
    except FileNotFoundError as error:
        raise TargetError(f"{error.strerror}; an address begins with https://") from error
    except (OSError, ValueError) as error:
        raise TargetError(getattr(error, "strerror", None) or str(error)) from error
