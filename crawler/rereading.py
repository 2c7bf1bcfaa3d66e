"""Reads kept pages again, in all worker processes at once, and stages what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.extraction import QUEUED_PER_WORKER, ExtractionFailed, ExtractionPool
from crawler.joining import read_page
from crawler.records import Stamp
from crawler.stamps import stamp
from crawler.storage.filing import FILED, change_by
from crawler.storage.glance import glance
from crawler.storage.rereading import Kept
from crawler.storage.rows import word_count
from crawler.storage.staging import Staging, Verdict
from extractors import Article
from extractors.siterules import SiteRules


@dataclass(frozen=True, slots=True)
class Reread:
    """What a kept page says by another reading; ``article`` is None where it is what is on file already.

    ``words`` is how many more or fewer the story has by it.
    """

    page: Kept
    stamp: Stamp
    verdict: Verdict
    words: int = 0
    article: Article | None = None


def reread(page: Kept, database: Path, rules: SiteRules | None) -> Reread:
    """Read a kept page again and compare it with what is on file."""
    known_to = glance(database)
    article = read_page(known_to.kept_page(page.fetch_id, rules))
    read_by = stamp(rules)
    known = None if page.article_id is None else known_to.known(page.article_id)
    if known is None:
        is_story = article.outcome in FILED
        return Reread(page, read_by, "new" if is_story else "no story", article=article if is_story else None)
    change = change_by(known, article)
    if change == "unchanged":
        return Reread(page, read_by, "unchanged")
    verdict: Verdict = "emptied" if change == "skipped" else "revised" if change == "revised" else "updated"
    return Reread(page, read_by, verdict, word_count(article.text) - word_count(known.text), article)


async def reread_all(
    pages: Iterable[Kept],
    pool: ExtractionPool,
    database: Path,
    staging: Staging,
    rules: Mapping[str, SiteRules | None],
    tell: Callable[[], None],
) -> None:
    """Read the pages again that are not staged yet, and stage them; ``tell`` is called after each."""
    room = asyncio.Semaphore(pool.workers * QUEUED_PER_WORKER)

    async def read_one(page: Kept) -> None:
        known = rules[page.site]
        try:
            read = await pool.run(reread, page, database, known)
        except ExtractionFailed:
            read = Reread(page, stamp(known), "unreadable")
        finally:
            room.release()
        staging.put(read.page, read.stamp, read.verdict, read.words, read.article)
        tell()

    async with asyncio.TaskGroup() as reading:
        for page in pages:
            await room.acquire()
            reading.create_task(read_one(page))
