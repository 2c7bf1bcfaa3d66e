"""``make bench-syndication``: how well reprints are found, and what that costs in an archive that grows.

Quality: the set of ``tests/reprints``, filed in an archive; beside it datasketch's MinHash LSH in memory, with
shingles of five words (nine characters where words are not parted), 128 permutations and the best of several
thresholds; what it pairs is made one story.

Cost: stories are filed in archives that grow. Those that are already there are rows without text, with fingerprints as
texts of 500 words leave them; the ones that are filed are texts of 300 words, every fifth a reprint with a preamble.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from datasketch import MinHash, MinHashLSH
from rich.console import Console
from rich.table import Table

from benchmarks.archive import BATCH
from benchmarks.asked import AskedParser, counting
from benchmarks.invented import Author
from crawler.storage import Store
from crawler.storage.reprints.fingerprints import SAMPLED
from crawler.storage.reprints.marks import Marks
from crawler.storage.reprints.shingles import WORDS as LENGTH
from crawler.storage.reprints.shingles import shingled
from crawler.storage.reprints.syndication import CAUGHT_UP, Syndication
from tests.reprints import EDITS, Printed, printed
from tests.reprints.scoring import Score, as_filing, clusters, score

PERMUTATIONS = 128
THRESHOLDS = (0.2, 0.35, 0.5, 0.7)
PEER_STORIES = 10_000
MEASURED = 1000
FIRST_SIZE = 1_000
WORDS = 500
KEPT = WORDS // LENGTH // SAMPLED
_SITE = "INSERT OR IGNORE INTO sites(name, first_seen_at) VALUES ('filler.example', '')"
_BARE = """INSERT INTO articles(id, url, site, words, outcome, first_filed_at, last_filed_at, fetched_url, evidence,
    sources, text_hash, fingerprint, text)
  VALUES (?, ?, 'filler.example', 0, 'article', '', '', '', '', '', '', '', '')"""


def sketched(text: str) -> MinHash:
    """The peer's sketch of a text."""
    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([value.tobytes() for value in shingled(text).hashes])
    return sketch


def peer_clusters(sketches: list[MinHash], threshold: float) -> dict[int, int]:
    """The clusters that MinHash LSH makes: what is found alike is one story, and so on from there."""
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    parent = list(range(len(sketches)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for place, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= threshold:
                parent[root(place)] = root(other)
        index.insert(place, sketch)
    roots = [root(place) for place in range(len(sketches))]
    return {place: top for place, top in enumerate(roots) if roots.count(top) > 1}


def quality(folder: Path) -> Table:
    """Recall by kind of edit, precision and recall over all pairs."""
    told = printed()
    sketches = [sketched(each.text) for each in told]
    scores = {"copydesk": score(told, clusters(folder / "set.db", told))}
    scores |= {f"LSH {level:g}": score(told, peer_clusters(sketches, level)) for level in THRESHOLDS}
    table = Table("", *scores, title=f"{len(told)} stories, {scores['copydesk'].wanted:,} pairs that are one story")
    for kind in EDITS:
        table.add_row(kind, *(f"{each.kinds[kind].right} of {each.kinds[kind].wanted}" for each in scores.values()))
    table.add_row("recall, all pairs", *(f"{each.recall:.3f}" for each in scores.values()))
    table.add_row("precision, all pairs", *(f"{each.precision:.3f}" for each in scores.values()))
    table.add_row("taken for one, mostly", *(_mostly(each) for each in scores.values()))
    return table


def _mostly(result: Score) -> str:
    return "; ".join(f"{kinds}: {count}" for kinds, count in result.wrong.most_common(2)) or "–"


def fill(store: Store, count: int) -> None:
    """Make the archive one of ``count`` stories, with rows and fingerprints but without texts."""
    connection = store.db.conn
    known = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    numbers = np.arange(known + 1, count + 1)
    chance = np.random.default_rng(count)
    # The smallest of so many hashes are spread over the lowest part of their range.
    hashes = chance.integers(0, 2**48 * KEPT // WORDS, (len(numbers), KEPT))
    order = np.argsort(hashes, axis=None)
    rows = zip(hashes.ravel()[order].tolist(), np.repeat(numbers, KEPT)[order].tolist(), strict=True)
    connection.execute("BEGIN")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(_SITE)
    connection.executemany(_BARE, ((number, f"https://filler.example/{number}/") for number in numbers.tolist()))
    connection.executemany("INSERT OR IGNORE INTO fingerprints(hash, article_id) VALUES (?, ?)", rows)
    Marks(connection).write_all()
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("COMMIT")


def told_stories(seed: int) -> Iterator[Printed]:
    """Endless stories; every fifth is a reprint of one that came before it, on another site."""
    chance, before = random.Random(seed), list[Printed]()
    for number, filing in enumerate(Author(seed).filings(), 1):
        if number % 5 == 0:
            taken = chance.choice(before)
            text = (" ".join(filing.article.paragraphs[:1]), *taken.paragraphs)
            yield Printed("", "", "en", f"reprints-{number % 7}.example", "Reprint", text)
        else:
            site = f"paper-{seed}-{number % 11}.example"
            before.append(Printed("", "", "en", site, filing.article.headline or "", filing.article.paragraphs))
            yield before[-1]


def cost(folder: Path, largest: int) -> Table:
    """What filing and comparing costs at growing sizes, and what the peer needs."""
    table = Table("stories", "filing, ms", "of it comparing, ms", "95 %", "reprints found", "fingerprints, MB")
    table.title = f"CPU a story, {MEASURED} filed at each size"
    size = FIRST_SIZE
    with Store.open(folder / "growing.db") as store:
        crawl = store.begin_crawl("bench", {})
        while size <= largest:
            fill(store, size)
            table.add_row(f"{size:,}", *_measured(store, crawl, size))
            size *= 10
    peer, sketch_ms, index_ms = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS), list[float](), list[float]()
    for place, told in enumerate(islice(told_stories(1), PEER_STORIES)):
        started = time.process_time()
        sketch = sketched(told.text)
        between = time.process_time()
        peer.query(sketch)
        peer.insert(place, sketch)
        sketch_ms.append(1e3 * (between - started))
        index_ms.append(1e3 * (time.process_time() - between))
    told_of = f"{statistics.mean(sketch_ms):.2f} sketch + {statistics.mean(index_ms):.2f} index"
    table.add_row(f"datasketch, {PEER_STORIES:,}", "", told_of, "", "", "in memory")
    return table


class Timed(Syndication):
    """Compares as ever, and keeps the milliseconds of CPU a story of each batch."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.spent = list[float]()

    def catch_up(self, most: int = CAUGHT_UP) -> int:
        """Compare the stories that wait for it."""
        started = time.process_time()
        count = super().catch_up(most)
        self.spent.append(1e3 * (time.process_time() - started) / max(1, count))
        return count


def _measured(store: Store, crawl: int, size: int) -> list[str]:
    told = list(islice(told_stories(size), MEASURED))
    filings = [as_filing(size + number, each) for number, each in enumerate(told)]
    store.syndication = timed = Timed(store.db.conn)
    started = time.process_time()
    for at in range(0, MEASURED, BATCH):
        store.file(crawl, filings[at : at + BATCH])
    whole, comparing = 1e3 * (time.process_time() - started) / MEASURED, sorted(timed.spent)
    found = store.db.execute(
        """SELECT count(*) FROM syndicated JOIN articles ON articles.id = article_id
          WHERE headline = 'Reprint' AND url LIKE ?""",
        (f"%/{str(size)[:-3]}___/",),
    ).fetchone()[0]
    pages = store.db.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'fingerprints'").fetchone()[0]
    worst = comparing[int(0.95 * len(comparing))]
    of = sum(each.headline == "Reprint" for each in told)
    return [
        f"{whole:.2f}",
        f"{statistics.mean(comparing):.2f}",
        f"{worst:.2f}",
        f"{found} of {of}",
        f"{pages / 1e6:,.0f}",
    ]


def main(largest: int) -> None:
    """Measure and print."""
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        console.print(quality(Path(folder)))
        console.print(cost(Path(folder), largest))


if __name__ == "__main__":
    parser = AskedParser(prog="make bench-syndication", description=__doc__)
    parser.add_argument("--stories", type=counting(FIRST_SIZE), default=100_000, help="stories of the largest (100000)")
    main(parser.parse_args().stories)
