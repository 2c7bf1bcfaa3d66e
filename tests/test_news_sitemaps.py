"""What a news sitemap says of a story stands in where the story's page says nothing, and is marked as such."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.discovery.sitemaps import read_sitemap
from crawler.records.finds import Announcement
from crawler.workers.joining import completed
from extractors import Article
from tests.archive import rows
from tests.servers import PARAGRAPHS, Answer, scrapy, serving, story

SAID = Announcement(
    headline="Bridge & tunnel closed",
    site_name="The Harbour Post",
    language="en",
    published_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    tags=("bridges", "council"),
)
NEWS = """<news:news><news:publication><news:name>The Harbour Post</news:name><news:language>en</news:language>
  </news:publication><news:publication_date>2026-11-20T08:30:00Z</news:publication_date>
  <news:title>Bridge &amp; tunnel closed</news:title>
  <news:keywords>bridges, council, bridges</news:keywords></news:news>"""


def news_sitemap(*urls: str, news: str = NEWS) -> bytes:
    listed = "".join(f"<url><loc>{url}</loc>{news}</url>" for url in urls)
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{listed}</urlset>'
    ).encode()


def test_all_that_it_says_is_read() -> None:
    listing = read_sitemap(news_sitemap("https://news.example/bridge/"), "https://news.example/news.xml")
    assert listing.announced == {"https://news.example/bridge/": SAID}
    assert listing.pages == (("https://news.example/bridge/", SAID.published_at),)


def test_one_that_lists_other_stories_too_is_no_list_of_the_last_two_days() -> None:
    news = news_sitemap("https://news.example/bridge/")
    mixed = news.replace(b"</urlset>", b"<url><loc>https://news.example/2019/pier/</loc></url></urlset>")
    assert read_sitemap(news, "https://news.example/news.xml").news_only
    assert not read_sitemap(mixed, "https://news.example/news.xml").news_only


@pytest.mark.parametrize(
    "news", ["<news:news/>", "<news:news><news:title> </news:title></news:news>", "<lastmod>x</lastmod>"]
)
def test_one_that_says_nothing_announces_nothing(news: str) -> None:
    assert not read_sitemap(news_sitemap("https://news.example/bridge/", news=news), "https://news.example/").announced


def test_what_the_page_says_stands() -> None:
    page = Article(headline="Bridge closed", language="de", sources={"headline": "h1", "language": "html"})
    story = completed(page, SAID)
    assert (story.headline, story.language, story.site_name) == ("Bridge closed", "de", "The Harbour Post")
    assert (story.published_at, story.tags) == (SAID.published_at, ("bridges", "council"))
    assert story.sources == {
        "headline": "h1",
        "language": "html",
        **dict.fromkeys(("site_name", "published_at", "tags"), "news sitemap"),
    }


def test_a_crawl_fills_what_pages_leave_open_also_in_a_later_run(tmp_path: Path) -> None:
    """The second page cannot be had at first: by the time it is there, the news sitemap has forgotten it."""
    bare = "<html><body>" + "".join(f"<p>{text.format(place='Corby')}</p>" for text in PARAGRAPHS) + "</body></html>"
    database = tmp_path / "db"
    with serving(
        {"/": "<html></html>", "/full/": story("The page's own headline"), "/bare/": Answer(b"", 500)}
    ) as site:
        urls = [f"{site.url}/full/", f"{site.url}/bare/"]
        site.routes["/robots.txt"] = f"Sitemap: {site.url}/news.xml"
        site.routes["/news.xml"] = Answer(news_sitemap(*urls), content_type="application/xml")
        scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database))
        site.routes |= {"/bare/": bare, "/news.xml": Answer(news_sitemap(urls[0]), content_type="application/xml")}
        scrapy("crawl", "pages", "-a", f"urls={urls[1]}", DATABASE=str(database))
    found = {row["headline"]: row for row in rows(database, "SELECT * FROM articles")}
    assert found.keys() == {"The page's own headline", SAID.headline}
    filled = found[SAID.headline or ""]
    assert (filled["site_name"], filled["published_at"]) == ("The Harbour Post", "2026-11-20T08:30:00Z")
    assert json.loads(filled["sources"])["headline"] == "news sitemap"
    assert "headline" not in [
        k for k, v in json.loads(found["The page's own headline"]["sources"]).items() if "sitemap" in v
    ]
