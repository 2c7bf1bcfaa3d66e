"""Links: same host, articles first, no traps."""

from __future__ import annotations

import pytest

from crawler.discovery.links import MAX_BARREN
from crawler.discovery.looks import is_page, is_story
from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving


def test_stories_are_found_through_sections_and_come_first() -> None:
    no_pages = (
        "mailto:a@b.example",
        "/photo.jpg",
        "javascript:void(0)",
        "/wp-login.php",
        "https://other.example/2024/05/x/",
    )
    stories = ("/politics/council-votes-to-close-bridge/", "../2024/05/03/ferry/?utm_source=x")
    routes: dict[str, Route] = {
        "/": "<a href='/politics/'>Politics</a><a href='/about'>About</a>",
        "/politics/": "".join(f"<a href='{href}'>x</a>" for href in (*no_pages, *stories)),
        "/about": "<a href='/politics/'>Politics</a>",
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        assert [each.url.removeprefix(site.url) for each in found] == [
            "/politics/council-votes-to-close-bridge/",
            "/2024/05/03/ferry/",
            "/politics/",
            "/about",
        ]
    assert discovery.used == "links"


def test_an_endless_agenda_is_left_after_a_while() -> None:
    def day(request: Received) -> Answer:
        number = int(request.path.rpartition("/")[2] or 0)
        return Answer(f"<a href='/agenda/{number + 1}'>next</a>".encode())

    class Endless(dict[str, Route]):
        def get(self, path: str, default: object = None) -> Route:
            return day if path.startswith("/agenda/") else super().get(path, Answer(status=404))

    with serving(Endless({"/": "<a href='/agenda/1'>today</a>"})) as site:
        discover(site.url)
        assert sum(path.startswith("/agenda/") for path in site.paths()) <= MAX_BARREN + 2


def test_a_site_that_does_not_answer_is_no_site_without_articles() -> None:
    found, discovery = discover("http://127.0.0.1:1/")
    assert found == []
    assert discovery.trouble is not None
    assert discovery.trouble.reason == "connection failed"


@pytest.mark.parametrize(
    "path",
    [
        "/2024/05/bridge/",
        "/news/council-votes-to-close-bridge",
        "/a/1234567",
        "/x.html",
        "/?p=17",
        "/2024-05-03/x",
    ],
)
def test_addresses_of_stories(path: str) -> None:
    assert is_story(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path",
    ["/", "/about/", "/2024/", "/2024/05/", "/category/long-name-of-one/", "/tag/a-b-c-d/", "/page/2/"],
)
def test_addresses_of_listings(path: str) -> None:
    assert not is_story(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path", ["/wp-admin/x", "/a.pdf", "/?s=bridge", "/a?replytocom=3", "/x/feed/", "/a?b=1&c=2&d=3&e=4"]
)
def test_addresses_that_are_no_pages(path: str) -> None:
    assert not is_page(f"https://example.org{path}")
