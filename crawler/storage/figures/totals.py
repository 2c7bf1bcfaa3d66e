"""How much the database holds: as a whole, by site, by language, by outcome."""

from __future__ import annotations

from typing import Any

from crawler.storage.reader import Reader

_ALL = """SELECT
  (SELECT count(*) FROM site_stories) AS sites,
  (SELECT count(*) FROM sites WHERE name NOT IN (SELECT site FROM site_stories)) AS sites_without_stories,
  (SELECT coalesce(sum(articles), 0) FROM story_counts) AS stories,
  (SELECT coalesce(sum(words), 0) FROM story_counts) AS words,
  (SELECT count(*) FROM authors) AS authors,
  (SELECT count(*) FROM revisions) AS earlier_forms,
  (SELECT coalesce(sum(blocks), 0) FROM rule_counts) AS removed_blocks,
  (SELECT coalesce(sum(gone), 0) FROM story_counts) AS gone,
  (SELECT coalesce(sum(urls), 0) FROM url_counts) AS addresses_known,
  (SELECT coalesce(sum(urls), 0) FROM url_counts WHERE state IN ('pending', 'leased')) AS addresses_pending,
  (SELECT count(*) FROM crawls) AS crawls,
  (SELECT max(started_at) FROM crawls) AS last_crawl,
  (SELECT min(published_at) FROM articles) AS first_published,
  (SELECT max(published_at) FROM articles) AS last_published"""
_BY = """SELECT coalesce(nullif({column}, ''), 'not told') AS {column}, sum(articles) AS articles, sum(words) AS words
  FROM story_counts AS counted GROUP BY counted.{column} ORDER BY articles DESC, 1"""


def stories_in(reader: Reader) -> int:
    """The number of stories."""
    (row,) = reader.rows("SELECT coalesce(sum(articles), 0) AS stories FROM story_counts")
    return int(row["stories"])


def totals(reader: Reader) -> dict[str, Any]:
    """``all``: names with counts and moments, the file's size in bytes among them; and rows for each site and so on."""
    (everything,) = reader.rows(_ALL)
    size = sum(
        path.stat().st_size for path in (reader.path, reader.path.with_name(reader.path.name + "-wal")) if path.exists()
    )
    return {
        "all": everything | {"bytes": size},
        "sites": reader.rows("SELECT * FROM site_stories ORDER BY articles DESC, site"),
        "languages": reader.rows(_BY.format(column="language")),
        "outcomes": reader.rows(_BY.format(column="outcome")),
    }
