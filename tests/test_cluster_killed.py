"""``kill -9`` of the desk at any point of a cluster's work: the next run goes on, nothing is lost or there twice.

Only ``make test-kills`` and ``make test-cluster`` try it, at a tenth of the points.
"""

from __future__ import annotations

import os
import random
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.archive import rows
from tests.clusters import HOSTS, Cluster, cluster
from tests.filings import assert_sound
from tests.servers import scrapy, under_way
from tests.test_cluster_crawl import hosts, listed
from tests.test_cluster_reextract import contents, fill
from tests.test_cluster_warc import archives
from tests.wanted import wanted

pytestmark = pytest.mark.skipif(not HOSTS and "KILLS" not in os.environ, reason="minutes of work: make test-kills")
POINTS = max(wanted("KILLS", 40) // 10, 2)
SEED = wanted("KILLS_SEED", 20240503)
_LONGEST = 6.0
"""Seconds within which a desk is killed: a round of these takes as long on a quiet machine."""


def killed_again_and_again(running: Cluster, database: Path, *asked: str) -> None:
    """Begin the work and kill its desk, at some points; what it leaves is sound, and nothing that was filed is gone."""
    chance, filed = random.Random(SEED), 0
    for _ in range(POINTS):
        with (
            under_way("cluster", *asked, "--scheduler", running.address, DATABASE=str(database)) as desk,
            suppress(TimeoutError),
        ):
            desk.wait(chance.uniform(0.5, _LONGEST))
        if database.exists():
            assert_sound(database)
            now = len(rows(database, "SELECT 1 FROM articles"))
            assert now >= filed
            filed = now


@pytest.mark.timeout(240 + 30 * POINTS)
def test_a_crawl_whose_desk_is_killed_files_all_stories_once(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with hosts(3) as sites, cluster(tmp_path / "dask", workers=2) as running:
        asked = ("crawl", "-a", f"sites={listed(tmp_path, sites)}")
        killed_again_and_again(running, database, *asked)
        filed = {row["url"] for row in rows(database, "SELECT url FROM urls WHERE state = 'done'")}
        before = {site.url: len(site.requests) for site in sites}
        done = scrapy("cluster", *asked, "--scheduler", running.address, DATABASE=str(database))
        assert done.returncode == 0, done.stderr + running.log()
        again = {site.url + each.path for site in sites for each in site.requests[before[site.url] :]}
    assert not again & filed, "fetched although it was filed"
    assert_sound(database)
    assert len(rows(database, "SELECT DISTINCT url, text FROM articles")) == 3 * 5
    assert not rows(database, "SELECT 1 FROM urls WHERE state = 'leased'")
    assert not rows(database, "SELECT 1 FROM revisions")
    assert not list(tmp_path.glob("news.db.shards/*.db"))


@pytest.mark.timeout(240 + 30 * POINTS)
def test_a_reextraction_whose_desk_is_killed_does_what_one_machine_does(tmp_path: Path) -> None:
    alone, shared = tmp_path / "alone.db", tmp_path / "shared.db"
    fill(alone, stories=8)
    shutil.copy(alone, shared)
    assert scrapy("reextract", "--yes", DATABASE=str(alone)).returncode == 0
    with cluster(tmp_path / "dask", workers=2, threads=1) as running:
        killed_again_and_again(running, shared, "reextract", "--yes")
        done = scrapy("cluster", "reextract", "--yes", "--scheduler", running.address, DATABASE=str(shared))
        assert done.returncode == 0, done.stderr + running.log()
    assert contents(shared) == contents(alone)
    assert_sound(shared)


@pytest.mark.timeout(240 + 30 * POINTS)
def test_archives_whose_desk_is_killed_are_read_whole_and_put_out_once(tmp_path: Path) -> None:
    archives(tmp_path, 3)
    output, shards = tmp_path / "parquet", tmp_path / "shards"
    asked = ("warc", "-a", f"path={tmp_path}/part-*.warc.gz", "--output", str(output), "--shards", str(shards))
    with cluster(tmp_path / "dask", workers=2, threads=1) as running:
        killed_again_and_again(running, tmp_path / "unused.db", *asked)
        done = scrapy("cluster", *asked, "--scheduler", running.address)
        assert done.returncode == 0, done.stderr + running.log()
    found = duckdb.execute("SELECT count(*), count(DISTINCT url) FROM read_parquet(?)", [f"{output}/*/*/*.parquet"])
    assert found.fetchall() == [(12, 12)]
    for shard in shards.glob("*.db"):
        assert_sound(shard)
    merged = scrapy("import", *map(str, sorted(shards.glob("*.db"))), DATABASE=str(tmp_path / "news.db"))
    assert merged.stdout.count("4 new") == 3
