"""The word in the path of each link of a page by which a site follows its reader: another one at each fetch."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import site_of
from crawler.discovery.documents import MAX_BYTES
from crawler.discovery.pagereading import read_links
from crawler.fetch.apart import Apart
from crawler.fetch.fetching import Fetch, content_type
from crawler.fetch.trouble import Unfetched

logger = logging.getLogger(__name__)

ENOUGH = 5
"""Links of a page that have a word in common, four of five of all, before it is looked into."""
MOST_DOUBTS = 3
"""Pages that are fetched twice in one visit, to see whether their links change."""

_WORD = re.compile(r"[0-9A-Za-z]{8,64}")

Met = Callable[[], Awaitable[Sequence[str]]]
"""Tells at which addresses of the site something was met before."""


async def nowhere() -> Sequence[str]:
    """No address: what was met before where there is no ledger."""
    return ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a path the word stands: between what is ``before`` and ``after`` it, as a path begins or ends."""

    before: str
    after: str
    begins: bool

    def without_word(self, url: str) -> str | None:
        """The address with a mark for a word that means nothing; None where none stands there."""
        parts = urlsplit(url)
        form = f"{re.escape(self.before)}({_WORD.pattern}){re.escape(self.after)}"
        found = re.match(form, parts.path) if self.begins else re.search(f"{form}$", parts.path)
        if found is None or not _is_random(found[1]):
            return None
        return parts._replace(path=f"{parts.path[: found.start(1)]}*{parts.path[found.end(1) :]}").geturl()


class Sessions:
    """Spells the links of pages as they were first met, whatever word a site puts into each of them for a reader.

    Whether it does so is found by fetching a page twice. Only a word that changes at once is one: that of an issue, of
    which each page of a newspaper may be full, is the same a moment later.
    """

    def __init__(self, fetch: Fetch, apart: Apart, known: Iterable[str], met: Met) -> None:
        self._fetch = fetch
        self._apart = apart
        self._known = known
        self._met = met
        self._doubted: set[Place] = set()
        self._spellings: dict[Place, dict[str, str]] = {}

    async def spelled(self, page: str, links: Sequence[str]) -> tuple[str, ...]:
        """The links of the page at an address, each once."""
        for place, word in _common_words(links, page).items():
            if place not in self._spellings and _is_random(word):
                await self._look_into(place, word, page)
        for place, met in self._spellings.items():
            bare = ((place.without_word(link), link) for link in links)
            links = [met.setdefault(form, link) if form else link for form, link in bare]
        return tuple(dict.fromkeys(links))

    async def _look_into(self, place: Place, word: str, page: str) -> None:
        """Fetch the page once more; where its links have another word then, what was met before is remembered."""
        if place in self._doubted or len(self._doubted) >= MOST_DOUBTS:
            return
        self._doubted.add(place)
        try:
            again = await self._fetch(page, max_size=MAX_BYTES)
            links = await self._apart(read_links, again.body, again.url, content_type(again))
        except Unfetched:
            return
        if _common_words(links, page).get(place, word) == word:
            return
        logger.info("%s: a word in the paths of its links is another one each time; they are taken as first met", page)
        addresses = [*self._known, *await self._met()]
        self._spellings[place] = {bare: url for url in reversed(addresses) if (bare := place.without_word(url))}


def _is_random(word: str) -> bool:
    """Whether a word has both letters and digits, as those have that mean nothing."""
    return not (word.isalpha() or word.isdigit())


def _common_words(links: Sequence[str], page: str) -> dict[Place, str]:
    """The words in the paths of nearly all links of a page that lead to its site, by where they stand."""
    paths = [urlsplit(link).path for link in links if site_of(link) == site_of(page)]
    words = Counter(word for path in paths for word in dict.fromkeys(_WORD.findall(path)))
    common = [word for word, count in words.items() if count >= ENOUGH and count * 5 >= len(paths) * 4]
    placed = ((_place_of([path.partition(word) for path in paths if word in path]), word) for word in common)
    return {place: word for place, word in placed if place is not None}


def _place_of(parted: Sequence[tuple[str, str, str]]) -> Place | None:
    """Where a word stands in all paths, each parted by it: at one place from the beginning, or from the end."""
    befores, afters = {before for before, _, _ in parted}, {after for _, _, after in parted}
    if len(befores) == 1:
        marks = {after[:1] for after in afters if after}
        return Place(befores.pop(), marks.pop() if len(marks) == 1 else "", begins=True)
    marks = {before[-1:] for before in befores}
    if len(afters) == 1 and len(marks) == 1:
        return Place(marks.pop(), afters.pop(), begins=False)
    return None
