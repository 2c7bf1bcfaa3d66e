"""Whose turn it is among a site's addresses that are due: what is new does not wait behind a backlog."""

from __future__ import annotations

from datetime import timedelta

from crawler.records.endings import Settlement
from crawler.storage import Store
from crawler.storage.frontier.precedence import NEWLY_FOUND, USUAL
from tests.filings import SITE, announce, rows, story
from tests.test_ledger import BASE, EARLIER, LATER, leased, next_crawl, store

__all__ = ["store"]


def test_a_lease_costs_the_same_in_a_large_ledger(store: Store) -> None:
    plans = [(USUAL, SITE, "2024", 10), (NEWLY_FOUND, SITE, 7, 10)]
    steps = [[row["detail"] for row in rows(store, f"EXPLAIN QUERY PLAN {each}", *values)] for each, *values in plans]
    (usual,), (newly,) = steps  # one search each, no sorting
    assert "USING INDEX urls_pending (site=? AND <expr><?)" in usual
    assert "USING INDEX urls_pending (site=? AND <expr>=? AND lastmod=? AND id>?)" in newly


def test_what_is_found_later_comes_before_what_a_visit_had_no_time_for(store: Store) -> None:
    crawl = next_crawl(store)
    store.begin_visit(crawl, SITE)
    announce(store, *(f"{BASE}/{number}/" for number in range(4)))
    announce(store, f"{BASE}/dated/", lastmod=EARLIER - timedelta(days=9))
    assert leased(store, crawl, 1) == [f"{BASE}/dated/"]  # all is found for the first time: nothing is new
    assert leased(store, crawl, 1) == [f"{BASE}/0/"]
    for number in (1, 2):
        store.db.execute("UPDATE urls SET found_at = strftime('%Y-%m-%dT%H:%M:%SZ', found_at, '-1 hour')")
        crawl = next_crawl(store, crawl)
        store.begin_visit(crawl, SITE)
        announce(store, f"{BASE}/new-{number}/", f"{BASE}/deep-{number}/", lastmod=None)
        announce(store, f"{BASE}/edited-{number}/", lastmod=LATER)
        mine = [f"{BASE}/{each}-{number}/" for each in ("edited", "new", "deep")]
        assert leased(store, crawl, 4) == [*mine, f"{BASE}/dated/"]
        store.settle(crawl, [Settlement(url, "done", "") for url in mine])


def test_another_look_at_young_stories_leaves_half_of_the_turns_to_what_was_never_had(store: Store) -> None:
    crawl, items = next_crawl(store), [story(number) for number in range(4)]
    store.begin_visit(crawl, SITE)
    store.file(crawl, items)
    announce(store, f"{BASE}/left/", f"{BASE}/refused/", lastmod=EARLIER - timedelta(days=9999))
    store.db.execute("UPDATE urls SET state = 'pending', lastmod = '2024-05-03T00:00:00Z' WHERE state = 'done'")
    store.db.execute("UPDATE urls SET not_before = '2024-05-03T00:00:00Z' WHERE url LIKE '%/refused/'")
    store.db.execute("UPDATE urls SET found_at = strftime('%Y-%m-%dT%H:%M:%SZ', found_at, '-1 hour')")
    crawl = next_crawl(store, crawl)
    store.begin_visit(crawl, SITE)
    known = [item.page.url for item in items]
    assert leased(store, crawl, 5) == [known[0], f"{BASE}/left/", known[1], f"{BASE}/refused/", known[2]]
