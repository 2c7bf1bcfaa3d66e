"""``scrapy show URL|ID``: one story with where each field was read, and what was removed from its page and why."""

from __future__ import annotations

import argparse
import sys

from crawler.archive.command import StoryCommand
from crawler.archive.discussion import discussion
from crawler.archive.printing import json_text
from crawler.archive.sheet import story_sheet
from crawler.console.terminal import harmless


class Command(StoryCommand):
    """Prints one story. Exit code 0: there is one; 1: there is none."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--removed] [--withheld] [--comments] [--format text|json] URL|ID"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Show a filed story, where each field was read, and what was removed from its page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to show of the story."""
        super().add_options(parser)
        parser.add_argument("--removed", action="store_true", help="show the removed blocks, each with rule and reason")
        parser.add_argument("--withheld", action="store_true", help="show the form that was not filed, if there is one")
        parser.add_argument("--comments", action="store_true", help="show what readers said under it")

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the story."""
        story = self.story(opts)
        if opts.format == "json":
            sys.stdout.write(json_text(story))
        else:
            print(harmless(story_sheet(story, removed=opts.removed, withheld=opts.withheld)))
            if opts.comments:
                print("\n" + harmless(discussion(story)))
