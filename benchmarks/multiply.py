"""Makes an archive many times as large: each story again at other addresses and dates, in SQL alone.

Tables, indexes and the search index have the rows that as many stories would leave; the hashes by which reprints are
found are others for each, so that what is filed next finds no story twice. Only the texts are the same ones again.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from benchmarks.bulk import enter_hashes, pairs, without_triggers
from crawler.storage import Store
from crawler.storage.reprints.marks import Marks
from crawler.storage.reprints.noted import AT_HAND, Noted
from crawler.storage.search.pairs import READ, SEARCHED
from crawler.storage.shards.cutting import columns
from crawler.storage.transaction import transaction

_OF_A_BATCH = 850
"""Fingerprints of fifty stories."""
_ALTERED = 36
"""Bits of a hash, of 48, that are others in each copy."""
_URL = "replace({name}, '.example/', '.example/' || :copy || '/')"
_AS = {
    "articles": {"id": "id + :stories", "url": _URL, "fetched_url": _URL, "published_at": "later(published_at, :days)"},
    "urls": {"id": "id + :urls", "url": _URL, "article_id": "article_id + :stories"},
    "pages": {"id": "id + :pages", "hash": "printf('x%03x', :copy) || substr(hash, 5)"},
    "fetches": {
        "id": "id + :pages",
        "url": _URL,
        "answered_url": _URL,
        "page_id": "page_id + :pages",
        "article_id": "article_id + :stories",
    },
    "revisions": {"id": "id + :revisions", "article_id": "article_id + :stories"},
    "removed_blocks": {"id": "id + :blocks", "article_id": "article_id + :stories"},
    **{f"article_{many}": {"article_id": "article_id + :stories"} for many in ("authors", "categories", "tags")},
    "reprints": {"article_id": "article_id + :stories", "other_id": "other_id + :stories"},
    "syndicated": {"article_id": "article_id + :stories", "cluster_id": "cluster_id + :clusters"},
}
_HIGHEST = """SELECT (SELECT max(id) FROM articles) AS stories, (SELECT max(id) FROM urls) AS urls,
  (SELECT max(id) FROM pages) AS pages, (SELECT max(id) FROM revisions) AS revisions,
  (SELECT max(id) FROM removed_blocks) AS blocks, (SELECT max(cluster_id) FROM syndicated) AS clusters,
  (SELECT unixepoch(max(published_at)) - unixepoch(min(published_at)) FROM articles) / 86400 + 1 AS days"""


def multiply(path: Path, times: int) -> None:
    """Let the archive have each of its stories as many ``times``."""
    with Store.open(path) as store, without_triggers(store) as db:
        (highest,) = store.db.query(_HIGHEST)
        step = dict(highest)
        _pair_up(db)
        for copy in range(1, times):
            shift = {name: copy * many for name, many in step.items()} | {"copy": copy}
            with transaction(path, store.db):
                _copy(db, shift, step)
        with transaction(path, store.db):
            _spread_hashes(db, step["stories"], times)


def _pair_up(db: sqlite3.Connection) -> None:
    """Keep what the search index reads of each story at hand."""
    db.create_function("pairs", 1, pairs, deterministic=True)
    db.create_function("later", 2, _later, deterministic=True)
    told = ", ".join((*SEARCHED, *(f"pairs({name}) AS {name}_pairs" for name in SEARCHED)))
    db.execute(f"CREATE TEMP TABLE searched AS SELECT id, {told} FROM articles")


def _later(moment: str | None, days: int) -> str | None:
    return moment and str(np.datetime64(moment[:-1]) + np.timedelta64(days, "D")) + "Z"


def _copy(db: sqlite3.Connection, shift: dict[str, int], step: dict[str, int]) -> None:
    for table, changed in _AS.items():
        names = columns(db, table)
        told = ", ".join(changed.get(name, "{name}").format(name=name) for name in names)
        first = f"{names[0]} <= {_last(table, names[0], step)}"
        sql = f"INSERT INTO {table}({', '.join(names)}) SELECT {told} FROM {table} WHERE {first}"
        db.execute(sql, {name: value for name, value in shift.items() if f":{name}" in sql})
    db.execute(f"INSERT INTO articles_fts(rowid, {READ}) SELECT id + ?, {READ} FROM searched", (shift["stories"],))


def _last(table: str, key: str, step: dict[str, int]) -> int:
    """The highest key of the rows that there were at first."""
    if key == "article_id":
        return step["stories"]
    of = {"articles": "stories", "urls": "urls", "revisions": "revisions", "removed_blocks": "blocks"}
    return step[of.get(table, "pages")]


def _spread_hashes(db: sqlite3.Connection, stories: int, times: int) -> None:
    """Let the copies be found by hashes that no text has."""
    known = np.array(db.execute("SELECT hash, article_id FROM fingerprints").fetchall(), np.int64)
    # The smallest hashes of each text are kept: the copies' are as small, and so in the same part of the table.
    copies = np.arange(1, times, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - _ALTERED)
    hashes = (known[:, 0][None, :] ^ copies.astype(np.int64)[:, None]).ravel()
    numbers = (known[:, 1][None, :] + (np.arange(1, times) * stories)[:, None]).ravel()
    late = np.argsort(numbers, kind="stable")[-3 * AT_HAND :]
    enter_hashes(db, np.delete(hashes, late), np.delete(numbers, late))
    Marks(db).write_all()
    noted = Noted(db)  # those of the last stories are noted and entered as by filing them, which is at it ever after
    noted.follow()
    for at in range(0, len(late), _OF_A_BATCH):
        batch = late[at : at + _OF_A_BATCH]
        noted.note(zip(hashes[batch].tolist(), numbers[batch].tolist(), strict=True))
        noted.settle()
