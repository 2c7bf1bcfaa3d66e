"""A server whose ETag and Last-Modified never change hides neither what is new nor what is edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.records.endings import NotModified
from crawler.records.filings import Stamp
from crawler.records.finds import Candidate
from crawler.storage import Recrawl, Store
from tests.discovering import discover
from tests.filings import SITE, announce, file_one, story
from tests.servers import Answer, Received, Route, serving, sitemap

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


def look_at(store: Store, ended: int, url: str) -> tuple[int, str | None]:
    """The next crawl, and with which ``ETag`` it asks for the page."""
    crawl = next_crawl(store, ended)
    announce(store, url, recrawl=Recrawl.ALWAYS)
    (entry,) = store.lease(crawl, SITE, 1)
    return crawl, entry.etag


def test_every_second_look_asks_for_the_page_whatever_its_validators_say(store: Store, crawl: int) -> None:
    item, told = story(1), []
    announce(store, item.page.url)
    store.lease(crawl, SITE, 1)
    file_one(store, crawl, item)
    for answer in (NotModified(item.page.url, NOW), item, NotModified(item.page.url, NOW)):
        crawl, etag = look_at(store, crawl, item.page.url)
        told.append(etag)
        store.write(crawl, [answer])
    assert told == ['"v1"', None, '"v1"']


@pytest.mark.parametrize("validator", ['"v1"', '"v2"'], ids=["as it was", "another one"])
def test_a_validator_behind_which_a_story_changes_is_believed_no_longer(
    store: Store, crawl: int, validator: str
) -> None:
    stamp = Stamp("this version", "these rules")
    item = replace(story(1), stamp=stamp)
    for url in (item.page.url, story(2).page.url):
        announce(store, url)
        store.lease(crawl, SITE, 1)
        file_one(store, crawl, replace(story(2), stamp=stamp) if url != item.page.url else item)
    edited = replace(item.article, text=item.article.text + "\n\nThe figure was put right.")
    again = replace(item, article=edited, page=replace(item.page, headers=(("ETag", validator),)))
    crawl, etag = look_at(store, crawl, item.page.url)
    store.write(crawl, [NotModified(item.page.url, NOW)])
    crawl, _ = look_at(store, crawl, item.page.url)
    late = replace(again, page=replace(again.page, requested_at=NOW))
    assert (etag, file_one(store, crawl, late)) == ('"v1"', "revised")
    believed = None if validator == '"v1"' else '"v1"'
    crawl, etag = look_at(store, crawl, story(2).page.url)
    assert etag == believed, "of another page of the site"
    store.db.execute("UPDATE validator_trust SET doubted_since = '2024-05-03T00:00:00Z'")
    crawl, etag = look_at(store, crawl, story(2).page.url)
    assert etag == '"v1"', "for a month"


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
        paths = [listed]

        def as_ever(request: Received) -> Answer:
            whole = replace(sitemap(*(f"{site.url}{path}" for path in paths)), headers={"ETag": '"1"'})
            return Answer(status=304) if request.headers.get("If-None-Match") else whole

        routes["/map.xml"] = as_ever
        known, heard = discover(site.url)[1].library.newly_finished(), [site.url + listed]
        kept = discover(site.url, known, heard=heard)[1].library.newly_finished()
        assert [each.etag for each in kept if each.url.endswith("map.xml")] == ['"1"']
        routes["/"] += "<a href='/2024/06/ferry-returns/'>Ferry</a>"  # type: ignore[operator]
        paths += ["/2024/06/ferry-returns/", "/2024/06/on-no-front-page/"]
        site.requests.clear()
        found, discovery = discover(site.url, known, heard=heard)
        assert f"{site.url}{paths[-1]}" in [each.url for each in found]
        kept = discovery.library.newly_finished()
        assert [each.etag for each in kept if each.url.endswith("map.xml")][-1] is None, "as for the next visit"
        assert site.paths().count("/map.xml") == 2
