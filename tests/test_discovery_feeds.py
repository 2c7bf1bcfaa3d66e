"""Feeds: those that the front page names, else those at the usual addresses."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.discovery import feedreading
from crawler.discovery.feedreading import Feed, read_feed
from extractors import extract
from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving

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


def test_what_the_front_page_leads_to_and_the_feed_does_not_name_is_found_as_well() -> None:
    front = "<html><a href='/2024/05/one/'>1</a><a href='/2024/05/two/'>2</a><a href='/2024/05/three/'>3</a></html>"
    with serving({"/": front, "/feed/": rss("{url}/2024/05/one/", "{url}/2024/05/two/")}) as site:
        found, _ = discover(site.url)
        assert {each.url.removeprefix(f"{site.url}/2024/05/") for each in found} == {"one/", "two/", "three/"}


def test_a_feed_with_a_counter_between_names_the_stories_themselves() -> None:
    counted = rss("http://feeds.example/~r/post/1/").replace(
        "<rss", "<rss xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'"
    )
    named = counted.replace("</item>", "<f:origLink>https://example.org/one/</f:origLink></item>")
    assert [each.url for each in read(named.encode()).candidates] == ["https://example.org/one/"]


def test_a_feed_at_the_usual_address_is_found() -> None:
    with serving({"/": "<html></html>", "/feed/": rss("{url}/one/")}) as site:
        found, _ = discover(site.url)
        assert [each.url for each in found] == [f"{site.url}/one/"]


def test_a_feed_that_goes_on_beyond_what_is_read_is_said_to_be_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedreading, "MAX_ENTRIES", 2)
    with serving({"/": "<html></html>", "/feed/": rss(*(f"{{url}}/{number}/" for number in range(5)))}) as site:
        found, discovery = discover(site.url)
        assert [each.url for each in found] == [f"{site.url}/0/", f"{site.url}/1/"]
    assert discovery.library.incomplete


def test_broken_feeds_and_pages_that_are_no_feeds() -> None:
    whole = rss("https://example.org/1/", "https://example.org/2/")
    cut = whole[: whole.index("2/</link>")].encode()
    assert read(cut).candidates[0].url == "https://example.org/1/"
    assert read_feed(b"<html><body><a href='/x'>x</a></body></html>", AT) is None
    assert read_feed(b"/etc/passwd", AT) is None
    assert read_feed(b'{"version": "2"}', AT) is None
    assert read_feed(b"", AT) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", " encoding='utf-16'", " encoding='utf-8'"])
def test_a_feed_is_read_in_the_encoding_it_is_in(encoding: str, declared: str) -> None:
    text = rss("https://example.org/1/").replace("version='1.0'", f"version='1.0'{declared}", 1)
    assert [each.url for each in read(text.encode(encoding)).candidates] == ["https://example.org/1/"]


def test_a_name_at_the_sites_own_host_stands_in_for_a_link_to_a_counter() -> None:
    body = (
        "<rss version='2.0'><channel><link>https://example.org/</link>"
        "<item><link>https://feeds.example.net/~r/{0}/3</link><guid isPermaLink='{1}'>{2}</guid></item></channel></rss>"
    )
    own, at_counter = "https://www.example.org/1/", "https://feeds.example.net/~r/x/3"
    told = (
        ("true", own, own),
        ("false", "https://example.org/?p=1", "https://example.org/?p=1"),
        ("false", "x1", at_counter),
    )
    for permanent, name, found in told:
        assert [each.url for each in read(body.format("x", permanent, name).encode()).candidates] == [found]


def test_a_guid_stands_in_for_a_link() -> None:
    body = "<rss version='2.0'><channel><item><guid isPermaLink='true'>https://example.org/1/</guid></item></channel></rss>"
    assert [each.url for each in read(body.encode()).candidates] == ["https://example.org/1/"]


@pytest.mark.parametrize(
    "body",
    [
        "<rss version='2.0'><channel><item><link>{link}</link><guid>{guid}</guid></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{link}'/><id>{guid}</id></entry></feed>",
        '{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{link}", "id": "{guid}"}}]}}',
    ],
    ids=["rss", "atom", "json"],
)
def test_what_a_feed_calls_its_story_is_read_where_it_is_not_the_address(body: str) -> None:
    link = "https://example.org/1/"
    for guid, told in (("https://example.org/?p=1", "https://example.org/?p=1"), (link, None), ("x" * 501, None)):
        assert [each.guid for each in read(body.format(link=link, guid=guid).encode()).candidates] == [told]


def test_a_feed_that_is_html_leads_to_the_links() -> None:
    routes: dict[str, Route] = {
        "/": "<html><a href='/2024/05/one/'>one</a></html>",
        "/feed/": Answer(b"<html>no feed</html>"),
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
    assert discovery.used == "links"
    assert len(found) == 1


def wordpress_feed(*links: str) -> bytes:
    return rss(*links, extra="<generator>https://wordpress.org/?v=6.5</generator>").encode()


def test_a_wordpress_feed_is_read_back_in_time_and_then_only_when_it_changed() -> None:
    def page(number: int) -> list[str]:
        return [f"https://127.0.0.1/{number}-{place}/" for place in range(3)]

    def newest(request: Received) -> Answer:
        if request.headers.get("If-None-Match") == '"1"':
            return Answer(status=304)
        return Answer(wordpress_feed(*page(1)), headers={"ETag": '"1"'})

    routes: dict[str, Route] = {
        "/": "<html><link rel='alternate' type='application/rss+xml' href='/feed/'></html>",
        "/feed/": newest,
        "/feed/?paged=2": wordpress_feed(*page(2)),
        "/feed/?paged=3": wordpress_feed(*page(3)),
    }
    with serving(routes, host="127.0.0.1") as site:
        for number in (2, 3):
            own = [link.replace("https://127.0.0.1", site.url) for link in page(number)]
            routes[f"/feed/?paged={number}"] = wordpress_feed(*own)
        found, discovery = discover(site.url)
        assert [each.url.removeprefix(site.url) for each in found] == [
            "/2-0/",
            "/2-1/",
            "/2-2/",
            "/3-0/",
            "/3-1/",
            "/3-2/",
        ]
        assert discovery.foreign == 3
        known = discovery.library.newly_finished()
        site.requests.clear()
        found, discovery = discover(site.url, known)
        assert (found, discovery.used) == ([], "feed")
        assert site.paths() == ["/", "/feed/"]


def front_page(*paths: str) -> str:
    return "<html>" + "".join(f"<a href='{path}'>story</a>" for path in paths) + "</html>"


def test_a_feed_of_the_newest_stories_is_not_all_there_is() -> None:
    routes: dict[str, Route] = {
        "/": front_page("/2024/05/new/", "/page/2/"),
        "/page/2/": front_page("/2023/01/old/"),
        "/feed/": rss("{url}/2024/05/new/"),
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        assert {each.url.removeprefix(site.url) for each in found} == {"/2024/05/new/", "/2023/01/old/"}
        assert discovery.used == "feed and links"
        known, heard = discovery.library.newly_finished(), [each.url for each in found]

        routes["/feed/"] = rss("{url}/2024/06/newer/", "{url}/2024/05/new/")
        site.requests.clear()
        found, discovery = discover(site.url, known, heard=heard)
        assert "/2024/06/newer/" in [each.url.removeprefix(site.url) for each in found]
        assert (discovery.used, site.paths()) == ("feed", ["/", "/feed/"])

        routes["/feed/"] = rss("{url}/2024/09/newest/")  # what came between is in the feed no more
        found, discovery = discover(site.url, known, heard=heard)
        assert discovery.used == "feed and links"


def test_feeds_that_name_their_older_pages_are_read_to_the_first_story() -> None:
    def atom(story: str, relation: str = "", older: str = "") -> str:
        link = f"<link rel='{relation}' href='{older}'/>" if older else ""
        entry = f"<entry><title>T</title><link href='{{url}}{story}'/></entry>"
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>{link}{entry}</feed>"

    def json_feed(story: str, older: str | None = None) -> str:
        version = "https://jsonfeed.org/version/1.1"
        return json.dumps({"version": version, "next_url": older, "items": [{"url": story}]})

    paged: dict[str, Route] = {
        "/": front_page("/not/in/the/feed/2024-05-01/"),
        "/feed/": atom("/3/", "next", "/feed/older"),
        "/feed/older": atom("/3/", "prev-archive", "/feed/old"),  # it begins before the feed ends
        "/feed/old": atom("/2/", "prev-archive", "/feed/oldest"),
        "/feed/oldest": atom("/1/"),
    }
    as_json: dict[str, Route] = {
        "/": "<html></html>",
        "/feed.json": json_feed("/3/", "/feed.json?to=2"),
        "/feed.json?to=2": json_feed("/2/", "/feed.json?to=1"),
        "/feed.json?to=1": json_feed("/1/"),
    }
    for routes in (paged, as_json):
        with serving(routes) as site:
            found, discovery = discover(site.url)
            assert [each.url.removeprefix(site.url) for each in found] == ["/3/", "/2/", "/1/"]
            assert discovery.used == "feed"


def test_a_feed_hands_out_whole_texts_but_no_excerpts() -> None:
    whole = (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
        "<title>Ferry &amp; bridge</title><link>https://example.org/1/</link><description>The ferry…</description>"
        "<content:encoded><![CDATA[<p>The ferry is back.</p><p>So is the bridge.</p>]]></content:encoded></item>"
        "<item><link>https://example.org/2/</link><description>Only an excerpt…</description></item></channel></rss>"
    )
    first, second = read(whole.encode()).candidates
    assert first.copy is not None and second.copy is None
    article = extract(first.copy.html, first.url)
    assert (article.headline, article.text) == ("Ferry & bridge", "The ferry is back.\n\nSo is the bridge.")


def test_json_feeds_are_read() -> None:
    item = {
        "url": "/1/",
        "title": "Ferry",
        "content_html": "<p>The ferry is back at its berth.</p>",
        "date_published": "2024-05-03T10:00:00Z",
        "date_modified": "2024-05-04T10:00:00+02:00",
        "authors": [{"name": "Ana Gómez"}],
        "tags": ["ferry", 7],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Post", "language": "en", "items": [item, 7, {}]}
    (candidate,) = read(json.dumps(feed).encode()).candidates
    assert (candidate.url, candidate.lastmod) == ("https://example.org/1/", datetime(2024, 5, 4, 8, tzinfo=UTC))
    assert candidate.copy is not None
    article = extract(candidate.copy.html, candidate.url)
    assert (article.byline, article.tags, article.language) == (("Ana Gómez",), ("ferry",), "en")


def test_a_feed_that_is_said_to_be_as_it_was_is_read_whole_where_the_front_page_proves_that_wrong() -> None:
    old, new, unshown = "/2024/05/bridge-closes/", "/2024/06/ferry-returns/", "/2024/06/on-no-front-page/"
    head = "<link rel='alternate' type='application/rss+xml' href='/feed/'>"
    routes: dict[str, Route] = {"/": f"{head}<a href='{old}'>Bridge</a>"}
    with serving(routes) as site:
        announced = [old]

        def as_ever(request: Received) -> Answer:
            whole = rss(*(f"{site.url}{path}" for path in announced)).encode()
            return Answer(status=304) if request.headers.get("If-None-Match") else Answer(whole, headers={"ETag": "x"})

        routes["/feed/"] = as_ever
        known = discover(site.url)[1].library.newly_finished()
        announced += [new, unshown]
        routes["/"] = f"{head}<a href='{new}'>Ferry</a><a href='{old}'>Bridge</a>"
        found, _ = discover(site.url, known, heard=[site.url + old])
    assert f"{site.url}{unshown}" in [each.url for each in found]
