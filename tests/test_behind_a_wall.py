"""A story of which only the beginning was free to be read may be free later: that is found out, at little cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.records.filings import Filing
from crawler.records.finds import Document
from crawler.storage import Store
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
