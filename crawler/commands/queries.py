"""``scrapy queries``: the saved queries of queries.toml, what they found, and what went wrong with them."""

from __future__ import annotations

import argparse

from crawler.archive.command import ArchiveCommand
from crawler.console.tables import print_table
from crawler.errors import AskedWrongly
from crawler.project import path_setting
from crawler.queries import QueriesError, SavedQuery, read_queries
from crawler.storage.search.matches import standing_of


class Command(ArchiveCommand):
    """Checks and lists the saved queries. Exit code 0: the file is in order; 1: no database; 2: the file has faults."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        return ""

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Check the saved queries of queries.toml, and show what they found"

    def answer(self, opts: argparse.Namespace) -> None:
        """Print a line for each query."""
        queries = self._queries()
        known = {}
        if self.database.exists():
            with self.reader() as reader:
                known = standing_of(reader)
        rows = [(query.name, *known.get(query.name, (None, 0, 0, None))) for query in queries]
        print_table(("saved query", "last asked", "found", "not taken by its hook", "complaint"), rows)

    def _queries(self) -> list[SavedQuery]:
        assert self.settings is not None
        try:
            return read_queries(path_setting(self.settings, "QUERIES"))
        except QueriesError as error:
            raise AskedWrongly(str(error)) from error
