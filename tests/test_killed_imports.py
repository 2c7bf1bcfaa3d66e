"""``kill -9`` while an archive is taken in, or brought up to date: nothing is lost, half-written or there twice.

``make test-kills`` tries many points; here are a few.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.storage import Store
from crawler.storage.schema import MIGRATIONS
from tests.archive import rows
from tests.filings import assert_sound, story
from tests.servers import ROOT, environment
from tests.wanted import wanted

POINTS = max(wanted("KILLS", 12) // 4, 1)
SEED = wanted("KILLS_SEED", 20240503)
STORIES = 400
"""Stories of an archive, which an import files in seven transactions."""


_IMPORT = """
import sys
from pathlib import Path
from crawler.archive.importing import from_database
from crawler.storage import Store
from crawler.storage.stories.merging import Merger
with Store.open(sys.argv[1]) as store:
    print("begun", flush=True)
    Merger(store).merge(from_database(Path(sys.argv[2])))
"""
OPEN = """
import sys
from crawler.storage import Store
print("begun", flush=True)
Store.open(sys.argv[1]).close()
"""
_STORY = """INSERT INTO articles(url, site, headline, words, outcome, first_filed_at, last_filed_at, fetched_url,
  evidence, sources, text_hash, fingerprint, text) VALUES (?, 'news.example', ?, 9, 'article', '2024-05-03T09:30:00Z',
  '2024-05-03T09:30:00Z', ?, '', '{}', ?, ?, ?)"""
_ADDRESS = """INSERT INTO urls(url, site, source, found_at, state, article_id)
  VALUES (?, 'news.example', 'sitemap', '2024-05-03T09:30:00Z', 'done', ?)"""


def seconds(program: str, *arguments: str | Path) -> float:
    """How long the program takes from its first word to its end."""
    with begun(program, *arguments) as running:
        started = time.monotonic()
        assert running.wait(120) == 0
        return time.monotonic() - started


def begun(program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """The program, which has said its first word."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    running = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE)
    assert running.stdout
    assert running.stdout.readline() == b"begun\n"
    return running


def kill_after(delay: float, program: str, *arguments: str | Path) -> None:
    """Let the program run for so many seconds after its first word, then kill it."""
    with begun(program, *arguments) as running:
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose stories each have an earlier form."""
    path = tmp_path_factory.mktemp("source") / "source.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        for changes in ({}, {"text": "The second form.", "modified_at": datetime(2024, 5, 4, tzinfo=UTC)}):
            store.file(crawl, [story(number, **changes) for number in range(STORIES)])
        store.end_crawl(crawl, "finished", {})
    return path


def told(database: Path) -> list[tuple[object, ...]]:
    """What the stories of an archive say, with their earlier forms and what was removed from them."""
    sql = """SELECT url, headline, text,
        (SELECT group_concat(text, '|') FROM revisions WHERE article_id = articles.id) AS earlier,
        (SELECT count(*) FROM removed_blocks WHERE article_id = articles.id) AS removed
      FROM articles ORDER BY url"""
    return [tuple(row) for row in rows(database, sql)]


@pytest.mark.timeout(120 + 60 * POINTS)
def test_an_import_that_is_killed_goes_on_where_it_was(source: Path, tmp_path: Path) -> None:
    chance, whole = random.Random(SEED), told(source)
    takes = seconds(_IMPORT, tmp_path / "unharmed.db", source)
    assert told(tmp_path / "unharmed.db") == whole
    for point in range(POINTS):
        database = tmp_path / f"{point}.db"
        for _ in range(2):
            kill_after(chance.uniform(0, takes / 2), _IMPORT, database, source)
            assert_sound(database)
            assert set(told(database)) <= set(whole), "a story that is there in part"
        assert seconds(_IMPORT, database, source) >= 0
        assert told(database) == whole
        assert_sound(database)


def old_archive(path: Path) -> None:
    """An archive as the first versions made them, before the ledger was made anew and search knew pairs."""
    db = Database(path)
    MIGRATIONS.apply(db, stop_before="004_upkeep")
    with db.conn as connection:
        connection.execute("INSERT INTO sites(name, first_seen_at) VALUES ('news.example', '2024-05-03T09:30:00Z')")
        for number in range(STORIES):
            url, text = (
                f"https://news.example/{number}/",
                f"서울시장은 다리를 다시 열었다. The bridge has opened, {number}. " * 10,
            )
            article = connection.execute(
                _STORY, (url, f"Story {number}", url, f"h{number}", f"f{number}", text)
            ).lastrowid
            connection.execute(_ADDRESS, (url, article))
    db.close()


@pytest.mark.timeout(120 + 60 * POINTS)
def test_a_migration_that_is_killed_is_done_whole_or_not_at_all(tmp_path: Path) -> None:
    chance, old = random.Random(SEED), tmp_path / "old.db"
    old_archive(old)
    (tmp_path / "unharmed.db").write_bytes(old.read_bytes())
    takes = seconds(OPEN, tmp_path / "unharmed.db")
    for point in range(POINTS):
        database = tmp_path / f"{point}.db"
        database.write_bytes(old.read_bytes())
        kill_after(chance.uniform(0, takes), OPEN, database)
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            applied = {name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")}
        assert applied in (
            {"001_archive", "002_ledger", "003_search"},
            {each.name for each in MIGRATIONS.pending(Database(memory=True))},
        )
        with Store.open(database) as store:
            assert (
                store.db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '시장'").fetchone()[0]
                == STORIES
            )
            assert store.db.execute("SELECT count(*) FROM urls WHERE state = 'done'").fetchone()[0] == STORIES
        assert_sound(database)
