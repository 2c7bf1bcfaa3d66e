"""Lists whose further pages no link names, or that are named anew at each visit; lists that a script draws."""

from __future__ import annotations

import itertools
import json
from functools import partial

import pytest

from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving


def test_a_section_that_a_script_draws_tells_of_its_stories_by_its_feed() -> None:
    feed = "<link rel='alternate' type='application/rss+xml' href='/sport/feed/'>"
    item = "<item><title>T</title><link>{}</link></item>"
    routes: dict[str, Route] = {
        "/": "<a href='/sport/'>Sport</a><a href='/culture/'>Culture</a>",
        "/sport/": f"<html><head>{feed}</head><body><div id='app'></div></body></html>",
        "/culture/": f"<html><head>{feed.replace('sport', 'culture')}</head><a href='/2024/05/drawn/'>x</a></html>",
        "/sport/feed/": f"<rss version='2.0'><channel>{item.format('{url}/2024/05/told/')}</channel></rss>",
        "/culture/feed/": f"<rss version='2.0'><channel>{item.format('{url}/2024/05/aside/')}</channel></rss>",
    }
    with serving(routes) as site:
        found, _ = discover(site.url)
        assert {"/2024/05/told/", "/2024/05/drawn/"} <= {each.url.removeprefix(site.url) for each in found}
        assert "/culture/feed/" not in site.paths()


def stories(first: int, last: int) -> str:
    return "".join(f"<a href='/2024/05/s{number}/'>x</a>" for number in range(first, last))


def test_a_list_of_wordpress_that_draws_its_next_page_by_script_is_gone_on_with() -> None:
    head = "<meta name='generator' content='WordPress 6.5'>"
    routes: dict[str, Route] = {
        "/": f"{head}{stories(0, 7)}<a href='/tag/boats/'>t</a><a href='/tag/paged/'>t</a>",
        "/page/2/": stories(7, 14),
        "/page/3/": stories(14, 16),
        "/tag/boats/": stories(0, 3),
        "/tag/paged/": f"{stories(0, 7)}<a href='/tag/paged/page/9/'>oldest</a>",
        "/tag/paged/page/9/": f"{stories(20, 27)}<a href='/tag/paged/page/8/'>newer</a>",
    }
    with serving(routes) as site:
        found, _ = discover(site.url)
        assert {f"/2024/05/s{number}/" for number in range(16)} <= {each.url.removeprefix(site.url) for each in found}
        asked = set(site.paths())
        assert asked.isdisjoint({"/page/4/", "/tag/boats/page/2/", "/tag/paged/page/2/", "/tag/paged/page/10/"})


def test_the_next_page_may_be_named_by_the_server_only_at_an_address_that_looks_like_a_story_s() -> None:
    def front(request: Received) -> Answer:
        number = int(request.path.partition("=")[2] or 1)
        following = {"Link": f'</?p={number + 1}>; rel="next", </other/story/>; rel=next'} if number < 3 else {}
        return Answer(f"<a href='/2024/05/of-page-{number}/'>x</a>".encode(), headers=following)

    with serving({f"/{query}": front for query in ("", "?p=2", "?p=3")}) as site:
        found, _ = discover(site.url)
        stories = [f"/2024/05/of-page-{number}/" for number in (1, 2, 3)]
        assert [each.url.removeprefix(site.url) for each in found] == stories
        assert "/other/story/" not in site.paths()


def test_a_list_that_a_script_draws_is_read_in_its_data() -> None:
    pushed = json.dumps(json.dumps({"permalink": "/2024/05/three/"}))
    routes: dict[str, Route] = {
        "/": '<div id="root"></div><script type="application/json">{"path": "\\/2024\\/05\\/one\\/", "image": "/i.jpg"}'
        f'</script><script>self.push([1,{pushed}]); window.s={{"href": "{{url}}/two-roads-to-velm/"}};</script>'
        "<script>window.s={nav:[{url:'/sport'}],api:{url:'/api/v1/items'}}</script>",
        "/sport": "<a href='/2024/05/four/'>x</a><script>window.s={url: '/2024/05/of-a-script/'}</script>",
    }
    with serving(routes) as site:
        found, _ = discover(site.url)
        expected = {f"/2024/05/{name}/" for name in ("one", "three", "four")} | {"/two-roads-to-velm/"}
        assert {each.url.removeprefix(site.url) for each in found} == expected | {"/sport"}
        assert "/api/v1/items" not in site.paths()


@pytest.mark.parametrize(
    "button",
    [
        "<button class='load-more' data-next='/more?page=2' data-target='#list'>Load more</button>",
        "<div hx-get='/more?page=2' hx-trigger='revealed'></div>",
        "<turbo-frame id='next' src='{url}/more?page=2' loading='lazy'></turbo-frame>",
    ],
)
@pytest.mark.parametrize("kind", ["data", "markup in data", "markup"])
def test_a_list_whose_button_loads_more_is_read_to_its_end(button: str, kind: str) -> None:
    def more(request: Received) -> Answer:
        number = int(request.path.rpartition("=")[2])
        link = f"<a class=card href='/2024/05/story-{number}/'>x</a>"
        following = f"/more?page={number + 1}" if number < 4 else None
        if kind == "markup":
            return Answer((link + (button.replace("page=2", f"page={number + 1}") if following else "")).encode())
        items: object = [{"slug": "x", "url": f"/2024/05/story-{number}/", "image": "/i.jpg"}]
        told = {"html": link, "next": following} if kind == "markup in data" else {"items": items, "next": following}
        return Answer(json.dumps(told).encode(), content_type="application/json")

    routes: dict[str, Route] = {f"/more?page={number}": more for number in range(2, 6)}
    with serving(routes) as site:
        button = button.replace("{url}", site.url)
        routes["/"] = (
            f"<html><body><a href='/2024/05/story-1/'>x</a><p data-page='2' data-id='9'></p>{button}</body></html>"
        )
        found, _ = discover(site.url)
        assert [each.url.removeprefix(site.url) for each in found] == [
            f"/2024/05/story-{number}/" for number in (1, 2, 3, 4)
        ]
        assert [path for path in site.paths() if "more" in path] == [f"/more?page={number}" for number in (2, 3, 4)]


def test_lists_whose_further_pages_have_another_address_each_time_are_read_as_far_as_they_are_new() -> None:
    tokens, last, routes = itertools.count(), 40, dict[str, Route]()

    def page(place: int, _: Received) -> Answer:
        following, older = place + 5, ""
        if following < last:
            older = f"/stream?after={following}-{next(tokens)}"
            routes[older] = partial(page, following)
        return Answer(f"{stories(place, following)}<a href='{older}'>older</a>".encode())

    routes["/"] = partial(page, 0)
    with serving(routes) as site:
        found, discovery = discover(site.url)
        known, heard = discovery.library.newly_finished(), {each.url for each in found}
        assert sum("/s" in each.url for each in found) >= last
        site.requests.clear()
        discover(site.url, known, heard=heard)
        assert len([path for path in site.paths() if "stream" in path]) == 1
        site.requests.clear()
        heard -= {f"{site.url}/2024/05/s{number}/" for number in range(8)}
        discover(site.url, known, heard=heard)
        assert len([path for path in site.paths() if "stream" in path]) == 2


def test_stories_and_further_pages_that_are_named_by_parameters_in_brackets_are_found() -> None:
    detail = "/detail?tx_news_pi1%5Baction%5D=detail&tx_news_pi1%5Bcontroller%5D=News&tx_news_pi1%5Bnews%5D={}&cHash=a1"
    following = "/news?tx_news_pi1%5BcurrentPage%5D=2&cHash=b2"

    def front(number: int, more: str) -> str:
        links = "".join(f"<a href='{detail.format(each)}'>x</a>" for each in (number, number + 1))
        return f"<html><body>{links}{more}<a href='/news?tx_news_pi1%5Bcategory%5D=3'>x</a></body></html>"

    routes: dict[str, Route] = {"/": front(7, f"<a href='{following}'>2</a>"), following: front(9, "")}
    with serving(routes) as site:
        found, _ = discover(site.url)
        stories = [each.url for each in found if "detail" in each.url]
        assert stories == [f"{site.url}{detail.format(number)}" for number in (7, 8, 9, 10)]
        assert following not in {each.url.removeprefix(site.url) for each in found}


def test_a_link_to_the_first_page_of_a_story_is_one_to_the_story() -> None:
    links = "<a href='/the-bridge-is-open-again?page=1'>x</a><a href='/2024/05/weir/?pg=1&v=2'>x</a>"
    routes: dict[str, Route] = {"/": f"<html><body>{links}<a href='/sport?page=1'>x</a></body></html>"}
    with serving(routes) as site:
        found = {each.url.removeprefix(site.url) for each in discover(site.url)[0]}
        assert found == {"/the-bridge-is-open-again", "/2024/05/weir/"}
        assert "/sport?page=1" in site.paths()
