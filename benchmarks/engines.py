"""``make bench-engines``: Dask beside Ray on the work of a cluster, in one run, each with two workers of one machine.

What copydesk asks of an engine is few and large tasks: a shard goes out with a task and comes home, pages are read in
bundles, a task whose worker dies begins again elsewhere. Ray is none of the packages of copydesk: where it is missing,
the table says how to get it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.meter import cpu_ticks, process_tree, proportional_kb
from benchmarks.pages import site
from extractors import extract

WORKERS = 2
TASKS = 1000
SHARDS = 40
SHARD = 2_400_000
"""Bytes: a site with 10,000 filed stories goes out in so many."""
BUNDLES, PAGES = 30, 10
IDLE = 20
"""Seconds for which nothing is asked of the engine."""
LONG = 300
"""Seconds for which a task goes on that is to be killed: it ends with its first worker, or is seen at its second."""

Map = Callable[[Callable[[Any], Any], Iterable[Any]], list[Any]]
"""What an engine offers: a function and what it is called with, a task each; what they return, in that order."""


def nothing(number: int) -> int:
    """A task that does nothing: all that it takes is the engine's."""
    return number


def sent_back(shard: bytes) -> bytes:
    """A shard goes out and comes home."""
    return shard


def read(pages: list[tuple[str, str]]) -> int:
    """The words of a bundle of pages, each of a path and its HTML, read as the workers of a cluster read it."""
    return sum(len(extract(page, f"https://news.example/{path}").text.split()) for path, page in pages)


def lasting(mark: str) -> float:
    """A task that is killed in its first worker; in the second, the time at which it began again."""
    if Path(mark).exists():
        return time.time()
    Path(mark).write_text(str(os.getpid()))
    time.sleep(LONG)
    return 0.0


@contextmanager
def dask() -> Iterator[Map]:
    """Dask, as ``scrapy cluster`` uses it: a task is never taken for another because their words are the same."""
    from distributed import Client, LocalCluster

    kind = {"n_workers": WORKERS, "threads_per_worker": 1, "dashboard_address": None, "memory_limit": 0}
    with LocalCluster(processes=True, **kind) as cluster, Client(cluster) as client:
        yield lambda function, given: client.gather([client.submit(function, each, pure=False) for each in given])


@contextmanager
def ray() -> Iterator[Map]:
    """Ray, with as many processors as Dask has workers and nothing that is not needed."""
    import ray as engine

    engine.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, configure_logging=False)
    try:
        yield lambda function, given: engine.get([engine.remote(function).remote(each) for each in given])
    finally:
        engine.shutdown()


ENGINES = {"dask": ("distributed", dask), "ray": ("ray", ray)}


def main() -> None:
    """Measure each engine in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(prog="make bench-engines", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, help="measure only this one, and print JSON")
    engine = parser.parse_args().engine
    if engine:
        print(json.dumps(measured(engine)))
        return
    found = {name: _apart(name) for name, (package, _) in ENGINES.items() if importlib.util.find_spec(package)}
    table = Table("", *found, title=f"{WORKERS} workers on one machine")
    for label in found["dask"]:
        table.add_row(label, *(f"{figures[label]:.4g}" for figures in found.values()))
    Console(width=100).print(table)
    if "ray" not in found:
        print("Ray is not here to compare with: .venv/bin/pip install ray")


def _apart(name: str) -> dict[str, float]:
    """What an engine takes, measured in a process of its own; Ray has its say before it."""
    command = [sys.executable, "-m", "benchmarks.engines", "--engine", name]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures


def measured(name: str) -> dict[str, float]:
    """What an engine takes; CPU is that of all its processes and of the one that asks, which does the same for both."""
    began = time.monotonic()
    with ENGINES[name][1]() as tasks, TemporaryDirectory() as folder:
        tasks(nothing, range(WORKERS))
        figures = {"seconds to start": time.monotonic() - began}
        figures["MB of memory, idle"] = sum(map(proportional_kb, process_tree(os.getpid()))) / 1000
        with _cpu(figures, "cores busy, idle", IDLE):
            time.sleep(IDLE)
        with _cpu(figures, "CPU ms a task that does nothing", TASKS / 1000):
            tasks(nothing, range(TASKS))
        with _cpu(figures, "CPU ms a shard of 2.4 MB, there and back", SHARDS / 1000):
            tasks(sent_back, [os.urandom(SHARD) for _ in range(SHARDS)])
        pages = [page for page in site("http://127.0.0.1", BUNDLES * PAGES) if page[0].endswith(".html")]
        bundles = [pages[first : first + PAGES] for first in range(0, len(pages), PAGES)]
        tasks(read, bundles[: 4 * WORKERS])  # which has all workers load what reads pages
        with _cpu(figures, "CPU ms a page read", len(pages) / 1000):
            tasks(read, bundles)
        figures["seconds until a killed task begins anew"] = _loss(tasks, Path(folder, "mark"))
    return figures


@contextmanager
def _cpu(figures: dict[str, float], name: str, by: float) -> Iterator[None]:
    """Enter under ``name`` the CPU seconds that this process and all below it take, divided ``by`` so many."""
    before = {pid: cpu_ticks(pid) for pid in process_tree(os.getpid())}
    yield
    after = {pid: cpu_ticks(pid) for pid in process_tree(os.getpid())}
    taken = sum(ticks - before.get(pid, 0) for pid, ticks in after.items())
    figures[name] = taken / os.sysconf("SC_CLK_TCK") / by


def _loss(tasks: Map, mark: Path) -> float:
    """Seconds from the end of a task's worker to the beginning of the same task in another one."""
    killer = subprocess.Popen([sys.executable, "-c", _KILLER, str(mark)], stdout=subprocess.PIPE, text=True)
    (again,) = tasks(lasting, [str(mark)])
    killed, _ = killer.communicate()
    return float(again) - float(killed)


_KILLER = f"""import os, sys, time
from pathlib import Path
mark = Path(sys.argv[1])
while not (mark.exists() and mark.read_text()):
    time.sleep(0.05)
os.kill(int(mark.read_text()), {signal.SIGKILL:d})
print(time.time())
"""


if __name__ == "__main__":
    main()
