"""``make soak``: crawls papers full of faults for an hour, and prints what grew and whether the books are right.

Two forms side by side, as desks have them: one long ``scrapy crawl site`` of a paper of more stories than it can read,
and a scheduled ``scrapy crawl news`` of a dozen papers that print more from round to round, a round a minute. Once a
minute a worker of the long crawl is crashed, killed or stopped; another worker, of no crawl, reads all the time. It
fails where memory or open files grow with the pages once caches are full, where too few pages were read to tell, where
a page has no end with its reason, where counters do not add up, or where something is left behind.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks.asked import AskedParser, counting
from benchmarks.meter import process_tree
from benchmarks.nginx import free_port
from crawler.workers.forkserver import NAME
from tests.servers import ROOT, environment
from tests.soaking.books import audit
from tests.soaking.paper import Mood, Paper, printing
from tests.soaking.reading import read_so_far, reading
from tests.soaking.samples import Point, Sample, Watch, floors, halves, points, slope
from tests.soaking.tables import books_table, growth_table, memory_table

SETTINGS = {
    "ALLOW_PRIVATE_ADDRESSES": "True",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "EXTRACT_MEMORY": "115",  # an arena of malloc is 64, and the page that takes too much takes 136
}
LOOK_EVERY = 2.0
"""Seconds between two looks at the crawls."""
ROUND_EVERY = 65.0
"""Seconds from one scheduled crawl to the next; the shortest that sites.toml takes is a minute."""
HARM_EVERY = 60.0
"""Seconds from one harm to a worker to the next."""
HARMS = (signal.SIGSEGV, signal.SIGKILL, signal.SIGSTOP)
LONGEST_END = 300.0
"""Seconds that the long crawl may take to read what it has in hand when it is told to stop."""
GROWTH = 8
"""Stories that each paper prints from one scheduled crawl to the next."""
PAGES_A_SECOND = 30
"""More than the long crawl can read."""
WARM = 1_500
"""Pages after which the caches of a process are full: SQLite's of 32 MB, those of a worker for names and phrases."""
FEWEST = 1_500
"""Pages after these that it takes to tell growth from noise."""
STRETCH = 100
"""Pages of which the least memory counts; the last ones, fewer than these, do not."""
MOST_GROWTH = 1.0
"""MB for 1,000 pages by which a process may grow once it is warm."""
MOST_HANDLES = 0.5
"""Open files for 1,000 pages by which the least of them may grow in the second half of the long crawl."""


@dataclass(slots=True)
class Round:
    """A scheduled crawl that has ended: its exit code and all looks at it."""

    code: int
    samples: Sequence[Sample]


@dataclass(slots=True)
class Soak:
    """What runs and what was seen: ``long`` is the long crawl's, ``rounds`` those of the scheduled ones.

    ``reading`` is the memory in MB of a worker of no crawl, by the pages that it has read.
    """

    folder: Path
    large: Paper
    papers: Sequence[Paper]
    long: Watch
    reading: list[Point] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    harmed: int = 0

    def run(self, seconds: float) -> None:
        """Let both forms run for so long, then end the long one, and wait for the scheduled one."""
        begun = time.monotonic()
        next_round, next_harm, harms = begun, begun + HARM_EVERY, itertools.cycle(HARMS)
        scheduled: Watch | None = None
        while time.monotonic() - begun < seconds or scheduled:
            time.sleep(LOOK_EVERY)
            self.long.look()
            if scheduled is None and time.monotonic() >= next_round:
                next_round = time.monotonic() + ROUND_EVERY
                scheduled = self._begin_round()
            elif scheduled and (code := scheduled.crawl.poll()) is not None:
                self.rounds.append(Round(code, scheduled.samples))
                scheduled = None
            elif scheduled:
                scheduled.look()
            if time.monotonic() >= next_harm:
                next_harm = time.monotonic() + HARM_EVERY
                self._harm(next(harms))
        self.long.crawl.terminate()
        self.long.crawl.wait(LONGEST_END)

    def _begin_round(self) -> Watch:
        """Print new stories and corrections, put some papers into a mood, and begin a scheduled crawl."""
        moods: Sequence[Mood] = ("down", "busy", "robots")
        for place, paper in enumerate(self.papers):
            turn = (len(self.rounds) + place) % 11
            paper.mood, paper.refused = moods[turn] if turn < 3 and self.rounds else "well", 0
            paper.stories += GROWTH
            for number in range(4, paper.stories, max(paper.stories // 4, 1)):
                paper.correct(number)
        command = crawl("news", f"sites={self.folder}/sites.toml", self.folder / "news.db")
        return Watch(
            begin(command, self.folder), self.folder / "news.db", lambda: sum(p.asked.total() for p in self.papers)
        )

    def _harm(self, how: signal.Signals) -> None:
        """Send a signal to a worker of the long crawl."""
        below = process_tree(self.long.crawl.pid)[1:]
        workers = [worker for pid in below if _forks_workers(pid) for worker in process_tree(pid)[1:]]
        if workers:
            os.kill(workers[self.harmed % len(workers)], how)
            self.harmed += 1


def crawl(spider: str, argument: str, database: Path) -> list[str]:
    """The command line of a crawl."""
    settings = [f"{name}={value}" for name, value in {**SETTINGS, "DATABASE": str(database)}.items()]
    flags = [part for each in settings for part in ("-s", each)]
    return [sys.executable, "-m", "scrapy", "crawl", spider, "-a", argument, *flags]


def begin(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a crawl, with a place of its own for temporary files and a log."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    with (folder / "crawls.log").open("ab") as log:
        given = {**environment(), "TMPDIR": str(temporary)}
        return subprocess.Popen(command, cwd=ROOT, env=given, stdout=log, stderr=log)


def soak(folder: Path, seconds: float, *, papers: int = 12, first: int = 25) -> Soak:
    """Soak for so many seconds; ``papers`` begin with ``first`` stories and print ``GROWTH`` a round."""
    port = free_port()
    large = Paper(f"http://127.3.0.1:{port}", max(int(seconds * PAGES_A_SECOND), 100))
    small = [Paper(f"http://127.3.1.{place + 1}:{port}", first) for place in range(papers)]
    (folder / "sites.toml").write_text("".join(f'[[site]]\nurl = "{paper.url}"\nevery = "1m"\n' for paper in small))
    with printing([large, *small]):
        running = begin(crawl("site", f"url={large.url}", folder / "site.db"), folder)
        try:
            soaked = Soak(folder, large, small, Watch(running, folder / "site.db", large.asked.total))
            with reading(folder / "site.db", folder / "reading.txt"):
                soaked.run(seconds)
            soaked.reading = read_so_far(folder / "reading.txt")
        finally:
            running.kill()
    return soaked


def growths(long: Sequence[Sample], reading: Sequence[Point], listed: int) -> list[str]:
    """What grew although it should not, or cannot be told to have stopped: of the long crawl, and of a lone worker.

    Until page ``listed`` the long crawl found addresses, of which it remembers 175 bytes each while it goes on.
    """
    memory = {
        "the long crawl": (max(WARM, listed), points(long, lambda each: each.own_mb)),
        "a worker": (WARM, reading),
    }
    grown = []
    for name, (begins, told) in memory.items():
        warm = [point for point in told if point[0] >= begins]
        if not warm or warm[-1][0] - begins < FEWEST:
            grown.append(f"{name} read too few pages to tell whether its memory grows: let it run for longer")
        elif (growth := slope(floors(warm, STRETCH)[:-1])) > MOST_GROWTH:
            grown.append(f"the memory of {name} grew by {growth:.2f} MB for 1,000 pages")
    handles = slope(floors(points(halves(long)[1], lambda each: each.handles), STRETCH)[:-1])
    if handles > MOST_HANDLES:
        grown.append(f"open files grew by {handles:.2f} for 1,000 pages")
    return grown


def leftovers(soaked: Soak) -> list[str]:
    """Crawls that did not end well, and temporary files that are still there."""
    left = [f"round {number}: exit code {each.code}" for number, each in enumerate(soaked.rounds, 1) if each.code]
    if soaked.long.crawl.returncode:
        left.append(f"the long crawl: exit code {soaked.long.crawl.returncode}")
    return left + [f"left behind: {path}" for path in (soaked.folder / "tmp").iterdir()]


def _forks_workers(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == NAME
    except OSError:
        return False


def main() -> None:
    """Soak, print the tables, and exit with 1 where something is wrong."""
    parser = AskedParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=counting(), default=60, help="for how long (60)")
    parser.add_argument("--keep", type=Path, help="an empty folder for databases and logs, else they are removed")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no crawl outlives us
    with TemporaryDirectory(prefix="copydesk-soak-") as name:
        soaked = soak(options.keep or Path(name), 60 * options.minutes)
        audits = {
            "the long crawl": audit(soaked.folder / "site.db", [soaked.large], soaked.harmed),
            "scheduled crawls": audit(soaked.folder / "news.db", soaked.papers, 0),
        }
        grown = growths(soaked.long.samples, soaked.reading, soaked.large.listed)
        wrong = [*grown, *leftovers(soaked), *(line for books in audits.values() for line in books.wrong)]
    console = Console(width=130)
    console.print(growth_table(soaked))
    console.print(memory_table(soaked))
    for title, books in audits.items():
        console.print(books_table(title, books))
    print(f"{soaked.harmed} workers of the long crawl were crashed, killed or stopped")
    for line in wrong[:50]:
        print(f"wrong: {line}")
    print(f"{len(wrong)} things are wrong" if wrong else "nothing is wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
