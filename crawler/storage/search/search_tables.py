"""The search index over the words of stories, and the triggers that keep it in step with them."""

from __future__ import annotations

_CHANGED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in ("headline", "dek", "text", "byline"))

SEARCH = (
    """CREATE VIRTUAL TABLE articles_fts USING fts5(
  headline, dek, text, byline,
  content="articles", content_rowid="id", tokenize='unicode61 remove_diacritics 2'
)""",
    """CREATE TRIGGER articles_fts_filed AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts(rowid, headline, dek, text, byline)
  VALUES (new.id, new.headline, new.dek, new.text, new.byline);
END""",
    """CREATE TRIGGER articles_fts_deleted AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, headline, dek, text, byline)
  VALUES ('delete', old.id, old.headline, old.dek, old.text, old.byline);
END""",
    f"""CREATE TRIGGER articles_fts_revised AFTER UPDATE OF headline, dek, text, byline ON articles
WHEN {_CHANGED} BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, headline, dek, text, byline)
  VALUES ('delete', old.id, old.headline, old.dek, old.text, old.byline);
  INSERT INTO articles_fts(rowid, headline, dek, text, byline)
  VALUES (new.id, new.headline, new.dek, new.text, new.byline);
END""",
)
