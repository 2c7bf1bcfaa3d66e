"""``make bench-cluster``: the same sites by one machine, by a cluster of one worker, and by one of two, in one run.

The hosts are served on this machine, and ask for a delay between requests; what a cluster adds to each visit is the
processor time of the desk, the scheduler and the workers beyond that of the one-machine crawl, a site. Run on one
machine, as here, two workers share its processors: they tell whether the work is shared, not how fast a cluster is.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.asked import AskedParser, counting
from benchmarks.crowd import crowd
from benchmarks.meter import SAMPLE_EVERY, cpu_ticks, process_tree
from benchmarks.nginx import free_port

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"ALLOW_PRIVATE_ADDRESSES": "True", "DOWNLOAD_DELAY_JITTER": "0", "EXTRACT_WORKERS": "1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds by the clock and of all processes' time, and the stories that were filed."""

    seconds: float
    cpu: float
    stories: int


def main() -> None:
    """Run the crawls and print the table."""
    parser = AskedParser(prog="make bench-cluster", description=__doc__)
    parser.add_argument("--hosts", type=counting(), default=60, help="how many sites (60)")
    parser.add_argument("--stories", type=counting(), default=5, help="stories of each (5)")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests to a host (1)")
    parser.add_argument("--threads", type=counting(), default=24, help="sites that a worker crawls at a time (24)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no process outlives us
    outcomes = {
        name: _measured(workers, options)
        for name, workers in (("one machine", 0), ("cluster, 1 worker", 1), ("cluster, 2 workers", 2))
    }
    Console(width=100).print(_table(outcomes, options))


def _measured(workers: int, options: argparse.Namespace) -> Outcome:
    with TemporaryDirectory(prefix="copydesk-bench-") as name, crowd(options.hosts, options.stories, free_port()) as on:
        folder = Path(name)
        good = [host.address for host in on.good()]
        sites = folder / "sites.toml"
        sites.write_text("\n".join(f'[[site]]\nurl = "{each}"\ndelay = {options.delay}\n' for each in good))
        with _cluster(folder, workers, options.threads) as (scheduler, processes):
            work = ["cluster", "crawl", "--scheduler", scheduler] if workers else ["crawl", "news"]
            settings = {**SETTINGS, "DATABASE": str(folder / "news.db")}
            given = [part for each in settings.items() for part in ("-s", "=".join(each))]
            began = time.monotonic()
            cpu = _watched(_command("scrapy", *work, "-a", f"sites={sites}", *given, errors=None), processes)
            seconds = time.monotonic() - began
        with closing(connect(folder / "news.db")) as database:
            stories: int = database.execute("SELECT count(*) FROM articles").fetchone()[0]
    print(f"{workers} workers: {seconds:.0f} s, {stories} stories", file=sys.stderr)
    return Outcome(seconds, cpu, stories)


@contextmanager
def _cluster(folder: Path, workers: int, threads: int) -> Iterator[tuple[str, Sequence[int]]]:
    """The address of a scheduler with workers, and the numbers of their processes."""
    if not workers:
        yield "", ()
        return
    address = f"tcp://127.0.0.1:{free_port()}"
    scheduler = _command("dask", "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], *QUIET)
    kind = ["--nthreads", str(threads), "--no-nanny", "--memory-limit", "0", "--local-directory", str(folder), *QUIET]
    running = [scheduler, *(_command("dask", "worker", address, *kind) for _ in range(workers))]
    try:
        time.sleep(10)  # they are started once, and not for one crawl
        yield address, [process.pid for process in running]
    finally:
        for process in running:
            process.kill()
            process.wait()


QUIET = ("--no-dashboard",)


def _command(*words: str, errors: int | None = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A command of Python's that is under way; what it says goes nowhere, with ``errors`` None its complaints here."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    command, silent = [sys.executable, "-m", *words], subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=silent, stderr=errors)


def _watched(crawl: subprocess.Popen[bytes], others: Sequence[int]) -> float:
    """Seconds of processor time that a crawl and others take, with all processes below them, until the crawl ends."""
    before = {pid: cpu_ticks(pid) for other in others for pid in process_tree(other)}
    ticks = dict(before)
    while crawl.poll() is None:
        tree = [pid for root in (crawl.pid, *others) for pid in process_tree(root)]
        ticks |= {pid: taken for pid in tree if (taken := cpu_ticks(pid))}
        time.sleep(SAMPLE_EVERY)
    return (sum(ticks.values()) - sum(before.values())) / os.sysconf("SC_CLK_TCK")


def _table(outcomes: dict[str, Outcome], options: argparse.Namespace) -> Table:
    sites = options.hosts - options.hosts // 5 - bool(options.hosts % 5)
    pace = f"a delay of {options.delay:g} s, {options.threads} sites at a time a worker"
    title = f"{sites} sites, {options.stories} stories each, {pace}"
    table = Table(title=title)
    for heading in ("crawl", "stories", "seconds", "CPU seconds", "CPU seconds a site", "more a site"):
        table.add_column(heading, justify="left" if heading == "crawl" else "right")
    alone = outcomes["one machine"].cpu
    for name, outcome in outcomes.items():
        more = f"{(outcome.cpu - alone) / sites:+.2f}" if name != "one machine" else ""
        shown = (f"{outcome.seconds:.0f}", f"{outcome.cpu:.0f}", f"{outcome.cpu / sites:.2f}", more)
        table.add_row(name, str(outcome.stories), *shown)
    return table


if __name__ == "__main__":
    main()
