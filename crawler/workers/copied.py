"""A story's copy, which its site hands out beside the page, as a page to be read; and whether it has more than that."""

from __future__ import annotations

import re

from crawler.records.finds import Copy
from crawler.records.pages import FetchedPage, LedgerEntry

LONGEST_TEASER = 800
"""Characters of a page's text that may be all that it shows of a longer story: some 120 words."""
TIMES_AS_LONG = 3
_TAG = re.compile(rb"<script.*?</script>|<[^>]*>", re.S)


def goes_on_after(text: str, copy: Copy) -> bool:
    """Whether ``text`` is no more than a teaser of the copy, by the length of both, markup left out.

    What is longer is taken for the whole story: feeds have newsletters of several, and what readers say, in its place.
    """
    return len(text) <= LONGEST_TEASER and len(_TAG.sub(b"", copy.html)) > len(text.encode()) * TIMES_AS_LONG


def page_of(copy: Copy, entry: LedgerEntry) -> FetchedPage:
    """The copy in the form of the page for which it stands."""
    return FetchedPage(
        url=entry.url,
        final_url=entry.url,
        site=entry.site,
        status=200,
        headers=(),
        body=copy.html,
        encoding="utf-8",
        requested_at=copy.read_at,
        origin=copy.origin,
        attempts=entry.attempts,
    )
