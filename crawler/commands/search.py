"""``scrapy search "…"``: the stories that speak of something, the best first."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from rich.text import Text

from crawler.archive.command import ArchiveCommand, counting
from crawler.archive.printing import PRINTERS
from crawler.archive.search import Hits, search
from crawler.archive.selection import add_selection, selection
from crawler.console.console import Console
from crawler.console.terminal import harmless, one_line

_BREAK = re.compile(r"\s+")
_FOUND = re.compile(r"\x02([^\x02\x03]*)\x03")  # how a passage's found words are marked until they are printed


class Command(ArchiveCommand):
    """Prints the stories that an expression finds."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return '[--site NAME] [--since DATE] [--until DATE] [--limit N] [--format text|table|csv|json] "EXPRESSION"'

    def short_desc(self) -> str:
        """Return what the command does."""
        return 'Search the filed stories: words, "a phrase", begin*, AND, OR, NOT, headline: word'

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the expression, what stories it is about, and how to print them."""
        super().add_options(parser)
        meaning = 'what to search for, as in: "climate change" AND harbour*'
        parser.add_argument("expression", metavar="EXPRESSION", nargs="+", help=meaning)
        add_selection(parser)
        parser.add_argument("--limit", type=counting(), default=20, metavar="N", help="stories at most; default: 20")
        parser.add_argument("--format", choices=["text", *PRINTERS], default="text", help="default: text")

    def answer(self, opts: argparse.Namespace) -> None:
        """Print the hits, or on standard error that there are none."""
        typed = " ".join(opts.expression)
        mark = "\x02{}\x03".format if opts.format == "text" else "[{}]".format
        with self.reader() as reader:
            found = search(reader, typed, selection(reader, opts), opts.limit, mark)
        hits = found.stories
        if opts.format == "text":
            _print_hits(hits)
        else:
            columns = list(hits[0]) if hits else ["id"]
            PRINTERS[opts.format](columns, (list(hit.values()) for hit in hits), sys.stdout)
        for remark in _remarks(found) if hits else [f"no story in {self.database} answers {harmless(typed)!r}"]:
            self.remark(remark)


def _remarks(found: Hits) -> list[str]:
    """What is to be said of the order of hits."""
    remarks = []
    if found.more:
        remarks.append(f"more than {found.count:,} stories answer; those filed last are ranked")
    if found.uncounted:
        terms = harmless(", ".join(found.uncounted))
        remarks.append(
            f"too many or too frequent to rank by: {terms}; of stories equal but for that, the last filed is first"
        )
    return remarks


def _print_hits(hits: list[dict[str, Any]]) -> None:
    console = Console(highlight=False)
    for hit in hits:
        filed = (hit["published_at"] or "")[:10], hit["byline"], hit["site"], f"no. {hit['id']}"
        console.print(Text(one_line(hit["headline"] or "(no headline)"), "bold"), soft_wrap=True)
        console.print(Text("  " + one_line(" · ".join(part for part in filed if part)), "dim"), soft_wrap=True)
        console.print(Text("  " + one_line(hit["url"]), "dim"), soft_wrap=True)
        if hit["passage"]:  # a picture with a headline has none
            console.print(Text("  ") + _shown(hit["passage"], plain=not console.is_terminal), soft_wrap=True)
        console.print()


def _shown(passage: str, *, plain: bool) -> Text:
    """The passage with what was found in bold, or in brackets where there is no terminal."""
    shown = Text()
    for place, part in enumerate(_FOUND.split(passage)):
        words = harmless(_BREAK.sub(" ", part))
        if place % 2:
            shown.append(f"[{words}]" if plain else words, "bold yellow")
        else:
            shown.append(words)
    return shown
