"""A record that the database does not take costs only itself, though it is written together with others."""

from __future__ import annotations

import asyncio
from pathlib import Path

from crawler.records.endings import Settlement
from crawler.records.finds import Candidate
from crawler.storage import Recrawl
from crawler.writer import Writer
from tests.archive import rows
from tests.filings import SITE

URLS = [f"https://{SITE}/{number}/" for number in range(5)]


def test_a_batch_is_written_but_for_the_record_that_trips_it_up(path: Path) -> None:
    def status(url: str) -> int:
        return 10**20 if url == URLS[2] else 404  # more than SQLite has room for

    async def settle_all() -> list[object]:
        writer = Writer(path)
        await writer.open("pages", {})
        candidates = [Candidate(url, "sitemap") for url in URLS]
        await writer.run(lambda store: store.add_candidates(SITE, candidates, recrawl=Recrawl.CHANGED))
        await writer.run(lambda store: store.lease(writer.crawl_id, SITE, 10))
        records = [Settlement(url, "gone", "not there", status=status(url)) for url in URLS]
        endings = await asyncio.gather(*map(writer.write, records), return_exceptions=True)
        await writer.close()
        return list(endings)

    endings = asyncio.run(settle_all())
    assert [type(ending).__name__ for ending in endings] == ["NoneType"] * 2 + ["OverflowError"] + ["NoneType"] * 2
    states = {row["url"]: row["state"] for row in rows(path, "SELECT url, state FROM urls")}
    assert states == {url: "leased" if url == URLS[2] else "gone" for url in URLS}
