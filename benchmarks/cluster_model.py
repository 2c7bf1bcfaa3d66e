"""``make model-cluster``: a cluster that is too large to be had here, hour by hour, from figures that were measured.

A simulation of visits to 10⁴ sites by 10–200 workers, and of 10⁸ archived pages: an event queue, in which visits wait
for a free thread, take their polite time and the processor's, send word home, and are merged one after the other. Every
figure that goes in is an option; ``docs/scale.md`` says where the defaults were measured.
"""

from __future__ import annotations

import argparse
import heapq
import random
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

WORKERS = (10, 25, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Machine:
    """A worker: ``threads`` sites at a time on ``cores`` processors, at ``price`` an hour."""

    cores: int
    threads: int
    price: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds: of a core for a visit, a page, of the scheduler for a word, of the desk for a visit, a story."""

    start: float
    page: float
    word: float
    visit: float
    merge: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round went: ``hours`` until all is merged; shares of that, 0 to 1, in which each part was at work."""

    hours: float
    cores: float
    scheduler: float
    desk: float
    stories: int


def main() -> None:
    """Run the simulation for each number of workers and print the tables."""
    parser = argparse.ArgumentParser(prog="make model-cluster", description=__doc__)
    for name, default, meaning in OPTIONS:
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"{meaning} ({default})")
    asked = parser.parse_args()
    machine = Machine(asked.cores, asked.threads, asked.price)
    costs = Costs(asked.start, asked.page, asked.word, asked.visit, asked.merge)
    visits = pages_of_visits(asked.sites, asked.stories, random.Random(asked.seed))
    crawl = {count: crawled(visits, count, machine, costs, asked.delay, asked.longest) for count in WORKERS}
    _print(f"A round over {asked.sites:,} sites, {sum(visits):,} pages due", crawl, machine)
    read = {count: reread(asked.archived, count, machine, costs, asked.stretch) for count in WORKERS}
    _print(f"{asked.archived:,} archived pages, to Parquet", read, machine)


OPTIONS: tuple[tuple[str, int | float, str], ...] = (
    ("sites", 10_000, "sites of a round"),
    ("stories", 40, "pages of a visit at the median; sizes are log-normal, the largest a thousand times that"),
    ("delay", 1.0, "seconds between two requests to a site"),
    ("longest", 3600, "seconds that a visit takes at most, as in sites.toml"),
    ("archived", 100_000_000, "archived pages"),
    ("stretch", 30_000, "pages of an archive, the unit in which they are given out"),
    ("cores", 4, "processors of a worker"),
    ("threads", 32, "sites that a worker crawls at a time"),
    ("price", 0.15, "a worker's price an hour, in whatever currency"),
    ("start", 0.7, "core-seconds that a visit costs before and after its pages"),
    ("page", 0.06, "core-seconds to fetch, read and file a page"),
    ("word", 0.001, "seconds of the scheduler for one word of change"),
    ("visit", 0.03, "seconds of the desk to cut a site out and take it home"),
    ("merge", 0.003, "seconds of the desk to enter a story in the copy and to merge it"),
    ("seed", 20240503, "of the random sizes"),
)


def pages_of_visits(sites: int, median: int, chance: random.Random) -> list[int]:
    """Pages of each visit, the largest first: most sites are small, a few are very large."""
    sizes = (min(max(int(chance.lognormvariate(0, 1.5) * median), 1), median * 1000) for _ in range(sites))
    return sorted(sizes, reverse=True)


def crawled(visits: list[int], workers: int, machine: Machine, costs: Costs, delay: float, longest: int) -> Outcome:
    """A round of visits: each takes a thread for its polite time, or for the processor's where that is longer."""
    free = [0.0] * (workers * machine.threads)
    at_work, homecomings = 0.0, []
    slow = max(machine.threads * costs.page / machine.cores, delay)  # a thread's share of the cores may set the pace
    for due in visits:
        pages = min(due, int(longest / slow))
        begins = heapq.heappop(free)
        ends = begins + costs.start + pages * slow
        at_work += costs.start + pages * costs.page
        heapq.heappush(free, ends)
        homecomings.append((ends, pages))
    return _told(homecomings, at_work, workers, machine, costs)


def reread(pages: int, workers: int, machine: Machine, costs: Costs, stretch: int) -> Outcome:
    """Archives, read one a core; nothing is merged, for what they hold goes out as Parquet."""
    archives, free = -(-pages // stretch), [0.0] * (workers * machine.cores)
    ends = 0.0
    for _ in range(archives):
        ends = heapq.heappop(free) + costs.start + stretch * costs.page
        heapq.heappush(free, ends)
    last, at_work = max(free), archives * (costs.start + stretch * costs.page)
    busy = at_work / (last * workers * machine.cores)
    return Outcome(last / 3600, busy, archives * costs.word / last, 0.0, archives * stretch)


def _told(
    homecomings: list[tuple[float, int]], at_work: float, workers: int, machine: Machine, costs: Costs
) -> Outcome:
    """Let the desk merge the visits in the order in which they end, one after the other."""
    desk = 0.0
    stories = sum(pages for _, pages in homecomings)
    for ends, pages in sorted(homecomings):
        desk = max(desk, ends) + costs.visit + pages * costs.merge
    last = max(desk, max(ends for ends, _ in homecomings))
    busy = at_work / (last * workers * machine.cores)
    merging = len(homecomings) * costs.visit + stories * costs.merge
    return Outcome(last / 3600, busy, stories * costs.word / last, merging / last, stories)


def _print(title: str, outcomes: dict[int, Outcome], machine: Machine) -> None:
    table = Table(title=title)
    for heading in (
        "workers",
        "hours",
        "pages a second",
        "cores busy",
        "scheduler busy",
        "desk busy",
        "cost a million",
    ):
        table.add_column(heading, justify="right")
    for workers, each in outcomes.items():
        cost = each.hours * workers * machine.price / each.stories * 1e6
        shares = (f"{share:.0%}" for share in (each.cores, each.scheduler, each.desk))
        table.add_row(
            str(workers), f"{each.hours:.1f}", f"{each.stories / each.hours / 3600:,.0f}", *shares, f"{cost:.2f}"
        )
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
