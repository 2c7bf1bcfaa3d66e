"""Links: same host, articles first, no traps."""

from __future__ import annotations

import pytest

from crawler.discovery.links import MAX_BARREN, _sorted
from crawler.discovery.looks import is_page, is_story, plain_form
from crawler.discovery.source import Site
from crawler.discovery.twins import are_twins, at_home
from crawler.records.finds import Document
from extractors.page.listaddresses import is_listing
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


def test_the_next_page_of_a_list_may_be_named_in_its_head_only() -> None:
    routes: dict[str, Route] = {
        "/": "<html><head><link rel=next href='/page/2/'></head><a href='/2024/05/one/'>1</a></html>",
        "/page/2/": "<html><a href='/2024/05/two/'>2</a></html>",
    }
    with serving(routes) as site:
        found, _ = discover(site.url)
        assert [each.url.removeprefix(site.url) for each in found] == ["/2024/05/one/", "/2024/05/two/"]


@pytest.mark.parametrize(
    ("front", "is_deserted"),
    [
        (Answer(status=404), True),
        (Answer(status=503), True),
        (Answer(status=403), False),
        (Answer(b"<h1>For sale</h1>"), True),
        (Answer(b"<a href='/2024/05/a-story/'>A story</a>"), False),
    ],
    ids=["unknown", "broken", "refused", "without stories", "well"],
)
def test_a_deserted_site_is_told_from_one_that_refuses_us(front: Answer, is_deserted: bool) -> None:
    with serving({"/": front}) as site:
        assert discover(site.url)[1].is_deserted == is_deserted


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
        "/blog/2024/05/03/archive-of-the-port-opens/",
        "/2024/05/tags-removed/",
        "/page-one-editor-resigns-today/",
        "/archives/2024/05/000123.html",
        "/archives/12345",
        "/category/politics/why-the-mill-closed",
        "/sections/news/2024/05/03/12345/title",
        "/index.php?option=com_content&view=article&id=12:bridge&catid=3&Itemid=101",
        "/index.php?m=content&c=index&a=show&catid=12&id=345",
        "/modules.php?name=News&file=article&sid=123",
        "/news/articleView.html?idxno=12345",
        "/article.asp?id=12&date=20240503",
        "/story.php?id=12",
        "/blog/?p=17",
        "/the-last-ferry-to-stannet/?view=full&on=2024-05-03",
    ],
)
def test_addresses_of_stories(path: str) -> None:
    assert is_story(f"https://example.org{path}")
    assert is_page(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about/",
        "/2024/",
        "/2024/05/",
        "/category/long-name-of-one/",
        "/tag/a-b-c-d/",
        "/page/2/",
        "/events/2026-11/",
    ],
)
def test_addresses_of_listings(path: str) -> None:
    assert not is_story(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/wp-admin/x",
        "/comment/reply/12345",
        "/a.pdf",
        "/?s=bridge",
        "/a?replytocom=3",
        "/x/feed/",
        "/a?b=1&c=2&d=3&e=4",
    ],
)
def test_addresses_that_are_no_pages(path: str) -> None:
    assert not is_page(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/a/b/a/b/a/b/",
        "/story;jsessionid=7F",
        "/events/?tribe-bar-date=2031-04",
        "/news?filter_by=new",
        "/calendar/2031/05/",
        "/x/story.pdf",
    ],
)
def test_traps_are_cut(path: str) -> None:
    assert not is_page(f"https://example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/page/2/",
        "/2024/05/?paged=3",
        "/?cat=4",
        "/?m=202405",
        "/author/ana/",
        "/author/ana-maria-de-la-cruz/2",
        "/themen/hafen",
        "/blog/2024/05/",
        "/archives/2024/05/index.html",
        "/2024_05_01_archive.html",
        "/category/politics/local/page/2/",
        "/index.php?option=com_content&view=category&id=5&Itemid=105",
        "/section.php?id=3&seite=2",
        "/sport/list_2.html",
        "/index_2.html",
        "/news?p=2",
        "/archive?d=2026-11-21",
        "/index2.html",
        "/tags.html",
        "/author/ana2.html",
    ],
)
def test_lists_of_stories_are_no_stories(path: str) -> None:
    assert is_listing(f"https://example.org{path}")
    assert not is_story(f"https://example.org{path}")


@pytest.mark.parametrize(
    ("amp", "plain"),
    [
        ("/2024/05/bridge/amp/", "/2024/05/bridge/"),
        ("/2024/05/bridge/?amp=1", "/2024/05/bridge/"),
        ("/2024/05/bridge.html?m=1", "/2024/05/bridge.html"),
        ("/2024/05/bridge/?amp", "/2024/05/bridge/"),
        ("/?p=17&amp", "/?p=17"),
        ("/bridge.amp.html", "/bridge.html"),
        ("/amp/", "/amp/"),
        ("/guitar-amp/", "/guitar-amp/"),
        ("/?amplitude=2", "/?amplitude=2"),
    ],
)
def test_an_amp_page_is_folded_into_its_story(amp: str, plain: str) -> None:
    assert plain_form(f"https://example.org{amp}") == f"https://example.org{plain}"


def test_further_pages_are_followed_before_a_cloud_of_tags() -> None:
    tags = "".join(f"<a href='/tag/{number}/'>t</a>" for number in range(60))
    routes: dict[str, Route] = {"/": f"<a href='/2024/05/s0/'>x</a><a href='/page/2/'>older</a>{tags}"}
    routes |= {
        f"/page/{number}/": f"<a href='/2024/05/s{number}/'>x</a><a href='/page/{number + 1}/'>older</a>{tags}"
        for number in range(2, 40)
    }
    routes |= {f"/tag/{number}/": "<a href='/2024/05/s0/'>x</a>" for number in range(60)}
    with serving(routes) as site:
        found, _ = discover(site.url)
        assert sum("/s" in each.url for each in found) == 39
        assert site.paths().index("/page/39/") < site.paths().index("/tag/0/")


def test_a_later_walk_goes_on_only_where_something_is_new() -> None:
    front = "<a href='/2024/05/one/'>x</a><a href='/page/2/'>older</a><a href='/tag/bridge/'>t</a>"
    routes: dict[str, Route] = {
        "/": front,
        "/page/2/": "<a href='/2024/05/two/'>x</a>",
        "/tag/bridge/": "<a href='/2024/05/one/'>x</a>",
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        known = {document.url: document for document in discovery.library.newly_finished()}
        heard = {each.url for each in found}
        site.requests.clear()
        again, _ = discover(site.url, known.values(), heard=heard)
        assert site.paths() == ["/"]
        assert [each.url for each in again] == [f"{site.url}/2024/05/one/"]
        routes["/"] = f"<a href='/2024/05/zero/'>x</a>{front}"
        found, _ = discover(site.url, known.values(), heard=heard)
        assert {"/page/2/", "/tag/bridge/"} <= set(site.paths())
        site.requests.clear()
        cut_off = {**known, f"{site.url}/": Document(f"{site.url}/", "links")}
        discover(site.url, cut_off.values(), heard=heard | {f"{site.url}/2024/05/zero/"})
        assert "/page/2/" in site.paths()  # what the last walk left alone does not count when it was cut off


@pytest.mark.parametrize(
    ("site", "url", "home"),
    [
        ("https://news.example.org/", "https://m.news.example.org/a/", "https://news.example.org/a/"),
        ("https://www.example.org/", "http://amp.example.org/a/?b=1", "https://www.example.org/a/?b=1"),
        ("https://m.example.org/", "https://example.org/a/", "https://m.example.org/a/"),
        ("https://example.org/", "https://www.example.org/a/", None),  # the same host, as sites go
        ("https://example.org/", "https://shop.example.org/a/", None),
        ("https://m.co.uk/", "https://amp.co.uk/a/", None),
        ("https://example.org/", "https://[bad/", None),
    ],
)
def test_a_page_at_a_host_for_phones_is_one_of_the_site(site: str, url: str, home: str | None) -> None:
    assert are_twins(url, site) is (home is not None)
    assert at_home(url, site) == (home or url)
    assert Site(site).owns(url) is (home is not None or "www" in url)


def test_a_story_that_is_linked_at_two_hosts_is_asked_for_at_its_own() -> None:
    links = [f"https://{host}example.org/2024/05/bridge-closes/" for host in ("m.", "", "amp.")]
    assert _sorted(links, Site("https://example.org/"), set()).stories == links[1:2]
    assert _sorted(links[:1], Site("https://example.org/"), set(links)).stories == []


def test_a_walk_that_reaches_its_limit_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.discovery.links.MAX_LISTINGS", 3)

    def listing(request: Received) -> Answer:
        number = int(request.path.strip("/").removeprefix("page/") or 1)
        older = f"<a href='/page/{number + 1}/'>Older</a>" if number < 9 else ""
        return Answer(f"<a href='/2024/05/the-story-of-day-{number}/'>Story</a>{older}".encode())

    routes: dict[str, Route] = dict.fromkeys(["/", *(f"/page/{number}/" for number in range(2, 10))], listing)
    known: dict[str, Document] = {}
    heard: set[str] = set()
    told = []
    with serving(routes) as site:
        for _ in range(3):
            found, discovery = discover(site.url, known.values(), heard=heard)
            heard |= {each.url for each in found}
            known |= {each.url: each for each in discovery.library.newly_finished()}
            told.append([len(heard), list(discovery.library.bounds)])
        assert told == [
            [4, [f"{site.url}/: 3 pages of links are read in one visit; the next goes on with 1"]],
            [7, [f"{site.url}/: 3 pages of links are read in one visit; the next goes on with 1"]],
            [9, []],
        ]
