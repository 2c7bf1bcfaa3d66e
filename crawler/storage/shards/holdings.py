"""What another database holds beside its stories: raw pages and fetches, rulings, the ledger, what is known of sites.

It is taken in when the stories have been merged. To take the same again changes nothing, and what is known later of
something goes before what was known earlier. Runs and visits stay where they were made.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from crawler.storage.connection import open_for_reading
from crawler.storage.errors import StorageError, explained
from crawler.storage.named import Values, dicts
from crawler.storage.pages.pagetaking import PageTaking
from crawler.storage.shards.cutting import PARTS, columns
from crawler.storage.sites.readings import FORGET
from crawler.storage.sites.rulings import check_ruling, enter_run
from crawler.storage.store import Store
from crawler.storage.transaction import transaction
from extractors.site.pages import REMEMBERED

Take: TypeAlias = Callable[[Values], bool]
"""Takes a row of another database in; returns whether that changed anything, raises ``ValueError`` for what it is."""

BATCH = 256
"""Rows in one transaction: few enough that a crawl which writes meanwhile does not have to wait long."""
RUN = "import"
"""Under which ``crawls`` has what was read elsewhere."""

BY_KEY = (
    *("sites", "host_rests", "rulings", "urls", "announcements", "lastmod_trust", "validator_trust"),
    *("site_conditions", "withheld_texts"),
)
"""Tables whose rows are known by their keys, each behind those that it refers to."""

_STORY = "SELECT id FROM articles WHERE url = ?"
_STORY_OF = "UPDATE urls SET article_id = ? WHERE url = ? AND article_id IS NULL"
# What came as lines of JSON says no more of an address than that it is settled.
_IS_FROM_LINES = " OR (urls.source = 'import' AND excluded.source <> 'import')"
_READ_LAST = "SELECT site, max(read_at) FROM readings GROUP BY site"


class Holdings:
    """Everything but the stories of the database at ``path``, on its way into that of ``store``.

    ``tell`` is told of what cannot be taken.
    """

    def __init__(self, store: Store, path: Path, tell: Callable[[str], None]) -> None:
        self._store = store
        self._home: sqlite3.Connection = store.db.conn
        self._path = path
        self._tell = tell

    def take(self) -> Counter[str]:
        """Take in what is not here yet, or was known earlier here; returns how many rows of each table that were.

        Raises ``StorageError`` where one of the databases cannot be used.
        """
        taken = Counter[str]()
        with explained(self._path), closing(open_for_reading(self._path)) as source:
            there: sqlite3.Connection = source.conn
            for table in BY_KEY:
                taken[table] = self._each(table, _rows(there, table), self._by_key(table))
            taken["readings"] = self._take_readings(there)
            pages = PageTaking(self._home, there)
            taken["pages"] = self._each("pages", pages.pages(), pages.take_page)
            self._each("site_patterns", pages.patterns(), pages.take_pattern)
            taken["fetches"] = self._each("fetches", pages.fetches(), pages.take_fetch)
        return taken

    def _each(self, table: str, rows: Iterable[Values], take: Take) -> int:
        """Take rows in, a batch in a transaction; how many changed anything. One that cannot be taken is told."""
        count, waiting = 0, iter(rows)
        while batch := list(islice(waiting, BATCH)):
            with transaction(self._store.path, self._store.db):
                for row in batch:
                    try:
                        count += take(row)
                    except (ValueError, StorageError, sqlite3.IntegrityError, sqlite3.DataError) as error:
                        self._tell(f"{self._path}: a row of {table} is left out: {error}")
        return count

    def _by_key(self, table: str) -> Take:
        """What takes a row of the table in unless one of the same key is known as late here."""
        part, names = PARTS[table], [name for name in columns(self._home, table) if name != "id"]
        sql = f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
        conflict = "ON CONFLICT DO NOTHING"
        if part.moment:
            told = ", ".join(f"{name} = excluded.{name}" for name in names if name not in part.key)
            is_later = f"coalesce(excluded.{part.moment}, '') > coalesce({table}.{part.moment}, '')"
            if table == "urls":
                is_later += _IS_FROM_LINES
            conflict = f"ON CONFLICT({', '.join(part.key)}) DO UPDATE SET {told} WHERE {is_later}"

        def take(row: Values) -> bool:
            row = self._at_home(table, row)
            if any(row[name] is None for name in part.key):
                return False  # its story could not be filed, which was told
            changed = self._home.execute(f"{sql} {conflict}", row).rowcount > 0
            if table == "urls" and row["article_id"] is not None:
                changed |= self._home.execute(_STORY_OF, (row["article_id"], row["url"])).rowcount > 0
            return changed

        return take

    def _at_home(self, table: str, row: Values) -> Values:
        """The row with the numbers of this database, and nothing on its way any more."""
        if "article_id" in row:
            found = self._home.execute(_STORY, (row["article_id"],)).fetchone()
            row["article_id"] = found and found[0]
        if table == "urls" and row["state"] == "leased":
            row |= {"state": "pending", "leased_at": None}
        if table == "rulings":
            check_ruling(row["kind"], row["what"], row["verdict"])
        return row

    def _take_readings(self, there: sqlite3.Connection) -> int:
        """Take in how pages of sites read that were asked for later than any of the same site here."""
        last_here, sites = dict(self._home.execute(_READ_LAST).fetchall()), set[str]()
        names = [name for name in columns(self._home, "readings") if name != "id"]
        sql = f"INSERT OR REPLACE INTO readings({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
        run: int | None = None

        def take(row: Values) -> bool:
            nonlocal run
            if row["read_at"] <= last_here.get(row["site"], ""):
                return False
            run = run or enter_run(self._home, RUN)
            sites.add(row["site"])
            return self._home.execute(sql, row | {"crawl_id": run}).rowcount > 0

        count = self._each("readings", _rows(there, "readings"), take)
        with transaction(self._store.path, self._store.db):
            for site in sites:
                for trust in ("open", "good", "bad"):
                    self._home.execute(FORGET, {"site": site, "trust": trust, "kept": REMEMBERED})
        return count


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[Values]:
    """The rows of a table, with the addresses of stories in place of their numbers, and no runs."""
    told = {"article_id": f"(SELECT url FROM articles WHERE articles.id = {table}.article_id)"}
    told |= dict.fromkeys(("crawl_id", "leased_by", "listed_by"), "NULL")
    names = [name for name in columns(connection, table) if name != "id"]
    selected = ", ".join(f"{told.get(name, name)} AS {name}" for name in names)
    return dicts(connection.execute(f"SELECT {selected} FROM {table}"))
