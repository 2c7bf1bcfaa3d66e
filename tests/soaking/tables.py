"""What came of a soak, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from tests.soaking.books import Books
from tests.soaking.samples import Sample, floors, halves, points, slope

if TYPE_CHECKING:
    from tests.soaking.run import Soak


def growth_table(soaked: Soak) -> Table:
    """What grew in either half of the crawls."""
    table = Table(title="What grew for 1,000 pages, first half / second half")
    for heading in (
        "crawl",
        "pages",
        "minutes",
        "MB at its end",
        "MB",
        "MB, workers apart",
        "open files",
        "CPU ms a page",
        "log MB, most",
    ):
        table.add_column(heading, justify="left" if heading == "crawl" else "right")
    table.add_row("the long crawl", *_figures(soaked.long.samples, soaked.long.samples))
    peaks = [max(each.samples, key=lambda sample: sample.mb) for each in soaked.rounds if each.samples]
    busy = [sample for each in soaked.rounds for sample in each.samples]
    if len(peaks) > 2:
        table.add_row(f"{len(peaks)} scheduled, by their peaks", *_figures(peaks, busy))
    return table


def memory_table(soaked: Soak) -> Table:
    """The least memory of processes by tenths of their pages, with the size of the long crawl's database."""
    table = Table(title="MB by tenths of the pages, the least of each")
    for heading in ("what", "pages", *map(str, range(1, 11))):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    long = soaked.long.samples
    for name, told in (
        ("the long crawl, workers apart", points(long, lambda each: each.own_mb)),
        ("its database", points(long, lambda each: each.database_mb)),
        ("a worker that nobody harms", soaked.reading),
    ):
        pages = told[-1][0] if told else 0
        lowest = floors(told, pages // 10 + 1)
        table.add_row(name, f"{pages:,}", *(f"{value:.0f}" for _, value in lowest))
    return table


def _figures(samples: Sequence[Sample], all_samples: Sequence[Sample]) -> list[str]:
    parts = halves(samples)
    pages = samples[-1].pages - samples[0].pages
    costs = [(part[-1].cpu - part[0].cpu) / max(part[-1].pages - part[0].pages, 1) * 1000 for part in parts]
    return [
        f"{pages:,}",
        f"{(samples[-1].at - samples[0].at) / 60:.0f}",
        f"{samples[-1].mb:.0f}",
        *(
            " / ".join(f"{slope(points(part, what)):+.2f}" for part in parts)
            for what in (lambda each: each.mb, lambda each: each.own_mb, lambda each: each.handles)
        ),
        " / ".join(f"{cost:.1f}" for cost in costs) if samples is all_samples else "",
        f"{max(each.log_mb for each in all_samples):.1f}",
    ]


def books_table(title: str, books: Books) -> Table:
    """In which states the addresses of each kind ended."""
    states = sorted({state for ended in books.ended.values() for state in ended})
    table = Table(title=f"How the addresses of {title} ended, by the fault of their pages")
    for heading in ("fault", *states):
        table.add_column(heading, justify="left" if heading == "fault" else "right")
    for kind, ended in sorted(books.ended.items()):
        table.add_row(kind, *(f"{ended[state]:,}" if ended[state] else "" for state in states))
    return table
