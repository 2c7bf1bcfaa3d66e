"""The first stories of a new site, read again when its first crawls are over: with what its later pages have taught."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.storage import Reader, Store
from crawler.storage.pages.rereading import Kept, Refiler, Staged, first_stories
from crawler.workers.extraction import ExtractionPool
from crawler.workers.failures import ExtractionFailed
from crawler.workers.rereading import Rules, reread, rules_of
from crawler.workers.stamps import stamp
from extractors.site.memory import RULE
from extractors.site.rules import SiteRules

FIRST = 24
"""Stories of a site that may have been read before enough was known: those under way in all workers among them."""


def read_first_again(database: Path, crawl_id: int, told: Rules, settings: BaseSettings) -> int:
    """How many stories lose what their site repeats by it; raises ``StorageError``.

    Only sites that are new to this crawl count, or to the one before, and of them those on which something was found to
    recur.
    Nothing else than that is filed: what the rules have changed meanwhile is for ``scrapy reextract``.
    """
    with Reader.open(database) as reader:
        found = first_stories(reader, crawl_id, RULE, FIRST)
        rules = rules_of(reader, told) if found else {}
    pages = [page for page, read_by in found if read_by == stamp(rules[page.site])]
    if not pages:
        return 0
    pool = ExtractionPool.of(settings)
    with Store.open(database) as store:
        return asyncio.run(_mend(pages, pool, Refiler(store, crawl_id), database, rules))


async def _mend(pages: Sequence[Kept], pool: ExtractionPool, refiler: Refiler, database: Path, rules: Rules) -> int:
    """Read and file the pages, one site after the other; returns how many stories that changes."""
    mended = 0
    try:
        for site, own in groupby(pages, key=lambda page: page.site):
            readings = await asyncio.gather(*(_read(page, pool, database, rules[site]) for page in own))
            changes = refiler.file([staged for staged in readings if staged])
            mended += changes["revised"] + changes["updated"]
    finally:
        await pool.close()
    return mended


async def _read(page: Kept, pool: ExtractionPool, database: Path, rules: SiteRules | None) -> Staged | None:
    """What a page says where it has lost what its site repeats; None where it reads as before, or cannot be read."""
    try:
        read = await pool.run(reread, page, database, rules)
    except ExtractionFailed:
        return None
    if read.article is None or not any(block.rule == RULE for block in read.article.removed):
        return None
    return Staged(page, read.stamp, read.article)
