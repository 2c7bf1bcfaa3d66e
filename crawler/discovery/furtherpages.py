"""Further pages of lists to which no link leads, and those whose addresses are made anew each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.looks import is_story
from extractors.page.listaddresses import is_further_page

FULL = 5
"""Stories on a page of a list that may well have a next one."""
OFTEN = 5
"""Pages of one form that were read before: where none of them is met again, their addresses are made anew each time."""

_NUMBER = re.compile(r"/page/(\d{1,4})/?$")


def unnamed_next(page: str, links: Sequence[str]) -> str | None:
    """The address that WordPress has for the next page of a list, where the list draws it by script and links to none.

    None where it links to a further page, or has but a few stories.
    """
    if urlsplit(page).query or any(map(is_further_page, links)) or sum(map(is_story, links)) < FULL:
        return None
    number = _NUMBER.search(page)
    return f"{page[: number.start()] if number else page.rstrip('/')}/page/{int(number[1]) + 1 if number else 2}/"


class Cursors:
    """Which lists of a site have further pages whose addresses are never met again, as by tokens and moments in them.

    ``read`` are the addresses of the pages of links that were read on earlier visits.
    """

    def __init__(self, read: Iterable[str]) -> None:
        self._read = Counter(form for url in read if (form := _form(url)))
        self._met: dict[str, bool] = {}  # the form, and whether a page of it was met that was known

    def note(self, links: Iterable[str], known: Container[str]) -> None:
        """Take note of what a page of this visit links to."""
        for url in links:
            if (form := _form(url)) and self._read[form] >= OFTEN:
                self._met[form] = self._met.get(form, False) or url in known

    def is_fleeting(self, url: str) -> bool:
        """Whether many pages of this form were read, and links lead to others of it, but to none of those."""
        return bool(self._met) and not self._met.get(_form(url), True)


def _form(url: str) -> str:
    """Path and names of the parameters of an address; empty where it has none."""
    parts = urlsplit(url)
    return f"{parts.path}?{'&'.join(sorted({name for name, _ in parse_qsl(parts.query)}))}" if parts.query else ""
