"""``scrapy cluster crawl`` on real processes: as one machine would do it, whoever dies meanwhile."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from crawler.storage import Reader, Store
from tests.archive import rows
from tests.clusters import HOSTS, Wire, cluster, takes_minutes, wait_until
from tests.disks import small_disk
from tests.servers import Answer, NewsServer, Route, scrapy, serving, sitemap, story, under_way
from tests.zygote import Running

pytestmark = takes_minutes
DELAY = 0.4
"""Seconds between two requests to a host, as its entry asks."""
SAME = (
    "SELECT url, site, headline, dek, byline, dateline, language, outcome, fetched_url, evidence, sources, text_hash,"
    " fingerprint, text, gone_at IS NULL FROM articles ORDER BY url",
    "SELECT url, position, rule, reason, text FROM removed_readable ORDER BY url, position",
    "SELECT url, old_headline, old_text FROM revisions_readable ORDER BY url, old_text",
    "SELECT urls.url, urls.site, source, found_in, lastmod, state, attempts, urls.outcome, reason, status, etag,"
    " last_modified, leased_at, listed_in, articles.url AS story FROM urls"
    " LEFT JOIN articles ON articles.id = article_id ORDER BY urls.url",
    "SELECT site, url, kind, etag, last_modified, failures, reason, mark FROM documents ORDER BY site, url",
    "SELECT name, url FROM sites ORDER BY name",
    "SELECT site, url, origin, trust, outcome, words, missing, template, home, hex(marks) FROM readings"
    " ORDER BY site, url",
    "SELECT site, state, reason FROM site_conditions ORDER BY site",
    "SELECT hash, size, fetches.url, answered_url, fetches.site, origin, status, encoding, articles.url AS story"
    " FROM fetches JOIN pages ON pages.id = page_id LEFT JOIN articles ON articles.id = article_id"
    " ORDER BY fetches.url, hash",
    "SELECT site, reason, healthy, source FROM visits WHERE ended_at IS NOT NULL ORDER BY site",
    "SELECT spider, reason FROM crawls WHERE reason = 'finished'",
)
"""What a crawl leaves in a database, ids and times apart."""


@contextmanager
def hosts(count: int, stories: int = 5) -> Iterator[list[NewsServer]]:
    """News sites at loopback addresses of their own, with a page each that is no story, and one that is not there."""
    with ExitStack() as stack:
        sites = []
        for number in range(1, count + 1):
            paths = [f"/{number}-{each}/" for each in range(stories)]
            head = '<meta name="author" content="Ines Calloway"><link rel="canonical" href="{url}%s">'
            routes: dict[str, Route] = {
                path: story(
                    f"Story {path.strip('/')} from Ashford",
                    head=head % path,
                    tail="<div class='sharedaddy'>Share this</div>",
                )
                for path in paths
            }
            site = stack.enter_context(serving(routes | {"/": "<html></html>"}, f"127.0.1.{number}"))
            listed = [site.url + path for path in (*paths, "/", "/gone/")]
            site.routes["/sitemap.xml"] = sitemap(*listed, lastmod="2024-05-03T08:00:00Z")
            sites.append(site)
        yield sites


def listed(folder: Path, sites: list[NewsServer], more: str = f"delay = {DELAY}") -> Path:
    file = folder / "sites.toml"
    file.write_text("\n".join(f'[[site]]\nname = "s{n}"\nurl = "{site.url}"\n{more}\n' for n, site in enumerate(sites)))
    return file


def crawling(file: Path, database: Path, scheduler: str) -> Running:
    """A cluster crawl under way, ended with the test."""
    asked = ("cluster", "crawl", "-a", f"sites={file}", "--scheduler", scheduler)
    return under_way(*asked, DATABASE=str(database), DOWNLOAD_DELAY_JITTER="0")


def contents(database: Path) -> list[list[tuple[object, ...]]]:
    with Reader.open(database) as reader:
        return [[tuple(row.values()) for row in reader.rows(sql)] for sql in SAME]


def check_manners(sites: list[NewsServer]) -> None:
    """No host was asked by two workers at once, nor faster than its delay."""
    for site in sites:
        senders = [request.sender for request in site.requests]
        assert "127.0.0.1" not in senders
        changes = sum(one != other for one, other in pairwise(senders))
        assert changes == len(set(senders)) - 1, f"{site.url} was asked by turns: {senders}"
        times = [request.at for request in site.requests]
        for first, last in zip(times, times[5:], strict=False):  # a slow machine may be late with a single one
            asked = [(each.sender, round(each.at - times[0], 2), each.path) for each in site.requests]
            assert last - first > 5 * DELAY * 0.8, f"{site.url}: six requests in {last - first:.2f} s: {asked}"


def test_a_cluster_files_what_one_machine_files_though_workers_and_scheduler_die(tmp_path: Path) -> None:
    with hosts(HOSTS) as sites:
        file = listed(tmp_path, sites)
        alone = scrapy(
            "crawl", "news", "-a", f"sites={file}", DATABASE=str(tmp_path / "alone.db"), DOWNLOAD_DELAY_JITTER="0"
        )
        assert alone.returncode == 0, alone.stderr
        for site in sites:
            site.requests.clear()
        shared = tmp_path / "shared.db"
        with cluster(tmp_path / "first", workers=3, threads=8) as first, crawling(file, shared, first.address) as desk:
            wait_until(lambda: sum(bool(site.requests) for site in sites) >= 3)
            first.workers[0].kill()
            wait_until(lambda: rows(shared, "SELECT 1 FROM articles"))  # the first site is home
            first.scheduler.kill()
            output, errors = desk.communicate(timeout=300)
        assert desk.returncode == 1
        assert "has gone away" in errors
        assert "Traceback" not in errors
        assert not rows(shared, "SELECT 1 FROM urls WHERE state = 'leased'")
        filed = {row["url"] for row in rows(shared, "SELECT url FROM urls WHERE state = 'done'")}
        before = {site.url: len(site.requests) for site in sites}
        with (
            cluster(tmp_path / "second", workers=2, threads=8) as second,
            crawling(file, shared, second.address) as desk,
        ):
            output, errors = desk.communicate(timeout=2400)
            assert desk.returncode == 0, errors + second.log()
        again = {site.url + each.path for site in sites for each in site.requests[before[site.url] :]}
        assert filed
        assert not again & filed, "fetched although it was filed"
        assert "finished" in output
    check_manners(sites)
    assert contents(shared) == contents(tmp_path / "alone.db")


def test_a_worker_that_is_cut_off_or_has_no_room_left_loses_its_sites_to_another(tmp_path: Path) -> None:
    with (
        hosts(4) as sites,
        small_disk(tmp_path / "disk", size="900k") as disk,
        cluster(tmp_path / "dask", workers=0) as running,
    ):
        wire = Wire("127.0.2.249", running.address)
        cut_off = running.start_worker(threads=1, scheduler=wire.address)
        full = running.start_worker(threads=1, disk=disk.folder)
        file, database = listed(tmp_path, sites), tmp_path / "news.db"
        with crawling(file, database, running.address) as desk:
            wait_until(lambda: sum(request.sender == cut_off for site in sites for request in site.requests) > 6)
            wire.cut()
            running.start_worker()
            output, errors = desk.communicate(timeout=600)
        assert desk.returncode == 0, errors + running.log()
        assert f"the worker tcp://{full}:" in errors
        assert re.search("no room left on the disk|No space left on device|check the disk and its free room", errors)
    senders = {request.sender for site in sites for request in site.requests}
    assert len(senders) == 3
    assert output.count("finished") == len(sites)
    check_manners(sites)
    assert len(rows(database, "SELECT 1 FROM articles")) == 4 * 5


def test_a_second_round_tells_of_what_changed_as_one_machine_does(tmp_path: Path) -> None:
    alone, shared = tmp_path / "alone.db", tmp_path / "shared.db"
    with hosts(6) as sites, cluster(tmp_path / "dask", workers=2) as running:
        file = listed(tmp_path, sites, more='delay = 0.1\nevery = "1m"')
        assert scrapy("crawl", "news", "-a", f"sites={file}", DATABASE=str(alone)).returncode == 0
        with Store.open(alone) as store:
            store.db.execute("UPDATE visits SET started_at = strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '-1 day')")
        shutil.copy(alone, shared)
        for number, site in enumerate(sites, 1):
            revised, gone, moved = (f"/{number}-{each}/" for each in range(3))
            head = '<link rel="canonical" href="{url}%s">'
            site.routes[revised] = story("Story revised from Brookfield", head=head % revised)
            site.routes["/moved/"] = site.routes[moved]
            site.routes[moved] = Answer(status=301, headers={"Location": "/moved/"})
            del site.routes[gone]
            paths = [path for path in site.routes if path.count("/") == 2 or path == "/"]
            changed = [site.url + path for path in (*paths, gone, "/new/")]
            site.routes["/new/"] = story("A new story from Ashford")
            site.routes["/sitemap.xml"] = sitemap(*changed, lastmod=datetime.now(UTC).isoformat(timespec="seconds"))
        assert scrapy("crawl", "news", "-a", f"sites={file}", DATABASE=str(alone)).returncode == 0
        with crawling(file, shared, running.address) as desk:
            _, errors = desk.communicate(timeout=600)
        assert desk.returncode == 0, errors + running.log()
    told = contents(shared)
    assert told == contents(alone)
    assert len(rows(shared, "SELECT 1 FROM revisions WHERE text LIKE '%bridge%'")) == len(sites)
    assert len(rows(shared, "SELECT 1 FROM articles WHERE gone_at IS NOT NULL AND text LIKE '%bridge%'")) == len(sites)
