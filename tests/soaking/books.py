"""Holds a soaked database to account: every address has an end with its reason, and the counters add up."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.archive import rows
from tests.filings import assert_sound
from tests.soaking.faults import FATES, SUDDEN
from tests.soaking.paper import Paper

UNDER_WAY = 128
"""Addresses that a crawl which was told to stop may have had in hand."""
_ENDS = ("file/", "skipped/", "failed/", "gone/", "later/")


@dataclass(slots=True)
class Books:
    """What the ledger says: by kind of page how many ended in which state, and everything that is ``wrong``."""

    ended: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)


def audit(database: Path, papers: Sequence[Paper], harmed: int) -> Books:
    """Compare the database with what the papers printed; ``harmed`` is how often a worker was harmed from outside."""
    assert_sound(database)
    books = Books()
    lost, cut_off = Counter[str](), 0
    for paper in papers:
        known = {row["url"]: row for row in rows(database, "SELECT * FROM urls WHERE url LIKE ?", f"{paper.url}/%")}
        for number in range(paper.stories):
            row = known.get(paper.url + paper.path(number))
            kind = paper.kind(number)
            books.ended[kind][row["state"] if row else "unknown"] += 1
            if row is None:
                continue  # a crawl that was stopped may not have heard of it
            reason = row["reason"] or ""
            if row["state"] == "pending" and paper.asked[number] and not reason:
                cut_off += 1
                continue
            hurt = row["state"] == "failed" and reason.startswith(SUDDEN) and kind != "hog"
            lost[reason] += hurt
            if not hurt and not _fits(kind, row["state"], reason):
                books.wrong.append(f"{row['url']}, {kind}: {row['state']} ({reason})")
    if lost.total() > harmed:
        books.wrong.append(f"{harmed} workers were harmed, and pages were lost: {+lost}")
    if cut_off > UNDER_WAY:
        books.wrong.append(f"{cut_off} pages were asked for, and nothing is on record of that")
    books.wrong += [*_unprinted(database, papers), *_uneven(database)]
    return books


def _fits(kind: str, state: str, reason: str) -> bool:
    """Whether the page has its due end; it may also wait for its turn, or for its paper where that was down or busy."""
    fate = FATES[kind]
    return state == "pending" or (
        state == fate.state and reason.startswith(fate.reason) and bool(reason or state == "done")
    )


def _unprinted(database: Path, papers: Sequence[Paper]) -> Iterator[str]:
    """Stories of the archive that no paper printed like that, or that are not filed in the edition last printed."""
    for paper in papers:
        filed = {
            row["url"]: row
            for row in rows(
                database,
                "SELECT urls.url, headline, text FROM urls JOIN articles ON articles.id = article_id "
                "WHERE state = 'done' AND urls.url LIKE ?",
                f"{paper.url}/%",
            )
        }
        for number in paper.printed:
            story = filed.get(paper.url + paper.path(number))
            if story and paper.imprint(number) not in story["text"]:
                yield f"{story['url']}: not as last printed"
        stories = {row["url"] for row in rows(database, "SELECT url FROM articles WHERE url LIKE ?", f"{paper.url}/%")}
        strange = stories - {paper.url + paper.path(number) for number in paper.printed}
        yield from (f"{url}: filed, but never printed" for url in strange)
    lost = rows(database, "SELECT url FROM urls WHERE state = 'done' AND article_id IS NULL")
    yield from (f"{row['url']}: done, but there is no story" for row in lost)


def _uneven(database: Path) -> Iterator[str]:
    """Crawls in which what was leased is not what was filed, unchanged, skipped, failed or put off."""
    for row in rows(database, "SELECT id, reason, counters FROM crawls"):
        counters = json.loads(row["counters"] or "{}")
        leased = counters.get("ledger/leased", 0)
        ended = sum(value for name, value in counters.items() if name.startswith(_ENDS))
        most = UNDER_WAY if row["reason"] == "shutdown" else 0
        if not 0 <= leased - ended <= most:
            yield f"crawl {row['id']} ({row['reason']}): {leased} leased, {ended} ended"
