"""WordPress networks: blogs in the folders of one host, each with an interface of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.discovering import discover
from tests.servers import Answer, Route, serving
from tests.test_discovery_wordpress import LINK, Blog


class Network(dict[str, Route]):
    """Blogs in folders, each with an interface of its own."""

    def __init__(self, routes: Mapping[str, Route], *folders: str) -> None:
        super().__init__(routes)
        self.blogs = {f"{folder}wp-json/": Blog(f"{folder}wp-json/", 2) for folder in folders}
        for folder in folders:
            self.blogs[f"{folder}wp-json/"].folder = folder.rstrip("/")

    def get(self, path: str, default: Any = None) -> Route:
        blogs = (blog for root, blog in self.blogs.items() if path.startswith(root))
        return super().get(path) or next((blog.answer for blog in blogs), Answer(b"<h1>Not found</h1>", 404))


def test_the_blogs_of_a_network_in_folders_are_found() -> None:
    links = "<a href='/en/'>English</a><a href='/about/'>About us</a><a href='/tag/harbour/'>Harbour</a>"
    routes: dict[str, Route] = {
        "/": LINK % "wp-json/" + links,
        "/en/": LINK % "en/wp-json/" + "<link rel=alternate hreflang=fr href='/blogs/fr/'>",
        "/blogs/fr/": LINK % "blogs/fr/wp-json/",
        "/about/": LINK % "wp-json/",
    }
    with serving(Network(routes, "/", "/en/", "/blogs/fr/")) as site:
        found, discovery = discover(site.url)
        known = discovery.library.newly_finished()
        site.requests.clear()
        again, later = discover(site.url, known)
    assert {urlsplit(each.url).path[:4] for each in found} == {"/202", "/en/", "/blo"}
    assert len({each.url for each in found}) == 6
    assert discovery.lists_all and later.lists_all
    assert {"/en/", "/blogs/fr/"} <= set(site.paths())
    assert "/about/" not in site.paths(), "it was looked into and is no site"
    assert {each.url for each in again} <= {each.url for each in found}
