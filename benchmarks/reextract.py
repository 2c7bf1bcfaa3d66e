"""``make bench-reextract``: kept pages read again by ``scrapy reextract``, beside extraction alone in the same run.

"extraction alone" is ``extract`` over the same pages in as many processes, which read them from files and keep nothing.
``scrapy reextract`` unpacks the pages from the database, reads them, compares, stages, and files: once where nothing
has changed, once where every tenth story has. The runs are interleaved, their medians printed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sqlite3
import statistics
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks import pages
from benchmarks.asked import AskedParser, counting
from benchmarks.meter import Reading, measure
from crawler.packing import Pattern, pack
from crawler.records.filings import Filing, Stamp
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from extractors import Article, extract

ROOT = Path(__file__).resolve().parent.parent
SITE = "http://127.0.0.1:8471"
OLD = Stamp("an older version", "older rules")
BATCH = 64
ALONE, SAME, CHANGED = "extraction alone", "reextract, nothing changed", "reextract, a tenth changed"


def read(path: Path) -> Article:
    """The article of a page."""
    return extract(path.read_bytes(), f"{SITE}/{path.parent.name}/")


def read_all(paths: Iterable[Path], workers: int) -> None:
    """Read the pages with nothing around it."""
    with multiprocessing.get_context("forkserver").Pool(workers) as pool:
        for _ in pool.imap_unordered(read, paths, chunksize=16):
            pass


def fill(database: Path, paths: list[Path], workers: int) -> None:
    """File the pages, kept, as an older version might have."""
    pattern = None
    with multiprocessing.Pool(workers) as pool, Store.open(database) as store:
        crawl, batch = store.begin_crawl("bench", {}), []
        for path, article in zip(paths, pool.imap(read, paths, chunksize=16), strict=True):
            url, body = f"{SITE}/{path.parent.name}/", path.read_bytes()
            page = FetchedPage(url, url, "bench.example", 200, (), body, "utf-8", datetime.now(UTC))
            batch.append(Filing(page, article, (pack(body, pattern),), stamp=OLD))
            if len(batch) == BATCH or pattern is None:
                store.file(crawl, batch)
                pattern, batch = pattern or Pattern(1, body), []
        store.file(crawl, batch)
        store.end_crawl(crawl, "finished", {})


def ask(database: Path, question: str) -> int:
    """The number that a query gives, or 0 for a statement, which is committed."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(question).fetchone()
        connection.commit()
    return int(found[0]) if found else 0


def measured(paths: list[Path], folder: Path, runs: int, workers: int) -> tuple[dict[str, list[Reading]], Path]:
    """What each contender took in each run, and the database."""
    database = folder / "news.db"
    fill(database, paths, workers)
    print(f"{len(paths)} pages are filed and kept", flush=True)
    alone = [sys.executable, "-m", "benchmarks.reextract", "--alone", str(folder)]
    again = [sys.executable, "-m", "scrapy", "reextract", "--yes", "-s", f"DATABASE={database}"]
    environment = {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    cores = os.sched_getaffinity(0)
    taken: dict[str, list[Reading]] = {ALONE: [], SAME: [], CHANGED: []}
    for _ in range(runs):
        for what, command in ((ALONE, alone), (SAME, again), (CHANGED, again)):
            if what == CHANGED:
                ask(database, "UPDATE articles SET text = substr(text, 1, length(text) / 2) WHERE id % 10 = 0")
            reading = measure(command, folder, environment, cores)
            print(f"{what}: {reading.cpu_seconds:.1f} s of CPU, {reading.seconds:.1f} s", flush=True)
            taken[what].append(reading)
    return taken, database


def main() -> None:
    """Measure and print."""
    parser = AskedParser(prog="make bench-reextract", description=__doc__)
    parser.add_argument("--pages", type=counting(), default=1000, help="how many pages (1000)")
    parser.add_argument("--runs", type=counting(), default=3, help="how often each is measured (3)")
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    workers = len(os.sched_getaffinity(0))
    if options.alone:
        read_all(sorted(options.alone.rglob("index.html")), workers)
        return
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        pages.write(Path(name), SITE, options.pages)
        paths = sorted(Path(name).rglob("index.html"))
        taken, database = measured(paths, Path(name), options.runs, workers)
        raw, packed = (ask(database, f"SELECT avg({what}) FROM pages") for what in ("size", "length(content)"))
    table = Table("what", "seconds", "CPU seconds", "peak MB", "beside alone", "CPU beside alone")
    table.title = f"{len(paths)} kept pages, {workers} processes, medians of {options.runs} interleaved runs"
    medians = {what: [statistics.median(each) for each in _columns(readings)] for what, readings in taken.items()}
    for what, (seconds, cpu, peak) in medians.items():
        beside = (f"{seconds / medians[ALONE][0]:.2f}×", f"{cpu / medians[ALONE][1]:.2f}×")
        table.add_row(what, f"{seconds:.1f}", f"{cpu:.1f}", f"{peak:.0f}", *beside)
    Console(width=100).print(table)
    print(f"{raw:,} bytes a page, {packed:,} as it is kept")


def _columns(readings: list[Reading]) -> tuple[list[float], list[float], list[float]]:
    return (
        [reading.seconds for reading in readings],
        [reading.cpu_seconds for reading in readings],
        [reading.peak_mb for reading in readings],
    )


if __name__ == "__main__":
    main()
