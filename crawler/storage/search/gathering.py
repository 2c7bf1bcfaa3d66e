"""What a transaction files enters the search index all at once, and what it revises leaves it then: in one part.

The index is made of parts, one for each time that something is written to it, which are merged by and by. Each part
more makes searching slower, and merging comes round sooner.
"""

from __future__ import annotations

from crawler.storage.search.pairs import CHANGED, ENTER, READ, SEARCHED, STRIKE

# SQLite has the index write out what it was told before each statement that triggers follow: stories that are entered
# one by one leave a part of it each, and merging the parts is what a large archive spends most of its time on.
_GATHERED = "EXISTS (SELECT 1 FROM searched_together WHERE article_id = 0)"
_WAITS = "EXISTS (SELECT 1 FROM searched_together WHERE article_id = old.id)"
_REVISED = f"UPDATE OF {', '.join(SEARCHED)} ON articles\nWHEN ({CHANGED})"

SEARCH_TOGETHER = (
    """CREATE TABLE searched_together ( -- Stories that enter articles_fts together; empty but for a moment
  article_id INTEGER PRIMARY KEY -- The story; 0 while they gather
)""",
    "DROP TRIGGER articles_fts_filed",
    "DROP TRIGGER articles_fts_deleted",
    "DROP TRIGGER articles_fts_revising",
    "DROP TRIGGER articles_fts_revised",
    f"CREATE TRIGGER articles_fts_filed AFTER INSERT ON articles\nWHEN NOT {_GATHERED} BEGIN\n  {ENTER};\nEND",
    f"""CREATE TRIGGER articles_fts_filed_together AFTER INSERT ON articles
WHEN {_GATHERED} BEGIN\n  INSERT INTO searched_together VALUES (new.id);\nEND""",
    f"CREATE TRIGGER articles_fts_deleted BEFORE DELETE ON articles\nWHEN NOT {_WAITS} BEGIN\n  {STRIKE};\nEND",
    """CREATE TRIGGER articles_fts_forgotten AFTER DELETE ON articles BEGIN
  DELETE FROM searched_together WHERE article_id = old.id;
END""",
    f"CREATE TRIGGER articles_fts_revising BEFORE {_REVISED} AND NOT {_WAITS} BEGIN\n  {STRIKE};\nEND",
    f"CREATE TRIGGER articles_fts_revised AFTER {_REVISED} AND NOT {_GATHERED} BEGIN\n  {ENTER};\nEND",
    f"""CREATE TRIGGER articles_fts_revised_together AFTER {_REVISED} AND {_GATHERED} BEGIN
  INSERT OR IGNORE INTO searched_together VALUES (new.id);\nEND""",
    f"""CREATE TRIGGER articles_fts_together AFTER DELETE ON searched_together WHEN old.article_id = 0 BEGIN
  INSERT INTO articles_fts(rowid, {READ}) SELECT id, {READ}
    FROM searched_together CROSS JOIN articles_searched ON id = article_id ORDER BY article_id;
  DELETE FROM searched_together;\nEND""",
)
# What a revised story said is struck out of the index by its words, which are gone by then: they wait with it. Struck
# out at once they made a part of their own, of each story that is revised.
_STRIKING = f"UPDATE OF {', '.join(SEARCHED)} ON articles\nWHEN ({CHANGED}) AND NOT {_WAITS}"
_STRUCK = "\n".join(
    f"  {name} TEXT, -- The {name} it had\n  {name}_pairs TEXT, -- In pairs of characters" for name in SEARCHED
)

SEARCH_ONE_PART = (
    f"""CREATE TABLE struck_together ( -- What articles_fts says of stories that were revised; empty but for a moment
{_STRUCK}
  article_id INTEGER PRIMARY KEY -- The story
)""",
    "DROP TRIGGER articles_fts_revising",
    f"CREATE TRIGGER articles_fts_revising BEFORE {_STRIKING} AND NOT {_GATHERED} BEGIN\n  {STRIKE};\nEND",
    f"""CREATE TRIGGER articles_fts_revising_together BEFORE {_STRIKING} AND {_GATHERED} BEGIN
  INSERT INTO struck_together(article_id, {READ}) SELECT id, {READ} FROM articles_searched WHERE id = old.id;\nEND""",
    "DROP TRIGGER articles_fts_together",
    f"""CREATE TRIGGER articles_fts_together AFTER DELETE ON searched_together WHEN old.article_id = 0 BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, {READ})
    SELECT 'delete' AS done, article_id AS id, {READ} FROM struck_together
    UNION ALL SELECT NULL, id, {READ} FROM searched_together CROSS JOIN articles_searched ON id = article_id
    ORDER BY id, done DESC;
  DELETE FROM struck_together;
  DELETE FROM searched_together;\nEND""",
    # What is told at once is written out when it has so many bytes: a batch of Chinese has more than the one million
    # that it is as it comes.
    "INSERT INTO articles_fts(articles_fts, rank) VALUES ('hashsize', 8000000)",
)

GATHER, ENTER_TOGETHER = (
    "INSERT OR IGNORE INTO searched_together VALUES (0)",
    "DELETE FROM searched_together WHERE article_id = 0",
)
"""What is said before each story that is filed, and at the end: they enter the search index all at once.

The transaction is that of ``Store.filing``, which says the latter.
"""


# As it comes, four parts of a size are merged into one of the next: in a large archive each word is then written anew
# seven times before it rests. With eight it is five times, and a search looks into hardly more parts.
SEARCH_PARTS = ("INSERT INTO articles_fts(articles_fts, rank) VALUES ('automerge', 8)",)
# With sixteen it is four times. What is merged at once, however much it is, would be from sixteen parts on as well.
SEARCH_MORE_PARTS = (
    "INSERT INTO articles_fts(articles_fts, rank) VALUES ('automerge', 16)",
    "INSERT INTO articles_fts(articles_fts, rank) VALUES ('crisismerge', 64)",
)
