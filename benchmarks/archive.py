"""``python -m benchmarks.archive COUNT``: what an archive costs as it grows: filing, searching, exporting, bytes.

The stories are written by a seed: words and characters as frequent as in news (by Zipf's law), 70 % of them in Latin
script, 15 % Chinese, 15 % Korean, one in fifty filed a second time with another text. Beside copydesk stands the table
that one would make with sqlite-utils alone: upserts by address, FTS5 over headline and text.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from crawler.archive.search import search
from crawler.records import FetchedPage, Filing
from crawler.storage import Reader, Store
from crawler.storage.selection import Selection
from crawler.storage.stories import stories
from extractors import Article, Outcome

FIRST = datetime(2004, 3, 1, tzinfo=UTC)
BATCH = 50
SYLLABLES = "ba ro ti mek sul an dor vi les ta ni co per ham ing ster".split()
VIEWS = ("site_stories", "articles_per_month", "headline_changes", "silent_edits", "deletions", "site_coverage")


class Author:
    """Writes stories: the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.words = ["".join(self.chance.choices(SYLLABLES, k=self.chance.randint(1, 4))) for _ in range(40_000)]
        self.han = [chr(0x4E00 + place) for place in range(3_000)]
        self.hangul = [chr(0xAC00 + 7 * place) for place in range(1_500)]
        self.weights = {
            len(kind): list(accumulate(1 / (rank + 5) for rank in range(len(kind)))) for kind in self._kinds()
        }

    def _kinds(self) -> tuple[list[str], ...]:
        return self.words, self.han, self.hangul

    def _drawn(self, kind: list[str], count: int) -> list[str]:
        return self.chance.choices(kind, cum_weights=self.weights[len(kind)], k=count)

    def _sentence(self, language: str) -> str:
        if language == "en":
            return " ".join(self._drawn(self.words, 20)).capitalize() + "."
        if language == "zh":
            return "".join(self._drawn(self.han, 35)) + "。"
        return " ".join("".join(self._drawn(self.hangul, self.chance.randint(2, 5))) for _ in range(12)) + "."

    def filings(self) -> Iterator[Filing]:
        """Endless stories; every fiftieth is one from before, changed."""
        number = 0
        while True:
            number += 1
            again = number % 50 == 0
            yield self._filing(number // 2 if again else number, number)

    def _filing(self, number: int, moment: int) -> Filing:
        language = ("en", "zh", "ko")[(number % 20 >= 14) + (number % 20 >= 17)]
        text = "\n\n".join(" ".join(self._sentence(language) for _ in range(3)) for _ in range(5))
        url, seen = f"https://bench.example/{number}/", FIRST + timedelta(minutes=moment)
        article = Article(
            headline=self._sentence(language)[:70],
            byline=(f"Author {number % 500}",),
            published_at=seen,
            text=text,
            language=language,
            outcome=Outcome.ARTICLE,
            sources={"headline": "json-ld"},
        )
        return Filing(FetchedPage(url, url, "bench.example", 200, (), b"", "utf-8", seen), article)


def fill(path: Path, count: int, author: Author) -> tuple[float, float]:
    """File ``count`` stories; returns seconds of CPU for the first and for the last thousand."""
    filings, spent = author.filings(), list[float]()
    with Store.open(path) as store:
        crawl = store.begin_crawl("bench", {})
        for _ in range(count // BATCH):
            batch = list(islice(filings, BATCH))
            spent.append(_seconds(partial(store.file, crawl, batch)))
        store.end_crawl(crawl, "finished", {})
    batches = 1000 // BATCH
    return sum(spent[:batches]), sum(spent[-batches:])


def fill_plain(path: Path, count: int, author: Author) -> tuple[float, float]:
    """The same with sqlite-utils alone."""
    filings, spent = author.filings(), list[float]()
    table = Database(path).table("articles", pk="url")
    table.create({"url": str, "headline": str, "text": str, "published_at": str}, pk="url")
    table.enable_fts(["headline", "text"], create_triggers=True)
    for _ in range(count // BATCH):
        told = [(each.page.url, each.article) for each in islice(filings, BATCH)]
        rows = [
            {"url": url, "headline": a.headline, "text": a.text, "published_at": str(a.published_at)} for url, a in told
        ]
        spent.append(_seconds(partial(table.upsert_all, rows)))
    batches = 1000 // BATCH
    return sum(spent[:batches]), sum(spent[-batches:])


def questions(author: Author) -> dict[str, list[str]]:
    """Searches by kind, thirty of each, of words as they come in stories."""
    chance, texts = author.chance, [author._filing(number, number).article.text for number in range(1, 200)]
    latin = [text for text in texts if text.isascii()]
    other = [text.replace("\n", "") for text in texts if not text.isascii()]
    places = [(text, chance.randrange(len(text) - 4)) for text in chance.choices(other, k=30)]
    return {
        "a word": [chance.choice(text.split()).strip(".") for text in chance.choices(latin, k=30)],
        "two words": [
            " ".join(chance.sample(text.replace(".", "").split(), 2)) for text in chance.choices(latin, k=30)
        ],
        "1 character": [text[at] for text, at in places if text[at].isalnum()],
        "2 characters": [text[at : at + 2] for text, at in places if text[at : at + 2].isalnum()],
        "4 characters": [text[at : at + 4] for text, at in places if text[at : at + 4].isalnum()],
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main(count: int) -> None:
    """Measure and print."""
    table = Table("what", "copydesk", "sqlite-utils alone", title=f"an archive of {count:,} stories; seconds of CPU")
    with tempfile.TemporaryDirectory() as folder:
        path, plain = Path(folder, "news.db"), Path(folder, "plain.db")
        (first, last), (plain_first, plain_last) = fill(path, count, Author()), fill_plain(plain, count, Author())
        table.add_row("filing the first 1,000", f"{first:.2f} s", f"{plain_first:.2f} s")
        table.add_row("filing the last 1,000", f"{last:.2f} s", f"{plain_last:.2f} s")
        table.add_row("bytes a story", *(f"{each.stat().st_size // count:,}" for each in (path, plain)))
        with Reader.open(path) as reader:
            for kind, asked in questions(Author()).items():
                spent = sorted(_seconds(partial(search, reader, typed, Selection(), 20, str)) for typed in asked)
                worst = spent[int(0.95 * len(spent))]
                table.add_row(
                    f"search for {kind}, median / 95 %",
                    f"{1e3 * statistics.median(spent):.1f} / {1e3 * worst:.1f} ms",
                    "",
                )
            for view in VIEWS:
                spent_on = _seconds(partial(reader.rows, f"SELECT * FROM {view} LIMIT 50"))
                table.add_row(f"view {view}", f"{1e3 * spent_on:.1f} ms", "")
            seconds = _seconds(lambda: sum(1 for _ in stories(reader, Selection())))
            table.add_row("stories read for an export", f"{count / seconds:,.0f} a second", "")
    table.add_row("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", "")
    Console(width=100).print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]))
