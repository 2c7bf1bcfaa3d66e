"""Sitemaps that a careless hand made, or whose clock is another one, are read all the same."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crawler.discovery.sitemaps import read_sitemap
from crawler.records.finds import Document
from crawler.storage import Store
from crawler.storage.frontier.places import FALLEN_OUT
from tests.discovering import discover
from tests.filings import SITE, announce, story
from tests.servers import Route, serving, sitemap
from tests.test_discovery_sitemaps import index

AT = "https://example.org/sitemap.xml"
LISTED = b"<urlset><url><loc>https://example.org/caf%s/</loc></url></urlset>"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (gzip.compress(gzip.compress(LISTED % b"e")), "cafe"),
        (LISTED.replace(b"url", b"URL").replace(b"loc", b"Loc") % b"e", "cafe"),
        (b"<?xml version='1.0' encoding='UTF-8'?>" + LISTED % b"\xe9", "caf%E9"),  # as the server will know it
        (b"<?xml version='1.0' encoding='ISO-8859-1'?>" + LISTED % b"\xe9", "caf\u00e9"),
    ],
    ids=["packed twice", "capitals", "Latin-1 that calls itself UTF-8", "Latin-1"],
)
def test_a_sitemap_made_by_a_careless_hand_is_read(body: bytes, read: str) -> None:
    assert [url for url, _ in read_sitemap(body, AT).pages] == [f"https://example.org/{read}/"]


def test_a_page_brings_the_pages_in_other_languages_that_are_named_beside_it_one_for_each() -> None:
    links = "".join(
        f'<x:link rel="{rel}" hreflang="{language}" href="{path}"/>'
        for rel, language, path in (
            ("alternate", "x-default", "/choose/"),
            ("alternate", "en-US", "/one/"),
            ("alternate", "en-GB", "/gb/one/"),  # in the same words
            ("alternate", "fr-FR", "/fr/one/"),
            ("alternate", "fr_CA", "/ca/one/"),
            ("alternate", "de", "/de/one/"),
            ("canonical", "es", "/es/one/"),
            ("alternate", "pt", "/pt/one/"),
        )
    )
    one, other = f"<url><loc>/one/</loc>{links}<lastmod>2024-05-03</lastmod></url>", "<url><loc>/pt/one/</loc></url>"
    names = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:x='http://www.w3.org/1999/xhtml'"
    pages = read_sitemap(f"<urlset {names}>{one}{other}</urlset>".encode(), AT).pages
    read = {url.removeprefix("https://example.org"): changed and changed.day for url, changed in pages}
    assert read == {"/one/": 3, "/pt/one/": None, "/fr/one/": 3, "/de/one/": 3}


def test_a_part_is_read_again_where_its_index_gives_it_another_time_by_whatever_clock() -> None:
    routes: dict[str, Route] = {"/": "<html></html>", "/robots.txt": "Sitemap: {url}/index.xml"}
    with serving(routes) as site:
        routes["/part.xml"] = sitemap(f"{site.url}/one/")
        routes["/index.xml"] = index(f"{site.url}/part.xml", lastmod="2024-05-03T09:30:00Z")
        known = discover(site.url)[1].library.newly_finished()
        assert discover(site.url, known)[0] == []
        routes["/index.xml"] = index(f"{site.url}/part.xml", lastmod="2024-05-04T09:30:00Z")
        assert [each.url for each in discover(site.url, known)[0]] == [f"{site.url}/one/"]


def test_many_parts_of_which_nobody_says_when_they_changed_rest_as_long_as_they_are_the_same() -> None:
    days = [f"2024-05-{day:02}" for day in range(1, 15)]
    routes: dict[str, Route] = {"/": "<html></html>", "/robots.txt": "Sitemap: {url}/index.xml"}
    with serving(routes) as site:
        for day in days:
            routes[f"/{day}.xml"] = sitemap(f"{site.url}/story-of-{day}/")
        routes["/now.xml"] = sitemap(f"{site.url}/one/")
        routes["/index.xml"] = index(*(f"{site.url}/{name}.xml" for name in (*days, "now")))
        found, discovery = discover(site.url)
        assert len(found) == len(days) + 1
        known, heard = discovery.library.newly_finished(), {each.url for each in found}
        site.requests.clear()
        routes["/now.xml"] = sitemap(f"{site.url}/one/", f"{site.url}/two/")
        found, discovery = discover(site.url, known, heard=heard)
        assert [path for path in site.paths() if path.endswith(".xml")] == ["/index.xml", "/now.xml"]
        assert {f"{site.url}/{day}.xml" for day in days} <= set(discovery.library.unread)
        assert (discovery.used, discovery.lists_all) == ("sitemap", True)
        # The front page has what none of them lists: they are read again.
        routes["/"] = '<a href="/2024/05/01/brought-over/">x</a>'
        _, discovery = discover(site.url, known, heard=heard)
        since = {each.url: each for each in (*known, *discovery.library.newly_finished())}
        site.requests.clear()
        discover(site.url, since.values(), heard=heard)
        assert len([path for path in site.paths() if path.endswith(".xml")]) == len(days) + 2


@pytest.mark.parametrize(
    ("dated", "asked_for"),
    [(True, [14, 14, 0, 0, 14]), (False, [14, 14, 0, 14, 0])],
    ids=["dated by their index", "dated by nobody"],
)
def test_many_parts_that_are_always_the_same_are_read_ever_less_often(dated: bool, asked_for: list[int]) -> None:
    days = [f"2024-05-{day:02}" for day in range(1, 15)]
    routes: dict[str, Route] = {"/": "<html></html>", "/robots.txt": "Sitemap: {url}/index.xml"}

    def read(known: Iterable[Document], ago: int) -> tuple[dict[str, Document], list[str]]:
        """What is known after a look, all of it as it would be so many days later; and which parts it asked for."""
        site.requests.clear()
        told = {each.url: each for each in known}
        told |= {each.url: each for each in discover(site.url, told.values())[1].library.newly_finished()}
        asked = [path for path in site.paths() if path.startswith("/2024")]
        return {url: aged(each, timedelta(days=ago)) for url, each in told.items()}, asked

    with serving(routes) as site:
        for day in days:
            routes[f"/{day}.xml"] = sitemap(f"{site.url}/story-of-{day}/")
        parts = [f"{site.url}/{day}.xml" for day in days]
        routes["/index.xml"] = index(*parts, lastmod="2024-05-20T09:30:00Z" if dated else None)
        known: dict[str, Document] = {}
        counts = []
        for ago in (8, 6, 8, 20, 20):  # they are read on days 0, 8, 14, 22 and 42
            known, asked = read(known.values(), ago)
            counts.append(len(asked))
        assert counts == asked_for
        routes["/index.xml"] = index(*parts, lastmod="2024-06-20T09:30:00Z" if dated else None)
        routes["/2024-05-01.xml"] = sitemap(f"{site.url}/story-of-late/")
        known, asked = read(known.values(), 8)
        assert len(asked) == 14
        known, asked = read(known.values(), 8)
        assert asked == ["/2024-05-01.xml"]  # which was another one


def aged(document: Document, by: timedelta) -> Document:
    """The document as it is so much later: all that is remembered of it is as much older."""
    mark = document.mark and re.sub(
        r"(?<=@)\S+", lambda told: (datetime.fromisoformat(told[0]) - by).isoformat(), document.mark
    )
    times = {name: at - by for name in ("read_at", "not_before") if (at := getattr(document, name))}
    return replace(document, mark=mark, etag=None, last_modified=None, **times)


def test_what_a_sitemap_of_the_newest_stories_leaves_out_is_looked_for_along_links_once(
    store: Store, crawl: int
) -> None:
    items = [story(number) for number in range(FALLEN_OUT)]
    announce(store, *(each.page.url for each in items))
    store.file(crawl, items)
    store.db.conn.execute("UPDATE urls SET listed_in = 'map.xml' WHERE url = ?", (items[0].page.url,))
    assert not store.places.lists_newest_only(SITE)
    store.db.conn.execute("UPDATE urls SET listed_in = NULL")
    assert store.places.lists_newest_only(SITE)
    routes: dict[str, Route] = {"/": "<a href='/2024/05/a-story-of-may/'>May</a><a href='/page/2/'>Older</a>"}
    routes["/page/2/"] = "<a href='/2019/01/a-story-of-old/'>Old</a>"
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(f"{site.url}/2024/05/a-story-of-may/")
        (first, _), (found, discovery) = discover(site.url), discover(site.url, newest_only=True)
        known = discovery.library.newly_finished()
        again, _ = discover(site.url, known, newest_only=True, heard=[each.url for each in found])
    old = f"{site.url}/2019/01/a-story-of-old/"
    assert [old in {each.url for each in candidates} for candidates in (first, found, again)] == [False, True, False]
