"""The words in the links of a page by which a site follows its reader, in path or query: others at each fetch."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.addresses import site_of
from crawler.discovery.documents import MAX_BYTES
from crawler.discovery.pagereading import read_links
from crawler.fetch.apart import Apart
from crawler.fetch.fetching import Fetch, content_type
from crawler.fetch.trouble import Unfetched

T = TypeVar("T")

logger = logging.getLogger(__name__)

ENOUGH = 5
"""Links of a page that have a word in common, four of five of all, before it is looked into."""
MOST_LOOKS, LOOKS_EACH = 3, 2
"""Pages that are fetched twice in one visit, to see whether their links change, and how often for one place of a word:
a moment may be the same at once."""

_WORD = re.compile(r"[0-9A-Za-z]{8,64}")

Met = Callable[[], Awaitable[Sequence[str]]]
"""Tells at which addresses of the site something was met before."""


async def nowhere() -> Sequence[str]:
    """No address: what was met before where there is no ledger."""
    return ()


@dataclass(frozen=True, slots=True)
class InPath:
    """Where in a path a word stands: between what is ``before`` and ``after`` it, as a path begins or ends."""

    before: str
    after: str
    begins: bool

    def without(self, url: str) -> str:
        """The address with a mark for the word; as it is where there is none, or one that may mean something."""
        parts = urlsplit(url)
        form = f"{re.escape(self.before)}({_WORD.pattern}){re.escape(self.after)}"
        found = re.match(form, parts.path) if self.begins else re.search(f"{form}$", parts.path)
        if found is None or not _is_random(found[1]):
            return url
        return parts._replace(path=f"{parts.path[: found.start(1)]}*{parts.path[found.end(1) :]}").geturl()


@dataclass(frozen=True, slots=True)
class InQuery:
    """The parameter whose value a word is."""

    name: str

    def without(self, url: str) -> str:
        """The address with a mark for the word; as it is where there is none."""
        parts = urlsplit(url)
        query = "&".join(f"{self.name}=*" if name == self.name else part for part, name in _words_in_query(parts.query))
        return parts._replace(query=query).geturl() if query != parts.query else url


Place = InPath | InQuery


class Sessions:
    """Spells the links of pages as they were first met, whatever words a site puts into each of them for a reader.

    Whether it does so is found by fetching a page twice. Only a word that changes at once is one: that of an issue, of
    which each page of a newspaper may be full, is the same a moment later.
    """

    def __init__(self, fetch: Fetch, apart: Apart, known: Iterable[str], met: Met) -> None:
        self._fetch = fetch
        self._apart = apart
        self._known = known
        self._met = met
        self._looks = Counter[Place]()
        self._left = MOST_LOOKS
        self._places: list[Place] = []
        self._first: dict[str, str] = {}  # the address first met, by that without the words

    async def spelled(self, page: str, links: Sequence[str]) -> tuple[str, ...]:
        """The links of the page at an address, each once."""
        common = await asyncio.to_thread(_common_words, links, page)  # a page may have tens of thousands
        doubtful = {place: word for place, word in common.items() if place not in self._places}
        if self._left and any(self._looks[place] < LOOKS_EACH for place in doubtful):
            await self._look_into(doubtful, page)
        if not self._places:
            return tuple(dict.fromkeys(links))
        return tuple(dict.fromkeys(self._first.setdefault(self._without(link), link) for link in links))

    def _without(self, url: str) -> str:
        for place in self._places:
            url = place.without(url)
        return url

    async def _look_into(self, doubtful: Mapping[Place, str], page: str) -> None:
        """Fetch the page once more; where its links have other words then, what was met before is remembered."""
        self._left -= 1
        self._looks.update(doubtful.keys())
        try:
            again = await self._fetch(page, max_size=MAX_BYTES)
            links = await self._apart(read_links, again.body, again.url, content_type(again))
        except Unfetched:
            return
        now = _common_words(links, page)
        if changing := [place for place, word in doubtful.items() if now.get(place, word) != word]:
            logger.info("%s: words in its links are others each time; they are taken as first met", page)
            self._places += changing
            addresses = [*self._known, *await self._met(), *self._first.values()]
            self._first = {self._without(url): url for url in reversed(addresses)}


def _is_random(word: str) -> bool:
    """Whether a word has both letters and digits, as those have that mean nothing."""
    return not (word.isalpha() or word.isdigit())


def _words_in_query(query: str) -> Iterator[tuple[str, str]]:
    """The parts of a query, with the name of each that has a word with a digit, such as a signature or a moment."""
    for part in query.split("&"):
        name, _, value = part.partition("=")
        yield part, name if _WORD.fullmatch(value) and not value.isalpha() else ""


def _common_words(links: Sequence[str], page: str) -> dict[Place, str]:
    """The words in nearly all links of a page that lead to its site, by where they stand."""
    own = [urlsplit(link) for link in links if site_of(link) == site_of(page)]
    placed: dict[Place, str] = {}
    for word in _shared(set(_WORD.findall(parts.path)) for parts in own):
        place = _place_of([parts.path.partition(word) for parts in own if word in parts.path])
        if place is not None and _is_random(word):
            placed[place] = word
    for part, name in _shared(set(_words_in_query(parts.query)) for parts in own):
        if name:
            placed[InQuery(name)] = part
    return placed


def _shared(found: Iterable[set[T]]) -> list[T]:
    """What nearly all of some links have."""
    each = list(found)
    counts = Counter(one for several in each for one in several)
    return [one for one, count in counts.items() if count >= ENOUGH and count * 5 >= len(each) * 4]


def _place_of(parted: Sequence[tuple[str, str, str]]) -> InPath | None:
    """Where a word stands in all paths, each parted by it: at one place from the beginning, or from the end."""
    befores, afters = {before for before, _, _ in parted}, {after for _, _, after in parted}
    if len(befores) == 1:
        marks = {after[:1] for after in afters if after}
        return InPath(befores.pop(), marks.pop() if len(marks) == 1 else "", begins=True)
    marks = {before[-1:] for before in befores}
    if len(afters) == 1 and len(marks) == 1:
        return InPath(marks.pop(), afters.pop(), begins=False)
    return None
