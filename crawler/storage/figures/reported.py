"""The figures of a report: stories a day, quality, syndication and crawls, each as rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from crawler.storage.reader import Reader

SAMPLE = 1000
"""Stories of each site, the newest, by which its quality is judged."""

# The newest stories of each site come out of its index; only of these are the texts looked at.
_QUALITY = """WITH newest AS MATERIALIZED (
    SELECT id FROM (
      SELECT id, row_number() OVER (PARTITION BY site ORDER BY published_at DESC) AS place
      FROM articles WHERE site IN (SELECT value FROM json_each(:sites))
    ) WHERE place <= :sample
  ), judged AS (
    SELECT site, words, headline, byline, published_at, language, outcome, length(text) AS characters,
      (SELECT coalesce(sum(length(text)), 0) FROM removed_blocks WHERE article_id = articles.id) AS removed,
      row_number() OVER (PARTITION BY site ORDER BY words) AS place, count(*) OVER (PARTITION BY site) AS stories
    FROM newest JOIN articles USING (id)
  ) SELECT site, stories, avg(iif(place IN ((stories + 1) / 2, (stories + 2) / 2), words, NULL)) AS median_words,
    avg(headline IS NULL) AS no_headline, avg(byline IS NULL) AS no_byline, avg(published_at IS NULL) AS no_date,
    avg(language IS NULL) AS no_language, avg(outcome = 'paywalled') AS paywalled,
    1.0 * sum(removed) / nullif(sum(removed) + sum(characters), 0) AS removed,
    (SELECT f1 FROM site_agreement WHERE site_agreement.site = judged.site ORDER BY crawl_id DESC LIMIT 1) AS agreement
  FROM judged GROUP BY site"""
_MONTHS = """SELECT site, month, articles FROM articles_per_month
  WHERE month BETWEEN ? AND ? AND site IN (SELECT value FROM json_each(?))"""
_GAPS = "SELECT site, first_month, last_month, months FROM coverage_gaps ORDER BY months DESC, site LIMIT ?"
_PAIRS = """SELECT earliest_site, site, count(*) AS stories, avg(share) AS share FROM syndication
  WHERE article_id <> earliest_id AND site <> earliest_site
  GROUP BY earliest_site, site ORDER BY stories DESC, earliest_site, site"""
_CRAWLS = """SELECT crawls.id, spider, crawls.started_at, crawls.ended_at, crawls.reason,
    count(visits.site) AS sites, sum(healthy = 0 AND visits.ended_at IS NOT NULL) AS unhealthy,
    coalesce(sum(fetched), 0) AS fetched, coalesce(sum(new), 0) AS new, coalesce(sum(revised), 0) AS revised,
    coalesce(sum(failed), 0) AS failed, coalesce(sum(later), 0) AS later,
    max(iif(healthy = 0, visits.site || ': ' || visits.reason, NULL)) AS trouble
  FROM (SELECT * FROM crawls ORDER BY id DESC LIMIT ?) AS crawls LEFT JOIN visits ON visits.crawl_id = crawls.id
  GROUP BY crawls.id ORDER BY crawls.id"""
_CAUSES = """SELECT cause, sum(urls) AS urls, count(DISTINCT site) AS sites, min(reason) AS reason,
    min(example) AS example
  FROM coverage_losses WHERE state IN ('failed', 'pending') AND cause <> 'not tried yet'
  GROUP BY cause ORDER BY urls DESC LIMIT ?"""


def quality(reader: Reader, sites: Sequence[str]) -> list[dict[str, Any]]:
    """For each of the sites, over its newest ``SAMPLE`` stories: the median of words, and shares from 0 to 1.

    The shares are of stories that lack a field or are paywalled, of characters that were removed, and the agreement
    with the site's own copies, None where none were compared.
    """
    return list(reader.db.query(_QUALITY, {"sites": json.dumps(sites), "sample": SAMPLE}))


def months(reader: Reader, sites: Sequence[str], first: str, last: str) -> list[dict[str, Any]]:
    """Stories of these sites in each month from ``first`` to ``last``, as in 2024-05; none for months without."""
    return reader.rows(_MONTHS, first, last, json.dumps(sites))


def gaps(reader: Reader, most: int) -> list[dict[str, Any]]:
    """The ``most`` longest spans of months without a story between months with some."""
    return reader.rows(_GAPS, most)


def busiest(reader: Reader, kind: str, most: int) -> list[dict[str, Any]]:
    """The ``most`` authors or categories with most stories; ``kind`` is the singular."""
    return reader.rows(f"SELECT * FROM articles_by_{kind} ORDER BY articles DESC, name LIMIT ?", most)


def pairs(reader: Reader) -> list[dict[str, Any]]:
    """How many stories one site reprinted of another, and the mean share of the text; most first."""
    return reader.rows(_PAIRS)


def crawls(reader: Reader, most: int) -> list[dict[str, Any]]:
    """The last ``most`` crawls in order, with what their visits brought and what went wrong."""
    return reader.rows(_CRAWLS, most)


def causes(reader: Reader, most: int) -> list[dict[str, Any]]:
    """The most frequent causes for which addresses were given up or are to be tried again."""
    return reader.rows(_CAUSES, most)
