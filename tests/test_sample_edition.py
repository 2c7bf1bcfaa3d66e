"""The printed edition of the sample site, which the demo serves, holds together."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import lxml.html

from demo.serve import PLACEHOLDER, SITE, find_page
from tests.wordpress import blocks
from tests.wordpress.render import edition

LOCATION = re.compile(r"<loc>(.*?)</loc>")
LIMIT = 1_500_000


def listed() -> list[str]:
    """Every post and page that the edition's sitemaps name."""
    texts = [sitemap.read_text(encoding="utf-8") for sitemap in SITE.glob("wp-sitemap-*.xml")]
    return [url for text in texts for url in LOCATION.findall(text)]


def visible(url: str) -> str:
    path = find_page(SITE, unquote(urlsplit(url).path))
    assert path, f"{url} is not in demo/site"
    return str(lxml.html.fromstring(path.read_bytes()).text_content())


def test_every_story_that_the_sitemaps_name_is_there() -> None:
    urls = listed()
    assert len([url for url in urls if visible(url)]) >= len(edition())
    assert all(url.startswith(PLACEHOLDER) for url in urls)


def test_the_pages_say_what_was_written() -> None:
    read = "\n".join(visible(url) for url in listed())
    for post in edition():
        assert post.headline in read
        for paragraph in blocks.pages(post.body)[0]:
            assert all(part in read for line in paragraph.splitlines() for part in line.split(" | "))


def test_no_page_points_at_the_server_it_was_printed_from() -> None:
    for file in SITE.rglob("*"):
        if file.suffix in (".html", ".xml", ".rss"):
            assert "127.0.0.1" not in file.read_text(encoding="utf-8"), file


def test_the_edition_is_small() -> None:
    assert sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file()) < LIMIT
