"""Reads kept pages again, in all worker processes at once, stages what comes of it, and files what is staged."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from crawler.records.filings import FILED, Stamp
from crawler.storage.glance import glance
from crawler.storage.pages.rereading import Kept, Refiler
from crawler.storage.pages.staging import Staging, Verdict
from crawler.storage.reader import Reader
from crawler.storage.rows import word_count
from crawler.storage.sites.rulings import with_rulings
from crawler.storage.store import Store
from crawler.storage.stories.filing import change_by
from crawler.workers.extraction import QUEUED_PER_WORKER, ExtractionPool
from crawler.workers.failures import ExtractionFailed
from crawler.workers.joining import read_page
from crawler.workers.reading import said_on
from crawler.workers.stamps import stamp
from extractors import Article, Comment
from extractors.site.rules import SiteRules

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings  # workers load this module, and need no Scrapy

Rules: TypeAlias = Mapping[str, SiteRules | None]
"""The rules of each site by its name."""
NAME = "reextract"
"""Under which ``crawls`` has a run."""
BATCH = 64
"""Readings filed in one transaction."""
TOGETHER = 4
"""Pages that a worker is handed at once: handing one over and taking its reading back takes a millisecond of CPU."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What a kept page says by another reading; ``article`` is None where it is what is on file already.

    ``words`` is how many more or fewer the story has by it, ``comments`` what its readers said; None where that was not
    asked for.
    """

    page: Kept
    stamp: Stamp
    verdict: Verdict
    words: int = 0
    article: Article | None = None
    comments: tuple[Comment, ...] | None = None


def reread(page: Kept, database: Path, rules: SiteRules | None, *, with_comments: bool = False) -> Reread:
    """Read a kept page again and compare it with what is on file."""
    known_to = glance(database)
    kept = known_to.kept_page(page.fetch_id, rules)
    article, said = read_page(kept), said_on(kept) if with_comments else None
    read_by = stamp(rules)
    known = None if page.article_id is None else known_to.known(page.article_id)
    if known is None:
        is_story = article.outcome in FILED
        return Reread(page, read_by, "new" if is_story else "no story", 0, article if is_story else None, said)
    change = change_by(known, article)
    if change == "unchanged":
        return Reread(page, read_by, "unchanged", comments=said)
    verdict: Verdict = "emptied" if change == "skipped" else "revised" if change == "revised" else "updated"
    return Reread(page, read_by, verdict, word_count(article.text) - word_count(known.text), article, said)


def reread_several(
    pages: Sequence[Kept], database: Path, rules: Sequence[SiteRules | None], *, with_comments: bool
) -> list[Reread]:
    """Read kept pages again, each by the rules of its site."""
    asked = zip(pages, rules, strict=True)
    return [reread(page, database, known, with_comments=with_comments) for page, known in asked]


def rules_of(reader: Reader, told: Rules) -> Rules:
    """The rules of each site of a database: those that are told, with what was decided about its blocks."""
    return {site: with_rulings(reader.db.conn, site, told.get(site)) for site in reader.sites()}


def unstaged(pages: Iterable[Kept], staging: Staging, rules: Rules, *, with_comments: bool) -> list[Kept]:
    """The pages of which no reading by these rules is staged yet, or none with comments where they are asked for."""
    stamps = {site: stamp(known) for site, known in rules.items()}
    return [page for page in pages if not staging.has(page, stamps[page.site], with_comments=with_comments)]


def stage(
    pages: Sequence[Kept],
    staging: Staging,
    database: Path,
    rules: Rules,
    settings: BaseSettings,
    tell: Callable[[], None] = lambda: None,
) -> None:
    """Read the pages again, in as many worker processes as the settings say, and stage what comes of it.

    ``tell`` is called after each.
    """

    async def read() -> None:
        pool = ExtractionPool.of(settings)
        try:
            with_comments = settings.getbool("COMMENTS")
            await reread_all(pages, pool, database, staging, rules, tell, with_comments=with_comments)
        finally:
            await pool.close()

    asyncio.run(read())


def file_staged(pages: Sequence[Kept], staging: Staging, database: Path) -> Counter[str]:
    """File what is staged of the pages; returns how many became what, and got other comments (``discussed``)."""
    done = Counter[str]()
    with Store.open(database) as store:
        crawl_id = store.begin_crawl(NAME, {})
        refiler = Refiler(store, crawl_id)
        for start in range(0, len(pages), BATCH):
            readings = [staged for page in pages[start : start + BATCH] if (staged := staging.get(page))]
            done += refiler.file(readings)
            staging.filed(staged.page for staged in readings)
        done["discussed"] = refiler.discussed
        store.end_crawl(crawl_id, "finished", {f"file/{change}": count for change, count in done.items()})
    return done


async def reread_all(
    pages: Sequence[Kept],
    pool: ExtractionPool,
    database: Path,
    staging: Staging,
    rules: Rules,
    tell: Callable[[], None],
    *,
    with_comments: bool,
) -> None:
    """Read the pages again and stage them; ``tell`` is called after each. Raises ``StorageError``, ``WorkersUnfit``."""
    room = asyncio.Semaphore(pool.workers * QUEUED_PER_WORKER)

    async def read_some(some: Sequence[Kept]) -> None:
        try:
            readings = await read_together(some)
        finally:
            room.release()
        for read in readings:
            staging.put(read.page, read.stamp, read.verdict, read.words, read.article, read.comments)
            tell()

    async def read_together(some: Sequence[Kept]) -> list[Reread]:
        known = [rules[page.site] for page in some]
        try:
            return await pool.run(reread_several, some, database, known, with_comments=with_comments)
        except ExtractionFailed:
            if len(some) > 1:  # one of them is at fault, and the others are read without it
                return [read for page in some for read in await read_together([page])]
            return [Reread(some[0], stamp(known[0]), "unreadable")]

    try:
        async with asyncio.TaskGroup() as reading:
            for start in range(0, len(pages), TOGETHER):
                await room.acquire()
                reading.create_task(read_some(pages[start : start + TOGETHER]))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
