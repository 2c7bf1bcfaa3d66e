"""``make bench-frontier``: a crawl of a very large site, killed and started again, beside Scrapy's own job folder.

copydesk, and a Scrapy ``SitemapSpider`` with a JOBDIR that fetches and does nothing more, each crawl a generated site
until all of it is known and some pages are fetched; then they are killed and started again. Printed are the peak memory
of the crawling process, the time from the new start to the first page, and how many pages were fetched a second time;
then what leasing and filing a batch takes in ledgers of growing size.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.asked import AskedParser, counting
from benchmarks.bigsite import BigSite, serving
from benchmarks.meter import cpu_ticks
from crawler.records.filings import Filing
from crawler.records.finds import Candidate
from crawler.records.pages import FetchedPage
from crawler.storage import Recrawl, Store
from extractors import extract

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "ALLOW_PRIVATE_ADDRESSES": "True",
    "LOG_LEVEL": "ERROR",
}
BATCH = 64
LIMIT = 600.0
"""Seconds after which a run has failed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds until the site was known, the peak in MB, seconds from the restart to the first page, pages repeated.

    ``restart`` is None where the crawl that was started again ended without fetching anything; ``cpu`` is what that
    time holds of the processor's, and depends less on what else the machine does.
    """

    known_after: float
    peak_mb: float
    restart: float | None
    cpu: float
    repeated: int


def main() -> None:
    """Measure and print; exits with one line where a crawl does not get on."""
    parser = AskedParser(prog="make bench-frontier", description=__doc__)
    parser.add_argument("--posts", type=counting(), default=100_000, help="posts of the site (100000)")
    parser.add_argument("--pages", type=counting(), default=3000, help="pages to fetch before the kill (3000)")
    options = parser.parse_args()
    console = Console(width=100)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        given = [f"{key}={value}" for key, value in SETTINGS.items()]
        flags = [part for each in [f"DATABASE={folder}/news.db", *given] for part in ("-s", each)]
        ours = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", "url={url}", *flags]
        peer = [sys.executable, "-m", "benchmarks.jobdir_spider", "{url}", f"{folder}/job", *given]
        outcomes = {
            "copydesk": _killed_and_restarted(ours, options.posts, options.pages),
            "Scrapy with JOBDIR": _killed_and_restarted(peer, options.posts, options.pages),
        }
        console.print(_outcomes_table(outcomes, options.posts, options.pages))
        console.print(_ledger_table(_ledger_times(folder, options.posts)))


def _killed_and_restarted(command: Sequence[str], posts: int, pages: int) -> Outcome:
    with serving(posts) as site:
        whole = -(-posts // 1000)
        started = time.monotonic()
        with _running(command, site) as crawl:
            peak, known_after = 0.0, 0.0
            while len(site.served) < pages or not known_after:
                _check(crawl, started)
                peak = max(peak, peak_mb(crawl.pid))
                if not known_after and len(site.sitemaps_served) == whole:
                    known_after = time.monotonic() - started
                time.sleep(0.2)
            crawl.kill()
        before = set(site.served)
        site.served.clear()
        site.asked.clear()
        started = time.monotonic()
        with _running(command, site) as crawl:
            while not site.asked.wait(0.01) and crawl.poll() is None:
                pass
            restart = time.monotonic() - started if site.asked.is_set() else None
            cpu = cpu_ticks(crawl.pid) / os.sysconf("SC_CLK_TCK")
            while crawl.poll() is None and len(site.served) < pages // 4:
                _check(crawl, started)
                peak = max(peak, peak_mb(crawl.pid))
                time.sleep(0.05)
            crawl.kill()
        return Outcome(known_after, peak, restart, cpu, len(before & set(site.served)))


def _running(command: Sequence[str], site: BigSite) -> subprocess.Popen[bytes]:
    typed = [part.replace("{url}", site.url) for part in command]
    return subprocess.Popen(typed, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": "ignore"})


def _check(crawl: subprocess.Popen[bytes], started: float) -> None:
    """Exit with one line, and no process left behind, where the crawl has ended or takes too long."""
    if crawl.poll() is not None or time.monotonic() - started > LIMIT:
        crawl.kill()
        sys.exit(f"bench-frontier: the crawl ended ({crawl.returncode}) or took longer than {LIMIT:g} s")


def peak_mb(pid: int) -> float:
    """The most memory that the process itself ever held, in MB (10**6 bytes)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next((int(line.split()[1]) * 1024 / 1e6 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def _ledger_times(folder: Path, posts: int) -> Iterator[tuple[int, float, float]]:
    """Yield for ledgers of growing size the milliseconds to lease a batch of addresses and to file their pages."""
    page = extract(BigSite(1).answer("/post-0")[2].encode(), "http://big.example/post-0")
    with Store.open(folder / "ledger.db") as store:
        crawl = store.begin_crawl("bench", {})
        known = 0
        for size in (posts // 100, posts // 10, posts):
            for start in range(known, size, 1000):
                numbers = range(start, min(start + 1000, size))
                found = [Candidate(f"http://big.example/post-{n}", "sitemap") for n in numbers]
                store.add_candidates("big.example", found, recrawl=Recrawl.CHANGED)
            known = size
            leasing, filing = [], []
            for _ in range(5):
                begun = time.perf_counter()
                entries = store.lease(crawl, "big.example", BATCH)
                leased = time.perf_counter()
                store.file(crawl, [Filing(_page(entry.url), page) for entry in entries])
                leasing.append(1000 * (leased - begun))
                filing.append(1000 * (time.perf_counter() - leased))
            yield size, statistics.median(leasing), statistics.median(filing)


def _page(url: str) -> FetchedPage:
    return FetchedPage(url, url, "big.example", 200, (), b"", None, datetime.now(UTC))


def _outcomes_table(outcomes: Mapping[str, Outcome], posts: int, pages: int) -> Table:
    table = Table(title=f"A site of {posts:,} posts, killed after {pages:,} pages, started again")
    for heading in ("crawl", "all known after s", "peak MB", "restart to first page s (CPU)", "pages fetched again"):
        table.add_column(heading, justify="left" if heading == "crawl" else "right")
    for name, seen in outcomes.items():
        restart = "never: it ended" if seen.restart is None else f"{seen.restart:.1f} ({seen.cpu:.1f})"
        figures = (f"{seen.known_after:.0f}", f"{seen.peak_mb:.0f}", restart, str(seen.repeated))
        table.add_row(name, *figures)
    return table


def _ledger_table(times: Iterator[tuple[int, float, float]]) -> Table:
    table = Table(title=f"Ledger operations for {BATCH} addresses, ms")
    for heading in ("addresses known", "lease", "file"):
        table.add_column(heading, justify="right")
    for size, lease, filing in times:
        table.add_row(f"{size:,}", f"{lease:.1f}", f"{filing:.1f}")
    return table


if __name__ == "__main__":
    main()
