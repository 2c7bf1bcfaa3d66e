"""A clock that was ahead for a while, this machine's or a site's, holds nothing back once it is right again."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.records.endings import HostRest, Settlement
from crawler.records.finds import Candidate, Document
from crawler.records.visits import LastVisit
from crawler.sites.entry import SiteEntry
from crawler.storage import Recrawl, Store
from tests.archive import rows
from tests.filings import SITE, story
from tests.servers import scrapy, serving, sitemap
from tests.servers import story as written

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
TIMES = {
    "urls": ("found_at", "lastmod", "leased_at", "not_before", "fetched_at", "check_at"),
    "documents": ("read_at", "not_before"),
    "visits": ("started_at", "ended_at"),
    "crawls": ("started_at", "ended_at"),
    "articles": ("published_at", "first_filed_at", "last_filed_at"),
    "readings": ("read_at",),
}


def put_ahead(database: Path) -> None:
    """Make all that was noted noted by a clock that was two years ahead."""
    with sqlite3.connect(database) as connection:
        for table, columns in TIMES.items():
            told = ", ".join(f"{name} = strftime('%Y-%m-%dT%H:%M:%SZ', {name}, '+2 years')" for name in columns)
            connection.execute(f"UPDATE {table} SET {told}")
        connection.execute("UPDATE urls SET lastmod = '2024-05-03T08:00:00Z'")
    connection.close()


def test_a_site_crawled_by_a_clock_that_was_ahead(tmp_path: Path) -> None:
    database, sites = tmp_path / "news.db", tmp_path / "sites.toml"
    with serving({"/": "<h1>The Post</h1>", "/1/": written("One"), "/2/": written("Two")}) as site:

        def crawl(lastmod: str, *paths: str) -> None:
            site.routes["/sitemap.xml"] = sitemap(*(f"{site.url}{path}" for path in paths), lastmod=lastmod)
            done = scrapy("crawl", "news", "-a", f"sites={sites}", DATABASE=str(database), EXTRACT_WORKERS="0")
            assert done.returncode == 0, done.stderr

        sites.write_text(f'[[site]]\nname = "post"\nurl = "{site.url}"\nevery = "1h"\n')
        crawl("2024-05-03T08:00:00Z", "/1/")
        put_ahead(database)
        site.routes["/1/"] = written("One", "It was three, the board says now.")
        crawl((NOW - timedelta(hours=1)).isoformat(), "/1/", "/2/")
    assert [row["headline"] for row in rows(database, "SELECT headline FROM articles ORDER BY headline")] == [
        "One",
        "Two",
    ]
    assert rows(database, "SELECT text FROM articles WHERE headline = 'One'")[0]["text"].startswith("It was three")


def test_what_is_said_to_wait_for_longer_than_anything_may(tmp_path: Path) -> None:
    far = NOW + 700 * DAY
    with Store.open(tmp_path / "news.db") as store:
        first = store.begin_crawl("site", {})
        waiting, filed = (story(number) for number in (1, 2))
        store.file(first, [filed])
        store.settle(first, [Settlement(waiting.page.url, "pending", "HTTP 500", not_before=far)])
        store.write(first, [HostRest(SITE, far, "HTTP 503"), HostRest("other.example", NOW + DAY, "HTTP 503")])
        resting = Document("https://news.example/map.xml", "sitemap", failures=3, not_before=far)
        store.remember(SITE, [resting, Document("https://news.example/feed/", "feed", etag="x", read_at=far)])
        store.db.conn.execute("UPDATE urls SET check_at = ? WHERE url = ?", (far.isoformat(), filed.page.url))
        store.end_crawl(first, "finished", {})
        crawl = store.begin_crawl("site", {})
        assert [entry.url for entry in store.lease(crawl, SITE, 9)] == [waiting.page.url]
        assert [rest.host for rest in store.resting_hosts()] == ["other.example"]
        feed, listing = store.documents(SITE)
        assert (feed.etag, feed.read_at, listing.not_before, listing.failures) == (None, None, None, 3)
        assert store.look_again(crawl, SITE, 9) == 1
    entry = SiteEntry("post", ("https://news.example",), every=DAY)
    assert entry.due_at(LastVisit(far)) is None


def test_a_lastmod_in_times_to_come_does_not_hide_the_changes_until_then(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        url = story(1).page.url

        def due(lastmod: datetime) -> bool:
            store.add_candidates(SITE, [Candidate(url, "sitemap", lastmod=lastmod)], recrawl=Recrawl.CHANGED)
            found = store.lease(store._crawl_id or 0, SITE, 1)
            store.file(store._crawl_id or 0, [story(1)])
            return bool(found)

        for lastmod, expected in ((NOW + 700 * DAY, True), (NOW + 700 * DAY, False), (NOW, True), (NOW, False)):
            crawl = store.begin_crawl("site", {})
            assert due(lastmod) == expected
            store.end_crawl(crawl, "finished", {})
