"""``python -m tests.wordpress serve [FOLDER]``: bring the test WordPress up for a human to look at."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from tests.system_packages import MissingPackagesError
from tests.wordpress.server import WordPress


def main() -> None:
    """Serve until interrupted; say where."""
    parser = argparse.ArgumentParser(prog="python -m tests.wordpress", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the site on loopback until Ctrl-C")
    serve.add_argument("folder", nargs="?", type=Path, help="keep the site here (default: a temporary folder)")
    try:
        _serve(parser.parse_args().folder)
    except MissingPackagesError as error:
        sys.exit(str(error))


def _serve(folder: Path | None) -> None:
    with WordPress(folder) as site:
        print(
            f"{site.url}/  {len(site.truth())} posts and pages, truth in {site.folder / 'truth.json'}",
            flush=True,
        )
        print("Ctrl-C ends it.", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
