"""A site's part of the database goes out, is followed as it changes, and comes home: whole, and once."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.addresses import site_of
from crawler.archive.importing import from_database
from crawler.cluster.replica import Replica
from crawler.drift import Condition
from crawler.memory.holding import Holding
from crawler.records.filings import Filing
from crawler.records.finds import Candidate
from crawler.records.visits import VisitReport
from crawler.storage import Reader, Recrawl, Store
from crawler.storage.care import search_faults
from crawler.storage.shards.cutting import DERIVED, HANGING_ON, PARTS, TEXT_AWAY, Label, cut, enter_texts, texts_of
from crawler.storage.shards.journal import changes_since, enter_changes, keep_journal
from crawler.storage.stories.merging import Import, Merger
from tests.archive import rows
from tests.filings import STORY, page

READING = """INSERT INTO readings(site, url, origin, crawl_id, read_at, outcome, words, missing, removed_share,
  template, home, marks) VALUES (?, ?, 'page', ?, '2024-05-03T08:00:00Z', 'article', 9, '', 0, '0', 0, x'')"""
DAY = timedelta(days=1)
KEPT_BY_THE_SCHEMA = ("_sqlite_migrations", "sqlite_sequence")


def test_every_table_is_known_to_travel_or_to_stay(tmp_path: Path) -> None:
    Store.open(tmp_path / "news.db").close()
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        listed = database.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        tables = {name for (name,) in listed} - {"sqlite_schema", *KEPT_BY_THE_SCHEMA}
    assert tables == {*PARTS, *HANGING_ON, *DERIVED}


def filing(url: str, headline: str, text: str, **changes: Any) -> Filing:
    host = site_of(url)
    article = replace(STORY, headline=headline, text=text, canonical_url=url, **changes)
    return Filing(page(url, site="courier" if host.startswith("courier") else host), article)


def shard_of(home: Path, folder: Path) -> tuple[Path, Path]:
    """The shard of the site ``courier`` as a worker has it, and the copy that is kept at home."""
    with Store.open(home) as store:
        crawl = store.begin_crawl("news", {})
        store.add_site("courier", "https://courier.example/")
        folder.mkdir()
        cut(home, Label("courier", crawl), folder / "worker.db")
        store.end_crawl(crawl, "shutdown", {})
    (folder / "copy.db").write_bytes((folder / "worker.db").read_bytes())
    with closing(sqlite3.connect(folder / "worker.db", isolation_level=None)) as database:
        keep_journal(database, 0)
    return folder / "worker.db", folder / "copy.db"


def crawl_in(database: Path, *filings: Filing) -> None:
    with Store.open(database) as store:
        crawl = store.begin_crawl("news", {})
        store.begin_visit(crawl, "courier")
        store.add_candidates("courier", [Candidate(f.page.url, "sitemap") for f in filings], recrawl=Recrawl.ALWAYS)
        store.lease(crawl, "courier", 100)
        store.file(crawl, filings)
        store.end_visit(crawl, "courier", VisitReport("finished", True, "sitemap", {"new": len(filings)}))
        store.end_crawl(crawl, "finished", {})


def bring_texts(home: Path, worker: Path, *filings: Filing) -> None:
    """Bring the texts of the stories that are to be filed anew, as the cluster does."""
    with closing(sqlite3.connect(worker, isolation_level=None)) as shard:
        away = f"SELECT id, text_hash FROM articles WHERE url = ? AND {TEXT_AWAY}"
        wanted = [found for each in filings for found in shard.execute(away, (each.page.url,))]
        texts = texts_of(home, wanted)
        assert len(texts) == len(wanted)
        enter_texts(shard, texts)


def follow(worker: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(worker, isolation_level=None)) as ahead,
        closing(sqlite3.connect(copy, isolation_level=None)) as behind,
    ):
        (number,) = behind.execute("SELECT number FROM shard").fetchone()
        changes = changes_since(ahead, number)
        assert changes is not None
        enter_changes(behind, changes)
        enter_changes(behind, changes)  # a second time it does not follow on what is there


def told(database: Path) -> list[tuple[object, ...]]:
    """All that is known of stories and addresses, numbers of rows apart."""
    with Reader.open(database) as reader:
        stories = reader.rows(
            "SELECT url, headline, text, gone_at IS NULL AS there, filed_by FROM articles ORDER BY url"
        )
        forms = reader.rows("SELECT url, old_headline, old_text FROM revisions_readable ORDER BY url, old_text")
        removed = reader.rows("SELECT url, rule, text FROM removed_readable ORDER BY url, position")
        urls = reader.rows("""SELECT urls.url, state, source, leased_by, articles.url AS story FROM urls
            LEFT JOIN articles ON articles.id = article_id ORDER BY urls.url""")
        return [tuple(row.values()) for row in (*stories, *forms, *removed, *urls)]


def test_what_a_shard_brings_home_is_what_a_crawl_at_home_would_have_filed(tmp_path: Path) -> None:
    first = [filing(f"https://courier.example/{n}/", f"Story {n}", f"Text of story {n} in Ashford.") for n in range(3)]
    later = [
        filing("https://courier.example/1/", "Story 1, again", "Another text, from Ashford."),
        filing("https://courier.example/4/", "Story 4", "Text of the fourth story."),
        filing(
            "https://courier.example/2/",
            "Ferry sails",
            "It left at noon: a story of the sea.",
            published_at=datetime.now(UTC) + DAY,
        ),
    ]
    for name in ("alone.db", "home.db"):
        with Store.open(
            tmp_path / name
        ) as store:  # a neighbour, whose rows have the numbers that the shard's would get
            crawl = store.begin_crawl("pages", {})
            store.file(
                crawl, [filing(f"https://herald.example/{n}/", f"Herald {n}", f"Its text {n}.") for n in range(5)]
            )
            store.end_crawl(crawl, "finished", {})
    for number, filings in enumerate((first, later)):
        time.sleep(1.1)  # times are kept to the second, and of two forms of one second either may be the story's
        crawl_in(tmp_path / "alone.db", *filings)
        worker, copy = shard_of(tmp_path / "home.db", tmp_path / f"shards-{number}")
        bring_texts(tmp_path / "home.db", worker, *filings)
        crawl_in(worker, *filings)
        follow(worker, copy)
        kept = copy.read_bytes()
        for _ in range(2):  # the second time changes nothing
            copy.write_bytes(kept)
            with Store.open(tmp_path / "home.db") as store:
                Replica(copy).take_home(store, pytest.fail, keep_at=f"{tmp_path}/kept/{number}.db")
            assert told(tmp_path / "home.db") == told(tmp_path / "alone.db")
    with Store.open(tmp_path / "other.db") as store:  # what shards brought is all that another database needs
        for number in range(2):
            kept_shard = tmp_path / "kept" / f"{number}.db"
            stories = list(from_database(kept_shard))
            assert len(stories) == len((first, later)[number])
            assert len(rows(kept_shard, "SELECT 1 FROM articles_fts('story')")) == len(stories)
            assert search_faults(kept_shard) == []
            Merger(store).merge([story for story in stories if isinstance(story, Import)])
    for sql in (
        "SELECT url, headline, text FROM articles WHERE site = 'courier' ORDER BY url",
        "SELECT url, old_headline, old_text FROM revisions_readable ORDER BY url",
        "SELECT url, rule, text FROM removed_readable WHERE site = 'courier' ORDER BY url, position",
    ):
        with Reader.open(tmp_path / "other.db") as other, Reader.open(tmp_path / "alone.db") as alone:
            assert other.rows(sql) == alone.rows(sql) != []


def test_pages_that_a_visit_judges_which_was_cut_off_before_are_on_file_once(tmp_path: Path) -> None:
    home = tmp_path / "home.db"
    with Store.open(home) as store:
        crawl = store.begin_crawl("news", {})
        for site in ("herald", "courier"):
            store.add_site(site, f"https://{site}.example/")
        values = [(site, f"https://{site}.example/{n}/", crawl) for site in ("herald", "courier") for n in range(3)]
        store.db.conn.executemany(READING, values)
        store.end_crawl(crawl, "shutdown", {})
    worker, copy = shard_of(home, tmp_path / "shards")
    with closing(sqlite3.connect(worker, isolation_level=None)) as shard:
        shard.execute("UPDATE readings SET trust = 'good'")
    follow(worker, copy)
    kept = copy.read_bytes()
    for _ in range(2):
        copy.write_bytes(kept)
        with Store.open(home) as store:
            Replica(copy).take_home(store, pytest.fail)
        judged = rows(home, "SELECT site, trust, count(*) AS pages FROM readings GROUP BY site, trust ORDER BY site")
        assert [tuple(row) for row in judged] == [("courier", "good", 3), ("herald", "open", 3)]


def test_a_visit_that_reads_nothing_judges_what_one_has_read_that_was_cut_off(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("news", {})
        store.add_site("courier", "https://courier.example/")
        values = [("courier", f"https://courier.example/{n}/", crawl) for n in range(3)]
        store.db.conn.executemany(READING, values)

        async def judge(site: str) -> Condition | None:
            return store.judge(site)

        async def file(filing: Filing) -> None:
            pytest.fail(filing.page.url)

        holding = Holding(judge, file)
        asyncio.run(holding.settle("courier"))
        store.end_crawl(crawl, "finished", {})
    assert holding.conditions == {}, "nothing of it is told that this crawl has not seen"
    (row,) = rows(tmp_path / "news.db", "SELECT state, reason FROM site_conditions")
    assert tuple(row) == ("learning", "3 pages read so far")
