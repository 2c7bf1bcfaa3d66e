"""Stories invented by number: the same one for the same number, in whichever process and order they are written.

Words and characters are as frequent as in news (by Zipf's law); 70 % of the stories are in Latin script, 15 % Chinese,
15 % Korean. They come from a few hundred sites, with authors, categories, tags, what was removed from their pages, and
the packed page. One in fifty is a reprint of an earlier one, and one in fifty comes a second time with another ending.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np

from crawler.packing import PackedPage
from crawler.records.filings import Filing, Stamp
from crawler.records.pages import FetchedPage
from extractors import Article, Outcome, RemovedBlock

FIRST = datetime(2004, 3, 1, tzinfo=UTC)
EVERY = timedelta(minutes=10)
CYCLE = 50
"""Of as many stories in a row, the last is one from before, changed."""
REPRINT = 8
"""Which of them is a reprint, of the one four before it."""
PAGE = 1000
"""Bytes of a packed page; those of real ones are some thousands."""

SITES, AUTHORS, TAGS = 300, 20_000, 50_000
_SYLLABLES = "ba ro ti mek sul an dor vi les ta ni co per ham ing ster".split()
_MENUS = (
    "Share this story",
    "Related: what the council decided",
    "Sign up for our newsletter",
    "More from this section",
)
_STAMP = Stamp("bench", "bench")


@dataclass(frozen=True, slots=True)
class _Script:
    language: str
    words: np.ndarray
    weights: np.ndarray

    def drawn(self, chance: np.random.Generator, many: int) -> list[str]:
        places = np.searchsorted(self.weights, chance.random(many) * self.weights[-1])
        drawn: list[str] = self.words[places].tolist()
        return drawn


def _script(language: str, words: list[str]) -> _Script:
    weights = np.cumsum(1 / (np.arange(len(words)) + 5))
    return _Script(language, np.array(words, dtype=object), weights)


class Author:
    """Writes the stories of a ``seed``."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self._seed = seed
        words = ["".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(1, 4))) for _ in range(40_000)]
        self._latin = _script("en", words)
        self._han = _script("zh", [chr(0x4E00 + place) for place in range(3_000)])
        self._hangul = _script("ko", [chr(0xAC00 + 7 * place) for place in range(1_500)])

    def filings(self) -> Iterator[Filing]:
        """Endless stories, from number 1 on."""
        return map(self.filing, count(1))

    def filing(self, number: int) -> Filing:
        """The story of that number as it is filed: a new one, or an earlier one with another ending."""
        if not is_revision(number):
            return self._told(number, self.article(number), number)
        before = revised_by(number)
        article = self.article(before)
        ending = self.text(number).rsplit("\n\n", 1)[1]
        return self._told(before, replace(article, text=article.text.rsplit("\n\n", 1)[0] + "\n\n" + ending), number)

    def article(self, number: int) -> Article:
        """The story of that number as it is first told."""
        of_another = number % CYCLE == REPRINT
        text = self.text(number)
        if of_another:
            text = text.partition("\n\n")[0] + "\n\n" + self.text(number - 4).partition("\n\n")[2]
        chance = np.random.default_rng((self._seed, number, 1))
        ranks = (chance.random(8) ** 3).tolist()
        blocks = tuple(
            RemovedBlock("bench-menu", "a menu", f"{_MENUS[place]} {number % 97}", place)
            for place in range(len(_MENUS))
        )
        return Article(
            headline=text[:70],
            byline=(f"Author {int(ranks[0] * AUTHORS)}",),
            published_at=None if number % 33 == 5 else FIRST + EVERY * number,
            text=text,
            language=self._of(number).language,
            categories=(f"Section {int(ranks[1] * 30)}",),
            tags=tuple(dict.fromkeys(f"tag {int(rank * TAGS)}" for rank in ranks[2:4])),
            removed=blocks,
            outcome=Outcome.PAYWALLED if number % 40 == 3 else Outcome.ARTICLE,
            sources={"headline": "json-ld"},
        )

    def text(self, number: int) -> str:
        """Five paragraphs of three sentences that are no other story's."""
        script, chance = self._of(number), np.random.default_rng((self._seed, number))
        if script is self._latin:
            words = script.drawn(chance, 300)
            told = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, 300, 20)]
        elif script is self._han:
            written = "".join(script.drawn(chance, 525))
            told = [written[at : at + 35] + "。" for at in range(0, 525, 35)]
        else:
            written = "".join(script.drawn(chance, 630))
            words = [written[at : at + 3 + at % 2] for at in range(0, 630, 4)]
            told = [" ".join(words[at : at + 10]) + "." for at in range(0, 150, 10)]
        space = "" if script is self._han else " "
        return "\n\n".join(space.join(told[at : at + 3]) for at in range(0, 15, 3))

    def site(self, number: int) -> str:
        """The site of that story: some have many, most have few."""
        return f"site-{int((number * 0.618034 % 1) ** 3 * SITES)}.example"

    def _of(self, number: int) -> _Script:
        place = number // CYCLE % 20
        return self._latin if place < 14 else self._han if place < 17 else self._hangul

    def _told(self, number: int, article: Article, moment: int) -> Filing:
        seen = FIRST + EVERY * moment
        url = f"https://{self.site(number)}/{number}/"
        body = np.random.default_rng((self._seed, moment, 2)).bytes(PAGE)
        packed = PackedPage(hashlib.sha256(body).hexdigest(), 10 * PAGE, body)
        page = FetchedPage(url, url, self.site(number), 200, (("ETag", f'"{moment}"'),), b"", "utf-8", seen)
        return Filing(page, article, (packed,), stamp=_STAMP)


def is_revision(number: int) -> bool:
    """Whether what is filed under that number is an earlier story, changed."""
    return number % CYCLE == 0


def revised_by(number: int) -> int:
    """The number of the story that a revision changes."""
    return number // 2 - 1
