"""Files the set of reprints in an archive, and says how well it knows which stories are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from crawler.records.filings import Filing
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from extractors import Article, Outcome
from tests.reprints import Printed

BATCH = 50


class Found(NamedTuple):
    """How many of the pairs that are to be found were, of how many."""

    right: int
    wanted: int


@dataclass(slots=True)
class Score:
    """How clusters agree with the truth, by pairs of stories.

    ``kinds`` says for each kind of edit how many reprints are in their original's cluster, ``wrong`` counts pairs of
    kinds that are not one story and were taken for one.
    """

    right: int = 0
    found: int = 0
    wanted: int = 0
    kinds: dict[str, Found] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of the pairs taken for one story that are, 0 to 1."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs that are one story which were found, 0 to 1."""
        return self.right / self.wanted


def as_filing(number: int, told: Printed) -> Filing:
    """A printed story as a crawl files it; ``number`` is its last part of the address."""
    url = f"https://{told.site}/{number}/"
    page = FetchedPage(url, url, told.site, 200, (), b"", "utf-8", datetime(2024, 9, 1, tzinfo=UTC))
    article = Article(
        headline=told.headline,
        text=told.text,
        published_at=told.published_at,
        language=told.language,
        outcome=Outcome.ARTICLE,
    )
    return Filing(page, article)


def clusters(path: Path, told: Sequence[Printed]) -> dict[int, int]:
    """The cluster of each of the stories that is in one, by its place in the list; files them in a new database."""
    filings = [as_filing(number, each) for number, each in enumerate(told)]
    with Store.open(path) as store:
        crawl = store.begin_crawl("reprints", {})
        for at in range(0, len(filings), BATCH):
            store.file(crawl, filings[at : at + BATCH])
        rows = store.db.query("SELECT url, cluster_id FROM syndication")
        return {int(row["url"].split("/")[-2]): row["cluster_id"] for row in rows}


def score(told: Sequence[Printed], found: Mapping[int, int]) -> Score:
    """How well ``found``, cluster by place in the list, says which stories are one."""
    result, kinds = Score(), dict[str, list[bool]]()
    for one, other in combinations(range(len(told)), 2):
        same = told[one].origin == told[other].origin
        together = one in found and found[one] == found.get(other)
        result.wanted += same
        result.found += together
        result.right += same and together
        edits = {told[one].kind, told[other].kind}
        if together and not same:
            result.wrong[" and ".join(sorted(edits))] += 1
        if same and "original" in edits:
            kinds.setdefault(next(iter(edits - {"original"})), []).append(together)
    result.kinds = {kind: Found(sum(told), len(told)) for kind, told in sorted(kinds.items())}
    return result
