"""The tables and views of stories that ran in several places; ``syndication`` writes them."""

from __future__ import annotations

SYNDICATION = (
    """CREATE TABLE syndicated ( -- The stories that ran in several places, a row each; stories of one cluster are one
  article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, -- The story
  cluster_id INTEGER NOT NULL, -- The number that all of its reprints share
  since TEXT NOT NULL -- When it was published, or first filed where its page does not say
)""",
    "CREATE INDEX syndicated_cluster ON syndicated(cluster_id, since, article_id)",
    """CREATE TABLE reprints ( -- Pairs of stories that share much of a text, each pair both ways round
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The one
  other_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The other
  share REAL NOT NULL, -- Share of the one's text that stands in the other, 0 to 1, standing text left out
  similarity REAL NOT NULL, -- Share of all that the two say which both say, 0 to 1 (Jaccard index of shingles)
  PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID""",
    "CREATE INDEX reprints_other ON reprints(other_id)",
    # No reference to articles: what is left of a story that is gone, or of a text that was changed, is harmless, for
    # texts are compared before anything is said of them; and it would cost another index as large as the table.
    """CREATE TABLE fingerprints ( -- By which stories with the same text find each other: some hashes of each text
  hash INTEGER NOT NULL, -- Hash of five words in a row, or nine characters where words are not parted
  article_id INTEGER NOT NULL, -- A story that has them
  PRIMARY KEY (hash, article_id)
) WITHOUT ROWID""",
    """CREATE TABLE uncompared ( -- Stories that are new or changed and still to be compared; empty but for a moment
  article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE -- The story
)""",
    "INSERT INTO uncompared SELECT id FROM articles",
    """CREATE TRIGGER articles_uncompared_filed AFTER INSERT ON articles BEGIN
  INSERT OR IGNORE INTO uncompared VALUES (new.id);
END""",
    """CREATE TRIGGER articles_uncompared_changed AFTER UPDATE OF text, published_at ON articles
WHEN old.text <> new.text OR old.published_at IS NOT new.published_at BEGIN
  INSERT OR IGNORE INTO uncompared VALUES (new.id);
END""",
)

SYNDICATION_VIEWS = {
    "syndication": """SELECT -- Stories that ran in several places, beside the earliest of them
  syndicated.cluster_id AS cluster_id, -- The number that all reprints of a story share
  articles.id AS article_id, -- The story
  articles.site AS site, -- The site
  articles.url AS url, -- The story's address
  articles.headline AS headline, -- The headline
  articles.published_at AS published_at, -- When the site says it was published
  syndicated.since AS since, -- The same; where the site does not say, when it was first filed
  (SELECT count(*) FROM syndicated AS others
    WHERE others.cluster_id = syndicated.cluster_id) AS stories, -- Stories of the cluster
  earliest.id AS earliest_id, -- The story of the cluster that was published first, as far as the sites say
  earliest.site AS earliest_site, -- Its site
  earliest.url AS earliest_url, -- Its address
  coalesce(earliest.published_at, earliest.first_filed_at) AS earliest_at, -- When that was; where not said, when filed
  iif(articles.id = earliest.id, 1.0, mine.similarity) AS similarity, -- Share of all that both say, 0 to 1
  iif(articles.id = earliest.id, 1.0, mine.share) AS share, -- Share of its text in the earliest; empty: not compared
  iif(articles.id = earliest.id, 1.0, theirs.share) AS earliest_share -- Share of the earliest's text that stands in it
FROM syndicated JOIN articles ON articles.id = syndicated.article_id
  JOIN articles AS earliest ON earliest.id = (SELECT article_id FROM syndicated AS first
    WHERE first.cluster_id = syndicated.cluster_id ORDER BY since, article_id LIMIT 1)
  LEFT JOIN reprints AS mine ON mine.article_id = articles.id AND mine.other_id = earliest.id
  LEFT JOIN reprints AS theirs ON theirs.article_id = earliest.id AND theirs.other_id = articles.id""",
    "reprints_readable": """SELECT -- Pairs of stories that share much of a text, each pair both ways round
  articles.site AS site, -- The site of the one
  articles.url AS url, -- Its address
  articles.published_at AS published_at, -- When its site says it was published
  others.site AS other_site, -- The site of the other
  others.url AS other_url, -- Its address
  others.published_at AS other_published_at, -- When its site says it was published
  reprints.share AS share, -- Share of the one's text that stands in the other, 0 to 1
  back.share AS other_share, -- Share of the other's text that stands in the one
  reprints.similarity AS similarity, -- Share of all that the two say which both say, 0 to 1
  mine.cluster_id IS NOT NULL AND mine.cluster_id IS theirs.cluster_id AS one_story -- 0 for a piece within another text
FROM reprints JOIN articles ON articles.id = reprints.article_id
  JOIN articles AS others ON others.id = reprints.other_id
  JOIN reprints AS back ON back.article_id = reprints.other_id AND back.other_id = reprints.article_id
  LEFT JOIN syndicated AS mine ON mine.article_id = reprints.article_id
  LEFT JOIN syndicated AS theirs ON theirs.article_id = reprints.other_id""",
}
