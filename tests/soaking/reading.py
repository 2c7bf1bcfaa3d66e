"""A worker that nobody harms reads page after page: does it grow? Those of a crawl do not live long enough to tell.

``python -m tests.soaking.reading DATABASE`` reads until it is ended, and prints a line every so many pages: how many it
has read, and its own memory in kB, not counted what it shares.
"""

from __future__ import annotations

import gc
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.meter import private_kb
from crawler.records.pages import FetchedPage
from crawler.workers.preparing import prepare_worker
from crawler.workers.reading import read_and_pack
from tests.servers import ROOT, environment
from tests.soaking.paper import Paper
from tests.soaking.samples import Point

SITE = "reading.example"
LOOK_EVERY = 20
"""Pages."""


@contextmanager
def reading(database: Path, told: Path) -> Iterator[None]:
    """Have a worker read until the block ends, with what those of a crawl look up in ``database``.

    It tells in the file ``told`` how it is; raises ``RuntimeError`` where it has died.
    """
    command = [sys.executable, "-m", "tests.soaking.reading", str(database)]
    with told.open("wb") as lines, subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=lines) as worker:
        try:
            yield
            if (code := worker.poll()) is not None:
                raise RuntimeError(f"the worker that was to read page after page ended with {code}")
        finally:
            worker.kill()


def read_so_far(told: Path) -> list[Point]:
    """The worker's memory in MB (10**6 bytes) by the pages that it has read."""
    lines = told.read_text().splitlines(keepends=True)
    return [(int(pages), int(kb) * 1024 / 1e6) for pages, kb in (line.split() for line in lines if line[-1] == "\n")]


def main() -> None:
    """Read, as a worker does."""
    prepare_worker()
    paper = Paper(f"http://{SITE}", 0)
    for number in itertools.count(1):
        url = f"http://{SITE}{paper.path(number)}"
        page = FetchedPage(url, url, SITE, 200, (), paper.page(number), "utf-8", datetime.now(UTC))
        read_and_pack(page, Path(sys.argv[1]))
        paper.printed.clear()
        if number % LOOK_EVERY == 0:
            gc.collect()  # a worker does after some thousand pages, of which each leaves a few cycles
            print(number, private_kb(os.getpid()), flush=True)


if __name__ == "__main__":
    main()
