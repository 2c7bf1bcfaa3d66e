"""A story whose address leads to it no longer: it is elsewhere, it is gone, or it is back; never lost, never twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.records.endings import FORBIDDEN, Settlement
from crawler.records.filings import Filing
from crawler.records.finds import Candidate
from crawler.storage import Recrawl, Store
from crawler.storage.frontier.rechecks import next_try
from crawler.storage.rows import utc_text
from extractors import Outcome
from tests.filings import SITE, STORY, announce, file_one, filing, rows

OLD, NEW, THIRD = (f"https://{SITE}/{path}" for path in ("2024/bridge/", "news/12345/bridge/", "amp/bridge/"))
DAY = timedelta(days=1)


def seen(url: str, when: datetime | None = None, **changes: Any) -> Filing:
    """What a page tells that was asked for at a moment, or just now."""
    item = filing(url, STORY, **({"canonical_url": url} | changes))
    return replace(item, page=replace(item.page, requested_at=when or datetime.now(UTC)))


def missing(*urls: str) -> list[Settlement]:
    return [Settlement(url, "gone", "gone", "HTTP 404", 404) for url in urls]


def next_crawl(store: Store, crawl: int) -> int:
    store.end_crawl(crawl, "finished", {})
    return store.begin_crawl("site", {})


def on_file(store: Store) -> list[tuple[str, bool]]:
    found = rows(store, "SELECT url, gone_at IS NOT NULL AS gone FROM articles ORDER BY id")
    return [(row["url"], bool(row["gone"])) for row in found]


def states(store: Store, urls: Iterable[str]) -> list[str]:
    return [rows(store, "SELECT state FROM urls WHERE url = ?", url)[0]["state"] for url in urls]


def test_a_site_that_renames_its_addresses_and_leaves_no_trace_of_the_old_ones(store: Store, crawl: int) -> None:
    file_one(store, crawl, seen(OLD))
    later = next_crawl(store, crawl)
    assert file_one(store, later, seen(NEW)) == "unchanged"
    store.settle(later, missing(OLD))
    assert on_file(store) == [(OLD, False)]
    assert [(each.url, each.etag) for each in store.lease(later, SITE, 9)] == [(NEW, None)], "asked for, and afresh"
    assert file_one(store, later, seen(NEW)) == "updated"
    assert on_file(store) == [(NEW, False)]
    assert store.lease(later, SITE, 9) == []


def test_a_page_that_is_on_its_way_as_the_old_address_is_found_gone(store: Store, crawl: int) -> None:
    file_one(store, crawl, seen(OLD))
    later = next_crawl(store, crawl)
    found = seen(NEW, datetime.now(UTC) - timedelta(minutes=1))
    store.settle(later, missing(OLD))
    assert file_one(store, later, found) == "updated"
    assert on_file(store) == [(NEW, False)]


def test_a_story_that_is_gone_from_all_of_its_addresses(store: Store, crawl: int) -> None:
    store.file(crawl, [seen(OLD), seen(NEW), seen(THIRD)])
    later = next_crawl(store, crawl)
    store.settle(later, missing(OLD))
    asked = []
    for url in (THIRD, NEW):
        asked += [each.url for each in store.lease(later, SITE, 9)]
        store.settle(later, missing(url))
    assert asked == [THIRD, NEW]
    assert on_file(store) == [(OLD, True)]


def test_a_double_that_is_gone_leads_to_no_question(store: Store, crawl: int) -> None:
    store.file(crawl, [seen(OLD), seen(NEW), seen(THIRD)])
    later = next_crawl(store, crawl)
    store.settle(later, missing(THIRD))
    assert on_file(store) == [(OLD, False)]
    assert states(store, (OLD, NEW)) == ["done", "done"]


@pytest.mark.parametrize("outcome", [Outcome.SOFT_404, Outcome.LISTING])
def test_a_story_in_whose_place_another_page_stands_for_good_is_gone(
    store: Store, crawl: int, outcome: Outcome
) -> None:
    nothing = {"outcome": outcome, "text": "", "headline": "Nothing found", "published_at": None}
    now = datetime.now(UTC)
    file_one(store, crawl, seen(OLD, now - 21 * DAY))
    assert store.file(crawl, [seen(OLD, now - 20 * DAY, **nothing)]) == ["skipped"]
    assert on_file(store) == [(OLD, False)], "its site may be out of order"
    assert rows(store, "SELECT check_at < ? AS soon FROM urls", (now - 19 * DAY).isoformat()) == [{"soon": 1}]
    later = next_crawl(store, crawl)
    store.look_again(later, SITE, 10)
    assert [each.url for each in store.lease(later, SITE, 9)] == [OLD]
    store.file(later, [seen(OLD, now, **nothing)])
    assert on_file(store) == [(OLD, True)]
    assert file_one(store, next_crawl(store, later), seen(OLD, now + DAY)) == "updated"
    assert on_file(store) == [(OLD, False)]


def test_what_is_no_proof_that_a_story_is_gone(store: Store, crawl: int) -> None:
    nothing = {"text": "", "headline": None, "canonical_url": None}
    now = datetime.now(UTC)
    file_one(store, crawl, seen(OLD, now - 21 * DAY))
    for days, outcome in enumerate((Outcome.SOFT_404, Outcome.EMPTY, Outcome.CHALLENGE, Outcome.LISTING), start=1):
        store.file(crawl, [seen(OLD, now - (8 - days) * DAY, outcome=outcome, **nothing)])
    store.file(crawl, [seen(OLD, now, outcome=Outcome.UNAVAILABLE, **nothing)])
    assert on_file(store) == [(OLD, False)]


def test_a_story_that_is_listed_anew_is_asked_for_once(store: Store, crawl: int) -> None:
    listed = [Candidate(OLD, "sitemap", "map")]
    store.add_candidates(SITE, listed, recrawl=Recrawl.CHANGED)
    file_one(store, crawl, seen(OLD))
    second = next_crawl(store, crawl)
    store.look_for_vanished(second, SITE, [])
    store.lease(second, SITE, 9)
    store.settle(second, missing(OLD))
    for expected in ([OLD], []):
        second = next_crawl(store, second)
        store.add_candidates(SITE, listed, recrawl=Recrawl.CHANGED)
        assert [each.url for each in store.lease(second, SITE, 9)] == expected
        store.settle(second, missing(*expected))
    announce(store, OLD, lastmod=datetime.now(UTC) + DAY)
    assert states(store, [OLD]) == ["pending"]


@pytest.mark.parametrize(
    ("trouble", "listed"),
    [
        (Settlement(OLD, "gone", "gone", "HTTP 404", 404), True),
        (Settlement(OLD, "gone", "gone", "HTTP 404", 404), False),
        (Settlement(OLD, "skipped", FORBIDDEN, FORBIDDEN), True),
    ],
    ids=["listed before it is published", "gone from the list", "forbidden for a while"],
)
def test_what_was_not_to_be_had_is_tried_again_while_it_is_listed(
    store: Store, crawl: int, trouble: Settlement, listed: bool
) -> None:
    store.add_candidates(SITE, [Candidate(OLD, "sitemap" if listed else "links", "map")], recrawl=Recrawl.CHANGED)
    store.lease(crawl, SITE, 9)
    store.settle(crawl, [trouble])
    later = next_crawl(store, crawl)
    for due in (False, listed):
        store.look_again(later, SITE, 10)
        assert [each.url for each in store.lease(later, SITE, 9)] == [OLD] * due
        store.db.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z' WHERE url = ?", (OLD,))


def test_it_is_tried_ever_more_rarely() -> None:
    listed, moment, hours = datetime(2024, 5, 3, tzinfo=UTC), datetime(2024, 5, 3, tzinfo=UTC), []
    for _ in range(10):
        again = next_try(listed.isoformat(), moment)
        hours.append((again - moment) / timedelta(hours=1))
        moment = again
    assert hours == [0.75, 20, 20.75, 41.5, 83, 166, 332, 664, 1328, 90 * 24]


def test_other_addresses_of_a_story_are_looked_at_rarely(store: Store, crawl: int) -> None:
    now = datetime.now(UTC)
    store.file(crawl, [seen(OLD, published_at=now - DAY), seen(NEW, published_at=now - DAY)])
    moved = filing(f"http://{SITE}/2024/bridge/", STORY, final_url=OLD, canonical_url=OLD, published_at=now - DAY)
    store.file(crawl, [replace(moved, page=replace(moved.page, requested_at=now))])
    often, *rarely = (
        datetime.fromisoformat(rows(store, "SELECT check_at FROM urls WHERE url = ?", url)[0]["check_at"]) - now
        for url in (OLD, NEW, moved.page.url)
    )
    assert often < DAY and min(rarely) > 80 * DAY


def test_a_story_that_is_gone_and_listed_all_the_same_is_tried_again(store: Store, crawl: int) -> None:
    lists = [Candidate(OLD, "sitemap", f"https://{SITE}/map.xml")]
    store.add_candidates(SITE, lists, recrawl=Recrawl.CHANGED)
    file_one(store, crawl, seen(OLD, datetime.now(UTC) - 60 * DAY))
    store.settle(crawl, [Settlement(OLD, "gone", "gone", "HTTP 404", 404)])
    store.db.execute("UPDATE urls SET check_at = strftime('%Y-%m-%dT%H:%M:%SZ', check_at, '-21 hours')")
    later = next_crawl(store, crawl)
    assert store.look_again(later, SITE, 10) == 0, "nobody has listed it since"
    store.add_candidates(SITE, lists, recrawl=Recrawl.CHANGED)
    assert store.look_again(later, SITE, 10) == 1


def test_what_was_never_to_be_had_leaves_most_looks_to_stories(store: Store, crawl: int) -> None:
    """A sitemap may list thousands that are dead; what was found last is tried first, as it may only be early."""
    dead = [f"https://{SITE}/dead/{number}/" for number in range(40)]
    early, living = f"https://{SITE}/early/", [f"https://{SITE}/living/{number}/" for number in range(3)]
    announce(store, *dead, *living)
    for number, url in enumerate(living):
        file_one(store, crawl, seen(url, published_at=datetime.now(UTC), headline=f"Day {number}", text=url))
    store.settle(crawl, missing(*dead))
    store.db.execute("UPDATE urls SET listed_in = 'map', found_at = '2024-05-03T00:00:00Z' WHERE state = 'gone'")
    later = next_crawl(store, crawl)
    store.add_candidates(SITE, [Candidate(early, "sitemap", "map")], recrawl=Recrawl.CHANGED)
    store.settle(later, missing(early))
    store.db.execute("UPDATE urls SET check_at = '2024-05-03T12:00:00Z'")
    last = next_crawl(store, later)
    assert store.look_again(last, SITE, 8) == 5
    assert {each.url for each in store.lease(last, SITE, 9)} >= {early, *living}


@pytest.mark.parametrize(("hours", "tried"), [(-1, 1), (1, 0)], ids=["its time has come", "its time is yet to come"])
def test_a_story_that_is_listed_ahead_of_its_time_is_tried_when_that_has_come(
    store: Store, crawl: int, hours: int, tried: int
) -> None:
    moment = datetime.now(UTC) + timedelta(hours=hours)
    store.add_candidates(SITE, [Candidate(OLD, "sitemap", "map", lastmod=moment)], recrawl=Recrawl.CHANGED)
    store.settle(crawl, missing(OLD))
    values = (utc_text(datetime.now(UTC) - 2 * DAY), utc_text(datetime.now(UTC) + 2 * DAY))
    store.db.execute("UPDATE urls SET fetched_at = ?, check_at = ?", values)
    assert store.look_again(next_crawl(store, crawl), SITE, 8) == tried


def test_a_story_that_is_found_elsewhere_is_asked_for_at_its_own_address(store: Store, crawl: int) -> None:
    file_one(store, crawl, seen(OLD, datetime.now(UTC) - DAY))
    later = next_crawl(store, crawl)
    assert file_one(store, later, seen(NEW, datetime.now(UTC))) == "unchanged"
    assert [each.url for each in store.lease(later, SITE, 9)] == [OLD]
    assert file_one(store, later, seen(OLD, datetime.now(UTC))) == "unchanged"
    assert file_one(store, later, seen(NEW, datetime.now(UTC))) == "unchanged"
    assert store.lease(later, SITE, 9) == []
