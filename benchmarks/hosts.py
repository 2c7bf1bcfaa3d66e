"""``make bench-hosts``: many sites at once, every fifth slow, broken or hostile, and whether the others wait for them.

Each host asks for a delay between requests. A good host's crawl can take no less than that delay times its requests;
the table shows how much longer the good ones took, from the first request of all. Beside copydesk's
``scrapy crawl news``: a plain Scrapy spider with the same delay and Scrapy's own concurrency. A crawl is told to stop
once it has all stories of the good hosts, or has taken three times as long as it should.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.asked import AskedParser, counting
from benchmarks.crowd import Crowd, Host, crowd
from benchmarks.nginx import free_port

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 3.0
"""Times what the delay asks for, after which a crawl is ended."""
COPYDESK, PEER = "copydesk", "plain spider"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the good hosts fared.

    All stories of ``finished`` of them were had, with ``overtimes`` as shares of the time that their delay asks for;
    ``requests`` is the median of the requests that one got, ``seconds`` how long the last one took.
    """

    finished: int
    overtimes: Sequence[float]
    requests: int
    seconds: float


def main() -> None:
    """Run both crawls and print the table."""
    parser = AskedParser(prog="make bench-hosts", description=__doc__)
    parser.add_argument("--hosts", type=counting(), default=200, help="how many sites (200)")
    parser.add_argument("--stories", type=counting(), default=12, help="stories of each (12)")
    parser.add_argument("--delay", type=float, default=8.0, help="seconds between two requests to a host (8)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no crawl outlives us
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    outcomes = {}
    for name in (COPYDESK, PEER):
        with TemporaryDirectory(prefix="copydesk-bench-") as folder:
            with crowd(options.hosts, options.stories, free_port()) as hosts:
                _run(_command(name, hosts, Path(folder), options.delay), hosts, options.delay)
            outcomes[name] = _outcome(hosts, options.delay)
            print(f"{name}: {outcomes[name].finished} of {len(hosts.good())} good hosts", file=sys.stderr)
    Console(width=100).print(_table(outcomes, len(hosts.good()), options))


def _command(name: str, hosts: Crowd, folder: Path, delay: float) -> list[str]:
    """Write what the crawl needs into ``folder``, and return the command line that starts it."""
    if name == PEER:
        listed = folder / "sitemaps.txt"
        listed.write_text("\n".join(f"{host.address}/sitemap.xml" for host in hosts.hosts))
        return [sys.executable, "-m", "benchmarks.hosts_peer", str(listed), str(delay)]
    sites = folder / "sites.toml"
    sites.write_text("\n".join(f'[[site]]\nurl = "{host.address}"\ndelay = {delay}\n' for host in hosts.hosts))
    settings = {
        "DATABASE": str(folder / "news.db"),
        "ALLOW_PRIVATE_ADDRESSES": "True",
        "DOWNLOAD_DELAY_JITTER": "0",
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"sites={sites}", *options]


def _run(command: list[str], hosts: Crowd, delay: float) -> None:
    """Run the crawl until it has the good hosts' stories, or has taken far too long."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    quiet = subprocess.DEVNULL
    end = time.monotonic() + LONGEST * delay * (len(hosts.stories) + 10)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            while process.poll() is None and time.monotonic() < end and not all(map(hosts.told_all, hosts.good())):
                time.sleep(0.5)
            process.terminate()
            process.wait(20)
        except subprocess.TimeoutExpired:
            pass  # a plain spider would end only when its slowest host has
        finally:
            process.kill()


def _outcome(hosts: Crowd, delay: float) -> Outcome:
    began = min(asked[0][0] for asked in hosts.asked.values())
    taken = {}
    for host in filter(hosts.told_all, hosts.good()):
        times = {path: moment for moment, path in hosts.asked[host.address]}
        taken[host] = max(times[path] for path in hosts.stories) - began
    overtimes = sorted(seconds / _least(host, hosts, delay) - 1 for host, seconds in taken.items())
    requests = statistics.median(len(hosts.asked[host.address]) for host in hosts.good())
    return Outcome(len(taken), overtimes, int(requests), max(taken.values(), default=0.0))


def _least(host: Host, hosts: Crowd, delay: float) -> float:
    """The seconds from a host's first request to its last story that its delay asks for."""
    paths = [path for _, path in hosts.asked[host.address]]
    last = max(index for index, path in enumerate(paths) if path in hosts.stories)
    return last * delay


def _table(outcomes: dict[str, Outcome], good: int, options: argparse.Namespace) -> Table:
    title = (
        f"{options.hosts} hosts, {good} of them good, {options.stories} stories each, a delay of {options.delay:g} s"
    )
    table = Table(title=title)
    for heading in ("crawl", "finished", "requests", "over, median", "over, 95 %", "over, worst", "seconds"):
        table.add_column(heading, justify="left" if heading == "crawl" else "right")
    for name, outcome in outcomes.items():
        over = outcome.overtimes
        shown = [f"{over[int(share * (len(over) - 1))]:+.1%}" if over else "–" for share in (0.5, 0.95, 1)]
        table.add_row(name, f"{outcome.finished}", f"{outcome.requests}", *shown, f"{outcome.seconds:.0f}")
    return table


if __name__ == "__main__":
    main()
