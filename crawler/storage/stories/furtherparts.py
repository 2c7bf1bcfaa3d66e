"""The further pages of a story that its site split over several: they are part of it, whatever list names them too."""

from __future__ import annotations

import sqlite3

from crawler.addresses import known_as
from crawler.fetch.pagination import page_number
from crawler.records.pages import FetchedPage
from crawler.storage.rows import now
from crawler.storage.stories.filing import Filed
from crawler.storage.stories.known import KnownStories
from crawler.storage.stories.successors import Successors

_NOTE = """INSERT INTO urls(url, site, source, found_in, found_at, state, reason, article_id)
  VALUES (:url, :site, 'links', :found_in, :now, 'skipped', :reason, :story)
  ON CONFLICT(url) DO UPDATE SET reason = excluded.reason, article_id = excluded.article_id,
    state = iif(state = 'pending', 'skipped', state)"""
_FILED_BY_ITSELF = "SELECT id FROM articles WHERE fetched_url = ? AND id <> ?"


def _is_part_of(story: str) -> str:
    """What the ledger says of such a page."""
    return f"a further page of {story}"


class FurtherParts:
    """What the ledger knows of such pages, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known = KnownStories(connection)
        self._successors = Successors(connection)

    def filed(self, page: FetchedPage) -> Filed | None:
        """What becomes of a page that was read as a further one of a story on file: it is there already.

        None for any other page.
        """
        story = self._known.told_at(page.url)
        if story is None or page.continuations or page_number(page.url, story.fetched_url) is None:
            return None
        return Filed("unchanged", story.id, _is_part_of(story.fetched_url))

    def note(self, story: int, page: FetchedPage) -> None:
        """Have the further pages with which a story's ``page`` was read asked for no more by themselves.

        One that was filed as a story of its own is no longer: its text is the story's.
        """
        known = self._known.numbered(story)
        if known is None or not page.continuations:
            return
        for url in (known_as(each.url) for each in page.continuations):
            for (alone,) in self._connection.execute(_FILED_BY_ITSELF, (url, story)).fetchall():
                self._successors.fold(story, alone)
            told = {"url": url, "site": page.site, "found_in": page.url, "now": now(), "story": story}
            self._connection.execute(_NOTE, told | {"reason": _is_part_of(known.fetched_url)})
