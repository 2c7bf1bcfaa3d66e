"""Takes a shard home: what a visit that was made elsewhere changed in the ledger becomes so in the database.

The stories are merged first (``merging.py``); what is here makes the rest of the rows point to them. To take the same
shard home twice changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from crawler.storage.errors import explained
from crawler.storage.named import Values, dicts
from crawler.storage.shards.cutting import PARTS, Label, Part, columns, is_away
from crawler.storage.shards.journal import primary_key
from crawler.storage.store import Store
from crawler.storage.transaction import transaction

# A story that was told apart from another has moved: it is known by its number, and by when it was first filed.
_MOVE = "UPDATE OR IGNORE articles SET url = ? WHERE id = ? AND first_filed_at = ? AND site = ? AND url <> ?"
_HERE = "SELECT id, fingerprint, last_filed_at FROM articles WHERE url = ?"
_TOLD = """UPDATE articles SET fetched_url = ?, gone_at = ?, extractor = ?, rules = ?, filed_by = coalesce(filed_by, ?)
  WHERE id = ?"""
_TOLD_BY = ("fetched_url", "gone_at", "extractor", "rules")
_REPLACED = """UPDATE revisions SET replaced_by = ?
  WHERE article_id = ? AND text_hash = ? AND headline IS ? AND replaced_by IS NULL"""
_GONE = """SELECT json_extract(key, '$[0]') AS number FROM touched WHERE name = ?
  AND number NOT IN (SELECT {key} FROM {table})"""


class Homecoming:
    """A shard on its way into the database of ``store``; raises ``StorageError`` where either cannot be used."""

    def __init__(self, store: Store, shard: Path, label: Label) -> None:
        self._store = store
        self._home: sqlite3.Connection = store.db.conn
        self._shard = shard
        self._label = label
        self._numbers: dict[str, dict[int, int | None]] = defaultdict(dict)

    def brought(self) -> list[int]:
        """The numbers, in the shard, of the stories that have to be merged: those whose content is another.

        Stories that only moved to another address have moved in the database after this.
        """
        with self._opened() as shard, transaction(self._store.path, self._store.db) as home:
            revised = {form["article_id"] for form in _touched(shard, "revisions")}
            found = []
            for story in _touched(shard, "articles"):
                url, number = story["url"], story["id"]
                home.execute(_MOVE, (url, number, story["first_filed_at"], self._label.site, url))
                here = home.execute(_HERE, (url,)).fetchone()
                if not is_away(story) and (here is None or here[1] != story["fingerprint"] or number in revised):
                    found.append(number)
            return found

    def take_rest(self) -> None:
        """Take in everything but the stories, which have been merged."""
        with self._opened() as shard, transaction(self._store.path, self._store.db):
            for story in _touched(shard, "articles"):
                self._tell(story)
            for form in _touched(shard, "revisions"):
                told = (self._label.crawl, self._numbers["articles"].get(form["article_id"]))
                self._home.execute(_REPLACED, (*told, form["text_hash"], form["headline"]))
            for table, part in PARTS.items():
                if part.key:
                    references = self._references(table)
                    if part.anew:
                        self._forget(shard, table, references)
                    for row in _touched(shard, table):
                        self._take(table, part, self._at_home(table, row, references))

    def _tell(self, story: Values) -> None:
        """Note what the crawl alone knows of a story; nothing where it was filed again since."""
        here = self._home.execute(_HERE, (story["url"],)).fetchone()
        self._numbers["articles"][story["id"]] = here and here[0]
        if here and here[2] <= story["last_filed_at"]:
            told = (story[name] for name in _TOLD_BY)
            self._home.execute(_TOLD, (*told, self._crawl(story["filed_by"]), here[0]))

    def _forget(self, shard: sqlite3.Connection, table: str, references: dict[str, str]) -> None:
        """Delete the site's rows that were deleted in the shard."""
        (key,) = primary_key(shard, table)
        known = self._numbers[references[key]] if key in references else {}
        for (number,) in shard.execute(_GONE.format(key=key, table=table), (table,)).fetchall():
            own = {key: known.get(number, number)}
            if "site" in columns(shard, table):  # a number that the shard has used may be another site's here
                own["site"] = self._label.site
            condition = " AND ".join(f"{name} = ?" for name in own)
            self._home.execute(f"DELETE FROM {table} WHERE {condition}", tuple(own.values()))

    def _take(self, table: str, part: Part, row: Values) -> None:
        number = row.pop("id", None)
        same = " AND ".join(f"{name} IS ?" for name in part.key)
        told = [row[name] for name in part.key]
        known = next(dicts(self._home.execute(f"SELECT * FROM {table} WHERE {same}", told)), None)
        if part.anew and number is not None:  # by the last part of its key it may have been another
            once = " AND ".join(f"{name} IS ?" for name in ("id", *part.key[:-1]))
            self._home.execute(f"DELETE FROM {table} WHERE {once}", (number, *told[:-1]))
        if known is None or part.anew:
            sql = f"INSERT OR REPLACE INTO {table}({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
            ours = self._home.execute(sql, tuple(row.values())).lastrowid
        else:
            ours = known.get("id")
            if part.moment is None or (row[part.moment] or "") >= (known[part.moment] or ""):
                sql = f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in row)} WHERE {same}"
                self._home.execute(sql, (*row.values(), *told))
        if number is not None:
            self._numbers[table][number] = ours

    def _at_home(self, table: str, row: Values, references: dict[str, str]) -> Values:
        """The row with the numbers of this database, and nothing on its way any more."""
        for name, parent in references.items():
            if parent == "crawls":
                row[name] = self._crawl(row[name])
            else:
                row[name] = self._numbers[parent].get(row[name], row[name])
        if table == "urls" and row["state"] == "leased":
            row |= {"state": "pending", "leased_at": None}
        return row

    def _references(self, table: str) -> dict[str, str]:
        """The columns that hold numbers of other tables' rows, and which tables these are."""
        keys = self._home.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        found = {name: parent for _, _, parent, name, column, *_ in keys if column == "id"}
        return found | ({"listed_by": "crawls"} if table == "urls" else {})

    def _crawl(self, number: int | None) -> int | None:
        """The crawl that the shard was cut out for in place of those that were made in it."""
        return number if number is None else min(number, self._label.crawl)

    def _opened(self) -> closing[sqlite3.Connection]:
        with explained(self._shard):
            return closing(sqlite3.connect(f"{self._shard.resolve().as_uri()}?mode=ro", uri=True))


def _touched(shard: sqlite3.Connection, table: str) -> Iterator[Values]:
    """The touched rows of a table that are there, in the order of their keys."""
    key = primary_key(shard, table)
    same = " AND ".join(f"{table}.{name} = json_extract(touched.key, '$[{place}]')" for place, name in enumerate(key))
    order = ", ".join(f"{table}.{name}" for name in key)
    sql = f"SELECT {table}.* FROM touched JOIN {table} ON {same} WHERE touched.name = ? ORDER BY {order}"
    return dicts(shard.execute(sql, (table,)))
