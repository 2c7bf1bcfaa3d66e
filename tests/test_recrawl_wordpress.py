"""The next crawl of a real WordPress asks for what changed: new, edited and thrown-away posts, and little else."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.archive import rows
from tests.test_crawl_wordpress import as_filed, crawl
from tests.wordpress import PostTruth, ServedRequest, WordPress

HANDFUL = 6
"""Requests that an unchanged site may cost."""


@dataclass(frozen=True)
class Recrawl:
    """A WordPress that was crawled, changed and crawled again, with the requests of each crawl."""

    database: Path
    truth: dict[str, PostTruth]
    added: PostTruth
    backdated: PostTruth
    edited: PostTruth
    trashed: PostTruth
    requests: list[list[ServedRequest]]

    def pages(self, crawl: int) -> list[str]:
        """The addresses of pages of posts that a crawl asked for, in the order of asking."""
        paths = {url.split("/", 3)[3] for url in self.truth}
        return [each.path for each in self.requests[crawl] if as_filed(each.path)[1:] in paths]


def due(database: Path, url: str) -> None:
    """Let the time come for another look at a story: the sitemap of this WordPress does not tell of changes."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z' WHERE url = ?", (url,))
    connection.close()


@pytest.fixture(scope="module")
def small_wordpress() -> Iterator[WordPress]:
    """A WordPress with a dozen posts: what is counted here does not depend on how many there are."""
    with WordPress(posts=()) as site:
        for number in range(12):
            written = datetime(2024, 5, 1 + number, 9, tzinfo=UTC)
            paragraph = f"The dredger took {number + 30} tonnes of sand from the channel, the harbour board said."
            site.add_post(f"Day {number + 1} of the dredging", [paragraph], published_at=written)
        yield site


@pytest.fixture(scope="module", params=["wordpress", "sitemap"])
def recrawl(
    request: pytest.FixtureRequest, small_wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recrawl]:
    wordpress = small_wordpress
    database = tmp_path_factory.mktemp(request.param) / "news.db"
    requests: list[list[ServedRequest]] = []

    def counted_crawl() -> None:
        time.sleep(1 - time.time() % 1)  # what is printed in the second in which a crawl begins may be new to the next
        before = len(wordpress.requests())
        crawl(wordpress.url, database)
        requests.append(wordpress.requests()[before:])

    edited, trashed = [
        wordpress.add_post(f"A story that will be {fate}", [f"The council will have this {fate}, it said on Friday."])
        for fate in ("edited", "dropped")
    ]
    wordpress.block_rest(request.param == "sitemap")
    counted_crawl()
    counted_crawl()
    edited = wordpress.edit_post(edited.id, paragraphs=["The council has changed its mind, it said on Monday."])
    trashed = wordpress.trash_post(trashed.id)
    added = wordpress.add_post("A story that came later", ["The ferry is back at its berth, the harbour master said."])
    due(database, edited.url)
    counted_crawl()
    counted_crawl()
    old = datetime(2019, 5, 3, 9, tzinfo=UTC)
    backdated = wordpress.add_post("From the archive", ["This was printed in 2019."], published_at=old)
    counted_crawl()
    wordpress.block_rest(False)
    truth = {as_filed(post.url): post for post in wordpress.truth()}
    yield Recrawl(database, truth, added, backdated, edited, trashed, requests)
    for post in (edited, added, backdated):
        wordpress.trash_post(post.id)


def test_an_unchanged_site_costs_a_handful_of_requests(recrawl: Recrawl) -> None:
    for crawl_after in (1, 3):
        asked = [each.path for each in recrawl.requests[crawl_after]]
        assert len(asked) <= HANDFUL, asked


def test_what_is_filed_is_what_is_public_now(recrawl: Recrawl) -> None:
    filed = {row["url"]: row for row in rows(recrawl.database, "SELECT * FROM articles WHERE gone_at IS NULL")}
    assert filed.keys() == {url for url, post in recrawl.truth.items() if post.public}
    for post in (recrawl.added, recrawl.backdated, recrawl.edited):
        assert filed[as_filed(post.url)]["text"].split("\n\n") == list(post.paragraphs)


def test_the_edited_post_is_a_revision(recrawl: Recrawl) -> None:
    (revision,) = rows(recrawl.database, "SELECT * FROM revisions_readable")
    assert revision["url"] == recrawl.edited.url
    assert "will have this edited" in revision["old_text"]


def test_the_post_thrown_away_keeps_its_last_text(recrawl: Recrawl) -> None:
    (gone,) = rows(recrawl.database, "SELECT * FROM articles WHERE gone_at IS NOT NULL")
    assert gone["url"] == recrawl.trashed.url
    assert gone["text"].split("\n\n") == list(recrawl.trashed.paragraphs)


def test_no_page_is_fetched_but_for_a_reason(recrawl: Recrawl) -> None:
    def fetched(crawl: int) -> set[str]:
        return {f"/{path}".replace("//", "/") for path in recrawl.pages(crawl)}

    changed = {f"/{post.url.split('/', 3)[3]}" for post in (recrawl.added, recrawl.edited, recrawl.trashed)}
    assert fetched(1) == fetched(3) == set()
    assert fetched(2) <= changed
    assert fetched(4) <= {f"/{recrawl.backdated.url.split('/', 3)[3]}"}
