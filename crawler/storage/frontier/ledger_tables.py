"""The ledger's table as it first was; upkeep has what came to it since."""

from __future__ import annotations

LEDGER = (
    """CREATE TABLE urls ( -- The ledger: every address known, and the frontier of the next crawl
  id INTEGER PRIMARY KEY, -- Counts up in the order of discovery
  url TEXT NOT NULL UNIQUE, -- The address, in the ledger's spelling (no fragment, no tracking parameters)
  site TEXT NOT NULL REFERENCES sites(name), -- The site it was first found for
  source TEXT NOT NULL, -- The way it was first found: sitemap, feed, links, wordpress, given
  found_in TEXT, -- The document that first named it
  found_at TEXT NOT NULL, -- When it was first found
  lastmod TEXT, -- When that document says it last changed
  state TEXT NOT NULL -- pending, leased (a crawl has it), done (filed), skipped (no story), failed, gone
    CHECK (state IN ('pending', 'leased', 'done', 'failed', 'skipped', 'gone')),
  attempts INTEGER NOT NULL DEFAULT 0, -- Attempts since it last became pending
  outcome TEXT, -- What the last attempt found (article, listing, challenge …) or the kind of its failure
  reason TEXT, -- Why the last attempt ended as it did; empty when a story was filed
  status INTEGER, -- HTTP status of the last answer
  etag TEXT, -- The answer's ETag, to ask for changes only; kept only when a story was filed
  last_modified TEXT, -- The answer's Last-Modified, likewise
  leased_by INTEGER REFERENCES crawls(id), -- The crawl that has it or had it last
  leased_at TEXT, -- Since when a crawl has it; empty unless leased
  not_before TEXT, -- No attempt before this time; empty for at once
  fetched_at TEXT, -- When the last answer was asked for
  article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL -- The story that it led to
)""",
    """CREATE INDEX urls_pending ON urls(site, coalesce(not_before, ''), lastmod DESC, id)
  WHERE state = 'pending'""",
    "CREATE INDEX urls_leased ON urls(leased_by) WHERE state = 'leased'",
    "CREATE INDEX urls_article ON urls(article_id)",
)
