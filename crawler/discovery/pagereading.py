"""Reads what a web page leads to: pages, feeds, interfaces. Pure, and done apart from the reactor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from w3lib.html import get_base_url

from crawler.addresses import ledger_key
from crawler.discovery.documents import resolved
from crawler.discovery.looks import is_page, plain_form
from crawler.fetch.markup import text_of, tree_of
from extractors.metadata import read_metadata
from extractors.page.parsing import parse

MAX_FEEDS = 10
"""Feeds read of one site: the main one and those of its sections."""
MAX_LINKS = 50_000
"""Links read of a page."""
_HEAD = 4096
"""Characters among which the page may name its base."""

_FEEDS = etree.XPath(
    "//link[contains(concat(' ', @rel, ' '), ' alternate ')]"
    "[@type='application/rss+xml' or @type='application/atom+xml' or @type='application/rdf+xml'"
    " or @type='application/feed+json' or (@type='application/json' and contains(@href, 'feed'))]/@href"
)
_INTERFACES = etree.XPath("//link[@rel='https://api.w.org/']/@href")
_LINKS = etree.XPath("//a/@href | //link[@rel='next' or @rel='alternate' and @hreflang]/@href")
_IN_HEADER = re.compile(r"<([^<>]+)>\s*;[^,<]*rel=\"?https://api\.w\.org/", re.I)
_IS_WORDPRESS = re.compile(rb"/wp-(?:content|includes)/|content=[\"']WordPress", re.I)
_IS_HOSTED = re.compile(rb"//s\d\.wp\.com/|content=[\"']WordPress\.com|//public-api\.wordpress\.com", re.I)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What a site's front page at ``url`` says of the site; of one that is no web page, little is known.

    ``links`` are the addresses of pages that it leads to, in the ledger's spelling, each once; ``feeds`` those of
    feeds of stories, ``interfaces`` those of WordPress's, as it names them.
    """

    url: str
    links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    by_wordpress: bool = False
    by_wordpress_com: bool = False
    language: str = ""
    site_name: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page of links leads to: pages, in the ledger's spelling, each once, and the feeds that it names."""

    links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


def read_front_page(body: bytes, url: str, content_type: str, link_headers: Sequence[str] = ()) -> FrontPage:
    """What the front page says; ``link_headers`` are the values of the answer's ``Link`` headers."""
    in_headers = [link for header in link_headers for link in _IN_HEADER.findall(header)]
    interfaces = [address for link in in_headers if (address := resolved(url, link))]
    by_wordpress, by_wordpress_com = bool(_IS_WORDPRESS.search(body)), bool(_IS_HOSTED.search(body))
    text = text_of(body, content_type)
    tree, base = tree_of(text), str(get_base_url(text[:_HEAD], url))
    if tree is None:
        return FrontPage(url, (), (), tuple(interfaces), by_wordpress, by_wordpress_com)
    known = read_metadata(parse(text, url))
    return FrontPage(
        url,
        tuple(_links(tree, base)),
        _feeds(tree, base),
        tuple(dict.fromkeys([*interfaces, *_named(tree, base, _INTERFACES)])),
        by_wordpress,
        by_wordpress_com,
        known.language or "",
        known.site_name or "",
    )


def read_links(body: bytes, url: str, content_type: str) -> tuple[str, ...]:
    """The addresses of pages that a web page links to, in the ledger's spelling, each once."""
    return read_listing(body, url, content_type).links


def read_listing(body: bytes, url: str, content_type: str) -> Listing:
    """What a page of links leads to; nothing for what is no web page."""
    text = text_of(body, content_type)
    tree, base = tree_of(text), str(get_base_url(text[:_HEAD], url))
    return Listing(tuple(_links(tree, base)), _feeds(tree, base)) if tree is not None else Listing()


def _feeds(tree: etree._Element, base: str) -> tuple[str, ...]:
    """The feeds of stories that a page names."""
    return tuple(feed for feed in _named(tree, base, _FEEDS) if "comment" not in feed.lower())[:MAX_FEEDS]


def _named(tree: etree._Element, base: str, where: etree.XPath) -> list[str]:
    return list(dict.fromkeys(address for href in where(tree) if (address := resolved(base, href))))


def _links(tree: etree._Element, base: str) -> Iterator[str]:
    seen = set[str]()
    for href in islice(_LINKS(tree), MAX_LINKS):
        address = resolved(base, href)
        try:
            link = plain_form(ledger_key(address)) if address else ""
        except ValueError:
            continue
        if link and link not in seen and is_page(link):
            seen.add(link)
            yield link
