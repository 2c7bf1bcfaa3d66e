"""``make demo``: serves the sample news site on loopback, crawls it for real, and shows what was filed."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from rich.console import Console

from demo import serve, showcase

ROOT = Path(__file__).resolve().parent.parent
INTERRUPTED = 128 + signal.SIGINT  # a shell's exit code for a program that Ctrl-C ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demonstration and return its exit code, the crawl's own where that failed."""
    parser = argparse.ArgumentParser(prog="python -m demo.run", description=__doc__)
    parser.add_argument("--database", type=Path, default=Path("output/news.db"), help="(output/news.db)")
    parser.add_argument("--port", type=int, default=serve.PORT, help=f"of the sample site ({serve.PORT})")
    options = parser.parse_args(arguments)
    console, interruption = Console(), Interruption()
    with serve.serving(port=options.port) as address:
        if options.port and not address.endswith(f":{options.port}"):
            console.print(f"Port {options.port} is taken: on another one the same stories count as new ones.")
        console.print(f"Crawling the sample news site on {address}/ into {options.database}", soft_wrap=True)
        code = crawl(address, options.database, interruption)
    if interruption.came:
        return INTERRUPTED
    if code == 0:
        console.print()
        showcase.show(options.database, console)
    return code


class Interruption:
    """Ctrl-C, SIGTERM or SIGHUP: ``came`` says whether one came, and the crawl is told, also of one before it began.

    It raises nothing, so that none of them can come at a moment when a crawl would be left behind.
    """

    def __init__(self) -> None:
        self.came = False
        self._told = False
        self._crawl: subprocess.Popen[bytes] | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, self._note)

    def ends(self, process: subprocess.Popen[bytes]) -> None:
        """Have ``process`` ended by it."""
        self._crawl = process
        self._tell()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        self._tell()

    def _tell(self) -> None:
        if self.came and self._crawl is not None and not self._told:
            self._told = True  # once: a second signal would cost Scrapy its orderly end
            self._crawl.terminate()


def crawl(address: str, database: Path, interruption: Interruption) -> int:
    """Crawl the site at ``address`` in its own process and return the exit code; ``interruption`` ends it cleanly."""
    settings = {
        "DATABASE": database.resolve(),
        "ALLOW_PRIVATE_ADDRESSES": True,  # the sample site is on loopback, where no crawl goes by default
        "DOWNLOAD_DELAY": 0,  # it is our own server, so nobody minds
        "AUTOTHROTTLE_ENABLED": False,
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={address}/", *options]
    # In a group of its own: a terminal's Ctrl-C reaches this process only.
    with subprocess.Popen(command, cwd=ROOT, process_group=0) as process:
        interruption.ends(process)
        return process.wait()


if __name__ == "__main__":
    sys.exit(main())
