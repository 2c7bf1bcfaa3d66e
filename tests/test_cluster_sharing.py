"""WordPress.com answers for many sites: no two workers ask it at once, also where nobody knew that a site is there."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from crawler.cluster.sharing import Sharing, SharingMiddleware
from tests.archive import rows
from tests.clusters import cluster, takes_minutes
from tests.servers import scrapy, serving, sitemap, story

HOSTED = "<html><head><script src='//s0.wp.com/a.js'></script></head></html>"


def test_a_shared_domain_is_asked_once_it_is_held_and_others_at_once(tmp_path: Path) -> None:
    settings = {"SHARED_DOMAINS": ["public-api.wordpress.com"], "SHARING_FOLDER": str(tmp_path)}
    middleware, sharing = SharingMiddleware.from_crawler(get_crawler(settings_dict=settings)), Sharing(tmp_path)

    async def ask() -> None:
        await middleware.process_request(Request("https://courier.example/"))
        assert sharing.wanted() == []
        waiting = asyncio.ensure_future(middleware.process_request(Request("https://public-api.wordpress.com/wp/v2/")))
        while not sharing.wanted():
            await asyncio.sleep(0.01)
        assert sharing.wanted() == ["public-api.wordpress.com"]
        assert not waiting.done()
        sharing.hold("public-api.wordpress.com")
        await waiting
        assert sharing.wanted() == []

    asyncio.run(asyncio.wait_for(ask(), 30))


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
        (tmp_path / "sites.toml").write_text("\n".join(f'[[site]]\nurl = "{site.url}"\ndelay = 0.2' for site in sites))
        with cluster(tmp_path / "dask", workers=2, threads=threads) as running:
            done = scrapy(
                *("cluster", "crawl", "-a", f"sites={tmp_path}/sites.toml", "--scheduler", running.address),
                DATABASE=str(tmp_path / "news.db"),
                WORDPRESS_COM_API=interface.url,
            )
            assert done.returncode == 0, done.stderr + running.log()
        asked = [next(site.url for site in sites if site.url[7:] in path) for path in interface.paths()]
        assert sum(one != other for one, other in pairwise(asked)) == len(sites) - 1 == len(set(asked)) - 1, asked
        assert len(rows(tmp_path / "news.db", "SELECT 1 FROM articles")) == 4 * 2
        for site in sites:
            assert all(site.paths().count(path) == 1 for path in site.routes if path.count("/") == 2)
