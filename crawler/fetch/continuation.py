"""Fetches the further pages of a story that its site split over several."""

from __future__ import annotations

from scrapy.http import Response

from crawler.fetch.apart import Apart
from crawler.fetch.fetching import Fetch, content_type
from crawler.fetch.pagination import may_have_pages, page_numbers
from crawler.fetch.trouble import Remedy, Trouble, Unfetched, broken_off

MAX_PAGES = 20
"""Pages of one story that are read; a story with more is refused rather than filed in part."""


async def further_pages(first: Response, fetch: Fetch, apart: Apart) -> list[Response]:
    """The story's pages after the first, in order; empty for a story on one page.

    Raises ``Unfetched`` where one of them cannot be had: half a story is not a story.
    """
    numbers = await _numbers(first, first.url, apart)
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
        numbers = await _numbers(page, first.url, apart) | numbers
        number += 1
    return pages


async def _numbers(page: Response, story: str, apart: Apart) -> dict[int, str]:
    if not may_have_pages(page.body):
        return {}
    return await apart(page_numbers, page.body, content_type(page), page.url, story)


def _of_page(trouble: Trouble, number: int) -> Trouble:
    remedy: Remedy = "wait" if trouble.remedy == "wait" else "fail"
    return Trouble(remedy, "a further page of the story cannot be had", f"page {number}: {trouble}", trouble.status)
