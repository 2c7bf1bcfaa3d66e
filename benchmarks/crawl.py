"""``make bench-crawl``: copydesk from nginx to SQLite, beside plain Scrapy spiders in the same run.

"fetch only" is Scrapy that takes pages and does nothing; "plain spider" calls trafilatura in its callback and
upserts with sqlite-utils; "copydesk" is ``scrapy crawl site``. Each reads the same pages from one nginx on
loopback, politeness off and concurrency equal, into a new database. The runs are interleaved, their medians
printed; nothing is written but standard output. "reactor held" is the longest time that the reactor could do nothing
else, in milliseconds on the wall and of its thread's CPU (``benchmarks/heartbeat.py``): watched in runs of their own,
because to look every few milliseconds takes a twentieth of the reactor's time.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from rich.console import Console
from rich.table import Table

from benchmarks import nginx, pages
from benchmarks.asked import AskedParser, counting
from benchmarks.heartbeat import Block
from benchmarks.meter import Reading, RunError, measure
from benchmarks.plain_spiders import SETTINGS
from crawler.settings import EXTENSIONS

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "plain spider"
COPYDESK = "copydesk"
FETCH = "fetch only"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contender:
    """One crawl to be measured: ``name`` on ``cores`` processor cores."""

    name: str
    cores: int

    def command(self, address: str, database: Path, *, watched: bool = False) -> list[str]:
        """Return the command line that crawls ``address`` into ``database``, its reactor ``watched`` or not."""
        if self.name == COPYDESK:
            settings = {**SETTINGS, "DATABASE": str(database), "ALLOW_PRIVATE_ADDRESSES": "True"}
            if watched:
                settings["EXTENSIONS"] = json.dumps(EXTENSIONS | {"benchmarks.heartbeat.Heartbeat": 0})
            options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
            ours = str(Path(sys.executable).with_name("scrapy"))
            return [ours, "crawl", "site", "-a", f"url={address}/", *options]
        kind = "fetch" if self.name == FETCH else "plain"
        module = [sys.executable, "-m", "benchmarks.plain_spiders"]
        return [*module, kind, f"{address}/sitemap.xml", str(database)]


CONTENDERS = tuple(Contender(name, cores) for cores in (1, 2) for name in (FETCH, PLAIN, COPYDESK))


def main() -> None:
    """Measure every contender and print the table; exits with one line where something is missing."""
    parser = AskedParser(prog="make bench-crawl", description=__doc__)
    parser.add_argument("--pages", type=counting(), default=1000, help="how many pages (1000)")
    parser.add_argument("--runs", type=counting(), default=3, help="how often each crawl is run (3)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no server and no crawl outlives us
    try:
        readings = _measured(options.pages, options.runs)
    except (nginx.ServerError, RunError) as error:
        sys.exit(f"bench-crawl: {error}")
    Console(width=100).print(_table(readings, options.pages, options.runs))


@dataclass(slots=True)
class Runs:
    """What the crawls of one contender took, and what held its reactor longest in those that were watched."""

    readings: list[Reading] = field(default_factory=list)
    held: list[Block] = field(default_factory=list)


def _measured(count: int, runs: int) -> Mapping[Contender, Runs]:
    taken = defaultdict[Contender, Runs](Runs)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        port = nginx.free_port()
        address = f"http://127.0.0.1:{port}"
        root = folder / "site"
        pages.write(root, address, count)
        with nginx.serving(root, folder, port):
            for run in range(runs):
                for contender in _possible():
                    taken[contender].readings.append(_one_run(contender, address, folder, count))
                    print(f"run {run + 1}/{runs}: {contender.name}, cores: {contender.cores}", file=sys.stderr)
                    if contender.name == COPYDESK:
                        taken[contender].held.append(_watched_run(contender, address, folder))
    return taken


def _possible() -> Iterator[Contender]:
    """Yield the contenders that this machine has the cores for."""
    return (contender for contender in CONTENDERS if contender.cores <= len(os.sched_getaffinity(0)))


def _one_run(contender: Contender, address: str, folder: Path, count: int) -> Reading:
    with TemporaryDirectory(dir=folder) as name:
        database = Path(name) / "news.db"
        reading = _run(contender, contender.command(address, database), Path(name))
        if contender.name != FETCH:
            _check(contender, database, count)
        return reading


def _watched_run(contender: Contender, address: str, folder: Path) -> Block:
    with TemporaryDirectory(dir=folder) as name:
        heartbeat = Path(name) / "heartbeat.json"
        command = contender.command(address, Path(name) / "news.db", watched=True)
        _run(contender, command, Path(name), {"HEARTBEAT": str(heartbeat)})
        return Block.read(heartbeat)


def _run(contender: Contender, command: Sequence[str], folder: Path, also: Mapping[str, str] = NOTHING) -> Reading:
    settings = "crawler.settings" if contender.name == COPYDESK else ""
    environment = {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": settings, **also}
    return measure(command, folder, environment, sorted(os.sched_getaffinity(0))[: contender.cores])


def _check(contender: Contender, database: Path, count: int) -> None:
    """Raise RunError unless every page was filed: a crawl that loses pages is not fast."""
    with closing(sqlite3.connect(database)) as connection:
        (filed,) = connection.execute("SELECT count(*) FROM articles WHERE length(text) > 500").fetchone()
    if filed != count:
        raise RunError(f"{contender.name} filed {filed} of {count} pages")


def _table(taken: Mapping[Contender, Runs], count: int, runs: int) -> Table:
    table = Table(title=f"{count} pages from nginx on loopback, medians of {runs} interleaved runs")
    headings = ("crawl", "cores", "pages/s", "spread", "CPU ms/page", "peak MB", "reactor held", "beside plain")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "crawl" else "right", no_wrap=True)
    seconds = {
        contender: statistics.median(each.seconds for each in those.readings) for contender, those in taken.items()
    }
    for contender, those in taken.items():
        rates = sorted(count / each.seconds for each in those.readings)
        cpu = statistics.median(each.cpu_seconds for each in those.readings)
        plain = seconds[Contender(PLAIN, contender.cores)]
        table.add_row(
            contender.name,
            str(contender.cores),
            f"{count / seconds[contender]:.1f}",
            f"{rates[0]:.1f}–{rates[-1]:.1f}",
            f"{1000 * cpu / count:.1f}",
            f"{statistics.median(each.peak_mb for each in those.readings):.0f}",
            _held(those.held),
            f"{plain / seconds[contender]:.2f}×",
        )
    return table


def _held(blocks: Sequence[Block]) -> str:
    """Return the medians of the longest blocks, on the wall and of CPU."""
    if not blocks:
        return "–"
    wall, cpu = (statistics.median(values) for values in zip(*((b.wall, b.cpu) for b in blocks), strict=True))
    return f"{1000 * wall:.0f} ({1000 * cpu:.0f})"


if __name__ == "__main__":
    main()
