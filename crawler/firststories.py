"""The first stories of a new site, read again when its first crawl is over: with what its later pages have taught."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.extraction import ExtractionFailed, ExtractionPool
from crawler.rereading import Reread, Rules, reread, rules_of
from crawler.stamps import stamp
from crawler.storage import Reader, Store
from crawler.storage.rereading import Kept, Refiler, Staged, first_stories
from extractors.sitememory import RULE

FIRST = 24
"""Stories of a site that may have been read before enough was known: those under way in all workers among them."""


def read_first_again(database: Path, crawl_id: int, told: Rules, settings: BaseSettings) -> int:
    """How many stories lose what their site repeats by it; raises ``StorageError``.

    Only sites that had their first visit in this crawl count, and of them those on which something was found to recur.
    Nothing else than that is filed: what the rules have changed meanwhile is for ``scrapy reextract``.
    """
    with Reader.open(database) as reader:
        found = first_stories(reader, crawl_id, RULE, FIRST)
        rules = rules_of(reader, told) if found else {}
    pages = [page for page, read_by in found if read_by == stamp(rules[page.site])]
    if not pages:
        return 0
    readings = asyncio.run(_read(pages, database, rules, settings))
    mended = [
        Staged(each.page, each.stamp, each.article)
        for each in readings
        if each.article is not None and any(block.rule == RULE for block in each.article.removed)
    ]
    with Store.open(database) as store:
        changes = Refiler(store, crawl_id).file(mended)
    return changes["revised"] + changes["updated"]


async def _read(pages: Sequence[Kept], database: Path, rules: Rules, settings: BaseSettings) -> list[Reread]:
    """What the pages say now; those that cannot be read stay as they are."""
    pool = ExtractionPool(
        workers=min(settings.getint("EXTRACT_WORKERS") or 2, 2),  # a second or two of work, whatever the machine
        timeout=settings.getfloat("EXTRACT_TIMEOUT"),
        memory=settings.getint("EXTRACT_MEMORY"),
    )
    try:
        reading = (pool.run(reread, page, database, rules[page.site]) for page in pages)
        read = await asyncio.gather(*reading, return_exceptions=True)
    finally:
        await pool.close()
    for each in read:
        if isinstance(each, BaseException) and not isinstance(each, ExtractionFailed):
            raise each
    return [each for each in read if isinstance(each, Reread)]
