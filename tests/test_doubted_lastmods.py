"""A site that says of every page, on each day, that it has changed is believed no longer than it takes to find out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.records.endings import Settlement
from crawler.records.finds import Candidate, Copy, Document
from crawler.records.sources import Way
from crawler.storage import Recrawl, Store
from crawler.storage.frontier.lastmods import AT_LEAST, ENOUGH
from tests.archive import rows
from tests.filings import SITE, story
from tests.servers import Answer, NewsServer, Received, scrapy, serving
from tests.servers import story as written

STORIES = ENOUGH + 5
DAY = timedelta(days=1)
TODAY = datetime.now(UTC).replace(microsecond=0)


class Paper:
    """Stories at ``/NUMBER/``, which a sitemap tells of with the ``lastmod`` of each, or that of all."""

    def __init__(self) -> None:
        self.texts = {number: f"The dredger took {number + 30} tonnes of sand." for number in range(STORIES)}
        self.told: dict[int, datetime] = {}
        self.said = TODAY

    def sitemap(self, request: Received) -> Answer:
        base = f"http://{request.headers['Host']}"
        entries = (
            f"<url><loc>{base}/{number}/</loc><lastmod>{self.told.get(number, self.said).isoformat()}</lastmod></url>"
            for number in self.texts
        )
        return Answer(f"<urlset>{''.join(entries)}</urlset>".encode(), content_type="text/xml")

    def story(self, request: Received) -> Answer:
        number = int(request.path.strip("/"))
        return Answer(written(f"Day {number} at the harbour", self.texts[number]).encode())


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def site(paper: Paper) -> Iterator[NewsServer]:
    with serving({"/": "<h1>The Harbour Post</h1>", "/sitemap.xml": paper.sitemap}) as server:
        server.routes |= {f"/{number}/": paper.story for number in range(STORIES + 1)}
        yield server


def stories_asked_for(site: NewsServer, database: Path) -> list[str]:
    before = len(site.requests)
    done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database), EXTRACT_WORKERS="0")
    assert done.returncode == 0, done.stderr
    return [request.path for request in site.requests[before:] if request.path.strip("/").isdigit()]


def test_a_sitemap_whose_lastmod_is_always_now(site: NewsServer, paper: Paper, tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    assert len(stories_asked_for(site, database)) == STORIES
    paper.said += DAY
    assert len(stories_asked_for(site, database)) == STORIES

    paper.said += DAY
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z' WHERE url LIKE '%/7/'")
    connection.close()
    paper.texts[7] = "It took 37,000 tonnes, the board says now."
    paper.texts[STORIES] = "A seal swam up the river."
    assert set(stories_asked_for(site, database)) == {f"/{STORIES}/", "/7/"}, "what is new, and what it is time for"
    assert (
        "not believed since" in scrapy("sites", "--file", str(entry_for(site, tmp_path)), DATABASE=str(database)).stdout
    )

    for number in (3, 4):  # a new plugin tells the truth
        paper.texts[number] = f"Nothing was dredged on day {number}."
        paper.told[number] = paper.said + DAY
    paper.said = TODAY - DAY
    assert set(stories_asked_for(site, database)) == {"/3/", "/4/"}
    assert doubted(database) is False
    assert len(rows(database, "SELECT 1 FROM revisions")) == 3


def test_what_waits_to_be_fetched_for_its_lastmod_is_let_be(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with Store.open(database) as store:
        first = store.begin_crawl("site", {})
        known = [story(number) for number in range(3 * ENOUGH)]
        store.file(first, known)
        store.settle(first, [Settlement(known[-1].page.url, "gone", "HTTP 410", status=410)])
        store.end_crawl(first, "finished", {})
        crawl = store.begin_crawl("site", {})
        told = [Candidate(each.page.url, "sitemap", lastmod=TODAY) for each in known]
        fresh = Candidate(f"https://{SITE}/fresh/", "sitemap", lastmod=TODAY - DAY)
        store.add_candidates(SITE, [*told, fresh], recrawl=Recrawl.CHANGED)
        by_address = {each.page.url: replace(each, page=replace(each.page, requested_at=TODAY)) for each in known}
        for entry in store.lease(crawl, SITE, ENOUGH):
            store.file(crawl, [by_address[entry.url]])
        assert doubted(database)
        left = {entry.url for entry in store.lease(crawl, SITE, 3 * ENOUGH)}
        assert left == {fresh.url, known[-1].page.url}, "what is new, and what was gone"
        assert store.as_believed(SITE, told)[0].lastmod is None
        at_hand = replace(told[0], copy=Copy(b"<p>", "wordpress", TODAY))
        assert store.as_believed(SITE, [at_hand]) == [at_hand], "a copy costs no request"
    assert len(rows(database, "SELECT 1 FROM urls WHERE state = 'done' AND lastmod IS NULL")) == 2 * ENOUGH - 1


@pytest.mark.parametrize(("kind", "moved", "due"), [("sitemap", 0, 10), ("sitemap", 1, 0), ("wordpress", 0, 0)])
def test_lastmods_that_never_leave_the_moment_of_publication(tmp_path: Path, kind: Way, moved: int, due: int) -> None:
    """They tell of no edit: then stories are looked at in their time; one that was edited shows that they do."""
    with Store.open(tmp_path / "news.db") as store:
        first, listing, lists = store.begin_crawl("site", {}), "https://news.example/map.xml", datetime.now(UTC)
        told = [story(number, published_at=lists - DAY) for number in range(AT_LEAST)]
        listed = [Candidate(each.page.url, kind, listing, lists - DAY + timedelta(minutes=9)) for each in told]
        listed[:moved] = [replace(each, lastmod=lists) for each in listed[:moved]]
        store.add_candidates(SITE, listed, recrawl=Recrawl.CHANGED)
        store.remember(SITE, [Document(listing, kind, read_at=lists)])
        store.file(first, [replace(each, page=replace(each.page, requested_at=lists - DAY / 2)) for each in told])
        store.end_crawl(first, "finished", {})
        assert store.look_again(store.begin_crawl("site", {}), SITE, 100) == due


@pytest.mark.parametrize(("hour", "seen", "due"), [(0, 10, 1), (0, 40, 0), (9, 10, 0)])
def test_a_lastmod_that_is_a_day_hides_no_edit_of_that_day(tmp_path: Path, hour: int, seen: int, due: int) -> None:
    """The page was seen so many hours after the day began: before it was over everywhere, it may be edited again."""
    day = (TODAY - 3 * DAY).replace(hour=0, minute=0, second=0)
    with Store.open(tmp_path / "news.db") as store:
        first, listing, told = store.begin_crawl("site", {}), "https://news.example/map.xml", story(1, published_at=day)
        listed = Candidate(told.page.url, "sitemap", listing, day.replace(hour=hour))
        store.add_candidates(SITE, [listed], recrawl=Recrawl.CHANGED)
        store.remember(SITE, [Document(listing, "sitemap", read_at=TODAY)])
        store.file(first, [replace(told, page=replace(told.page, requested_at=day + timedelta(hours=seen)))])
        store.end_crawl(first, "finished", {})
        assert store.look_again(store.begin_crawl("site", {}), SITE, 100) == due


def doubted(database: Path) -> bool:
    (row,) = rows(database, "SELECT doubted_since FROM lastmod_trust")
    return row["doubted_since"] is not None


def entry_for(site: NewsServer, folder: Path) -> Path:
    path = folder / "sites.toml"
    path.write_text(f'[[site]]\nname = "{site.url.removeprefix("http://")}"\nurl = "{site.url}"\n')
    return path
