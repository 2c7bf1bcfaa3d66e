"""The first tables: sites, crawls, and the stories with what hangs on them."""

from __future__ import annotations

ARCHIVE = (
    """CREATE TABLE sites ( -- The sites that are crawled
  name TEXT PRIMARY KEY, -- The name that the other tables use for the site, often its host
  url TEXT, -- Its address, where one was given
  first_seen_at TEXT NOT NULL -- When it was first crawled
)""",
    """CREATE TABLE crawls ( -- A row a run, also of the runs that were killed
  id INTEGER PRIMARY KEY, -- Counts up from 1
  spider TEXT NOT NULL, -- The spider's name: site, news, pages, warc
  arguments TEXT NOT NULL, -- The spider's arguments, a JSON object
  started_at TEXT NOT NULL, -- When it began
  ended_at TEXT, -- When it ended; empty while it runs, and for ever if it was killed
  reason TEXT, -- Why it ended: finished, shutdown, a limit reached; "interrupted" if it was killed
  counters TEXT -- What it counted, a JSON object
)""",
    """CREATE TABLE articles ( -- A row a story, in its latest form
  id INTEGER PRIMARY KEY, -- Stays the same for as long as the story is known
  url TEXT NOT NULL UNIQUE, -- The story's address: its canonical URL where that is plausible, else where it was read
  site TEXT NOT NULL REFERENCES sites(name), -- The site it was crawled for
  headline TEXT, -- The headline
  dek TEXT, -- The standfirst below the headline
  byline TEXT, -- The authors as printed, joined with commas; one by one in authors
  dateline TEXT, -- The place that the story is filed from; it also stays in text
  published_at TEXT, -- When the site says it was published
  modified_at TEXT, -- When the site says it was last changed
  language TEXT, -- Language code
  site_name TEXT, -- The publication's own name for itself
  image_url TEXT, -- The lead image's address
  words INTEGER NOT NULL, -- Words in text; in scripts written without spaces each character counts
  outcome TEXT NOT NULL, -- What the page turned out to be: article, media (no text of its own), paywalled (a part)
  first_filed_at TEXT NOT NULL, -- When it was first filed
  last_filed_at TEXT NOT NULL, -- When anything of it last changed here; does not move when a crawl finds it unchanged
  gone_at TEXT, -- When the site was first found to have removed it; its last text is kept
  filed_by INTEGER REFERENCES crawls(id), -- The crawl that first filed it
  fetched_url TEXT NOT NULL, -- Where it was read, redirects followed, in the ledger's spelling
  canonical_url TEXT, -- The canonical URL that the page claims
  evidence TEXT NOT NULL, -- Why outcome is what it is
  sources TEXT NOT NULL, -- Where each field was read (json-ld …), a JSON object; text only where not from the page
  text_hash TEXT NOT NULL, -- SHA-256 of text, in hex
  fingerprint TEXT NOT NULL, -- Hash over all that was extracted; equal means that nothing has to be written
  text TEXT NOT NULL -- The story, paragraphs parted by blank lines, without the headline
)""",
    "CREATE INDEX articles_site ON articles(site, published_at)",
    "CREATE INDEX articles_filed_by ON articles(filed_by)",
    """CREATE TABLE revisions ( -- An earlier form of a story, kept when its headline or text changed
  id INTEGER PRIMARY KEY, -- Counts up
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The story
  headline TEXT, -- The headline it had
  modified_at TEXT, -- When the site said it was last changed
  filed_at TEXT NOT NULL, -- When this form was filed
  replaced_at TEXT NOT NULL, -- When the next form replaced it
  replaced_by INTEGER REFERENCES crawls(id), -- The crawl that brought the next form
  text_hash TEXT NOT NULL, -- SHA-256 of text, in hex
  text TEXT NOT NULL -- The text it had
)""",
    "CREATE INDEX revisions_article ON revisions(article_id)",
    "CREATE INDEX revisions_replaced_by ON revisions(replaced_by)",
    """CREATE TABLE removed_blocks ( -- What was shown on the page and is no part of the story, in the page's order
  id INTEGER PRIMARY KEY, -- Counts up
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The story it was removed from
  position INTEGER NOT NULL, -- Its place among the removed blocks of the story, from 0
  rule TEXT NOT NULL, -- The stable name of what removed it
  reason TEXT NOT NULL, -- Why, for a reader
  text TEXT NOT NULL, -- The block's words
  UNIQUE (article_id, position)
)""",
    "CREATE INDEX removed_blocks_rule ON removed_blocks(rule, article_id)",
)


def credit_tables(plural: str, singular: str, what: str) -> tuple[str, ...]:
    """The table of one kind of name that stories carry, and the table that links it to them."""
    return (
        f"""CREATE TABLE {plural} ( -- {what}, each name once
  id INTEGER PRIMARY KEY, -- Counts up
  name TEXT NOT NULL UNIQUE -- As the site prints it
)""",
        f"""CREATE TABLE article_{plural} ( -- Which story has which of the {plural}
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The story
  {singular}_id INTEGER NOT NULL REFERENCES {plural}(id), -- The row in {plural}
  position INTEGER NOT NULL, -- Its place in the story's own order, from 0
  PRIMARY KEY (article_id, {singular}_id)
) WITHOUT ROWID""",
        f"CREATE INDEX article_{plural}_{singular} ON article_{plural}({singular}_id)",
    )
