"""No page, header or address keeps a crawl from going on, however it is made: each look at one ends at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.discovery.looks import is_story
from crawler.discovery.pagereading import read_front_page
from crawler.discovery.sitemaps import sitemaps_named
from crawler.discovery.wrapping import plain
from crawler.fetch.pagination import may_have_pages
from crawler.fetch.sniffing import kind_of

AT = "https://example.org/"
MANY = 1024 * 1024
LOOKS: dict[str, Callable[[], object]] = {
    "comments before a page": lambda: kind_of(b"<!---->" * 9000 + b"<div>"),
    "declarations before a page": lambda: kind_of(b"<?xml?> " * 8000 + b"<div>"),
    "a story's type, again and again": lambda: may_have_pages(b'<p rel="next">' + b'og:type" ' * MANY),
    "links in a header": lambda: read_front_page(b"", AT, "", ["<" * 64_000 + "<a>; " * 64_000]),
    "empty lines in robots.txt": lambda: sitemaps_named(b"\n" * MANY, AT),
    "tags without end in a headline": lambda: plain("<" * MANY + "<a " * MANY),
    "addresses of thousands of dashes": lambda: [is_story(f"{AT}{'a-' * 2000}/{each}") for each in range(1000)],
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("look", LOOKS)
def test_each_look_ends(look: str) -> None:
    """They took from minutes to longer than the world will last."""
    LOOKS[look]()
