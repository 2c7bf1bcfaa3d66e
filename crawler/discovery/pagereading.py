"""Reads what a web page leads to: pages, feeds, interfaces. Pure, and done apart from the reactor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import quote, urlsplit

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding
from w3lib.html import get_base_url

from crawler.addresses import known_as, ledger_key
from crawler.discovery.documents import decoded, resolved
from crawler.discovery.looks import is_page, is_story, plain_form
from crawler.discovery.scripted import addresses_in_answer, addresses_in_data
from crawler.discovery.translations import in_other_languages
from crawler.fetch.markup import text_of, tree_of
from crawler.linkheaders import linked
from extractors.metadata import read_metadata
from extractors.page.listaddresses import is_further_page
from extractors.page.parsing import parse

MAX_FEEDS = 10
"""Feeds read of one site: the main one and those of its sections."""
MAX_LINKS = 50_000
"""Links read of a page."""
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"
_HEAD = 4096
"""Characters among which the page may name its base."""

_FEEDS = etree.XPath(
    "//link[contains(concat(' ', @rel, ' '), ' alternate ')]"
    "[@type='application/rss+xml' or @type='application/atom+xml' or @type='application/rdf+xml'"
    " or @type='application/feed+json' or (@type='application/json' and contains(@href, 'feed'))]/@href"
)
_INTERFACE = "https://api.w.org/"
_INTERFACES = etree.XPath(f"//link[@rel='{_INTERFACE}']/@href")
_LINKS = etree.XPath("//a/@href | //link[@rel='next' or @rel='alternate' and @hreflang]/@href")
_TRANSLATIONS = etree.XPath("//link[contains(concat(' ', @rel, ' '), ' alternate ')][@hreflang and @href]")
_ATTRIBUTES = etree.XPath(
    "//@*[starts-with(name(), 'data-') or name() = 'hx-get'] | //turbo-frame/@src | //include-fragment/@src"
)
_BEGINS_ADDRESS = re.compile(r"(?:https?:/)?/[^\s/]|\?[\w-]+=")
_NEXT = etree.XPath("(//a | //link)[contains(concat(' ', @rel, ' '), ' next ')]/@href")
_IS_WORDPRESS = re.compile(rb"/wp-(?:content|includes)/|content=[\"']WordPress", re.I)
_IS_HOSTED = re.compile(rb"//s\d\.wp\.com/|content=[\"']WordPress\.com|//public-api\.wordpress\.com", re.I)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What a site's front page at ``url`` says of the site; of one that is no web page, little is known.

    ``links`` are the addresses of pages that it leads to, in the ledger's spelling, each once, but for those that it
    calls its next, ``further``; ``feeds`` those of feeds of stories, ``interfaces`` those of WordPress's, as it names
    them.
    """

    url: str
    links: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    by_wordpress: bool = False
    by_wordpress_com: bool = False
    language: str = ""
    site_name: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page of links leads to, each once: pages, in the ledger's spelling, its next ones, and feeds."""

    links: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


def read_front_page(body: bytes, url: str, content_type: str, link_headers: Sequence[str] = ()) -> FrontPage:
    """What the front page says; ``link_headers`` are the values of the answer's ``Link`` headers."""
    interfaces = [address for link in linked(link_headers, _INTERFACE) if (address := resolved(url, link))]
    by_wordpress, by_wordpress_com = bool(_IS_WORDPRESS.search(body)), bool(_IS_HOSTED.search(body))
    text = text_of(body, content_type)
    tree, base = tree_of(text), _base_of(text, url)
    if tree is None:
        return FrontPage(
            url, interfaces=tuple(interfaces), by_wordpress=by_wordpress, by_wordpress_com=by_wordpress_com
        )
    known = read_metadata(parse(text, url))
    leads = _leads(tree, _Written(base, body, content_type, text), url, link_headers)
    return FrontPage(
        url,
        leads.links,
        leads.further,
        leads.feeds,
        tuple(dict.fromkeys([*interfaces, *_named(tree, base, _INTERFACES)])),
        by_wordpress,
        by_wordpress_com,
        known.language or "",
        known.site_name or "",
    )


def read_links(body: bytes, url: str, content_type: str) -> tuple[str, ...]:
    """The addresses of pages that a web page links to, in the ledger's spelling, each once."""
    listing = read_listing(body, url, content_type)
    return (*listing.links, *listing.further)


def read_translations(body: bytes, url: str, content_type: str) -> tuple[str, ...]:
    """The addresses at which a web page says that it is to be had in other languages, one for each."""
    text = text_of(body, content_type)
    tree, written = tree_of(text), _Written(_base_of(text, url), body, content_type, text)
    if tree is None:
        return ()
    links = [(link.get("hreflang"), written.address(link.get("href"))) for link in _TRANSLATIONS(tree)]
    named = [(language, known_as(address)) for language, address in links if address]
    return tuple(_pages(in_other_languages(named, known_as(url)), written))


def read_listing(body: bytes, url: str, content_type: str, link_headers: Sequence[str] = ()) -> Listing:
    """What a page of links leads to, by itself and by ``link_headers``; nothing for what is no web page.

    The next page of a list may be data, as scripts ask for it.
    """
    if "json" in content_type and (data := decoded(body)) is not None:
        return Listing(tuple(_pages(addresses_in_answer(data), _Written(url, body, content_type, ""))))
    text = text_of(body, content_type)
    tree, base = tree_of(text), _base_of(text, url)
    return _leads(tree, _Written(base, body, content_type, text), url, link_headers) if tree is not None else Listing()


def _base_of(text: str, url: str) -> str:
    """The address from which a page's links are to be understood: its own, where what it names can be none."""
    try:
        return str(get_base_url(text[:_HEAD], url))
    except ValueError:
        return url


class _Written:
    """How the addresses in a page are to be understood: from its ``base``, and in its own encoding.

    Browsers ask for what a query holds beyond ASCII as the page has it, and old servers know it by nothing else.
    """

    def __init__(self, base: str, body: bytes, content_type: str, text: str) -> None:
        self.base = base
        self._page = body, content_type, text

    def address(self, href: str) -> str | None:
        """The address that ``href`` means; None for what is none."""
        address = resolved(self.base, href)
        if not address or address.isascii() or "?" not in address:
            return address
        head, _, query = address.partition("?")
        return f"{head}?{quote(query.encode(self._encoding, 'xmlcharrefreplace'), safe=_KEPT)}"

    @cached_property
    def _encoding(self) -> str:
        body, content_type, text = self._page
        for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
            with suppress(UnicodeDecodeError):
                if name and body.decode(name) == text:
                    return name
        return "utf-8"


def _leads(tree: etree._Element, written: _Written, url: str, link_headers: Sequence[str]) -> Listing:
    """What a page leads to: no address stands among its links that it calls its next one."""
    further = _further(tree, written, url, link_headers)
    links = tuple(link for link in _links(tree, written) if link not in further)
    return Listing(links, further, _feeds(tree, written.base))


def _further(tree: etree._Element, written: _Written, url: str, link_headers: Sequence[str]) -> tuple[str, ...]:
    """What the page, or its server, calls its next page, and is the same one with another query.

    At another path that is the next story, as often as not.
    """
    named = [*linked(link_headers, "next"), *_NEXT(tree)]
    here = urlsplit(url)
    pages = dict.fromkeys(known_as(address) for href in named if (address := written.address(href)))
    parts = {page: urlsplit(page) for page in pages}
    return tuple(
        page
        for page, its in parts.items()
        if its.query and (its.netloc, its.path) == (here.netloc, here.path or "/") and its.query != here.query
    )


def _feeds(tree: etree._Element, base: str) -> tuple[str, ...]:
    """The feeds of stories that a page names."""
    return tuple(feed for feed in _named(tree, base, _FEEDS) if "comment" not in feed.lower())[:MAX_FEEDS]


def _named(tree: etree._Element, base: str, where: etree.XPath) -> list[str]:
    return list(dict.fromkeys(address for href in where(tree) if (address := resolved(base, href))))


def _links(tree: etree._Element, written: _Written) -> list[str]:
    """The pages that a page links to; where no story is among them, those too that a script may draw links to."""
    shown = list(_pages([*_LINKS(tree), *_asked_for(tree, written)], written))
    host = urlsplit(written.base).netloc
    if any(is_story(link) and urlsplit(link).netloc == host for link in shown):
        return shown
    return list(dict.fromkeys([*shown, *_pages(addresses_in_data(tree), written)]))


def _asked_for(tree: etree._Element, written: _Written) -> Iterator[str]:
    """The further pages of a list that its script asks for, as a button to load more of it names them."""
    for value in islice(_ATTRIBUTES(tree), MAX_LINKS):
        if _BEGINS_ADDRESS.match(value) and (address := written.address(value)) and is_further_page(address):
            yield value


def _pages(hrefs: Iterable[str], written: _Written) -> Iterator[str]:
    seen = set[str]()
    for href in islice(hrefs, MAX_LINKS):
        address = written.address(href)
        try:
            link = plain_form(ledger_key(address)) if address else ""
        except ValueError:
            continue
        if link and link not in seen and is_page(link):
            seen.add(link)
            yield link
