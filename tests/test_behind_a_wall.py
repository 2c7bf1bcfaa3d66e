"""Looks that nothing asks for, at stories that may be free later, or that a cache had as they were; at little cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.records.filings import Filing
from crawler.records.finds import Document
from crawler.storage import Store
from crawler.storage.rows import utc_text
from extractors import Outcome
from tests.filings import SITE, announce, rows, story


def test_a_story_behind_a_wall_is_looked_at_while_it_is_young_once_a_day(store: Store, crawl: int) -> None:
    now = datetime.now(UTC)

    def behind(number: int, days: float, asked: float, outcome: Outcome = Outcome.PAYWALLED) -> Filing:
        item = story(number, outcome=outcome, published_at=now - timedelta(days=days))
        return replace(item, page=replace(item.page, requested_at=now - timedelta(days=asked)))

    items = [behind(0, 2, 1), behind(1, 2, 0.5), behind(2, 300, 100), behind(3, 2, 1, Outcome.ARTICLE)]
    announce(store, *(item.page.url for item in items), lastmod=now - timedelta(days=300))
    store.file(crawl, items)
    store.remember(SITE, [Document(f"https://{SITE}/sitemap.xml", "sitemap", read_at=now)])
    store.db.conn.execute("UPDATE urls SET listed_in = ?", (f"https://{SITE}/sitemap.xml",))  # which tells of edits
    store.end_crawl(crawl, "finished", {})
    assert store.look_again(store.begin_crawl("site", {}), SITE, 100) == 1
    assert rows(store, "SELECT url FROM urls WHERE state = 'pending'") == [{"url": items[0].page.url}]


def test_a_page_that_was_as_before_soon_after_it_is_said_to_have_changed_is_looked_at_once_more(
    store: Store, crawl: int
) -> None:
    now = datetime.now(UTC)
    changed = now - timedelta(hours=13)
    items = [story(number, published_at=now - timedelta(days=300)) for number in range(3)]
    urls = [item.page.url for item in items]

    def asked(hours: float, *items: Filing) -> list[Filing]:
        moment = now - timedelta(hours=hours)
        return [replace(item, page=replace(item.page, requested_at=moment)) for item in items]

    store.file(crawl, asked(100, *items))
    store.remember(SITE, [Document(f"https://{SITE}/sitemap.xml", "sitemap", read_at=now)])
    announce(store, *urls, lastmod=changed)
    store.db.conn.execute(
        "UPDATE urls SET listed_in = ?, lastmod = ?", (f"https://{SITE}/sitemap.xml", utc_text(changed))
    )
    edited = replace(items[1], article=replace(items[1].article, text="Another text."))

    def due_after(crawl: int, *filings: Filing) -> tuple[int, int]:
        """How many are due in the crawl after the one that files these, and that crawl."""
        store.file(crawl, filings)
        store.end_crawl(crawl, "finished", {})
        following = store.begin_crawl("site", {})
        return store.look_again(following, SITE, 100), following

    due, crawl = due_after(crawl, *asked(12.9, items[0], edited), *asked(0.5, items[2]))
    assert due == 1
    assert rows(store, "SELECT url FROM urls WHERE state = 'pending'") == [{"url": urls[0]}]
    assert due_after(crawl, *asked(0, items[0]))[0] == 0
