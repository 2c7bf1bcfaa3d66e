"""What an index does not tell of its sitemaps: one that it no longer names takes no story with it unnoticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.discovery.sitemaps import MAX_DEPTH
from crawler.records.finds import Candidate, Document
from crawler.storage import Recrawl, Store
from tests.archive import rows
from tests.discovering import discover
from tests.filings import SITE, page, story
from tests.servers import Answer, Route, scrapy, serving, sitemap
from tests.servers import story as written

LONG_AGO = datetime.now(UTC) - timedelta(days=2)


def index(*locs: str, lastmod: str = "") -> Answer:
    body = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{lastmod}</lastmod></sitemap>" for loc in locs)
    return Answer(f"<sitemapindex>{body}</sitemapindex>".encode(), content_type="text/xml")


@pytest.mark.parametrize(
    ("outer", "dropped"),
    [
        ("named", False),
        ("not named", True),
        ("cannot be had", False),
        ("names an index that cannot be had", False),
        ("names a list that cannot be had", True),
    ],
)
def test_what_counts_as_dropped(outer: str, dropped: bool) -> None:
    with serving({"/": "<html></html>"}) as site:
        new, old, third = (f"{site.url}/{name}.xml" for name in ("new", "old", "third"))
        site.routes |= {"/new.xml": sitemap(f"{site.url}/one/"), "/old.xml": sitemap(f"{site.url}/two/")}
        site.routes["/sitemap.xml"] = {
            "named": index(new, old),
            "not named": index(new),
            "cannot be had": Answer(b"", 500),
        }.get(outer, index(new, third))
        known = [Document(url, "sitemap", read_at=LONG_AGO) for url in (new, old)]
        known.append(Document(f"{site.url}/sitemap.xml", "sitemap", read_at=LONG_AGO, mark="index"))
        known.append(Document(third, "sitemap", read_at=LONG_AGO, mark="index" if "an index" in outer else None))
        _, discovery = discover(site.url, known)
        assert (old not in discovery.library.unread) == (dropped or outer == "named")
        assert third in discovery.library.unread or "names" not in outer


def test_its_stories_are_looked_at_and_only_those_that_are_gone_are_marked(tmp_path: Path) -> None:
    database = tmp_path / "db"
    with serving({"/": "<html></html>"}) as site:
        locs = [f"{site.url}/{name}.xml" for name in ("new", "old")]
        site.routes["/sitemap.xml"] = index(*locs)
        site.routes["/new.xml"] = sitemap(f"{site.url}/one/", lastmod="2024-05-03T08:00:00Z")
        site.routes["/old.xml"] = sitemap(f"{site.url}/two/", f"{site.url}/three/", lastmod="2024-05-03T08:00:00Z")
        site.routes |= {f"/{name}/": written(f"Story {name}") for name in ("one", "two", "three")}
        assert scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database)).returncode == 0
        site.routes["/sitemap.xml"] = index(locs[0])
        del site.routes["/three/"]
        asked = len(site.requests)
        assert scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database)).returncode == 0
        assert {"/two/", "/three/"} <= {request.path for request in site.requests[asked:]}
        asked = len(site.requests)
        assert scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database)).returncode == 0
        assert not {"/two/", "/three/"} & {request.path for request in site.requests[asked:]}, "looked at once"
    (gone,) = rows(database, "SELECT url FROM articles WHERE gone_at IS NOT NULL")
    assert gone["url"].endswith("/three/")


@pytest.mark.parametrize(("read_at", "due"), [(LONG_AGO, 0), (LONG_AGO - timedelta(days=60), 1)])
def test_a_listing_that_is_not_had_for_a_month_tells_of_no_changes(tmp_path: Path, read_at: datetime, due: int) -> None:
    listing = f"https://{SITE}/sitemap.xml"
    with Store.open(tmp_path / "db") as store:
        first = store.begin_crawl("site", {})
        item = story(1)
        store.add_candidates(SITE, [Candidate(item.page.url, "sitemap", listing, LONG_AGO)], recrawl=Recrawl.CHANGED)
        store.remember(SITE, [Document(listing, "sitemap", read_at=read_at)])
        store.file(first, [item])
        store.end_crawl(first, "finished", {})
        assert page(item.page.url).requested_at < LONG_AGO - timedelta(days=100)  # its time has come
        assert store.look_again(store.begin_crawl("site", {}), SITE, 10) == due


def test_nothing_counts_as_dropped_where_the_sitemaps_go_deeper_than_they_are_read(tmp_path: Path) -> None:
    with serving({"/": "<html></html>"}) as site:
        site.routes |= {f"/{name}/": written(f"Story {name}") for name in ("one", "two")}
        site.routes["/sitemap.xml"] = sitemap(f"{site.url}/one/", f"{site.url}/two/")
        scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
        site.routes["/sitemap.xml"] = index(f"{site.url}/new.xml", f"{site.url}/index-0.xml")
        site.routes["/new.xml"] = sitemap(f"{site.url}/one/")
        for depth in range(MAX_DEPTH + 1):
            site.routes[f"/index-{depth}.xml"] = index(f"{site.url}/index-{depth + 1}.xml")
        scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
        assert f"/index-{MAX_DEPTH - 1}.xml" in site.paths()
        assert site.paths().count("/two/") == 1


def test_an_index_that_has_not_heard_of_what_the_front_page_shows_is_not_taken_at_its_word() -> None:
    shown = "".join(f"<a href='/2024/05/s{number}/'>x</a>" for number in range(4))
    routes: dict[str, Route] = {"/": shown, "/robots.txt": "Sitemap: {url}/index.xml"}
    with serving(routes) as site:
        stories = [f"{site.url}/2024/05/s{number}/" for number in range(4)]
        routes["/index.xml"] = index(*(f"{site.url}/posts-{part}.xml" for part in "ab"), lastmod="2024-05-03T08:00:00Z")
        routes["/posts-a.xml"] = sitemap(*stories, lastmod="2024-05-03T08:00:00Z")
        routes["/posts-b.xml"] = sitemap(f"{site.url}/2024/05/old/", lastmod="2023-05-03T08:00:00Z")
        found, discovery = discover(site.url)
        known, heard = discovery.library.newly_finished(), [each.url for each in found]
        stories += [f"{site.url}/2024/05/new/", f"{site.url}/2024/05/unseen/"]  # the second is not on the front page
        routes["/posts-a.xml"] = sitemap(*stories, lastmod="2024-05-09T08:00:00Z")
        assert discover(site.url, known, heard=heard)[0] == []
        routes["/"] = f"{shown}<a href='/2024/05/new/'>x</a>"
        found, _ = discover(site.url, known, heard=heard)
        assert set(stories) <= {each.url for each in found}
