"""What the upkeep of many sites needs: visits to sites, positions in archives, and the tables for both."""

from __future__ import annotations

UPKEEP = (
    """CREATE TABLE visits ( -- A row for each site in each crawl
  crawl_id INTEGER NOT NULL REFERENCES crawls(id), -- The crawl
  site TEXT NOT NULL REFERENCES sites(name), -- The site
  started_at TEXT NOT NULL, -- When the crawl turned to it
  ended_at TEXT, -- When it was done with it; empty while it is at it, and for ever if it was killed
  reason TEXT, -- Why the visit ended: finished, a budget that was used up, or what went wrong
  healthy INTEGER NOT NULL DEFAULT 0, -- 1 where the visit did its work, 0 where it could not or was cut off
  source TEXT, -- How its addresses were found: wordpress, sitemap, feed, links
  fetched INTEGER NOT NULL DEFAULT 0, -- Pages that were answered
  new INTEGER NOT NULL DEFAULT 0, -- Stories that were filed for the first time
  revised INTEGER NOT NULL DEFAULT 0, -- Stories that were found changed
  unchanged INTEGER NOT NULL DEFAULT 0, -- Stories that were found as they were
  skipped INTEGER NOT NULL DEFAULT 0, -- Pages without a story
  failed INTEGER NOT NULL DEFAULT 0, -- Pages that could not be had or read, those that are gone among them
  later INTEGER NOT NULL DEFAULT 0, -- Pages to be tried again
  PRIMARY KEY (crawl_id, site)
) WITHOUT ROWID""",
    "CREATE INDEX visits_site ON visits(site, started_at)",
    """CREATE TABLE archives ( -- A row for each WARC file that was read, with the place to go on from
  path TEXT PRIMARY KEY, -- The file
  size INTEGER NOT NULL, -- Its size in bytes; a file of another size is read from its beginning
  position INTEGER NOT NULL, -- Bytes from its beginning of which everything is filed
  records INTEGER NOT NULL, -- Records read so far
  read_at TEXT NOT NULL, -- When the position was noted
  done INTEGER NOT NULL -- 1 where it was read to its end
) WITHOUT ROWID""",
)

UNVERIFIED = (
    """CREATE TABLE unverified_visits ( -- Visits at which a host's TLS certificate was not checked: sites.toml says so
  crawl_id INTEGER NOT NULL REFERENCES crawls(id), -- The crawl
  site TEXT NOT NULL REFERENCES sites(name), -- The site
  host TEXT NOT NULL, -- Its host
  PRIMARY KEY (crawl_id, site)
) WITHOUT ROWID""",
)

GUIDS = (
    "ALTER TABLE urls ADD COLUMN guid /* What WordPress or a feed calls its story, whatever its address */ TEXT",
    "CREATE INDEX urls_guid ON urls(guid, site) WHERE guid IS NOT NULL",
)

_KEPT = """id, url, site, source, found_in, found_at, lastmod, state, attempts, outcome, reason, status, etag,
  last_modified, leased_by, leased_at, not_before, fetched_at, article_id"""

LISTED = (
    "ALTER TABLE urls RENAME TO urls_before",
    """CREATE TABLE urls ( -- The ledger: every address known, and the frontier of the next crawl
  id INTEGER PRIMARY KEY, -- Counts up in the order of discovery
  url TEXT NOT NULL UNIQUE, -- The address, in the ledger's spelling (no fragment, no tracking parameters)
  site TEXT NOT NULL REFERENCES sites(name), -- The site it was first found for
  source TEXT NOT NULL, -- The way it was first found: wordpress, sitemap, feed, links, given, warc
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
  check_at TEXT, -- When to look at it again although nothing says that it changed
  listed_by INTEGER, -- The crawl that last found it in a listing of the site
  listed_in TEXT, -- The sitemap or REST listing that named it last; empty once a look followed its vanishing
  article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL -- The story that it led to
)""",
    f"INSERT INTO urls({_KEPT}) SELECT {_KEPT} FROM urls_before",
    "DROP TABLE urls_before",
    """CREATE INDEX urls_pending ON urls(site, coalesce(not_before, ''), lastmod DESC, id)
  WHERE state = 'pending'""",
    "CREATE INDEX urls_leased ON urls(leased_by) WHERE state = 'leased'",
    "CREATE INDEX urls_article ON urls(article_id)",
    "CREATE INDEX urls_site ON urls(site, state)",
)
"""The ledger with three more columns, made anew rather than altered: ALTER TABLE would misplace the comments."""
