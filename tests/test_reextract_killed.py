"""``kill -9`` at any point of a re-extraction: the next one goes on, every story is read, none is lost or kept twice.

``make test-kills`` tries many points; here are a few.
"""

from __future__ import annotations

import random
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.packing import Pattern, pack
from crawler.records.filings import Filing, Stamp
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from crawler.workers.stamps import stamp
from extractors import extract
from tests.archive import rows
from tests.filings import SITE, assert_sound
from tests.servers import scrapy, story, under_way
from tests.wanted import wanted

POINTS = max(wanted("KILLS", 12) // 4, 3)
PAGES = 48
OLD = Stamp("older", "older")
HALF = "Half of it."


def fill(database: Path) -> list[str]:
    """A database whose stories an older version read, every other one in part; returns the texts that they have."""
    first = story("Story 0 from Town0").encode()
    with Store.open(database) as store:
        crawl, filings = store.begin_crawl("site", {}), []
        for number in range(PAGES):
            url, body = f"https://{SITE}/{number}/", story(f"Story {number} from Town{number}").encode()
            page = FetchedPage(url, url, SITE, 200, (), body, "utf-8", datetime.now(UTC))
            packed = pack(body, Pattern(1, first) if number else None)
            filings.append(Filing(page, extract(body, url), (packed,), stamp=OLD))
            store.file(crawl, filings[-1:])
        store.end_crawl(crawl, "finished", {})
        store.db.conn.execute("UPDATE articles SET text = ? WHERE id % 2", (HALF,))
    return [filing.article.text for filing in filings]


def look(database: Path, texts: list[str]) -> int:
    """Hold the database to what a re-extraction promises at any moment; returns how many stories it has filed."""
    assert_sound(database)
    filed = 0
    for row in rows(
        database,
        "SELECT articles.*, (SELECT count(*) FROM revisions WHERE article_id = articles.id) AS kept FROM articles",
    ):
        done = row["extractor"] == stamp(None).extractor
        was_half = row["id"] % 2 == 1
        assert row["text"] == (HALF if was_half and not done else texts[row["id"] - 1])
        assert row["kept"] == (1 if was_half and done else 0)
        filed += done
    return filed


@pytest.mark.timeout(60 + 20 * POINTS)
def test_a_killed_reextraction_loses_nothing_and_keeps_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20240503)
    database = tmp_path / "news.db"
    texts = fill(database)
    staged = database.with_name("news.db.reextract")
    filed = 0
    for _ in range(POINTS):
        with under_way("reextract", "--yes", DATABASE=str(database)) as run:
            while not staged.exists() and run.poll() is None:
                time.sleep(0.01)
            with suppress(TimeoutError):
                run.wait(chance.uniform(0.2, 2.5))
        now = look(database, texts)
        assert now >= filed
        filed = now
    done = scrapy("reextract", "--yes", DATABASE=str(database))
    assert done.returncode == 0, done.stderr
    assert look(database, texts) == PAGES
    assert not staged.exists()
