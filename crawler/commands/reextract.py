"""``scrapy reextract``: reads the kept pages again and files what they say by this version and the rules of now."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.progress import Progress

from crawler.archive.command import ArchiveCommand
from crawler.archive.reextraction import add_reextraction, reextract
from crawler.storage.pages.rereading import Kept
from crawler.storage.pages.staging import Staging
from crawler.workers.rereading import Rules, stage


class Command(ArchiveCommand):
    """Rebuilds stories from kept pages. Exit code 0: done, or nothing to do; 1: could not; 2: asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        selected = "[--site NAME] [--since DATE] [--until DATE] [--where SQL] [--stale]"
        return f"{selected} [--sites FILE] [--dry-run | --yes]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Read kept pages again, show what changes, and file it once you agree"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to read, by which rules, and whether to ask."""
        super().add_options(parser)
        add_reextraction(parser)

    def answer(self, opts: argparse.Namespace) -> None:
        """Read, show, ask, file."""
        reextract(self, opts, self._read)

    def _read(self, pages: list[Kept], staging: Staging, rules: Rules) -> None:
        assert self.settings is not None
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            bar = progress.add_task("reading", total=len(pages))
            stage(pages, staging, self.database, rules, self.settings, lambda: progress.advance(bar))
