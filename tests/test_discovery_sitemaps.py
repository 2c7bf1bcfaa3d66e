"""Sitemaps: wherever they are announced, whatever state they are in."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.discovery.documents import moment, unpacked
from crawler.discovery.sitemaps import MAX_DEPTH, read_sitemap, sitemaps_named, usual_addresses, worth_reading
from crawler.records.finds import Document
from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving, sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
AT = "https://example.org/sitemap.xml"


def index(*locs: str, lastmod: str | None = None) -> Answer:
    stamp = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    body = "".join(f"<sitemap><loc>{loc}</loc>{stamp}</sitemap>" for loc in locs)
    return Answer(f"<sitemapindex {NAMESPACE}>{body}</sitemapindex>".encode(), content_type="text/xml")


def pages(body: bytes) -> list[str]:
    return [url for url, _ in read_sitemap(body, AT).pages]


def test_an_index_that_robots_names_is_read_with_its_gzipped_parts() -> None:
    routes: dict[str, Route] = {
        "/": "<html></html>",
        "/robots.txt": "SITEMAP:  /maps/index.xml\nUser-agent: *",
    }
    with serving(routes) as site:
        packed = sitemap(f"{site.url}/one/", lastmod="2024-05-03T09:30:00+02:00").body
        routes["/maps/index.xml"] = index(f"{site.url}/maps/posts.xml.gz", f"{site.url}/maps/dead.xml")
        routes["/maps/posts.xml.gz"] = Answer(gzip.compress(packed), content_type="application/gzip")
        found, discovery = discover(site.url)
        assert [(each.url, each.source, each.found_in) for each in found] == [
            (f"{site.url}/one/", "sitemap", f"{site.url}/maps/posts.xml.gz")
        ]
    assert found[0].lastmod == datetime(2024, 5, 3, 7, 30, tzinfo=UTC)
    assert discovery.used == "sitemap"


def test_usual_addresses_are_tried_beside_the_site_and_at_the_root() -> None:
    assert usual_addresses("https://example.org/blog/")[0] == "https://example.org/blog/wp-sitemap.xml"
    assert "https://example.org/sitemap.xml" in usual_addresses("https://example.org/blog/")
    routes: dict[str, Route] = {"/blog/": "<html></html>"}
    with serving(routes) as site:
        routes["/blog/wp-sitemap.xml"] = index(f"{site.url}/blog/wp-sitemap-posts-post-1.xml")
        routes["/blog/wp-sitemap-posts-post-1.xml"] = sitemap(f"{site.url}/blog/one/", f"{site.url}/blog/")
        found, _ = discover(f"{site.url}/blog/")
        assert [each.url for each in found] == [f"{site.url}/blog/one/"]  # the front page is no article


@pytest.mark.parametrize("stories", [("one", "two"), ()])
def test_pages_of_tags_and_authors_are_left_out_where_stories_are_listed_with_them(stories: tuple[str, ...]) -> None:
    lists = ("news/tag/port", "author/ana", "news/category/Sport")
    with serving({"/": "<html></html>"}) as site:
        site.routes["/sitemap.xml"] = sitemap(*(f"{site.url}/{path}" for path in (*lists, *stories)))
        found, _ = discover(site.url)
        assert [each.url.removeprefix(f"{site.url}/") for each in found] == list(stories or lists)


def test_archives_are_left_out_where_stories_are_listed_otherwise() -> None:
    listed = [
        f"https://x.example/wp-sitemap-{name}.xml"
        for name in ("taxonomies-category-1", "users-1", "posts-page-1", "attachment-1")
    ]
    stories = "https://x.example/wp-sitemap-posts-post-1.xml"
    assert worth_reading([*listed, stories]) == [listed[2], stories]
    assert worth_reading(["https://x.example/page-sitemap.xml", "https://x.example/post-sitemap.xml"])[0].endswith(
        "/post-sitemap.xml"
    )
    assert worth_reading(listed[:2]) == listed[:2]
    named = ("users", "taxonomies&sitemap-subtype=tag", "posts")
    plain = [f"https://x.example/?sitemap={name}&paged=1" for name in named]
    assert worth_reading(plain) == plain[2:]
    wares = [f"https://x.example/{name}" for name in ("product-sitemap2.xml", "wp-sitemap-posts-product-1.xml")]
    assert worth_reading([*wares, stories, "https://x.example/new-products.xml"])[1:] == [
        "https://x.example/new-products.xml"
    ]
    assert worth_reading(["https://x.example/stage-sitemap.xml"]) == ["https://x.example/stage-sitemap.xml"]


def test_an_index_that_names_itself_ends() -> None:
    routes: dict[str, Route] = {"/": "<html></html>"}
    with serving(routes) as site:
        routes["/sitemap.xml"] = index(f"{site.url}/sitemap.xml", f"{site.url}/more.xml")
        routes["/more.xml"] = index(f"{site.url}/sitemap.xml")
        found, discovery = discover(site.url)
        assert found == []
        assert site.paths().count("/more.xml") == 1
    assert discovery.used is None


def test_pages_of_other_hosts_are_counted_and_left() -> None:
    routes: dict[str, Route] = {"/": "<html></html>"}
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(f"{site.url}/one/", "https://cdn.example/two/")
        found, discovery = discover(site.url)
    assert len(found) == 1
    assert discovery.foreign == 1


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    whole = sitemap("https://example.org/1/", "https://example.org/2/", "https://example.org/3/").body
    for end in (whole.index(b"3/"), whole.index(b"3/") + 1):
        assert pages(whole[:end]) == ["https://example.org/1/", "https://example.org/2/"], "half an address is none"
    assert len(pages(whole[: whole.index(b"3/") + 4])) == 3
    assert pages(b"<urlset><url><loc>https://example.org/?a=1&b=2</loc></url>") != []
    assert pages(b"\n\n " + whole) == pages(whole)
    assert pages(b"<html><body>Not found</body></html>") == []
    assert pages(b"") == []


def test_plain_text_image_and_news_sitemaps() -> None:
    assert pages(b"https://example.org/1/\r\nhttps://example.org/2/\n# no\n") == [
        "https://example.org/1/",
        "https://example.org/2/",
    ]
    news = b"""<urlset xmlns:news="n" xmlns:image="i"><url><image:image><image:loc>https://example.org/1.jpg</image:loc>
        </image:image><loc> <![CDATA[https://example.org/1/]]> </loc>
        <news:news><news:publication_date>2024-05-03</news:publication_date></news:news></url></urlset>"""
    assert read_sitemap(news, AT).pages == (("https://example.org/1/", datetime(2024, 5, 3, tzinfo=UTC)),)


DECLARED = "<?xml version='1.0' encoding='%s'?>\n"
WARNING = "<br />\n<b>Warning</b>:  Undefined array key [0] in <b>/srv/plugin.php</b> on line <b>3</b><br />\n"


@pytest.mark.parametrize(
    ("declared", "encoding", "before"),
    [
        ("UTF-8", "utf-8-sig", ""),
        ("UTF-16", "utf-16", ""),
        ("UTF-16", "utf-16-be", ""),
        ("UTF-8", "utf-16", ""),  # as some editors save it
        ("utf-16", "utf-8", ""),  # as .NET writes it
        ("utf-16", "utf-8-sig", ""),
        ("ISO-8859-1", "utf-8", ""),
        ("x-klingon", "utf-8", ""),
        ("UTF-8", "utf-8", WARNING),
        ("UTF-8", "utf-8", "\nNotice: Undefined index: lang in /srv/plugin.php on line 3\n"),
        ("UTF-8", "utf-8", "<!-- made by a plugin -->\n"),
        ("UTF-8", "utf-16", WARNING),
    ],
)
def test_a_sitemap_is_read_in_the_encoding_it_is_in_and_behind_what_its_server_prints_first(
    declared: str, encoding: str, before: str
) -> None:
    listed = ["https://example.org/1/", "https://example.org/2/"]
    text = before + DECLARED % declared + sitemap(*listed).body.decode().partition("?>")[2]
    assert pages(text.encode(encoding)) == listed
    assert pages(gzip.compress(text.encode(encoding))) == listed


def test_plain_lists_are_read_in_utf16_too() -> None:
    listed = ["https://example.org/1/", "https://example.org/2/"]
    assert all(
        pages("\r\n".join(listed).encode(encoding)) == listed for encoding in ("utf-16", "utf-16-le", "utf-8-sig")
    )


def test_an_ampersand_that_is_not_written_as_xml_wants_it_is_one_all_the_same() -> None:
    fill = [f"https://example.org/{number}/" for number in range(3000)]  # more than is read at one go
    stray = [f"https://example.org/?page={number}&lang=en&x" for number in range(3000)]
    assert pages(sitemap(*fill, *stray).body) == fill + stray
    assert pages(sitemap("https://example.org/?a=1&amp;b=2&#38;c=&#x33;").body) == ["https://example.org/?a=1&b=2&c=3"]
    assert pages(sitemap("<![CDATA[https://example.org/?a=1&b=2]]>").body) == ["https://example.org/?a=1&b=2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_robots_names_sitemaps_in_any_encoding_and_with_any_ends_of_lines(encoding: str, end: str) -> None:
    rules = end.join(("User-agent: *", "Disallow: /members/", "Sitemap: /map.xml", ""))
    assert sitemaps_named(rules.encode(encoding), AT) == ("https://example.org/map.xml",)


def test_entities_and_outside_documents_are_not_read() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE u [<!ENTITY l0 "lol">{laughs}]><urlset><url><loc>https://x.example/&l9;</loc></url></urlset>'
    assert all(len(url) < 100 for url in pages(bomb.encode()))
    outside = b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://x.example/&f;</loc></url></urlset>'
    assert pages(outside) == []


def test_unpacking_is_bounded_and_forgiving() -> None:
    packed = gzip.compress(b"<urlset>" + bytes(10_000_000))
    assert len(unpacked(packed, limit=1000)) == 1000
    text = b"".join(b"https://example.org/%d/\n" % number for number in range(20_000))
    cut = unpacked(gzip.compress(text)[:-2000])
    assert text.startswith(cut) and len(cut) > 1000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-03", datetime(2024, 5, 3, tzinfo=UTC)),
        ("2024-05-03T10:00:00Z", datetime(2024, 5, 3, 10, tzinfo=UTC)),
        ("Fri, 03 May 2024 10:00:00 +0200", datetime(2024, 5, 3, 10, tzinfo=timezone(timedelta(hours=2)))),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text: str | None, expected: datetime | None) -> None:
    assert moment(text) == expected


def test_a_sitemap_that_is_dead_is_asked_for_ever_less_often() -> None:
    with serving({"/": "<html></html>", "/robots.txt": "Sitemap: {url}/gone.xml"}) as site:
        known: dict[str, Document] = {}
        rests = []
        for _ in range(3):
            _, discovery = discover(site.url, known.values())
            known |= {document.url: document for document in discovery.library.newly_finished()}
            dead = known[f"{site.url}/gone.xml"]
            assert dead.read_at is None and dead.reason == "HTTP 404" and dead.not_before
            rests.append(dead.not_before - datetime.now(UTC))
            known[dead.url] = replace(dead, not_before=datetime.now(UTC))
        assert rests[0] < rests[1] < rests[2]
        site.requests.clear()
        known[dead.url] = dead
        discover(site.url, known.values())
        assert site.paths() == ["/"]  # everything else rests as well


def test_an_index_says_which_of_its_sitemaps_changed() -> None:
    routes: dict[str, Route] = {"/": "<html></html>", "/robots.txt": "Sitemap: {url}/index.xml"}
    with serving(routes) as site:
        routes["/index.xml"] = index(f"{site.url}/posts-1.xml", lastmod="2024-05-03T08:00:00Z")
        routes["/posts-1.xml"] = sitemap(f"{site.url}/one/", lastmod="2024-05-03T08:00:00Z")
        found, discovery = discover(site.url)
        assert [each.url for each in found] == [f"{site.url}/one/"]
        known = discovery.library.newly_finished()
        site.requests.clear()
        found, discovery = discover(site.url, known)
        assert (found, discovery.used) == ([], "sitemap")
        assert "/posts-1.xml" not in site.paths()
        assert f"{site.url}/posts-1.xml" in discovery.library.unread
        routes["/index.xml"] = index(f"{site.url}/posts-1.xml", lastmod="2099-05-03T08:00:00Z")
        assert len(discover(site.url, known)[0]) == 1


def test_a_sitemap_of_the_last_two_days_is_completed_by_the_feed() -> None:
    news = (
        f'<urlset {NAMESPACE} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{{url}}/new/</loc>'
        "<n:news><n:publication_date>2024-05-03</n:publication_date></n:news></url></urlset>"
    )
    routes: dict[str, Route] = {
        "/": "<html></html>",
        "/robots.txt": "Sitemap: {url}/news.xml",
        "/news.xml": news,
        "/feed/": "<rss version='2.0'><channel><item><link>{url}/old/</link></item></channel></rss>",
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        assert [each.url.removeprefix(site.url) for each in found] == ["/new/", "/old/"]
    assert discovery.used == "sitemap and feed"
    assert not discovery.lists_all


def test_indexes_that_name_each_other_end() -> None:
    def endless(request: Received) -> Answer:
        number = int(request.path.removeprefix("/index-").removesuffix(".xml"))
        return index(f"http://{request.headers['Host']}/index-{number + 1}.xml")

    class Endless(dict[str, Route]):
        def get(self, path: str, default: object = None) -> Route:
            return endless if path.startswith("/index-") else super().get(path, Answer(status=404))

    with serving(Endless({"/": "<html></html>", "/robots.txt": "Sitemap: {url}/index-0.xml"})) as site:
        _, discovery = discover(site.url)
        assert sum(path.startswith("/index-") for path in site.paths()) == MAX_DEPTH + 1
    assert not discovery.lists_all


def test_a_sitemap_that_lists_few_of_the_front_pages_stories_is_a_part_only() -> None:
    stories = [f"/2024/05/story-{number}/" for number in range(4)]
    routes: dict[str, Route] = {"/": "".join(f"<a href='{story}'>story</a>" for story in [*stories, "/page/2/"])}
    routes["/page/2/"] = "<a href='/2023/01/old/'>story</a>"
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(f"{site.url}/about/")
        found, discovery = discover(site.url)
        assert {each.url.removeprefix(site.url) for each in found} == {"/about/", *stories, "/2023/01/old/"}
        assert discovery.used == "sitemap and links"

        routes["/sitemap.xml"] = sitemap(*(f"{site.url}{story}" for story in stories[:3]))
        found, discovery = discover(site.url)  # it is late by one story, as those are that are written at night
        assert [each.url.removeprefix(site.url) for each in found] == stories
        assert discovery.used == "sitemap"

        heard = [f"{site.url}{story}" for story in stories]
        _, discovery = discover(site.url, discovery.library.newly_finished(), heard=heard)
        assert discovery.used == "sitemap"
