"""Pages, articles and databases for the storage tests."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.records.filings import Change, Filing
from crawler.records.finds import Candidate
from crawler.records.pages import FetchedPage
from crawler.storage import Recrawl, Store
from extractors import Article, Outcome, RemovedBlock

SITE = "news.example"
STORY = Article(
    headline="Bridge reopens after floods",
    dek="Two years of repairs come to an end",
    byline=("Ana Gómez", "Li Wei"),
    dateline="LAGOS",
    published_at=datetime(2024, 5, 3, 9, 30, tzinfo=UTC),
    text="LAGOS – The bridge reopened on Friday.\n\nTraffic was light.\n\nThe mayor cut a ribbon.",
    categories=("World", "Transport"),
    tags=("bridges",),
    language="en",
    canonical_url=f"https://{SITE}/2024/bridge/",
    outcome=Outcome.ARTICLE,
    evidence="three paragraphs",
    removed=(
        RemovedBlock("wp-sharing", "share buttons", "Share this", 0),
        RemovedBlock("model", "model 0.03", "Read on", 3),
    ),
    sources={"headline": "json-ld", "byline": "byline markup"},
)
ARCHIVE = (
    "articles",
    "authors",
    "categories",
    "tags",
    "article_authors",
    "article_categories",
    "article_tags",
)
HELD = (*ARCHIVE, "removed_blocks", "revisions")


def page(url: str, *, final_url: str | None = None, **changes: Any) -> FetchedPage:
    made = FetchedPage(
        url=url,
        final_url=final_url or url,
        site=SITE,
        status=200,
        headers=(("ETag", '"v1"'), ("Last-Modified", "Fri, 03 May 2024 10:00:00 GMT")),
        body=b"",
        encoding="utf-8",
        requested_at=datetime(2024, 5, 3, 12, tzinfo=UTC),
    )
    return replace(made, **changes)


def filing(url: str, article: Article, *, final_url: str | None = None, **changes: Any) -> Filing:
    return Filing(page(url, final_url=final_url), replace(article, **changes))


def story(number: int, **changes: Any) -> Filing:
    """A story of its own at an address of its own."""
    url = f"https://{SITE}/2024/story-{number}/"
    own = {
        "headline": f"Story {number}",
        "text": f"Paragraph one of {number}.\n\nAnd {number} ends.",
        "canonical_url": url,
    }
    return filing(url, STORY, **(own | changes))


def file_one(store: Store, crawl_id: int, item: Filing) -> Change:
    (change,) = store.file(crawl_id, [item])
    return change


def announce(store: Store, *urls: str, recrawl: Recrawl = Recrawl.CHANGED, lastmod: datetime | None = None) -> int:
    return store.add_candidates(SITE, [Candidate(url, "sitemap", None, lastmod) for url in urls], recrawl=recrawl)


def rows(store: Store, sql: str, *values: object) -> list[dict[str, Any]]:
    return list(store.db.query(sql, values))


def archive_dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the archive's tables, read by a connection of its own."""
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        dump = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in HELD}
    connection.close()
    return dump


def assert_sound(path: Path) -> None:
    """The file is whole, the search index says what the articles say, and every reference leads somewhere."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
    finally:
        connection.close()
