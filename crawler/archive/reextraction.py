"""What the commands share that read kept pages again: which pages, by which rules, what is shown, asked and filed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeAlias

from rich.text import Text

from crawler.archive.command import ArchiveCommand
from crawler.archive.rereport import Report
from crawler.archive.selection import add_selection, add_where, selection
from crawler.console.console import Console
from crawler.console.counting import counted
from crawler.console.terminal import harmless
from crawler.errors import AskedWrongly
from crawler.sites.known import add_sites_option, known_rules
from crawler.storage import Reader
from crawler.storage.pages.rereading import Chosen, Kept, choose
from crawler.storage.pages.staging import Staging
from crawler.workers.rereading import Rules, file_staged, rules_of, unstaged
from crawler.workers.stamps import stamp

Read: TypeAlias = Callable[[list[Kept], Staging, Rules], None]
"""Has the pages read by the rules of their sites, and stages what they say."""


def add_reextraction(parser: argparse.ArgumentParser) -> None:
    """Add what to read, by which rules, and whether to ask."""
    add_selection(parser)
    add_where(parser)
    parser.add_argument("--stale", action="store_true", help="only what another version or other rules have read")
    add_sites_option(parser)
    ending = parser.add_mutually_exclusive_group()
    ending.add_argument("--dry-run", action="store_true", help="show what would change, and file nothing")
    ending.add_argument("-y", "--yes", action="store_true", help="file without asking")


def check_asked(opts: argparse.Namespace) -> None:
    """Raise ``AskedWrongly`` where nobody has said what is to become of the readings, and nobody can be asked."""
    if not (opts.yes or opts.dry_run or sys.stdin.isatty()):
        raise AskedWrongly("nobody is there to be asked; say --yes to file what changes, or --dry-run to see it")


def choose_pages(command: ArchiveCommand, opts: argparse.Namespace) -> tuple[list[Kept], Rules]:
    """The pages that the options choose, and the rules of their sites; says of how many stories no page is kept."""
    told = known_rules(opts.sites)
    with command.reader() as reader:
        rules = rules_of(reader, told)
        chosen = _chosen(reader, opts, rules)
    if chosen.pageless:
        command.remark(f"of {_stories(chosen.pageless)} no page is kept; they stay as they are")
    if not chosen.pages:
        print("no kept page to be read again")  # noqa: T201
    return chosen.pages, rules


def reextract(command: ArchiveCommand, opts: argparse.Namespace, read: Read) -> None:
    """Have the chosen pages read, show what changes, ask, and file it; what is staged outlasts any interruption."""
    check_asked(opts)
    pages, rules = choose_pages(command, opts)
    if not pages:
        return
    staging = Staging(command.database)
    try:
        with_comments = command.settings is not None and command.settings.getbool("COMMENTS")
        read(unstaged(pages, staging, rules, with_comments=with_comments), staging, rules)
        agreed = _show(command, pages, staging, opts)
        if agreed:
            done = file_staged(pages, staging, command.database)
            print(f"Filed: {done['revised']} revised, {done['updated']} updated, {done['new']} new.")  # noqa: T201
            if done["discussed"]:
                print(f"Readers' comments are others now under {_stories(done['discussed'])}.")  # noqa: T201
    except BaseException:
        staging.close()  # the next run goes on from there
        raise
    staging.discard()
    if not agreed:
        print("Nothing was filed.")  # noqa: T201


def _show(command: ArchiveCommand, pages: list[Kept], staging: Staging, opts: argparse.Namespace) -> bool:
    """Tell what would change; whether that is to be filed."""
    with command.reader() as reader:
        report = Report(reader, staging, pages)
        with command.printing():  # what was agreed to with --yes is filed, whoever reads this
            console = Console(highlight=False)
            for line, style in report.lines():
                console.print(Text(harmless(line), style), soft_wrap=True)
    return not opts.dry_run and (opts.yes or not report.changes or _agreed(report.changes))


def _chosen(reader: Reader, opts: argparse.Namespace, rules: Rules) -> Chosen:
    by_story = any(value is not None for value in (opts.where, opts.since, opts.until))
    current = {site: stamp(known) for site, known in rules.items()} if opts.stale else None
    return choose(reader, selection(reader, opts), others=not by_story, current=current)


def _agreed(changes: int) -> bool:
    try:
        return input(f"File {_stories(changes)} anew? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _stories(count: int) -> str:
    return counted(count, "story", "stories")
