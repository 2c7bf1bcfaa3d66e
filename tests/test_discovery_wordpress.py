"""WordPress's REST interface: wherever it is announced or hidden, a hundred posts a request, and no fuss without it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.discovery.postreading import About, candidate_of
from crawler.records.finds import Candidate, Document
from extractors import extract
from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving, sitemap

MONDAY = datetime(2024, 5, 6, 9, tzinfo=UTC)
TYPES = {"post": {"rest_base": "posts"}, "attachment": {"rest_base": "media"}, "nav_menu_item": {"rest_base": "menu"}}


def post(number: int, base: str = "", **changes: Any) -> dict[str, Any]:
    day = MONDAY + timedelta(days=number)
    told = {
        "link": f"{base}/2024/05/story-{number}/",
        "type": "post",
        "date_gmt": f"{day:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{day:%Y-%m-%dT%H:%M:%S}",
        "title": {"rendered": f"Story &#8220;{number}&#8221;"},
        "content": {"rendered": f"<p>The council met for the {number}th time.</p>", "protected": False},
    }
    return told | changes


class Blog(dict[str, Route]):
    """A WordPress with ``count`` posts whose interface is at ``root``, after the answers that a test gives it."""

    def __init__(self, root: str, count: int, routes: Mapping[str, Route] | None = None) -> None:
        super().__init__(routes or {})
        self.root = root
        self.count = count
        self.largest = 100
        self.folder = ""

    def get(self, path: str, default: Any = None) -> Route:
        return super().get(path) or self.answer

    def answer(self, request: Received) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        path = urlsplit(request.path).path
        asked = query.get("rest_route") or path.removeprefix(self.root)
        if "rest_route=" not in self.root and not path.startswith(self.root):
            return Answer(b"<h1>Not found</h1>", 404)
        if asked.endswith("wp/v2/types"):
            return as_json(TYPES)
        if not asked.endswith("wp/v2/posts"):
            return Answer(b"<h1>Not found</h1>", 404)
        size, page = int(query["per_page"]), int(query.get("page", "1"))
        if size > self.largest:
            return Answer(b"Allowed memory size exhausted", 500)
        base = f"http://{request.headers['Host']}{self.folder}"
        posts = [post(number, base) for number in reversed(range(self.count))]
        headers = {"X-WP-Total": str(self.count), "X-WP-TotalPages": str(-(-self.count // size))}
        return as_json(posts[(page - 1) * size : page * size], headers=headers)


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(json.dumps(value).encode(), status, "application/json; charset=UTF-8", headers or {})


LINK = '<html><head><link rel="https://api.w.org/" href="{url}/%s"></head></html>'


@pytest.mark.parametrize(
    ("root", "home"),
    [
        ("/wp-json/", "<html></html>"),
        ("/api/", LINK % "api/"),
        ("/api/", Answer(b"<html></html>", headers={"Link": '</api/>; rel="https://api.w.org/"'})),
        ("/index.php?rest_route=/", LINK % "index.php?rest_route=/"),
        ("/?rest_route=/", '<html><script src="/wp-includes/x.js"></script></html>'),
    ],
)
def test_the_interface_is_found_where_it_is(root: str, home: Route) -> None:
    with serving(Blog(root, 230, {"/": home})) as site:
        found, discovery = discover(site.url)
    assert discovery.used == "wordpress"
    assert [each.url.removeprefix(site.url) for each in found] == [f"/2024/05/story-{n}/" for n in reversed(range(230))]
    assert all(each.copy and each.lastmod for each in found)


WARNING = "<br />\n<b>Warning</b>:  Undefined array key [0] in <b>/srv/plugin.php</b> on line <b>3</b><br />\n"


@pytest.mark.parametrize(
    ("before", "after", "encoding"),
    [
        (WARNING, "", "utf-8"),
        ("\nNotice: Undefined index [x] in {closure} on line 3\n", "", "utf-8"),
        ("", "\n<!-- Cached by a plugin [8 ms] -->", "utf-8"),
        ("", "", "utf-8-sig"),
        ("\ufeff\ufeff", "", "utf-8"),
        ("", "", "utf-16"),
    ],
    ids=["a warning", "a notice", "a cache's remark", "a byte order mark", "two of them", "UTF-16"],
)
def test_what_a_server_prints_around_its_answer_hides_no_post(before: str, after: str, encoding: str) -> None:
    class Noisy(Blog):
        def answer(self, request: Received) -> Answer:
            plain = super().answer(request)
            return replace(plain, body=f"{before}{plain.body.decode()}{after}".encode(encoding))

    with serving(Noisy("/wp-json/", 3, {"/": "<html></html>"})) as site:
        found, discovery = discover(site.url)
    assert discovery.used == "wordpress"
    assert [each.url.removeprefix(site.url) for each in found] == [f"/2024/05/story-{n}/" for n in reversed(range(3))]


@pytest.mark.parametrize("largest", [20, 10])
def test_posts_come_a_hundred_a_request_or_fewer_where_the_server_gives_no_more(largest: int) -> None:
    blog = Blog("/wp-json/", 230, {"/": "<html></html>"})
    with serving(blog) as site:
        discover(site.url)
        assert sum("/posts?" in path for path in site.paths()) == 3
        site.requests.clear()
        blog.largest = largest
        found, _ = discover(site.url)
        assert len(found) == 230
        assert sum(f"per_page={largest}&" in path for path in site.paths()) == -(-230 // largest)


def test_wordpress_com_answers_for_the_sites_that_it_hosts() -> None:
    home = '<html><link rel="stylesheet" href="//s1.wp.com/_static/x.css"></html>'
    with serving({"/": home}) as site, serving({}) as api:
        host = site.url.removeprefix("http://")
        there = Blog(f"/wp/v2/sites/{host}/", 3)

        def answer(request: Received) -> Answer:
            path = request.path.replace(f"/wp/v2/sites/{host}/", there.root + "wp/v2/")
            return there.answer(Received(path, {"Host": host}, request.at))

        api.routes = type("Every", (dict,), {"get": lambda *_: answer})()
        found, discovery = discover(site.url, wordpress_com=api.url)
        assert api.paths()[0] == f"/wp/v2/sites/{host}/types"
        assert not [path for path in site.paths() if "wp-json" in path]
    assert (discovery.used, len(found)) == ("wordpress", 3)


@pytest.mark.parametrize(
    "refusal",
    [
        as_json({"code": "rest_cannot_access"}, 401),
        Answer(b"<h1>Forbidden</h1>", 403),
        Answer(b"<h1>Not found</h1>", 404),
        Answer(b"<html>The front page again</html>"),
        Answer(b'{"cut": '),
        Answer(b"", 500),
    ],
    ids=["401", "403", "404", "a page", "broken JSON", "500"],
)
def test_a_site_that_blocks_or_hides_it_falls_back_without_fuss(refusal: Answer) -> None:
    blog = Blog("/nowhere/", 0, {"/": LINK % "wp-json/"})
    blog |= {"/wp-json/wp/v2/types": refusal}
    with serving(blog) as site:
        blog["/sitemap.xml"] = sitemap(f"{site.url}/one/")
        found, discovery = discover(site.url)
        known = discovery.library.newly_finished()
        site.requests.clear()
        again, _ = discover(site.url, known)
        assert not [path for path in site.paths() if "wp-json" in path]  # asked for ever less often
    assert discovery.used == "sitemap"
    assert [each.url for each in found] == [each.url for each in again] == [f"{site.url}/one/"]


def test_an_interface_that_breaks_off_is_completed_by_the_sitemap() -> None:
    blog = Blog("/wp-json/", 150, {"/": "<html></html>"})
    with serving(blog) as site:
        blog["/sitemap.xml"] = sitemap(*(f"{site.url}/2024/05/story-{number}/" for number in range(150)))
        first_page = blog.answer

        def answer(request: Received) -> Answer:
            return Answer(b"", 502) if "page=2" in request.path.split("&")[-1] else first_page(request)

        blog.answer = answer  # type: ignore[method-assign]
        found, discovery = discover(site.url)
    assert discovery.used == "wordpress and sitemap"
    assert len({each.url for each in found}) == 150
    (posts,) = [each for each in discovery.library.newly_finished() if each.url.endswith("/posts")]
    assert re.fullmatch(r"150 - 2024-\S+ 2024-\S+ 20\S+ 2", posts.mark or ""), (
        "how far it came, for the next walk to go on"
    )


def test_an_interface_that_gives_its_first_page_again_and_again_is_left() -> None:
    blog = Blog("/wp-json/", 250, {"/": "<html></html>"})
    with serving(blog) as site:
        blog["/sitemap.xml"] = sitemap(*(f"{site.url}/2024/05/story-{number}/" for number in range(250)))
        answer = blog.answer

        def first_page(request: Received) -> Answer:
            return answer(replace(request, path=re.sub(r"&page=\d+", "", request.path)))

        blog.answer = first_page  # type: ignore[method-assign]
        found, discovery = discover(site.url)
        assert sum("/posts?" in path for path in site.paths()) == 2
    assert discovery.used == "wordpress and sitemap"
    assert len({each.url for each in found}) == 250


def later(count: Callable[[int], int]) -> tuple[list[Candidate], list[str], list[str]]:
    """What a later walk finds on a blog that had five posts, what counts as unread, and the paths asked for."""
    blog = Blog("/wp-json/", 5, {"/": "<html></html>"})
    with serving(blog) as site:
        _, discovery = discover(site.url)
        known = discovery.library.newly_finished()
        site.requests.clear()
        blog.count = count(blog.count)
        found, discovery = discover(site.url, known)
        return found, discovery.library.unread, site.paths()


def test_a_later_walk_asks_for_what_changed_and_counts() -> None:
    found, unread, paths = later(lambda count: count)
    assert [path.partition("&")[0] for path in paths if "/posts" in path] == [
        "/wp-json/wp/v2/posts?order=desc",
        "/wp-json/wp/v2/posts?order=desc",
    ]
    assert "modified_after=2024-05-10T09:00:00Z" in paths[1]  # the last told, by whatever clock
    assert any(url.endswith("/posts") for url in unread)
    assert found


def test_where_the_count_is_off_all_posts_are_listed_by_name() -> None:
    found, unread, paths = later(lambda count: count - 1)
    assert any("content.protected" in path for path in paths)
    assert not any(url.endswith("/posts") for url in unread)  # what it lists no longer may be gone
    assert len({each.url for each in found}) == 4


def test_a_post_behind_a_password_is_refused_and_one_without_words_or_picture_has_no_copy() -> None:
    locked = post(1, "https://news.example", content={"rendered": "<form></form>", "protected": True})
    candidate = candidate_of(locked, "x", About(), MONDAY)
    assert candidate is not None
    assert (candidate.refusal, candidate.copy) == ("password-protected", None)
    empty = candidate_of(post(1, content={"rendered": "<p> </p>"}), "x", About(), MONDAY)
    assert empty is not None and empty.copy is None
    assert candidate_of(post(1, link="https://news.example/?post_type=ad&p=3"), "x", About(), MONDAY) is None
    assert candidate_of(post(1, link="http://[::1/"), "x", About(), MONDAY) is None


@pytest.mark.parametrize(
    ("guid", "told"), [({"rendered": "https://n.example/?p=7"}, "https://n.example/?p=7"), (7, None)]
)
def test_what_wordpress_calls_its_post_comes_with_it(guid: object, told: str | None) -> None:
    candidate = candidate_of(post(7, "https://n.example", guid=guid), "", About(), MONDAY)
    assert candidate is not None
    assert candidate.guid == told


def test_a_copy_reads_as_the_page_would() -> None:
    embedded = {
        "author": [{"name": "Ana G&oacute;mez"}],
        "wp:term": [[{"taxonomy": "category", "name": "Harbour"}], [{"taxonomy": "post_tag", "name": "ferry"}]],
        "wp:featuredmedia": [{"source_url": "https://news.example/ferry.jpg"}],
    }
    text = "<p>The ferry is back at its berth.</p><!--nextpage--><p>Its captain was &#8220;glad&#8221; of it.</p></div>"
    told = post(1, "https://news.example", content={"rendered": text}, _embedded=embedded)
    candidate = candidate_of(told, "x", About("en", "The Post"), MONDAY)
    assert candidate is not None and candidate.copy is not None
    article = extract(candidate.copy.html, candidate.url)
    assert article.headline == "Story “1”"
    assert article.text == "The ferry is back at its berth.\n\nIts captain was “glad” of it."
    assert (article.byline, article.categories, article.tags) == (("Ana Gómez",), ("Harbour",), ("ferry",))
    assert (article.published_at, article.language, article.site_name) == (MONDAY + timedelta(days=1), "en", "The Post")
    assert article.image_url == "https://news.example/ferry.jpg"


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, {"rendered": None}, {"rendered": 7}])
def test_what_is_not_as_documented_does_no_harm(value: object) -> None:
    told = {"link": "https://news.example/1/", "title": value, "content": value, "_embedded": value, "date_gmt": value}
    candidate = candidate_of(told, "x", About(), MONDAY)
    assert candidate is None or candidate.copy is None
    assert candidate_of({"link": value}, "x", About(), MONDAY) is None or value == "text"


def test_the_types_of_posts_are_asked_for_once_a_week() -> None:
    with serving(Blog("/wp-json/", 1, {"/": "<html></html>"})) as site:
        types = Document(f"{site.url}/wp-json/wp/v2/types", "wordpress", read_at=datetime.now(UTC), mark="posts")
        discover(site.url, [types])
        assert not any(path.endswith("/types") for path in site.paths())
