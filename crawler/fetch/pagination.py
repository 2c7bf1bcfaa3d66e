"""Finds the pages over which a site split a story, by what they link to. Pure, and done apart from the reactor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from crawler.fetch.markup import text_of, tree_of

_MARKED = "//a[contains(@class, 'post-page-numbers')] | //*[contains(@class, 'page-links')]//a"
"""WordPress gives the links of ``<!--nextpage-->`` the one class; themes made before 5.1 wrap them in the other."""
_NEXT = "//link[@rel='next']"
_HEAD = 256 * 1024
"""Bytes among which a page says that it is a story."""
_PAGE_KEYS = frozenset({"page", "pg", "seite", "pagina"})


def page_numbers(body: bytes, content_type: str, address: str, story: str) -> dict[int, str]:
    """The pages of the story at address ``story`` that the page at ``address`` links to: number to address."""
    return _numbered(_links(body, content_type), address, story)


def is_one_of_several(body: bytes, content_type: str, address: str) -> bool:
    """Whether a page is a story's first page, or a further one, of those over which its site split it."""
    above = re.sub(r"/[1-9]\d{0,2}/?$", "/", address)
    links = list(_links(body, content_type))
    return any(_numbered(links, address, story) for story in dict.fromkeys((address, above)))


def _numbered(links: Iterable[str], address: str, story: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for href in links:
        link = urljoin(address, href.strip())
        number = page_number(link, story)
        if number is not None:
            found.setdefault(number, link)
    return found


def page_number(address: str, story: str) -> int | None:
    """Which page of ``story`` an address is (from 2), by ``…/2/`` or ``?page=2``; None for any other address."""
    ours, theirs = urlsplit(story), urlsplit(address)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        return None
    if ours.query == theirs.query:
        tail = theirs.path.removeprefix(ours.path.rstrip("/") + "/").rstrip("/")
        match = re.fullmatch(r"[1-9]\d{0,2}", tail)
        return _from_two(match.group()) if match else None
    if ours.path.rstrip("/") != theirs.path.rstrip("/"):
        return None
    added = dict(parse_qsl(theirs.query))
    kept = dict(parse_qsl(ours.query))
    keys = [key for key in added if key not in kept]
    if len(keys) != 1 or keys[0] not in _PAGE_KEYS or any(added.get(key) != kept[key] for key in kept):
        return None
    return _from_two(added[keys[0]])


def _from_two(number: str) -> int | None:
    return int(number) if number.isdecimal() and 2 <= int(number) <= 999 else None


def may_have_pages(body: bytes) -> bool:
    """Whether it is worth looking at a page for others: most stories are on one page."""
    return b"post-page-numbers" in body or b"page-links" in body or (b'rel="next"' in body and _is_story(body))


def _is_story(body: bytes) -> bool:
    return re.search(rb"""og:type["'][^<>]{0,200}content=["']article""", body[:_HEAD]) is not None


def _links(body: bytes, content_type: str) -> Iterator[str]:
    """What a page links to as others of its story."""
    root = tree_of(text_of(body, content_type))
    if root is None:
        return
    marked = root.xpath(_MARKED) or root.xpath(_NEXT)
    for element in marked if isinstance(marked, list) else []:
        if isinstance(element, etree._Element) and (href := element.get("href")):
            yield href
