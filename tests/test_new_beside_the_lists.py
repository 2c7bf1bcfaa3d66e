"""What is new is found on the day it is: whatever caches say of a site's lists, and wherever else it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from crawler.records.finds import Document
from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving, sitemap
from tests.test_discovery_wordpress import Blog


class Cached(Blog):
    """A blog behind a cache that gives each answer the headers of another one."""

    def answer(self, request: Received) -> Answer:
        return replace(super().answer(request), headers={"X-WP-Total": "10", "X-WP-TotalPages": "1"})


class Capped(Blog):
    """A blog that gives ten posts at a time, whatever is asked."""

    def answer(self, request: Received) -> Answer:
        return super().answer(replace(request, path=request.path.replace("per_page=100", "per_page=10")))


def test_an_interface_that_gives_few_posts_at_a_time_is_read_to_its_end() -> None:
    with serving(Capped("/wp-json/", 35, {"/": "<html></html>"})) as site:
        found, _ = discover(site.url)
    assert len(found) == 35


def test_no_post_slips_through_where_others_are_deleted_during_the_walk() -> None:
    class Shrinking(Blog):
        def answer(self, request: Received) -> Answer:
            answered = super().answer(request)
            if "/posts?" in request.path and self.count == 230:
                self.count -= 3  # the newest, so that three move up to the page that is being read
            return answered

    with serving(Shrinking("/wp-json/", 230, {"/": "<html></html>"})) as site:
        found, _ = discover(site.url)
    assert {each.url.removeprefix(site.url) for each in found} == {f"/2024/05/story-{n}/" for n in range(230)}
    assert sum("/posts?" in path for path in site.paths()) == 4, "the first page twice"


def test_a_cache_that_keeps_the_headers_of_another_answer_hides_no_post() -> None:
    with serving(Cached("/wp-json/", 130, {"/": "<html></html>"})) as site:
        found, _ = discover(site.url)
    assert len(found) == 130


def test_what_the_front_page_leads_to_and_the_interface_does_not_tell_yet_is_found_as_well() -> None:
    old = "".join(f"<a href='/2024/05/story-{number}/?utm_source=home'>{number}</a>" for number in range(3))
    blog = Blog("/wp-json/", 3, {"/": f"<html>{old}<a href='/2024/05/of-today/'>new</a></html>"})
    with serving(blog) as site:
        found, discovery = discover(site.url)
    assert [each.url.removeprefix(site.url) for each in found][3:] == ["/2024/05/of-today/"]
    assert (discovery.used, discovery.in_part) == ("wordpress", False)


@pytest.mark.parametrize(
    ("front", "minutes"), [("<a href='/2024/05/one/'>x</a>", 1200), ("", 45)], ids=["usual", "portal"]
)
def test_a_section_is_read_on_the_next_day_and_at_the_next_visit_after_one_that_brought_something(
    front: str, minutes: int
) -> None:
    routes: dict[str, Route] = {"/": f"<a href='/ford/'>Ford</a>{front}", "/ford/": "<a href='/2024/05/one/'>x</a>"}
    with serving(routes) as site:
        found, discovery = discover(site.url)
        documents = discovery.library.newly_finished()
        assert rest(documents, "/ford/") == timedelta(minutes=minutes)
        routes["/ford/"] = "<a href='/2024/05/one/'>x</a><a href='/2024/05/two/'>x</a>"
        yesterday = [
            replace(each, read_at=each.read_at - timedelta(days=1), not_before=each.not_before - timedelta(days=1))
            for each in documents
            if each.read_at and each.not_before
        ]
        _, discovery = discover(site.url, yesterday, heard={each.url for each in found})
        assert rest(discovery.library.newly_finished(), "/ford/") == timedelta(minutes=45)


def rest(finished: Iterable[Document], path: str) -> timedelta:
    """How long the document at a path is left alone, by what was noted last."""
    *_, document = (each for each in finished if urlsplit(each.url).path == path)
    assert document.not_before
    assert document.read_at
    return document.not_before - document.read_at


class Deaf(Blog):
    """A blog behind a cache that knows no queries: it gives its newest ten posts, whatever is asked."""

    def answer(self, request: Received) -> Answer:
        path, query = urlsplit(request.path).path, "?per_page=10" if "posts" in request.path else ""
        return super().answer(replace(request, path=path + query))


def test_an_interface_that_heeds_nothing_it_is_asked_is_completed_by_the_sitemap_each_time() -> None:
    routes = Deaf("/wp-json/", 35, {"/": "<html></html>", "/robots.txt": "Sitemap: {url}/old.xml"})
    with serving(routes) as site:
        routes["/old.xml"] = sitemap(f"{site.url}/2024/05/old/", lastmod="2024-05-03T08:00:00Z")
        found, discovery = discover(site.url)
        assert (len(found), discovery.used) == (11, "wordpress and sitemap")
        routes["/old.xml"] = sitemap(f"{site.url}/2024/05/old/", lastmod="2024-06-03T08:00:00Z")
        found, _ = discover(site.url, discovery.library.newly_finished(), heard={each.url for each in found})
        assert f"{site.url}/2024/05/old/" in [each.url for each in found]


def test_a_section_that_the_feed_passes_over_is_looked_at_each_day() -> None:
    feed = "<rss version='2.0'><channel><item><link>{url}/2024/05/one/</link></item></channel></rss>"
    routes: dict[str, Route] = {
        "/": "<link rel=alternate type='application/rss+xml' href='/feed/'><a href='/2024/05/one/'>x</a>"
        "<a href='/cymraeg/'>y</a><a href='/about/'>z</a>",
        "/feed/": feed,
        "/about/": "<a href='/2024/05/one/'>x</a>",
        "/cymraeg/": "<a href='/2024/05/un/'>x</a>",
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        assert f"{site.url}/2024/05/un/" in [each.url for each in found]
        known, heard = discovery.library.newly_finished(), {each.url for each in found}
        routes["/cymraeg/"] = "<a href='/2024/05/un/'>x</a><a href='/2024/05/dau/'>x</a>"
        site.requests.clear()
        found, discovery = discover(site.url, known, heard=heard)
        assert discovery.used == "feed"
        assert "/cymraeg/" not in site.paths(), "it rests until the next day"
        tomorrow = [replace(each, not_before=None) if each.kind == "links" else each for each in known]
        site.requests.clear()
        found, discovery = discover(site.url, tomorrow, heard=heard)
        assert [each.url for each in found if each.url not in heard] == [f"{site.url}/2024/05/dau/"]
        assert discovery.used == "feed and links"


def test_what_the_interface_hides_is_found_in_the_sitemap_that_lists_it_at_each_visit() -> None:
    blog = Blog("/wp-json/", 3, {"/": "<html></html>"})
    with serving(blog) as site:
        listed = [f"{site.url}/2024/05/story-{number}/" for number in range(3)]
        blog["/sitemap.xml"] = sitemap(*listed, f"{site.url}/podcasts/one/")
        blog["/robots.txt"] = "Sitemap: {url}/sitemap.xml\nSitemap: {url}/sitemap-2.xml"
        blog["/sitemap-2.xml"] = sitemap(*listed)
        found, discovery = discover(site.url)
        assert discovery.used == "wordpress and sitemap"
        assert [(each.source, each.url.removeprefix(site.url)) for each in found[3:]] == [("sitemap", "/podcasts/one/")]
        site.requests.clear()
        blog["/sitemap.xml"] = sitemap(*(each.url for each in found), f"{site.url}/podcasts/two/")
        known, heard = discovery.library.newly_finished(), {each.url for each in found}
        found, _ = discover(site.url, known, heard=heard)
        assert [each.url for each in found if each.url not in heard] == [f"{site.url}/podcasts/two/"]
        assert [path for path in site.paths() if "sitemap" in path] == ["/sitemap.xml"]
        blog["/sitemap.xml"] = sitemap(f"{site.url}/podcasts/one/", lastmod=datetime.now(UTC).isoformat())
        found, _ = discover(site.url, known, heard=heard)
        assert [each.url for each in found if each.source == "sitemap"] == [f"{site.url}/podcasts/one/"], "edited"
