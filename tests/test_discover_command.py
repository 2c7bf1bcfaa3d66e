"""``scrapy discover``: what each way finds on a site, in a table or as JSON, with an exit code to be trusted."""

from __future__ import annotations

import json

import pytest

from tests.servers import Answer, Route, scrapy, serving, sitemap


def site_with_everything() -> dict[str, Route]:
    types = {"post": {"rest_base": "posts"}}
    post = {
        "link": "{url}/2024/05/bridge/",
        "modified_gmt": "2024-05-03T08:00:00",
        "title": {"rendered": "Bridge closes"},
        "content": {"rendered": "<p>The council voted on Tuesday to close the bridge.</p>"},
    }
    query = (
        "?orderby=date&order=desc&_fields=id,guid,link,type,lang,date_gmt,modified_gmt,title,content,"
        "yoast_head_json.author,_links.author,_links.wp:term,_links.wp:featuredmedia,_links.curies,_embedded"
        "&_embed=author,wp:term,wp:featuredmedia&per_page=100&page=1"
    )
    return {
        "/": "<html><a href='/2024/05/bridge/'>Bridge</a><a href='/2024/05/ferry/'>Ferry</a></html>",
        "/wp-json/wp/v2/types": json.dumps(types),
        f"/wp-json/wp/v2/posts{query}": json.dumps([post]),
        "/robots.txt": "Sitemap: {url}/map.xml",
        "/feed/": "<rss version='2.0'><channel><item><link>{url}/2024/05/ferry/</link></item></channel></rss>",
    }


def test_each_way_has_its_line_and_the_one_that_a_crawl_uses_is_named() -> None:
    routes = site_with_everything()
    with serving(routes) as site:
        routes["/map.xml"] = sitemap(f"{site.url}/2024/05/bridge/", lastmod="2024-05-03T08:00:00Z")
        done = scrapy("discover", site.url)
        assert not any(path.startswith("/2024/") for path in site.paths())  # no story was fetched
    assert done.returncode == 0, done.stderr
    cells = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.strip()}
    assert cells["wordpress"][:5] == ["1", "1", "1", "2024-05-03", "08:00"]
    assert cells["sitemap"][:3] == ["1", "1", "0"]
    assert cells["feed"][:3] == ["1", "0", "0"]
    assert cells["links"][:3] == ["2", "0", "0"]
    assert "uses the first way that finds anything: wordpress." in done.stdout


def test_json_names_every_address() -> None:
    with serving({"/": "<html></html>", "/sitemap.txt": "{url}/one/\n{url}/two/\n"}) as site:
        done = scrapy("discover", "--format", "json", site.url.removeprefix("http://"))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["used"] == "sitemap"
    by_way = {each["way"]: each for each in told["ways"]}
    assert by_way["sitemap"]["addresses"] == [f"{site.url}/one/", f"{site.url}/two/"]
    assert by_way["feed"]["refusals"] == {"HTTP 404": 8}


@pytest.mark.parametrize(
    ("target", "code", "line"),
    [
        ("http://127.0.0.1:1/", 1, "scrapy discover: http://127.0.0.1:1/: connection refused\n"),
        ("http://[", 2, "http://["),
        ("ftp://news.example", 2, "not an http or https address"),
    ],
)
def test_what_cannot_be_surveyed_is_said_in_a_line(target: str, code: int, line: str) -> None:
    done = scrapy("discover", target)
    assert done.returncode == code, done.stderr
    assert line in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_site_without_stories_is_no_success() -> None:
    with serving({"/": Answer(b"<html>Under construction</html>")}) as site:
        done = scrapy("discover", site.url)
    assert done.returncode == 1
    assert "no stories found (tried wordpress, sitemap, feed, links)" in done.stderr
