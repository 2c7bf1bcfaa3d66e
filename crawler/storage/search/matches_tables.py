"""The tables and the view of saved queries and the stories that answered them; ``matches`` writes them."""

from __future__ import annotations

MATCHES = (
    """CREATE TABLE saved_queries ( -- A row for each saved query that was ever asked
  name TEXT PRIMARY KEY, -- Its name in the file of queries
  asked_at TEXT NOT NULL, -- When it was last asked: what is filed from then on is asked for next
  complaint TEXT -- What went wrong then, with the query or its hook; empty where nothing did
) WITHOUT ROWID""",
    """CREATE TABLE matches ( -- Stories that answered a saved query, each once for each query
  query TEXT NOT NULL, -- The query's name
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The story
  found_at TEXT NOT NULL, -- When it was found
  crawl_id INTEGER REFERENCES crawls(id), -- The crawl after which it was found
  told_at TEXT, -- When it was listed, and its query's hook had taken it; empty where the hook failed and gets it again
  PRIMARY KEY (query, article_id)
) WITHOUT ROWID""",
    "CREATE INDEX matches_article ON matches(article_id)",
    "CREATE INDEX matches_crawl ON matches(crawl_id)",
    "CREATE INDEX matches_untold ON matches(query) WHERE told_at IS NULL",
)

MATCHES_VIEW = """SELECT -- Stories that answered a saved query
  matches.query AS query, -- The query's name
  matches.found_at AS found_at, -- When it was found
  matches.crawl_id AS crawl_id, -- The crawl after which it was found
  matches.told_at AS told_at, -- When it was listed, and its query's hook had taken it
  articles.id AS article_id, -- The story
  articles.site AS site, -- The site
  articles.url AS url, -- The story's address
  articles.headline AS headline, -- The headline
  articles.byline AS byline, -- The authors
  articles.published_at AS published_at -- When the site says it was published
FROM matches JOIN articles ON articles.id = matches.article_id"""
