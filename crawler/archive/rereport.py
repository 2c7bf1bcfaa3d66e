"""What another reading of kept pages comes to, before it is filed: counted, with the stories it changes most."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping

from crawler.archive.changes import Line, compared, passage_lines, sentences
from crawler.storage import Reader
from crawler.storage.pages.rereading import Kept
from crawler.storage.pages.staging import Staging, Verdict
from extractors import Article

SAMPLES = 3
"""Stories whose changes are shown, those that change most."""
NAMED = 5
"""Addresses that are named of those that are told one by one."""

_MEANINGS: Mapping[Verdict, str] = {
    "revised": "headline or text is another; the earlier form is kept",
    "updated": "what is known about them is another",
    "unchanged": "",
    "new": "stories on pages of which none was filed",
    "no story": "pages of which none was filed, and still none is",
    "emptied": "no text of theirs is found; they stay as they are",
    "unreadable": "their pages cannot be read; they stay as they are",
}
_STORY = "SELECT url, headline, text FROM articles WHERE id = ?"
_ADDRESS = "SELECT url FROM fetches WHERE id = ?"


class Report:
    """The staged readings of some kept pages, told."""

    def __init__(self, reader: Reader, staging: Staging, pages: list[Kept]) -> None:
        self._reader = reader
        self._staging = staging
        self._pages = {page.fetch_id: page for page in pages}
        self._rows = [row for row in staging.verdicts() if row[0] in self._pages]
        self.counts = Counter(verdict for _, _, verdict, _, filed in self._rows if not filed)

    @property
    def changes(self) -> int:
        """How many stories would be other than they are, or new."""
        return self.counts["revised"] + self.counts["updated"] + self.counts["new"]

    def lines(self) -> Iterator[Line]:
        """The counts, what is kept although it cannot be read any more, and the greatest changes."""
        filed = sum(row[4] for row in self._rows)
        if filed:
            yield f"{'filed':<12}{filed:>7}  before the last run was interrupted", ""
        for verdict, meaning in _MEANINGS.items():
            if self.counts[verdict] or verdict == "unchanged":
                yield f"{verdict:<12}{self.counts[verdict]:>7}  {meaning}".rstrip(), ""
        yield from self._named("emptied")
        yield from self._named("unreadable")
        yield from self._samples()

    def _named(self, verdict: str) -> Iterator[Line]:
        fetches = [row[0] for row in self._rows if row[2] == verdict]
        for fetch_id in fetches[:NAMED]:
            yield f"{verdict}: {self._reader.rows(_ADDRESS, fetch_id)[0]['url']}", "yellow"
        if len(fetches) > NAMED:
            yield f"{verdict}: and {len(fetches) - NAMED} more", "yellow"

    def _samples(self) -> Iterator[Line]:
        revised = [row for row in self._rows if row[2] == "revised" and not row[4]]
        for fetch_id, article_id, _, words, _ in heapq.nlargest(SAMPLES, revised, key=lambda row: abs(row[3])):
            staged = self._staging.get(self._pages[fetch_id])
            if staged is not None and staged.article is not None:
                yield "", ""
                yield from self._sample(article_id, staged.article, words)
        if len(revised) > SAMPLES:
            yield "", ""
            yield f"These are the {SAMPLES} that change most, of {len(revised)}.", "dim"

    def _sample(self, article_id: int | None, article: Article, words: int) -> Iterator[Line]:
        (told,) = self._reader.rows(_STORY, article_id)
        yield f"{told['url']}  {words:+d} words", "bold"
        if told["headline"] != article.headline:
            yield from passage_lines(compared([told["headline"] or ""], [article.headline or ""]))
        yield from passage_lines(compared(sentences(told["text"]), sentences(article.text)))
