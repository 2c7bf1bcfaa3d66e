"""``scrapy reextract``: reads the kept pages again and files what they say by this version and the rules of now."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from crawler.archive.command import ArchiveCommand
from crawler.archive.errors import AskedWrongly
from crawler.archive.rereport import Report
from crawler.archive.selection import add_selection, add_where, selection
from crawler.extraction import ExtractionPool
from crawler.rereading import reread_all
from crawler.sites.known import add_sites_option, known_rules
from crawler.stamps import stamp
from crawler.storage import Reader, StorageError, Store
from crawler.storage.rereading import Chosen, Kept, Refiler, choose
from crawler.storage.rulings import with_rulings
from crawler.storage.staging import Staging
from crawler.terminal import harmless
from extractors.siterules import SiteRules

BATCH = 64
"""Readings filed in one transaction."""
NAME = "reextract"
"""Under which ``crawls`` has a run."""


class Command(ArchiveCommand):
    """Rebuilds stories from kept pages. Exit code 0: done, or nothing to do; 1: could not; 2: asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--site NAME] [--since DATE] [--until DATE] [--where SQL] [--stale] [--dry-run | --yes]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Read kept pages again, show what changes, and file it once you agree"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to read, by which rules, and whether to ask."""
        super().add_options(parser)
        add_selection(parser)
        add_where(parser)
        parser.add_argument("--stale", action="store_true", help="only what another version or other rules have read")
        add_sites_option(parser)
        ending = parser.add_mutually_exclusive_group()
        ending.add_argument("--dry-run", action="store_true", help="show what would change, and file nothing")
        ending.add_argument("-y", "--yes", action="store_true", help="file without asking")

    def answer(self, opts: argparse.Namespace) -> None:
        """Read, show, ask, file."""
        if not (opts.yes or opts.dry_run or sys.stdin.isatty()):
            raise AskedWrongly("nobody is there to be asked; say --yes to file what changes, or --dry-run to see it")
        told = known_rules(opts.sites)
        with self.reader() as reader:
            rules = {site: with_rulings(reader.db.conn, site, told.get(site)) for site in reader.sites()}
            chosen = _chosen(reader, opts, rules)
        if chosen.pageless:
            self.remark(f"of {_stories(chosen.pageless)} no page is kept; they stay as they are")
        if not chosen.pages:
            print("no kept page to be read again")
            return
        staging = Staging(self.database)
        try:
            asyncio.run(self._read(chosen.pages, staging, rules))
            agreed = self._show(chosen.pages, staging, opts)
            if agreed:
                self._file(chosen.pages, staging)
        except (KeyboardInterrupt, StorageError):
            staging.close()  # the next run goes on from there
            raise
        staging.discard()
        if not agreed:
            print("Nothing was filed.")

    def _show(self, pages: list[Kept], staging: Staging, opts: argparse.Namespace) -> bool:
        """Tell what would change; whether that is to be filed."""
        with self.reader() as reader:
            report = Report(reader, staging, pages)
            console = Console(highlight=False)
            for line, style in report.lines():
                console.print(Text(harmless(line), style), soft_wrap=True)
        return not opts.dry_run and (opts.yes or not report.changes or _agreed(report.changes))

    async def _read(self, pages: list[Kept], staging: Staging, rules: Mapping[str, SiteRules | None]) -> None:
        """Stage what the pages say that are not staged yet."""
        assert self.settings is not None
        waiting = [page for page in pages if not staging.has(page, stamp(rules[page.site]))]
        pool = ExtractionPool(
            workers=self.settings.getint("EXTRACT_WORKERS"),
            timeout=self.settings.getfloat("EXTRACT_TIMEOUT"),
            memory=self.settings.getint("EXTRACT_MEMORY"),
        )
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            bar = progress.add_task("reading", total=len(waiting))
            try:
                await reread_all(waiting, pool, self.database, staging, rules, lambda: progress.advance(bar))
            finally:
                await pool.close()

    def _file(self, pages: list[Kept], staging: Staging) -> None:
        """File what is staged, and say what came of it."""
        done = Counter[str]()
        with Store.open(self.database) as store:
            crawl_id = store.begin_crawl(NAME, {})
            refiler = Refiler(store, crawl_id)
            for start in range(0, len(pages), BATCH):
                readings = [staged for page in pages[start : start + BATCH] if (staged := staging.get(page))]
                done += refiler.file(readings)
                staging.filed(staged.page for staged in readings)
            store.end_crawl(crawl_id, "finished", {f"file/{change}": count for change, count in done.items()})
        print(f"Filed: {done['revised']} revised, {done['updated']} updated, {done['new']} new.")


def _chosen(reader: Reader, opts: argparse.Namespace, rules: Mapping[str, SiteRules | None]) -> Chosen:
    by_story = any(value is not None for value in (opts.where, opts.since, opts.until))
    current = {site: stamp(known) for site, known in rules.items()} if opts.stale else None
    return choose(reader, selection(reader, opts), others=not by_story, current=current)


def _agreed(changes: int) -> bool:
    try:
        return input(f"File {_stories(changes)} anew? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _stories(count: int) -> str:
    return f"{count} {'story' if count == 1 else 'stories'}"
