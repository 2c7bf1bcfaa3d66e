"""What authors, categories and tags stand for, kept as stories come and go: stories, words, the first and the last.

A row is what the stories linked to a name add up to. It changes with the links, and with dates and words of stories.
"""

from __future__ import annotations

from crawler.storage.figures.counts import strays_between

CREDITS = (("author", "authors"), ("category", "categories"), ("tag", "tags"))

MANY = 1000
"""Stories of a name up to which all are looked at for their first date; of more, the next one is near by date."""


def _table(one: str, many: str) -> tuple[str, ...]:
    return (
        f"""CREATE TABLE {one}_counts ( -- What each of the {many} stands for; triggers keep it
  {one}_id INTEGER PRIMARY KEY, -- The row in {many}
  articles INTEGER NOT NULL, -- Stories
  words INTEGER NOT NULL, -- Words in them
  first_published_at TEXT, -- The earliest
  last_published_at TEXT -- The latest
)""",
        f"CREATE INDEX {one}_counts_articles ON {one}_counts(articles)",  # those with most are asked for
    )


def _counted(one: str, many: str) -> str:
    return f"""SELECT {one}_id, count(*), sum(words), min(published_at), max(published_at)
  FROM article_{many} JOIN articles ON articles.id = article_id GROUP BY {one}_id"""


def _recount(one: str, many: str) -> tuple[str, ...]:
    return f"DELETE FROM {one}_counts", f"INSERT INTO {one}_counts {_counted(one, many)}"


def _add(one: str, links: str, told: str) -> str:
    """Count a story in: ``told`` is where ``one``_id, words and published_at of each link to it come from."""
    bounds = ", ".join(
        f"{name} = {which}(coalesce({name}, excluded.{name}), coalesce(excluded.{name}, {name}))"
        for name, which in (("first_published_at", "min"), ("last_published_at", "max"))
    )
    return f"""INSERT INTO {one}_counts SELECT {links}, 1, words, published_at, published_at FROM {told}
  ON CONFLICT({one}_id) DO UPDATE SET articles = articles + 1, words = words + excluded.words, {bounds}"""


def _take(one: str, many: str, story: str, words: str, published_at: str, whose: str) -> str:
    """Count a story out: as it was when it was counted in, for the names ``whose``."""
    first = _next(one, many, story, published_at, "min", ">= {} ORDER BY published_at")
    last = _next(one, many, story, published_at, "max", "<= {} ORDER BY published_at DESC")
    return f"""UPDATE {one}_counts SET articles = articles - 1, words = words - {words},
    first_published_at = iif(first_published_at = {published_at}, {first}, first_published_at),
    last_published_at = iif(last_published_at = {published_at}, {last}, last_published_at)
  WHERE {one}_id {whose};
  DELETE FROM {one}_counts WHERE articles = 0 AND {one}_id {whose}"""


def _next(one: str, many: str, story: str, published_at: str, which: str, order: str) -> str:
    """The first or last date of a name's other stories, where that of ``story`` was it till now."""
    mine = f"{one}_id = {one}_counts.{one}_id"
    return f"""iif(articles <= {MANY},
      (SELECT {which}(published_at) FROM article_{many} JOIN articles ON articles.id = article_id
        WHERE {mine} AND article_id <> {story}),
      (SELECT published_at FROM articles AS near WHERE id <> {story}
        AND EXISTS (SELECT 1 FROM article_{many} WHERE article_id = near.id AND {mine})
        AND published_at {order.format(published_at)} LIMIT 1))"""


def _triggers(one: str, many: str) -> tuple[str, ...]:
    links, linked = f"article_{many}", f"IN (SELECT {one}_id FROM article_{many} WHERE article_id = {{}}.id)"
    add = _add(one, f"{one}_id", f"{links} JOIN articles ON articles.id = article_id WHERE articles.id = new.id")
    dated = "(SELECT {} FROM articles WHERE id = old.article_id)"
    unlinked = ("old.article_id", dated.format("words"), dated.format("published_at"), f"= old.{one}_id")
    taken = ("old.id", "old.words", "old.published_at", linked.format("old"))
    return (
        f"""CREATE TRIGGER {one}_counts_linked AFTER INSERT ON {links} BEGIN
  {_add(one, f"new.{one}_id", "articles WHERE id = new.article_id")};
END""",
        f"""CREATE TRIGGER {one}_counts_unlinked AFTER DELETE ON {links}
WHEN EXISTS (SELECT 1 FROM articles WHERE id = old.article_id) BEGIN
  {_take(one, many, *unlinked)};
END""",
        f"CREATE TRIGGER {one}_counts_added AFTER INSERT ON articles BEGIN\n  {add};\nEND",
        f"CREATE TRIGGER {one}_counts_deleted BEFORE DELETE ON articles BEGIN\n  {_take(one, many, *taken)};\nEND",
        f"""CREATE TRIGGER {one}_counts_changed AFTER UPDATE OF words, published_at ON articles
WHEN old.words <> new.words OR old.published_at IS NOT new.published_at BEGIN
  {_take(one, many, *taken)};
  {add};
END""",
    )


CREDIT_STRAYS = {
    f"{one}_counts": strays_between(f"SELECT * FROM {one}_counts", _counted(one, many)) for one, many in CREDITS
}
"""For each table a query that gives a row where it does not say what counting everything anew would give."""

CREDIT_RECOUNT = tuple(statement for names in CREDITS for statement in _recount(*names))
"""Statements that count everything anew."""

CREDIT_COUNTS = (
    *(statement for names in CREDITS for statement in _table(*names)),
    *CREDIT_RECOUNT,
    *(statement for names in CREDITS for statement in _triggers(*names)),
)
