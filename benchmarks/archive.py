"""``make bench-archive``: what an archive of so many stories costs: filing, searching, views, bytes.

The archive is made without filing: the first stories by ``bulk``, which leaves the rows that filing leaves, the others
by ``multiply``, which repeats them under other addresses and dates. Then a thousand stories more are really filed, by
turns with the first thousand of an empty archive, in seconds of CPU. Beside copydesk stands the table that one would
make with sqlite-utils alone: upserts by address, FTS5 over headline and text.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from benchmarks.asked import AskedParser, counting
from benchmarks.bulk import fill_in_bulk
from benchmarks.invented import Author
from benchmarks.multiply import multiply
from crawler.archive.search import search
from crawler.records.filings import Filing
from crawler.storage import Reader, Store
from crawler.storage.search.selection import Selection
from crawler.storage.stories.reading import stories
from crawler.storage.views import VIEWS

BATCH = 50
FILED = 1000
"""Stories that are really filed in each archive, in each run."""
RUNS = 9
WRITTEN = 40_000
"""Stories that are written; beyond them they are repeated."""
EXPORTED = 10_000


class Desk:
    """An archive that is open for filing, with the numbers of the author's next stories."""

    def __init__(self, path: Path, author: Author, first: int) -> None:
        self._store = Store.open(path)
        self._crawl = self._store.begin_crawl("bench", {})
        self._filings = map(author.filing, count(first))

    def file(self, many: int) -> float:
        """File the next stories; returns the seconds of CPU that it took."""
        batch = list(islice(self._filings, many))
        return _seconds(partial(self._store.file, self._crawl, batch))

    def close(self) -> float:
        """End the crawl and close the database, which writes its log home; returns the seconds of CPU that it took."""
        return _seconds(self._close)

    def _close(self) -> None:
        self._store.end_crawl(self._crawl, "finished", {})
        self._store.close()


def filed_by_turns(empty: Path, full: Path, author: Author, first: int) -> tuple[float, float]:
    """File a thousand stories in both archives, batch by batch by turns; returns seconds of CPU for each."""
    desks = Desk(empty, author, 1), Desk(full, author, first)
    spent = [0.0, 0.0]
    for _ in range(FILED // BATCH):
        for place, desk in enumerate(desks):
            spent[place] += desk.file(BATCH)
    for place, desk in enumerate(desks):
        spent[place] += desk.close()
    return spent[0], spent[1]


def filed_plain(path: Path, author: Author, many: int) -> float:
    """Seconds of CPU for the last thousand of ``many`` stories, upserted with sqlite-utils alone."""
    table = Database(path).table("articles", pk="url")
    table.create({"url": str, "headline": str, "text": str, "published_at": str}, pk="url")
    table.enable_fts(["headline", "text"], create_triggers=True)
    spent, filings = list[float](), author.filings()
    for _ in range(many // BATCH):
        rows = [_plain(each) for each in islice(filings, BATCH)]
        spent.append(_seconds(partial(table.upsert_all, rows)))
    return sum(spent[-FILED // BATCH :])


def _plain(filing: Filing) -> dict[str, str | None]:
    story = filing.article
    told = {"headline": story.headline, "text": story.text, "published_at": str(story.published_at)}
    return {"url": filing.page.url} | told


def questions(author: Author) -> dict[str, list[str]]:
    """Searches by kind, thirty of each, of words as they come in stories."""
    chance, texts = author.chance, [author.text(number) for number in range(1, 2000, 7)]
    latin = [text.replace(".", "").split() for text in texts if text.isascii()]
    other = [text.replace("\n", "") for text in texts if not text.isascii()]
    words = [chance.choice(text) for text in chance.choices(latin, k=30)]
    places = [(text, chance.randrange(len(text) - 4)) for text in chance.choices(other, k=60)]
    pieces = {
        many: [text[at : at + many] for text, at in places if text[at : at + many].isalnum()][:30] for many in (1, 2, 4)
    }
    return {
        "a word": words,
        "two words": [" ".join(chance.sample(text, 2)) for text in chance.choices(latin, k=30)],
        "a phrase": [f'"{" ".join(text[at : at + 2])}"' for text in chance.choices(latin, k=30) for at in [5]],
        "a beginning of three letters": [f"{word[:3]}*" for word in words if len(word) > 2],
        "1 Chinese or Korean character": pieces[1],
        "2 of them": pieces[2],
        "4 of them": pieces[4],
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def filing_rows(full: Path, folder: Path, author: Author, written: int) -> Iterator[tuple[str, str]]:
    """What filing costs, as rows of the table."""
    firsts = range(written + 1, written + 1 + RUNS * FILED, FILED)
    runs = [filed_by_turns(folder / f"empty-{first}.db", full, author, first) for first in firsts]
    few, more = (statistics.median(each) for each in zip(*runs, strict=True))
    yield "filing the first 1,000", f"{few:.2f} s"
    yield "filing 1,000 more", f"{more:.2f} s"
    yield "the second beside the first, in each run", ", ".join(f"{more / few:.2f}" for few, more in runs)


def reading_rows(full: Path, author: Author) -> Iterator[tuple[str, str]]:
    """What searches, views and exports cost, as rows of the table."""
    with Reader.open(full) as reader:
        for kind, asked in questions(author).items():
            spent = [_seconds(partial(search, reader, typed, Selection(), 20, str)) for typed in asked]
            yield f"search for {kind}, median / 95 %", _middle_and_high(spent)
        asked_of = {view: _seconds(partial(reader.rows, f"SELECT * FROM {view} LIMIT 50")) for view in VIEWS}
        yield f"{len(VIEWS)} views, median / 95 %", _middle_and_high(list(asked_of.values()))
        for view in sorted(asked_of, key=lambda view: -asked_of[view])[:3]:
            yield f"the slowest: {view}", f"{1e3 * asked_of[view]:.1f} ms"
        some = islice(stories(reader, Selection()), EXPORTED)
        yield "stories read for an export", f"{EXPORTED / _seconds(lambda: sum(1 for _ in some)):,.0f} a second"


def _middle_and_high(spent: list[float]) -> str:
    return f"{1e3 * statistics.median(spent):.1f} / {1e3 * sorted(spent)[int(0.95 * len(spent))]:.1f} ms"


def bytes_of(path: Path, many: int) -> str:
    """The bytes of a story in the archive, those of its raw page apart."""
    with Reader.open(path) as reader:
        (pages,) = reader.rows("SELECT sum(length(content)) AS bytes FROM pages")
    return f"{(path.stat().st_size - pages['bytes']) // many:,} beside {pages['bytes'] // many:,} of its page"


def _say(what: str) -> None:
    """How far the run is: a million stories take half an hour."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def main(many: int, folder: Path) -> None:
    """Measure and print."""
    table = Table("what", "copydesk", "sqlite-utils alone", title=f"an archive of {many:,} stories; CPU time")
    full, author, written = folder / "archive.db", Author(), min(many, WRITTEN)
    fill_in_bulk(full, written)
    _say(f"{written:,} stories are entered")
    if many > written:
        multiply(full, many // written)
        _say(f"the archive has {many:,}")
    table.add_row("bytes a story", bytes_of(full, many))
    for row in filing_rows(full, folder, author, written):
        table.add_row(*row)
    _say(f"{RUNS * FILED:,} more are filed")
    table.add_row("the last 1,000 of 20,000", "", f"{filed_plain(folder / 'plain.db', author, 20_000):.2f} s")
    for row in reading_rows(full, author):
        table.add_row(*row)
    table.add_row("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    Console(width=100).print(table)


if __name__ == "__main__":
    parser = AskedParser(prog="make bench-archive", description=__doc__)
    parser.add_argument("--stories", type=counting(), default=100_000, help="how many stories (100000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        main(options.stories, Path(made))
