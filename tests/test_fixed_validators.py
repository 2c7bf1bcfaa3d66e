"""A server whose ETag and Last-Modified never change hides neither what is new nor what is edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from crawler.records import Candidate, NotModified
from crawler.storage import Recrawl, Store
from tests.discovering import discover
from tests.filings import SITE, announce, file_one, story
from tests.servers import Answer, Route, serving, sitemap

NOW = datetime.now(UTC)


def next_crawl(store: Store, ended: int) -> int:
    store.end_crawl(ended, "finished", {})
    return store.begin_crawl("site", {})


def test_what_is_said_to_have_changed_is_asked_for_whatever_its_validators_say(store: Store, crawl: int) -> None:
    item = story(1)
    announce(store, item.page.url)
    store.lease(crawl, SITE, 1)
    file_one(store, crawl, item)
    crawl = next_crawl(store, crawl)
    announce(store, item.page.url, lastmod=NOW)
    (entry,) = store.lease(crawl, SITE, 1)
    assert (entry.etag, entry.last_modified) == (None, None)


def test_every_third_look_asks_for_the_page_whatever_its_validators_say(store: Store, crawl: int) -> None:
    item = story(1)
    announce(store, item.page.url)
    store.lease(crawl, SITE, 1)
    file_one(store, crawl, item)
    told = []
    for _ in range(3):
        crawl = next_crawl(store, crawl)
        announce(store, item.page.url, recrawl=Recrawl.ALWAYS)
        (entry,) = store.lease(crawl, SITE, 1)
        told.append(entry.etag)
        store.write(crawl, [NotModified(entry.url, NOW)])
    assert told == ['"v1"', '"v1"', None]


def test_a_document_that_dates_a_page_later_than_before_is_believed_by_whatever_clock(store: Store, crawl: int) -> None:
    item = story(1)
    lists = [Candidate(item.page.url, "sitemap", f"https://{SITE}/{name}.xml") for name in ("map", "map", "other")]
    days = (datetime(2020, 1, day, tzinfo=UTC) for day in (1, 2, 3))
    told = [replace(each, lastmod=day) for each, day in zip(lists, days, strict=True)]
    due = []
    for candidate in told:
        store.add_candidates(SITE, [candidate], recrawl=Recrawl.CHANGED)
        due.append([entry.url for entry in store.lease(crawl, SITE, 1)])
        file_one(store, crawl, item)
        crawl = next_crawl(store, crawl)
    assert due == [[item.page.url], [item.page.url], []]


def test_a_sitemap_that_calls_itself_unchanged_is_read_whole_where_that_is_proved_wrong() -> None:
    listed = "/2024/05/bridge-closes/"
    routes: dict[str, Route] = {"/": f"<a href='{listed}'>Bridge</a>", "/robots.txt": "Sitemap: {url}/map.xml"}
    with serving(routes) as site:
        whole = replace(sitemap(f"{site.url}{listed}"), headers={"ETag": '"1"'})
        routes["/map.xml"] = lambda request: Answer(status=304) if request.headers.get("If-None-Match") else whole
        known, heard = discover(site.url)[1].library.newly_finished(), [site.url + listed]
        kept = discover(site.url, known, heard=heard)[1].library.newly_finished()
        assert [each.etag for each in kept if each.url.endswith("map.xml")] == ['"1"']
        routes["/"] += "<a href='/2024/06/ferry-returns/'>Ferry</a>"  # type: ignore[operator]
        kept = discover(site.url, known, heard=heard)[1].library.newly_finished()
        assert [each.etag for each in kept if each.url.endswith("map.xml")][-1] is None
