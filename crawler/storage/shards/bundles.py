"""Bundles: kept pages of a database as a small one of their own, in which they are read again elsewhere."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from crawler.storage.pages.rereading import Kept
from crawler.storage.reader import Reader
from crawler.storage.shards.cutting import copy_rows, cutting
from crawler.storage.stories.links import CREDITS

MOST_PAGES = 500
"""Pages of a bundle at most: some ten seconds of a worker, beside the two that the start of a process takes."""
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of its pages, as their servers sent them, beyond which no page is added to a bundle."""

_OF_STORIES = "article_id IN (SELECT id FROM main.articles)"
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "articles": "id IN (SELECT article_id FROM chosen)",
        "fetches": "id IN (SELECT fetch_id FROM chosen) OR first_id IN (SELECT fetch_id FROM chosen)",
        "pages": """id IN (SELECT page_id FROM main.fetches UNION
          SELECT pattern_id FROM whole.pages WHERE id IN (SELECT page_id FROM main.fetches))""",
        "urls": "url IN (SELECT url FROM main.fetches)",
        "announcements": "url IN (SELECT url FROM main.fetches)",
        "readings": "site IN (SELECT site FROM main.fetches)",
        "rulings": "site IN (SELECT site FROM main.articles UNION SELECT site FROM main.fetches)",
        "comments": _OF_STORIES,
        "removed_blocks": _OF_STORIES,
        "revisions": _OF_STORIES,
        **{f"article_{names}": _OF_STORIES for names, _ in CREDITS},
        **{names: f"id IN (SELECT {one}_id FROM main.article_{names})" for names, one in CREDITS},
        "sites": """name IN (SELECT site FROM main.articles UNION SELECT site FROM main.fetches
          UNION SELECT site FROM main.urls)""",
        "crawls": """id IN (SELECT crawl_id FROM main.fetches UNION SELECT crawl_id FROM main.readings
          UNION SELECT filed_by FROM main.articles UNION SELECT replaced_by FROM main.revisions
          UNION SELECT leased_by FROM main.urls)""",
    }
)
"""Which rows of which tables go into a bundle: all that has a part in reading its pages, and their stories whole."""

_SIZES = """SELECT fetches.id, size FROM fetches JOIN pages ON pages.id = page_id
  WHERE fetches.id IN (SELECT value FROM json_each(?))"""


class Bundle(NamedTuple):
    """Pages of one site, in the order of their fetches, that are read again by one worker."""

    site: str
    pages: tuple[Kept, ...]

    @property
    def name(self) -> str:
        """A name for these pages, and for no others of the same database."""
        digest = zlib.crc32(repr(self.pages).encode())
        return f"{quote(self.site, safe='')}-{self.pages[0].fetch_id}-{self.pages[-1].fetch_id}-{digest:08x}"


def bundles(reader: Reader, pages: Iterable[Kept]) -> Iterator[Bundle]:
    """The pages, each in one bundle; the same ones for the same pages."""
    for site, some in groupby(sorted(pages, key=attrgetter("site", "fetch_id")), attrgetter("site")):
        left = list(some)
        while left:
            asked = json.dumps([page.fetch_id for page in left[:MOST_PAGES]])
            sizes = {row["id"]: row["size"] for row in reader.rows(_SIZES, asked)}
            together = accumulate(sizes[page.fetch_id] for page in left[:MOST_PAGES])
            count = max(sum(size <= MOST_BYTES for size in together), 1)
            yield Bundle(site, tuple(left[:count]))
            del left[:count]


def cut_bundle(whole: Path, pages: Sequence[Kept], bundle: Path) -> None:
    """Write those pages of the database ``whole`` into the new database ``bundle``; raises ``StorageError``.

    Rows keep their numbers.
    """
    with cutting(whole, bundle) as connection:
        connection.execute("CREATE TEMP TABLE chosen(fetch_id INTEGER, article_id INTEGER)")
        connection.executemany("INSERT INTO chosen VALUES (?, ?)", [page[:2] for page in pages])
        for table, condition in PARTS.items():
            copy_rows(connection, table, condition, {})
