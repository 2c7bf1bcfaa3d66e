"""Databases that earlier versions made, each by the code of its time; ``python -m tests.olddatabases`` adds today's.

Each migration asks for a database that ends with it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import zstandard

from crawler.packing import pack
from crawler.records.filings import Filing, Stamp
from crawler.storage import Recrawl, Store
from extractors import Article, Comment, Outcome, RemovedBlock
from tests.filings import SITE, announce, page

FOLDER = Path(__file__).parent / "old_databases"
"""A file each, called after the last migration it knows and the commit that made it."""
BODY = b"""<!doctype html><html lang=en><head><meta charset=utf-8><title>Ferry returns</title></head><body><main>
<article><h1>Ferry returns</h1><div class='entry-content'><p>The ferry came back to Stannet on Monday, after two winters
in the yard of Dunmore.</p><p>It carries forty cars and leaves at six in the morning.</p></div></article></main></body>
</html>"""
TOLD = (
    (1, "Bridge closes", "The bridge closed on Friday.\n\nTraffic was light."),
    (2, "서울시장 사임", "서울시장이 금요일에 사임했다.\n\n시청은 말이 없었다."),
    (3, "Ferry returns", "The ferry came back to Stannet on Monday, after two winters in the yard of Dunmore."),
    (1, "Bridge closes", "The bridge closed on Friday, and for good.\n\nTraffic was light."),
)
"""What all of them hold: number, headline and text of each story, in the order in which they were filed."""
REMOVED = (RemovedBlock("wp-sharing", "share buttons", "Share this"), RemovedBlock("model", "model 0.03", "Read on"))
SAID = (Comment("Old Tom", None, "First!"), Comment("river_rat", None, "Second.", 0))


def paths() -> list[Path]:
    """The packed databases, the oldest first."""
    return sorted(FOLDER.glob("*.db.zst"))


def last_migration(packed: Path) -> str:
    """The last migration that the database knows."""
    return packed.name.removesuffix(".db.zst").partition("-")[0]


def unpacked(packed: Path, folder: Path) -> Path:
    """The database as a file of its own in the folder."""
    path = folder / "news.db"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(packed.read_bytes()))
    return path


def _filing(number: int, headline: str, text: str) -> Filing:
    url = f"https://{SITE}/2024/story-{number}/"
    article = Article(
        headline=headline,
        byline=("Ana Gómez", "Li Wei"),
        published_at=datetime(2024, 5, number, 9, 30, tzinfo=UTC),
        text=text,
        categories=("World",),
        tags=("bridges",),
        canonical_url=url,
        outcome=Outcome.ARTICLE,
        evidence="paragraphs",
        removed=REMOVED,
        sources={"headline": "json-ld"},
    )
    body = BODY + b"<!-- %d -->" % number
    visited = replace(page(url), body=body, requested_at=datetime(2024, 5, 3, 12 + number, tzinfo=UTC))
    stamp = Stamp("an old version", "old rules")
    return Filing(visited, article, (pack(body),), stamp=stamp, comments=SAID if number == 3 else ())


def _make(path: Path) -> str:
    """File the stories; returns the name of the last migration."""
    ruling = (SITE, "words", "signup", "stripped", "2024-05-03T12:00:00Z", f"https://{SITE}/2024/story-1/", "Sign up")
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {"url": f"https://{SITE}/"})
        store.add_site(SITE, f"https://{SITE}/")
        announce(store, *(f"https://{SITE}/2024/story-{number}/" for number in range(1, 5)), recrawl=Recrawl.CHANGED)
        store.lease(crawl, SITE, 9)
        for told in TOLD:
            store.file(crawl, [_filing(*told)])
        store.db.execute("INSERT INTO rulings VALUES (?, ?, ?, ?, ?, ?, ?)", ruling)
        store.end_crawl(crawl, "finished", {"new": 3})
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("VACUUM")
    (name,) = connection.execute("SELECT max(name) FROM _sqlite_migrations").fetchone()
    connection.close()
    return str(name)


def main() -> None:
    """Add a database of the schema of now."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        name = _make(path)
        packed = zstandard.ZstdCompressor(level=19).compress(path.read_bytes())
    (FOLDER / f"{name}.db.zst").write_bytes(packed)


if __name__ == "__main__":
    main()
