"""An address that is used again for another story: two stories, however and in whichever order they are met."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.importing import from_database
from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.storage.stories.merging import Import, Merger
from extractors import Article
from tests.filings import SITE, STORY, file_one, filing, rows

URL = f"https://{SITE}/2024/bridge/"
FERRY = replace(
    STORY,
    headline="Ferry returns to Dunmore",
    text="The ferry came back on Sunday.\n\nIt had been away for nine months.",
    published_at=datetime(2024, 5, 9, 8, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("change", "rows_then"),
    [
        ({}, 2),
        ({"published_at": STORY.published_at}, 1),
        ({"headline": "Bridge reopens to lorries"}, 1),
        ({"text": FERRY.text + STORY.text[STORY.text.index("\n") :]}, 1),
    ],
    ids=["another story", "of the same moment", "of a like headline", "with words of the first"],
)
def test_another_story_at_the_address_of_one(store: Store, crawl: int, change: dict[str, Any], rows_then: int) -> None:
    """It is one of its own where moment, headline and words are others; else it is what became of the first."""
    file_one(store, crawl, filing(URL, STORY))
    store.db.execute("UPDATE articles SET last_filed_at = '2024-05-04T00:00:00Z'")
    item = filing(URL, replace(FERRY, **change))
    item = replace(item, page=replace(item.page, requested_at=datetime(2024, 5, 10, tzinfo=UTC)))
    assert [file_one(store, crawl, item) for _ in range(2)] == ["new" if rows_then == 2 else "revised", "unchanged"]
    held = rows(store, "SELECT url, headline, gone_at IS NOT NULL AS gone FROM articles ORDER BY id")
    now = {"url": URL, "headline": item.article.headline, "gone": 0}
    before = {"url": f"{URL}#published-2024-05-03T09:30:00Z", "headline": STORY.headline, "gone": 1}
    assert held == [before, now][-rows_then:]
    assert len(rows(store, "SELECT 1 FROM revisions")) == 2 - rows_then
    assert (
        rows(store, "SELECT a.headline FROM urls JOIN articles a ON a.id = article_id")[0]["headline"]
        == now["headline"]
    )


@pytest.mark.parametrize("new_first", [True, False])
def test_a_story_that_returns_to_its_address_has_it_back(store: Store, crawl: int, new_first: bool) -> None:
    """What took its place meanwhile is where it went, in whichever order the two are met."""
    there = f"https://{SITE}/2024/ferry/"

    def met(url: str, article: Article, day: int) -> Filing:
        item = filing(url, replace(article, canonical_url=url))
        return replace(item, page=replace(item.page, requested_at=datetime(2024, 5, day, tzinfo=UTC)))

    file_one(store, crawl, met(URL, STORY, 4))
    store.db.execute("UPDATE articles SET last_filed_at = '2024-05-04T00:00:00Z'")
    assert file_one(store, crawl, met(URL, FERRY, 10)) == "new"
    met_now = [met(there, FERRY, 12), met(URL, STORY, 12)]
    store.file(crawl, met_now if new_first else met_now[::-1])
    if new_first:
        assert rows(store, "SELECT url FROM urls WHERE state = 'pending'") == [{"url": there}]
        file_one(store, crawl, met(there, FERRY, 13))
    held = rows(store, "SELECT url, headline, gone_at FROM articles ORDER BY id")
    assert [tuple(row.values()) for row in held] == [(URL, STORY.headline, None), (there, FERRY.headline, None)]
    assert rows(store, "SELECT 1 FROM revisions") == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_another_story_at_the_address_in_another_archive(tmp_path: Path, order: tuple[int, int]) -> None:
    for number, article in enumerate((STORY, FERRY)):
        with Store.open(tmp_path / f"{number}.db") as store:
            file_one(store, store.begin_crawl("site", {}), filing(URL, article))
            store.db.execute(f"UPDATE articles SET last_filed_at = '2024-05-{number + 4:02}T00:00:00Z'")
            store.db.conn.commit()
    with Store.open(tmp_path / "both.db") as both:
        for number in (*order, *order):
            found = [each for each in from_database(tmp_path / f"{number}.db") if isinstance(each, Import)]
            Merger(both).merge(found)
        held = rows(both, "SELECT url, headline, gone_at IS NOT NULL AS gone FROM articles ORDER BY published_at")
        assert rows(both, "SELECT 1 FROM revisions") == []
    before = {"url": f"{URL}#published-2024-05-03T09:30:00Z", "headline": STORY.headline, "gone": 1}
    assert held == [before, {"url": URL, "headline": FERRY.headline, "gone": 0}]
