"""A host that asks to be left alone for an hour is not asked by the next crawl either, and the summary says so."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.http import Response

from crawler.fetch.waiting import stated_wait
from tests.archive import rows
from tests.servers import Answer, NewsServer, scrapy, serving, sitemap, story

ALONE = Answer(b"", 429, headers={"Retry-After": "3600"})
TOLD = "asked to be left alone until"


def site_of(site: NewsServer) -> str:
    return site.url.removeprefix("http://")


def hour_over(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE host_rests SET until = '2024-01-01T00:00:00Z'")
        connection.execute("UPDATE urls SET not_before = NULL")
    connection.close()


def visited_long_ago(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE visits SET started_at = '2024-01-01T00:00:00Z'")
    connection.close()


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7), ("000000007", 7), ("86401", 86400), ("9" * 30, 86400), ("9" * 5000, 86400), ("nan", None), ("-5", None)],
)
def test_it_is_believed_for_a_day_at_most_however_long_the_number_is(told: str, seconds: int | None) -> None:
    now = datetime(2024, 5, 3, tzinfo=UTC)
    response = Response("https://news.example/", status=429, headers={"Retry-After": told})
    assert stated_wait(response, now) == (None if seconds is None else now + timedelta(seconds=seconds))


def test_no_page_of_it_is_asked_for_before_its_time(tmp_path: Path) -> None:
    database = tmp_path / "db"
    with serving({"/robots.txt": Answer(b""), "/one/": ALONE, "/two/": story("Bridge closes")}) as site:
        first = scrapy("crawl", "pages", "-a", f"urls={site.url}/one/", DATABASE=str(database))
        assert f"{site_of(site)} {TOLD}" in first.stdout
        asked = len(site.requests)
        second = scrapy("crawl", "pages", "-a", f"urls={site.url}/two/", DATABASE=str(database))
        assert len(site.requests) == asked
        assert f"{site_of(site)} {TOLD}" in second.stdout
        (two,) = rows(database, "SELECT state, reason, attempts, not_before FROM urls WHERE url LIKE '%/two/'")
        assert (two["state"], two["attempts"]) == ("pending", 0)
        assert TOLD in two["reason"]
        assert two["not_before"] >= rows(database, "SELECT until FROM host_rests")[0]["until"][:16]
        hour_over(database)
        third = scrapy("crawl", "pages", "-a", f"urls={site.url}/two/", DATABASE=str(database))
        assert third.returncode == 0
        assert TOLD not in third.stdout
    assert rows(database, "SELECT state FROM urls WHERE url LIKE '%/two/'")[0]["state"] == "done"
    assert rows(database, "SELECT * FROM host_rests") == []


@pytest.mark.parametrize("spider", ["site", "news"])
def test_a_site_is_looked_at_again_when_its_time_is_over(spider: str, tmp_path: Path) -> None:
    database, sites = tmp_path / "db", tmp_path / "sites.toml"
    with serving({"/robots.txt": Answer(b""), "/": ALONE, "/sitemap.xml": Answer(b"", 404)}) as site:
        sites.write_text(f'[[site]]\nurl = "{site.url}"\nevery = "1m"\n')
        given = f"url={site.url}" if spider == "site" else f"sites={sites}"
        scrapy("crawl", spider, "-a", given, DATABASE=str(database))
        asked = len(site.requests)
        visited_long_ago(database)  # but for the host, the site is due
        again = scrapy("crawl", spider, "-a", given, DATABASE=str(database))
        assert len(site.requests) == asked
        assert (TOLD if spider == "site" else "not due until") in again.stdout
        assert again.returncode == (1 if spider == "site" else 0)
        site.routes |= {
            "/": "<html></html>",
            "/sitemap.xml": sitemap(f"{site.url}/one/"),
            "/one/": story("Bridge closes"),
        }
        hour_over(database)
        assert scrapy("crawl", spider, "-a", given, DATABASE=str(database)).returncode == 0
    assert len(rows(database, "SELECT * FROM articles")) == 1
