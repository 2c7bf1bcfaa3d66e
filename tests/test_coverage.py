"""``scrapy coverage``: what is known, what is filed, what is missing and why, and where the gaps are."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.records.endings import Settlement
from crawler.records.finds import Candidate
from crawler.storage import Recrawl, StorageError, Store
from crawler.storage.figures.coverage import coverage_of, covered_sites
from crawler.storage.reader import Reader
from tests.filings import SITE, announce, story
from tests.servers import scrapy

MONTHS = ((2023, 11), (2023, 11), (2024, 1), (2024, 5), (2024, 6))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five stories with two gaps between them, one without a date, and three addresses without a story."""
    path = tmp_path_factory.mktemp("coverage") / "news.db"
    dates = [datetime(year, month, 3, tzinfo=UTC) for year, month in MONTHS]
    lost = [f"https://{SITE}/{name}" for name in ("members", "topics", "old", "waiting")]
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.add_site(SITE, f"https://www.{SITE}/")
        announce(store, *lost)
        store.lease(crawl, SITE, 10)
        store.file(crawl, [story(number, published_at=date) for number, date in enumerate([*dates, None])])
        store.settle(
            crawl,
            [
                Settlement(lost[0], "skipped", "robots.txt forbids it", "robots.txt forbids it"),
                Settlement(lost[1], "skipped", "robots.txt forbids it", "robots.txt forbids it"),
                Settlement(lost[2], "gone", "HTTP 410", "HTTP 410", 410),
            ],
        )
        store.end_crawl(crawl, "finished", {})
    return path


def test_a_site_is_told_with_what_is_missing_and_why(database: Path) -> None:
    with Reader.open(database) as reader:
        site = coverage_of(reader, SITE)
    counted = {name: site.counts[name] for name in ("known", "fetched", "pending", "skipped", "gone", "articles")}
    assert counted == {"known": 10, "fetched": 7, "pending": 1, "skipped": 2, "gone": 1, "articles": 6}
    assert site.counts["share"] == 0.7
    assert [(each["state"], each["cause"], each["urls"]) for each in site.losses] == [
        ("skipped", "robots.txt forbids it", 2),
        ("gone", "HTTP 410", 1),
        ("pending", "not tried yet", 1),
    ]
    assert [(each["month"], each["articles"]) for each in site.months] == [
        (None, 1), ("2023-11", 2), ("2024-01", 1), ("2024-05", 1), ("2024-06", 1),
    ]  # fmt: skip
    assert [tuple(gap.values()) for gap in site.gaps] == [
        (SITE, "2023-12", "2023-12", 1),
        (SITE, "2024-02", "2024-04", 3),
    ]


@pytest.mark.parametrize("given", [SITE, f"https://{SITE}/", f"http://www.{SITE}/section/", f"WWW.{SITE}"])
def test_a_site_is_named_by_name_host_or_address(database: Path, given: str) -> None:
    with Reader.open(database) as reader:
        assert coverage_of(reader, given).counts["site"] == SITE


def test_a_site_with_a_name_of_its_own_is_found_by_its_address_too(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.add_site("courier", "https://courier.example/")
        store.add_candidates("courier", [Candidate("https://courier.example/one/", "sitemap")], recrawl=Recrawl.NEVER)
    with Reader.open(tmp_path / "news.db") as reader:
        for given in ("courier", "courier.example", "https://www.courier.example/news/"):
            assert coverage_of(reader, given).counts["site"] == "courier"


def test_a_site_that_is_not_there_is_told_with_the_nearest(database: Path) -> None:
    with Reader.open(database) as reader, pytest.raises(StorageError, match=f"did you mean {SITE!r}"):
        coverage_of(reader, "news.exmple")


def test_all_sites_have_a_line_each(database: Path) -> None:
    with Reader.open(database) as reader:
        (row,) = covered_sites(reader)
    assert (row["site"], row["first_month"], row["last_month"], row["months_missing"]) == (
        SITE,
        "2023-11",
        "2024-06",
        4,
    )


def test_the_command_prints_tables_and_json(database: Path) -> None:
    text = scrapy("coverage", SITE, DATABASE=str(database))
    assert text.returncode == 0, text.stderr
    for line in ("skipped  robots.txt forbids it", "2023-11        2", "2024-02  2024-04       3"):
        assert line in text.stdout
    told = json.loads(scrapy("coverage", "--format", "json", DATABASE=str(database)).stdout)
    assert told[0]["known"] == 10


def test_an_older_database_is_brought_up_to_date_first(database: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    shutil.copy(database, older)
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("DROP VIEW coverage_gaps")
    assert "2023-11" in scrapy("coverage", DATABASE=str(older)).stdout


def test_the_command_says_where_there_is_nothing(tmp_path: Path) -> None:
    done = scrapy("coverage", DATABASE=str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert done.stderr.startswith("scrapy coverage: ")
    assert "no database there; run a crawl first" in done.stderr
    assert len(done.stderr.splitlines()) == 1
