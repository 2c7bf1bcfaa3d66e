"""``scrapy diff URL|ID``: how a story was changed after it was first filed, sentence by sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from rich.text import Text

from crawler.archive.changes import Line, Step, passage_lines, steps
from crawler.archive.command import StoryCommand
from crawler.archive.printing import json_text
from crawler.console.console import Console
from crawler.console.terminal import harmless


class Command(StoryCommand):
    """Prints the changes of one story, in colour on a terminal. Exit code 0: there is the story; 1: there is none."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--format text|json] URL|ID"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Show how a story was changed since it was first filed, sentence by sentence"

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the changes, the first one first."""
        story = self.story(opts)
        changes = steps(story)
        if opts.format == "json":
            sys.stdout.write(json_text([asdict(step) for step in changes]))
        else:
            console = Console(highlight=False)
            for line, style in _lines(changes):
                console.print(Text(harmless(line), style), soft_wrap=True)
        if not changes:
            self.remark(f"{story['url']}: no earlier form is kept; it reads as it was first filed")


def _lines(changes: Iterable[Step]) -> Iterator[Line]:
    for place, step in enumerate(changes):
        if place:
            yield "", ""
        yield f"{_minute(step.from_filed_at)} → {_minute(step.to_filed_at)}, {_dated(step)}", "bold"
        if any(passage.kind != "kept" for passage in step.headline):
            yield "headline", "bold"
            yield from passage_lines(step.headline)
        yield "text", "bold"
        if all(passage.kind == "kept" for passage in step.text):
            yield "  the same sentences", "dim"
        else:
            yield from passage_lines(step.text)


def _dated(step: Step) -> str:
    if step.reread:
        return "its page was read again here; the site changed nothing"
    if step.reread is None:
        return "read by another version, and no page kept to tell whether the site changed anything"
    if step.from_modified_at == step.to_modified_at:
        return "the site's date of change stayed as it was"
    return f"dated {_minute(step.to_modified_at)} by the site"


def _minute(moment: str | None) -> str:
    return "(no date)" if moment is None else moment[:16].replace("T", " ")
