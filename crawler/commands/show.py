"""``scrapy show URL|ID``: one story with where each field was read, and what was removed from its page and why."""

from __future__ import annotations

import argparse
import sys

from crawler.archive.command import ArchiveCommand
from crawler.archive.printing import json_text
from crawler.archive.sheet import story_sheet
from crawler.storage import StorageError
from crawler.storage.stories import find_story
from crawler.terminal import harmless


class Command(ArchiveCommand):
    """Prints one story. Exit code 0: there is one; 1: there is none."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--removed] [--format text|json] URL|ID"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Show a filed story, where each field was read, and what was removed from its page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the story, and what to show of it."""
        super().add_options(parser)
        parser.add_argument("story", metavar="URL|ID", help="the story's address, or its number in the table articles")
        parser.add_argument("--removed", action="store_true", help="show the removed blocks, each with rule and reason")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the story."""
        with self.reader() as reader:
            try:
                story = find_story(reader, opts.story)
            except LookupError as error:
                raise StorageError(error.args[0]) from error
        if opts.format == "json":
            sys.stdout.write(json_text(story))
        else:
            print(harmless(story_sheet(story, removed=opts.removed)))
