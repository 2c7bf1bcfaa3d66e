"""``scrapy serve``: the archive in a browser, to read, search and query, and nothing can be changed from there."""

from __future__ import annotations

import argparse
import webbrowser

from crawler.archive.command import ArchiveCommand, counting


class Command(ArchiveCommand):
    """Serves the reading room. Exit code 0: it was told to stop; 1: it could not; 2: it was asked wrongly."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--host HOST] [--port PORT] [--open]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Open the archive in a browser: the reading room, and Datasette's tables, SQL and exports behind it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to listen."""
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, which only this machine reaches")
        parser.add_argument("--port", type=counting(0), default=8001, help="0 takes a free one; default: 8001")
        parser.add_argument("--open", action="store_true", help="open it in the browser")

    def answer(self, opts: argparse.Namespace) -> None:
        """Serve until Ctrl-C."""
        # Only here: Datasette takes half a second to load, and scrapy loads all its commands each time.
        from crawler.readingroom.server import LOCAL, address_of, listening, serve

        self.reader().close()  # there is a database, it is ours and up to date
        listener = listening(opts.host, opts.port)
        address = address_of(listener, opts.host)
        print(f"{self.database} is open to read at {address} until Ctrl-C", flush=True)
        if opts.open:
            webbrowser.open(address)
        try:
            serve(self.database, listener, local=opts.host in LOCAL)
        except KeyboardInterrupt:
            print()
