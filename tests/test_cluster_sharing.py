"""Domains that several visits ask, as WordPress.com's: no two workers ask them at once, also where nobody knew."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from distributed import Client
from scrapy import Request
from scrapy.utils.test import get_crawler

from crawler.cluster.sharing import Manners, Sharing, SharingMiddleware, manners
from crawler.sites import SiteEntry
from crawler.spiders.news import NewsSpider
from tests.archive import rows
from tests.clusters import cluster, takes_minutes
from tests.servers import Answer, Received, scrapy, serving, sitemap, story

HOSTED = "<html><head><script src='//s0.wp.com/a.js'></script></head></html>"


def test_a_strange_domain_is_asked_once_it_is_held_by_the_manners_of_its_own_entry_and_others_at_once(
    tmp_path: Path,
) -> None:
    settings = {"OWN_DOMAINS": ["courier.example"], "SHARING_FOLDER": str(tmp_path), "DOWNLOAD_DELAY": 0.2}
    crawler = get_crawler(settings_dict=settings)
    crawler.spider = NewsSpider(sites=str(written(tmp_path, "https://www.courier.example")))
    middleware, sharing = SharingMiddleware.from_crawler(crawler), Sharing(tmp_path)

    async def ask() -> None:
        await middleware.process_request(Request("https://blog.courier.example/"))
        assert sharing.wanted() == []
        waiting = asyncio.ensure_future(middleware.process_request(Request("https://www.herald.example/moved/")))
        while not sharing.wanted():
            await asyncio.sleep(0.01)
        assert sharing.wanted() == ["herald.example"]
        assert not waiting.done()
        sharing.hold("herald.example", Manners({"herald.example": 0.4}, ["herald.example"]))
        held = time.monotonic()
        await waiting
        assert time.monotonic() - held >= 0.4, "whoever held it before may have asked just now"
        assert sharing.wanted() == []

    asyncio.run(asyncio.wait_for(ask(), 30))
    assert crawler.spider.delays["herald.example"] == 0.4
    assert "herald.example" in crawler.spider.unverified


def test_the_manners_of_all_entries_are_told_by_domain() -> None:
    entries = [
        SiteEntry("a", ("https://www.a.example/", "http://a.example/"), delay=4.0),
        SiteEntry("b", ("https://blog.a.example/",), verify_tls=False),
        SiteEntry("c", ("https://c.example/",)),
    ]
    delays = {"a.example": 4.0}
    assert manners(entries) == {"a.example": {"delays": delays, "unverified": ["blog.a.example"]}}


def written(folder: Path, *urls: str, more: str = "delay = 0.2") -> Path:
    file = folder / "sites.toml"
    file.write_text("\n".join(f'[[site]]\nurl = "{url}"\n{more}\n' for url in urls))
    return file


def once_two_have_come() -> Callable[[Received], Answer]:
    """A route that keeps who comes first waiting for a second one: on a busy machine one may be done before that."""
    senders, met = set[str](), threading.Event()

    def answer(request: Received) -> Answer:
        senders.add(request.sender)
        if len(senders) > 1:
            met.set()
        met.wait(25)  # less than a crawl waits for an answer
        return Answer(status=404)

    return answer


@takes_minutes
def test_where_pages_lead_to_another_entry_or_to_one_stranger_its_host_is_never_in_two_workers(tmp_path: Path) -> None:
    delay, visits = 0.4, range(1, 5)
    with ExitStack() as stack:
        stranger = stack.enter_context(serving({}, "127.0.3.2"))
        entry = stack.enter_context(serving({}, "127.0.3.3"))
        front = once_two_have_come()
        sites = [stack.enter_context(serving({"/": front}, f"127.0.1.{number}")) for number in visits]
        own = [entry.url + f"/own-{each}/" for each in range(6)]
        for address in own:
            entry.routes[address.removeprefix(entry.url)] = story(f"The own story {address[-2]} from Ashford")
        entry.routes["/sitemap.xml"] = sitemap(*own)
        for number, site in zip(visits, sites, strict=True):
            listed = []
            for target, name in ((stranger, "strange"), (entry, "known"), (stranger, "again")):
                there, here = f"/{number}-{name}/", f"/{number}-to-{name}/"
                target.routes[there] = story(f"Story {number} that is {name} from Ashford")
                site.routes[here] = Answer(status=301, headers={"Location": target.url + there})
                listed.append(site.url + here)
            site.routes["/sitemap.xml"] = sitemap(*listed)
        file = written(tmp_path, entry.url, *(site.url for site in sites), more=f"delay = {delay}")
        settings = {"DATABASE": str(tmp_path / "news.db"), "DOWNLOAD_DELAY_JITTER": "0"}
        with cluster(tmp_path / "dask", workers=3, threads=1) as running:
            with Client(running.address) as client:
                client.wait_for_workers(3)
            asked = ("cluster", "crawl", "-a", f"sites={file}", "--scheduler", running.address)
            done = scrapy(*asked, **settings)
            assert done.returncode == 0, done.stderr + running.log()
        alone = scrapy("crawl", "news", "-a", f"sites={file}", DATABASE=str(tmp_path / "alone.db"))
        assert alone.returncode == 0, alone.stderr
    for shared in (stranger, entry):
        requests = [each for each in shared.requests if each.sender != "127.0.0.1"]
        assert len({each.sender for each in requests}) > 1, "several workers had it"
        for one, other in pairwise(requests):
            assert one.sender == other.sender or other.at - one.at > 0.8 * delay
        changes = sum(one.sender != other.sender for one, other in pairwise(requests))
        visits_made = sum(each.path == "/robots.txt" for each in requests)
        assert changes < visits_made, [(each.sender, each.path) for each in requests]
    texts = "SELECT url, headline, text FROM articles ORDER BY url"
    assert rows(tmp_path / "news.db", texts) == rows(tmp_path / "alone.db", texts)
    assert len(rows(tmp_path / "news.db", texts)) == len(own) + 3 * len(sites)


@takes_minutes
@pytest.mark.parametrize("threads", [1, 3])
def test_sites_that_turn_out_to_be_at_wordpress_com_are_visited_one_after_the_other(
    tmp_path: Path, threads: int
) -> None:
    with ExitStack() as stack:
        interface = stack.enter_context(serving({}, "127.0.3.1"))
        sites = []
        for number in range(1, 5):
            pages = {f"/{number}-{each}/": story(f"Story {number}-{each} from Ashford") for each in range(2)}
            site = stack.enter_context(serving({"/": HOSTED, **pages}, f"127.0.1.{number}"))
            site.routes["/sitemap.xml"] = sitemap(*(site.url + path for path in pages))
            sites.append(site)
        file = written(tmp_path, *(site.url for site in sites))
        with cluster(tmp_path / "dask", workers=2, threads=threads) as running:
            done = scrapy(
                *("cluster", "crawl", "-a", f"sites={file}", "--scheduler", running.address),
                DATABASE=str(tmp_path / "news.db"),
                WORDPRESS_COM_API=interface.url,
            )
            assert done.returncode == 0, done.stderr + running.log()
        asked = [next(site.url for site in sites if site.url[7:] in path) for path in interface.paths()]
        assert sum(one != other for one, other in pairwise(asked)) == len(sites) - 1 == len(set(asked)) - 1, asked
        assert len(rows(tmp_path / "news.db", "SELECT 1 FROM articles")) == 4 * 2
        for site in sites:
            assert all(site.paths().count(path) == 1 for path in site.routes if path.count("/") == 2)
