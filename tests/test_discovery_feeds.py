"""Feeds: those that the front page names, else those at the usual addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.discovery.feedreading import Feed, read_feed
from tests.discovering import discover
from tests.servers import Answer, Route, serving

AT = "https://example.org/feed/"


def read(body: bytes) -> Feed:
    feed = read_feed(body, AT)
    assert feed is not None
    return feed


def rss(*links: str, extra: str = "") -> str:
    items = "".join(
        f"<item><title>T</title><link>{link}</link><pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Post</title>{items}{extra}</channel></rss>"


def test_named_feeds_are_read_but_not_the_comments() -> None:
    head = (
        "<link rel=alternate type='application/rss+xml' title='Comments' href='/comments/feed/'>"
        "<link rel='alternate' type='application/rss+xml' href='/main'>"
        "<link rel='alternate' type='application/atom+xml' href='sport'>"
    )
    routes: dict[str, Route] = {
        "/": f"<html><head>{head}</head></html>",
        "/main": rss("{url}/one/", "/two/"),
        "/sport": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title><link href='{url}/three/'/>"
        "<updated>2024-05-04T00:00:00Z</updated></entry></feed>",
        "/comments/feed/": rss("{url}/one/#comment-1"),
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        assert [each.url.removeprefix(site.url) for each in found] == ["/one/", "/two/", "/three/"]
        assert "/comments/feed/" not in site.paths()
    assert discovery.used == "feed"
    assert found[0].lastmod == datetime(2024, 5, 3, 10, tzinfo=UTC)
    assert found[2].lastmod == datetime(2024, 5, 4, tzinfo=UTC)


def test_a_feed_at_the_usual_address_is_found() -> None:
    with serving({"/": "<html></html>", "/feed/": rss("{url}/one/")}) as site:
        found, _ = discover(site.url)
        assert [each.url for each in found] == [f"{site.url}/one/"]


def test_broken_feeds_and_pages_that_are_no_feeds() -> None:
    whole = rss("https://example.org/1/", "https://example.org/2/")
    cut = whole[: whole.index("2/</link>")].encode()
    assert read(cut).candidates[0].url == "https://example.org/1/"
    assert read_feed(b"<html><body><a href='/x'>x</a></body></html>", AT) is None
    assert read_feed(b"/etc/passwd", AT) is None
    assert read_feed(b'{"version": "2"}', AT) is None
    assert read_feed(b"", AT) is None


def test_a_guid_stands_in_for_a_link() -> None:
    body = "<rss version='2.0'><channel><item><guid isPermaLink='true'>https://example.org/1/</guid></item></channel></rss>"
    assert [each.url for each in read(body.encode()).candidates] == ["https://example.org/1/"]


def test_a_feed_that_is_html_leads_to_the_links() -> None:
    routes: dict[str, Route] = {
        "/": "<html><a href='/2024/05/one/'>one</a></html>",
        "/feed/": Answer(b"<html>no feed</html>"),
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
    assert discovery.used == "links"
    assert len(found) == 1
