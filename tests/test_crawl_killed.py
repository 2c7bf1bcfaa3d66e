"""``kill -9`` at any point of a crawl: the next one goes on, nothing is lost, filed twice or fetched again once filed.

``make test-kills`` tries a hundred points; here are eight.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.storage import Store
from tests.archive import rows
from tests.servers import Answer, NewsServer, Route, scrapy, serving, sitemap, story, under_way
from tests.wanted import wanted
from tests.zygote import Running

POINTS = wanted("KILLS", 8)
IN_A_ROW = 4
"""Crawls of one database that are killed one after the other, before one is left to end."""
POSTS = [f"/2024/05/post-{number}/" for number in range(36)]
SEED = wanted("KILLS_SEED", 20240503)


@dataclass
class Gunman:
    """Kills a crawl ``seconds`` after the site has got ``shots`` requests for posts from it."""

    shots: int = 0
    seconds: float = 0.0
    target: Running | None = None
    fired: bool = False

    def answer(self, path: str) -> Answer:
        """The post's page; perhaps the last that the crawl asks for."""
        if self.target and not self.fired:
            self.shots -= 1
            if self.shots <= 0:
                self.fired = True
                time.sleep(self.seconds)
                os.kill(self.target.pid, signal.SIGKILL)
        number = path.rstrip("/").rpartition("-")[2]
        return Answer(story(f"Story {number} from Town{number}").encode(), delay=0.01)


@dataclass
class Trial:
    """One database that is crawled, killed and crawled again."""

    site: NewsServer
    gunman: Gunman
    database: Path
    arguments: tuple[str, ...]
    filed: set[str] = field(default_factory=set)
    asked: int = 0

    def crawl_and_kill(self, shots: int, seconds: float) -> None:
        """Run a crawl until it is killed (or has ended before that), and look at what it left."""
        self.gunman.shots, self.gunman.seconds, self.gunman.fired = shots, seconds, False
        with under_way("crawl", *self.arguments, DATABASE=str(self.database)) as crawl:
            self.gunman.target = crawl
            crawl.wait(60)
            self.gunman.target = None
        assert _ends(crawl.pid), "a worker outlived its crawl"
        self.look()

    def look(self) -> None:
        """Hold the database and the site's log to what a crawl promises."""
        again = {request.path for request in self.site.requests[self.asked :]} & self.filed
        assert not again, "fetched although it was filed"
        self.asked = len(self.site.requests)
        assert rows(self.database, "PRAGMA integrity_check")[0][0] == "ok"
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
        done = rows(self.database, "SELECT url, article_id FROM urls WHERE state = 'done'")
        articles = rows(self.database, "SELECT id, url FROM articles")
        assert {row["article_id"] for row in done} == {row["id"] for row in articles}
        filed = {"/" + row["url"].split("/", 3)[3] for row in done}
        assert self.filed <= filed, "lost what was filed"
        self.filed = filed


def _ends(group: int) -> bool:
    """Whether the last process of the group ends within a minute, which a busy machine may need."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.timeout(60 + 20 * POINTS)
@pytest.mark.parametrize("chain", range(-(-POINTS // IN_A_ROW)))
def test_a_killed_crawl_loses_nothing_and_repeats_nothing(tmp_path: Path, chain: int) -> None:
    chance = random.Random(SEED + chain)
    gunman = Gunman()
    routes: dict[str, Route] = {path: lambda request: gunman.answer(request.path) for path in POSTS}
    with serving(routes) as site:
        stamp = chance.choice([None, "2024-05-03T08:00:00Z"])
        routes["/sitemap.xml"] = sitemap(*(site.url + path for path in POSTS), lastmod=stamp)
        (tmp_path / "urls.txt").write_text("\n".join(site.url + path for path in POSTS))
        given = chance.choice([("site", "-a", f"url={site.url}"), ("pages", "-a", f"urls={tmp_path}/urls.txt")])
        trial = Trial(site, gunman, tmp_path / "db", given)
        for _ in range(IN_A_ROW):
            left = max(len(POSTS) - len(trial.filed), 1)
            trial.crawl_and_kill(chance.randint(1, left), chance.choice([0.0, chance.uniform(0.0, 0.4)]))
        done = scrapy("crawl", *given, DATABASE=str(trial.database))
        assert done.returncode == 0, done.stderr
        trial.look()
    assert trial.filed == set(POSTS)
    assert len(rows(trial.database, "SELECT DISTINCT headline, text FROM articles")) == len(POSTS)
    assert not rows(trial.database, "SELECT 1 FROM urls WHERE state <> 'done'")
    assert not rows(trial.database, "SELECT 1 FROM revisions")
    assert [row["reason"] for row in rows(trial.database, "SELECT reason FROM crawls ORDER BY id DESC LIMIT 1")] == [
        "finished"
    ]


@pytest.mark.timeout(60 + 5 * POINTS)
def test_a_crawl_that_is_killed_as_it_makes_its_database_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for number in range(max(POINTS // 4, 2)):
        database = tmp_path / f"{number}.db"
        with under_way("crawl", "pages", "-a", "urls=http://news.invalid/", DATABASE=str(database)):
            deadline = time.monotonic() + 30
            while not database.exists() and time.monotonic() < deadline:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.05))
        with Store.open(database) as store:
            assert store.begin_crawl("pages", {})
        assert rows(database, "PRAGMA integrity_check")[0][0] == "ok"
