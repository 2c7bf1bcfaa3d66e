"""How far a site's validators are believed: until a story has changed behind one that stayed as it was.

Some servers give one ``ETag`` for ever, or that of a template. After each look that a server answered by "as before",
the next one asks for the page whatever that says; where it brings another text under the same validator, the site's
pages are asked for whole for a while, so that edits are seen at the first look.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from crawler.storage.clock import from_now
from crawler.storage.rows import Row

VALIDATOR_TRUST = (
    """CREATE TABLE validator_trust ( -- Sites whose ETag or Last-Modified stayed as it was while a story changed
  site TEXT PRIMARY KEY REFERENCES sites(name), -- The site
  doubted_since TEXT NOT NULL -- When that was seen last: for a month its pages are asked for whole
) WITHOUT ROWID""",
)

LATELY = timedelta(days=30)
"""How long a site's pages are asked for whole."""

_DOUBTED = "SELECT site FROM validator_trust WHERE doubted_since > ?"
_TOLD_NOTHING = """INSERT OR REPLACE INTO validator_trust(site, doubted_since)
  SELECT site, :now FROM urls WHERE url = :url AND article_id = :article_id
    AND coalesce(etag, last_modified) = coalesce(:etag, :last_modified)
    AND EXISTS (
      SELECT 1 FROM revisions WHERE revisions.article_id = :article_id AND replaced_by = :crawl AND reread = 0)"""


class ValidatorTrust:
    """The table ``validator_trust``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def compare(self, row: Row) -> None:
        """Note where a page that its site revised came with the validator it had; before the ledger enters the row."""
        self._connection.execute(_TOLD_NOTHING, row)

    def doubted(self) -> set[str]:
        """The sites whose validators are not to be sent."""
        return {site for (site,) in self._connection.execute(_DOUBTED, (from_now(-LATELY),))}
