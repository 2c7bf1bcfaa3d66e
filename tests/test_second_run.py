"""The second run on an unchanged site costs a handful of requests, in whichever way the site announces its stories.

`make test-second-run` tries each way with a thousand stories; here most have fewer.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.announcing import Newsroom, announcing
from tests.archive import counters, rows
from tests.servers import NewsServer, scrapy

HANDFUL = 5
WAYS = {"wordpress": 220, "sitemap": 70, "feed": 70, "links": 70}
STORIES = int(os.environ.get("STORIES", "0"))
"""Stories that every site has; where none are told, as many as its way says."""


def crawl(site: NewsServer, database: Path) -> list[str]:
    """The paths that a crawl asked for, robots.txt among them."""
    before = len(site.requests)
    done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database), EXTRACT_WORKERS="0")
    assert done.returncode == 0, done.stderr
    return [request.path for request in site.requests[before:]]


def let_time_pass(database: Path, path: str) -> None:
    """Let the time come at which a story is looked at again although nothing says that it changed."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z' WHERE url LIKE ?", (f"%{path}",))
    connection.close()


@pytest.mark.timeout(300 + 3 * STORIES)
@pytest.mark.parametrize("way", WAYS)
def test_what_a_second_run_costs_and_what_a_third_one_finds(way: str, tmp_path: Path) -> None:
    stories, database = STORIES or WAYS[way], tmp_path / "news.db"
    newsroom = Newsroom(stories)
    with announcing(newsroom, way) as site:
        first = crawl(site, database)
        assert counters(database)["discovery/source"] == way
        assert first.count("/robots.txt") == 1
        assert rows(database, "SELECT count(*) AS n FROM articles")[0]["n"] == stories

        second = crawl(site, database)
        assert len(second) <= HANDFUL, second
        print(f"{way}: {stories} stories, {len(first)} requests of the first run, {len(second)} of the second")

        added, edited, removed = newsroom.add(), newsroom.edit(stories - 3), newsroom.remove(stories - 5)
        if way in ("feed", "links"):  # which tell neither of changes nor of what is gone
            let_time_pass(database, edited.path)
            let_time_pass(database, removed.path)
        third = crawl(site, database)
        pages = [path for path in third if "the-story-of-day" in path]
        fetched = {removed.path} if way == "wordpress" else {added.path, edited.path, removed.path}
        assert set(pages) - fetched <= {added.path, edited.path}  # compared with the copy that WordPress gave
        assert fetched <= set(pages)
    (revision,) = rows(database, "SELECT url FROM revisions_readable")
    assert revision["url"].endswith(edited.path)
    (gone,) = rows(database, "SELECT url, text FROM articles WHERE gone_at IS NOT NULL")
    assert gone["url"].endswith(removed.path) and gone["text"] == removed.text
    filed = {row["url"].split("/", 3)[3] for row in rows(database, "SELECT url FROM articles WHERE gone_at IS NULL")}
    assert filed == {written.path[1:] for written in newsroom.stories.values()}
