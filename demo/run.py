"""``make demo``: serves the sample news site on loopback, crawls it for real, and shows what was filed."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both ways out stop the server and the crawl
    try:
        with serve.serving(port=options.port) as address:
            if options.port and not address.endswith(f":{options.port}"):
                console.print(f"Port {options.port} is taken: on another one the same stories count as new ones.")
            console.print(f"Crawling the sample news site on {address}/ into {options.database}", soft_wrap=True)
            code = crawl(address, options.database)
    except KeyboardInterrupt:
        return INTERRUPTED
    if code == 0:
        console.print()
        showcase.show(options.database, console)
    return code


def crawl(address: str, database: Path) -> int:
    """Crawl the site at ``address`` in its own process and return the exit code; Ctrl-C ends it cleanly."""
    settings = {
        "DATABASE": database.resolve(),
        "ALLOW_PRIVATE_ADDRESSES": True,  # the sample site is on loopback, where no crawl goes by default
        "DOWNLOAD_DELAY": 0,  # it is our own server, so nobody minds
        "AUTOTHROTTLE_ENABLED": False,
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={address}/", *options]
    with ThreadPoolExecutor(1) as starter:  # Ctrl-C reaches the main thread only, so no crawl is left half-started
        starting = starter.submit(subprocess.Popen, command, cwd=ROOT, process_group=0)
        try:
            return starting.result().wait()
        except KeyboardInterrupt:
            process = starting.result()
            process.terminate()  # once: a second signal would cost Scrapy its orderly end
            process.wait()
            raise


if __name__ == "__main__":
    sys.exit(main())
