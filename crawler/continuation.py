"""Finds and fetches the further pages of a story that its site split over several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement
from scrapy.http import Response, TextResponse

from crawler.fetching import Fetch
from crawler.trouble import Remedy, Trouble, Unfetched, broken_off

MAX_PAGES = 20
"""Pages of one story that are read; a story with more is refused rather than filed in part."""

_MARKED = "//a[contains(@class, 'post-page-numbers')] | //*[contains(@class, 'page-links')]//a"
"""WordPress gives the links of ``<!--nextpage-->`` the one class; themes made before 5.1 wrap them in the other."""
_NEXT = "//link[@rel='next']"
_HEAD = 256 * 1024
"""Bytes among which a page says that it is a story."""
_PAGE_KEYS = frozenset({"page", "pg", "seite", "pagina"})


async def further_pages(first: Response, fetch: Fetch) -> list[Response]:
    """The story's pages after the first, in order; empty for a story on one page.

    Raises ``Unfetched`` where one of them cannot be had: half a story is not a story.
    """
    numbers = page_numbers(first, first.url)
    pages: list[Response] = []
    number = 2
    while number in numbers:
        if number > MAX_PAGES:
            raise Unfetched(Trouble("fail", "story on too many pages", f"more than {MAX_PAGES}"))
        try:
            page = await fetch(numbers[number])
        except Unfetched as error:
            raise Unfetched(_of_page(error.trouble, number)) from error
        if trouble := broken_off(page):
            raise Unfetched(_of_page(trouble, number))
        pages.append(page)
        numbers = page_numbers(page, first.url) | numbers
        number += 1
    return pages


def page_numbers(page: Response, story: str) -> dict[int, str]:
    """The pages of the story at address ``story`` that ``page`` links to: number to address."""
    if not isinstance(page, TextResponse) or not _may_have_pages(page.body):
        return {}
    root = page.selector.root
    if not isinstance(root, HtmlElement | etree._Element):
        return {}
    found: dict[int, str] = {}
    for href in _links(root):
        address = urljoin(page.url, href.strip())
        number = page_number(address, story)
        if number is not None:
            found.setdefault(number, address)
    return found


def is_one_of_several(page: Response) -> bool:
    """Whether ``page`` is a story's first page, or a further one, of those over which its site split it."""
    above = re.sub(r"/[1-9]\d{0,2}/?$", "/", page.url)
    return bool(page_numbers(page, page.url) or (above != page.url and page_numbers(page, above)))


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


def _may_have_pages(body: bytes) -> bool:
    """Whether it is worth parsing a page here: most stories are on one page, and workers parse those."""
    return b"post-page-numbers" in body or b"page-links" in body or (b'rel="next"' in body and _is_story(body))


def _is_story(body: bytes) -> bool:
    return re.search(rb"""og:type["'][^<>]{0,200}content=["']article""", body[:_HEAD]) is not None


def _links(root: etree._Element) -> Iterator[str]:
    marked = root.xpath(_MARKED) or root.xpath(_NEXT)
    for element in marked if isinstance(marked, list) else []:
        if isinstance(element, etree._Element) and (href := element.get("href")):
            yield href


def _of_page(trouble: Trouble, number: int) -> Trouble:
    remedy: Remedy = "wait" if trouble.remedy == "wait" else "fail"
    return Trouble(remedy, "a further page of the story cannot be had", f"page {number}: {trouble}", trouble.status)
