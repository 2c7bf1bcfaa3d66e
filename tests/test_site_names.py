"""A site may be crawled before it has a name: what was known of its host is then the named site's."""

from __future__ import annotations

from pathlib import Path

from crawler.records.filings import Agreement
from crawler.records.finds import Document
from crawler.storage import Store
from tests.filings import SITE, STORY, announce, filing, rows


def test_a_site_that_gets_a_name_or_another_keeps_all_that_was_known_of_it(tmp_path: Path) -> None:
    map_url, url = f"https://{SITE}/sitemap.xml", f"https://{SITE}/story/"
    with Store.open(tmp_path / "db") as store:
        first = store.begin_crawl("site", {})
        announce(store, url)
        store.file(first, [filing(url, STORY)])
        store.remember(SITE, [Document(map_url, "sitemap", etag="old")])
        store.compared(first, Agreement(url, SITE, 1, 1, 1.0, 1.0, 1.0))
        store.remember("courier", [Document(map_url, "sitemap", etag="new")])
        store.add_site("courier", f"https://{SITE}/")
        assert rows(store, "SELECT name FROM sites") == [{"name": "courier"}]
        for table in ("urls", "articles", "agreements"):
            assert rows(store, f"SELECT DISTINCT site FROM {table}") == [{"site": "courier"}]
        assert [each.etag for each in store.documents("courier")] == ["new"]
        store.add_site("nobody's", f"https://daily{SITE}/")
        store.add_site("The Courier", f"http://www.{SITE}/blog/")  # it is called otherwise in sites.toml now
        assert [each["name"] for each in rows(store, "SELECT name FROM sites ORDER BY name")] == [
            "The Courier",
            "nobody's",
        ]
        for table in ("urls", "articles", "agreements"):
            assert rows(store, f"SELECT DISTINCT site FROM {table}") == [{"site": "The Courier"}]
        assert store.places.site_at(f"https://{SITE}/x") == "The Courier"
