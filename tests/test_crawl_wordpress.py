"""``scrapy crawl site`` on a real WordPress: every public post once, word for word, and nothing else.

By its REST interface, and where that is blocked by its sitemap and pages, under themes and languages of their own.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.archive import counters
from tests.servers import scrapy
from tests.wordpress import PostTruth, WordPress

DRESSES = (
    ("wordpress", "twentytwentyone", "en_US"),
    ("wordpress", "twentytwentythree", "de_DE"),
    ("sitemap", "twentytwentyone", "en_US"),
    ("sitemap", "twentytwentytwo", "de_DE"),
    ("sitemap", "twentytwentythree", "ko_KR"),
)
CREDITS = """SELECT articles.url, name FROM {table}
  JOIN article_{table} AS link ON link.{singular}_id = {table}.id
  JOIN articles ON articles.id = link.article_id"""


@dataclass(frozen=True)
class Archive:
    """What a crawl left behind, beside what WordPress had published when it began."""

    database: Path
    source: str
    locale: str
    truth: list[PostTruth]
    rows: dict[str, sqlite3.Row]
    authors: dict[str, list[str]]
    categories: dict[str, list[str]]
    tags: dict[str, list[str]]

    def filed(self) -> Iterator[tuple[PostTruth, sqlite3.Row]]:
        """The public posts and pages that were filed, each with its row in articles."""
        for post in self.truth:
            # What was typed with straight quotes is set in the way of the interface's language.
            as_written = post.kind != "straight" or self.locale == "en_US"
            if post.public and as_written and post.url in self.rows:
                yield post, self.rows[post.url]

    def filed_posts(self) -> Iterator[tuple[PostTruth, sqlite3.Row]]:
        """Likewise without pages, which show no author, date or category."""
        return ((post, row) for post, row in self.filed() if post.type == "post")


def crawl(url: str, database: Path) -> None:
    quicker = {"CONCURRENT_REQUESTS_PER_DOMAIN": "4", "EXTRACT_WORKERS": "0"}
    done = scrapy("crawl", "site", "-a", f"url={url}", DATABASE=str(database), **quicker)
    assert done.returncode == 0, done.stdout + done.stderr


def as_filed(url: str) -> str:
    """The URL with its escapes in capitals, as RFC 3986 would have them; WordPress writes small letters."""
    return re.sub("%[0-9a-f]{2}", lambda escape: escape.group().upper(), url)


def query(database: Path, statement: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def credits_of(database: Path, table: str, singular: str) -> dict[str, list[str]]:
    """The names that each article's URL is linked to, sorted."""
    found: dict[str, list[str]] = {}
    for url, name in query(database, CREDITS.format(table=table, singular=singular)):
        found.setdefault(url, []).append(name)
    return {url: sorted(names) for url, names in found.items()}


@pytest.fixture(scope="module", params=DRESSES, ids=[" ".join(dress) for dress in DRESSES])
def archive(
    request: pytest.FixtureRequest, wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    source, theme, locale = request.param
    database = tmp_path_factory.mktemp(f"{source}-{theme}") / "news.db"
    wordpress.switch_theme(theme)
    wordpress.set_language(locale)
    wordpress.block_rest(source != "wordpress")
    crawl(wordpress.url, database)
    yield Archive(
        database=database,
        source=source,
        locale=locale,
        truth=[replace(post, url=as_filed(post.url)) for post in wordpress.truth()],
        rows={row["url"]: row for row in query(database, "SELECT * FROM articles")},
        authors=credits_of(database, "authors", "author"),
        categories=credits_of(database, "categories", "category"),
        tags=credits_of(database, "tags", "tag"),
    )
    wordpress.block_rest(False)
    wordpress.set_language("en_US")
    wordpress.switch_theme(wordpress.themes()[0])


def test_the_interface_is_asked_first_and_pages_where_it_is_blocked(archive: Archive) -> None:
    assert counters(archive.database)["discovery/source"] == archive.source
    compared = query(archive.database, "SELECT f1 FROM agreements")
    assert len(compared) == (8 if archive.source == "wordpress" else 0)
    assert all(row["f1"] == 1.0 for row in compared)


def test_every_public_post_is_filed_once_and_nothing_else(archive: Archive) -> None:
    public = {post.url for post in archive.truth if post.public}
    assert sorted(public - archive.rows.keys()) == []
    assert sorted(archive.rows.keys() - public) == []


def test_paragraphs_are_exact(archive: Archive) -> None:
    wrong = {
        f"{post.kind} {post.url}": (row["text"].split("\n\n"), list(post.paragraphs))
        for post, row in archive.filed()
        if row["text"] != "\n\n".join(post.paragraphs)
    }
    assert wrong == {}


def test_a_post_that_is_only_pictures_is_filed_as_media(archive: Archive) -> None:
    outcomes = {row["outcome"] for post, row in archive.filed() if not post.paragraphs}
    assert outcomes == {"media"}
    assert {row["outcome"] for post, row in archive.filed() if post.paragraphs} == {"article"}


def test_headlines_are_exact(archive: Archive) -> None:
    wrong = {post.url: row["headline"] for post, row in archive.filed() if row["headline"] != post.headline}
    assert wrong == {}


def test_authors_are_right(archive: Archive) -> None:
    found = {post.url: archive.authors.get(post.url) for post, _ in archive.filed_posts()}
    assert found == {post.url: [post.author] for post, _ in archive.filed_posts()}
    assert not any(post.url in archive.authors for post in archive.truth if post.type == "page")


def test_categories_and_tags_are_right(archive: Archive) -> None:
    for known, kept in (("categories", archive.categories), ("tags", archive.tags)):
        found = {post.url: kept.get(post.url, []) for post, _ in archive.filed_posts()}
        assert found == {post.url: list(getattr(post, known)) for post, _ in archive.filed_posts()}


def test_dates_are_right(archive: Archive) -> None:
    for post, row in archive.filed_posts():
        assert datetime.fromisoformat(row["published_at"]) == post.published_at, post.url
        # WordPress without plugins does not print when a post was changed: unknown is right, wrong is not.
        if row["modified_at"]:
            assert datetime.fromisoformat(row["modified_at"]) == post.modified_at, post.url


def test_no_comment_is_filed_as_text(archive: Archive) -> None:
    texts = "\n".join(row["text"] for row in archive.rows.values())
    comments = {comment for post in archive.truth for comment in post.comments}
    assert [comment for comment in comments if comment in texts] == []


def test_the_comments_that_were_removed_are_on_record(archive: Archive) -> None:
    removed = "\n".join(row["text"] for row in query(archive.database, "SELECT text FROM removed_blocks"))
    post = max(archive.truth, key=lambda post: len(post.comments))
    assert (post.comments[0] in removed) == (archive.source != "wordpress")  # the interface hands out none


def test_nothing_that_is_not_public_is_filed(archive: Archive) -> None:
    filed = {paragraph for row in archive.rows.values() for paragraph in row["text"].split("\n\n")}
    published = {paragraph for post in archive.truth if post.public for paragraph in post.paragraphs}
    for post in archive.truth:
        if not post.public:
            assert post.url not in archive.rows
            secret = set(post.paragraphs) - published
            assert secret
            assert not secret & filed


@pytest.mark.parametrize("archive", DRESSES[:1], indirect=True, ids=["once is enough"])
def test_a_second_crawl_changes_nothing(archive: Archive, wordpress: WordPress) -> None:
    tables = (
        "articles",
        "removed_blocks",
        "article_authors",
        "article_categories",
        "article_tags",
        "revisions",
    )
    statements = [f"SELECT * FROM {table} ORDER BY 1, 2" for table in tables]
    before = [[tuple(row) for row in query(archive.database, statement)] for statement in statements]
    crawl(wordpress.url, archive.database)
    after = [[tuple(row) for row in query(archive.database, statement)] for statement in statements]
    assert after == before
