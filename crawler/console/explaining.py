"""How an article came about, block by block, for people who read it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.text import Text

from crawler.console.console import Console
from crawler.console.counting import counted
from crawler.console.terminal import one_line
from extractors import Article, RemovedBlock
from extractors.decision import Decision


def print_explanation(article: Article, decisions: Sequence[Decision], out: TextIO) -> None:
    """Print a line a block: kept or removed, by what, why, and its words; cut to the width of a terminal only.

    A text that was no page has no blocks: its paragraphs come first, then what was removed.
    """
    console = Console(file=out, highlight=False, soft_wrap=True)
    for line in _lines(article, decisions):
        if console.is_terminal:
            line.truncate(console.width, overflow="ellipsis")
        console.print(line)


def _lines(article: Article, decisions: Sequence[Decision]) -> Iterator[Text]:
    if decisions:
        told = [_told(decision) for decision in decisions]
    else:
        told = [*(_kept("a text", text) for text in article.paragraphs), *map(_removed, article.removed)]
    yield from told
    kept = sum(decision.removed is None for decision in decisions) if decisions else len(article.paragraphs)
    yield Text(one_line(f"{article.outcome}: {article.evidence}"), style="bold")
    yield Text(f"{counted(kept, 'block')} kept, {len(told) - kept} removed")


def _told(decision: Decision) -> Text:
    if decision.removed is not None:
        return _removed(decision.removed)
    return _kept(decision.kept_for, decision.block.text)


def _kept(why: str, text: str) -> Text:
    return Text.assemble(("kept    ", "green"), (f"{one_line(why)}: ", "dim"), one_line(text))


def _removed(block: RemovedBlock) -> Text:
    return Text.assemble(
        ("removed ", "red"), f"{one_line(block.rule)} ", (f"({one_line(block.reason)}) {one_line(block.text)}", "dim")
    )
