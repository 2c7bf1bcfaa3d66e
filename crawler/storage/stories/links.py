"""What hangs on a story: links to its authors, categories and tags, and the blocks that were removed from its page."""

from __future__ import annotations

import sqlite3
from itertools import chain, islice

from crawler.storage.rows import unique
from extractors import Article

# A page has hundreds of blocks, and with a statement each they take half as long again to write.
_REMOVED = {
    many: "INSERT INTO removed_blocks(article_id, position, rule, reason, text, paragraph) VALUES "
    + ", ".join(["(?, ?, ?, ?, ?, ?)"] * many)
    for many in (64, 16, 4, 1)
}
"""The statements that enter so many blocks at once, the most first."""
REMOVED_BLOCKS = "SELECT rule, reason, text, paragraph FROM removed_blocks WHERE article_id = ? ORDER BY position"
"""What was removed from a story's page, in order."""
_COUNT_TOGETHER = "INSERT INTO counted_together VALUES (?)"
_COUNTED = "DELETE FROM counted_together WHERE article_id = ?"

CREDITS = (("authors", "author"), ("categories", "category"), ("tags", "tag"))
"""The tables of names that stories carry, and what one of each is called in the table that links it to them."""
_NAME = {table: f"INSERT OR IGNORE INTO {table}(name) VALUES (?)" for table, _ in CREDITS}
_LINK = {
    table: f"""INSERT INTO article_{table}(article_id, {singular}_id, position)
      SELECT ?, id, ? FROM {table} WHERE name = ?"""
    for table, singular in CREDITS
}
LINKED = {
    table: f"""SELECT name FROM article_{table} JOIN {table} ON {table}.id = {singular}_id
      WHERE article_id = ? ORDER BY position"""
    for table, singular in CREDITS
}
"""By table, how the names that a story is linked to are read, in order."""


class Links:
    """The tables of names and removed blocks, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def authors(self, article_id: int) -> tuple[str, ...]:
        """A story's authors, in order."""
        return tuple(name for (name,) in self._connection.execute(LINKED["authors"], (article_id,)))

    def write(self, article_id: int, article: Article) -> None:
        """Link a story to its authors, categories and tags, and enter what was removed from its page.

        What is so already stays as it is: another reading of a page seldom makes others of them.
        """
        credited = (article.byline, article.categories, article.tags)
        for (table, _), printed in zip(CREDITS, credited, strict=True):
            names = unique(printed)
            if [name for (name,) in self._connection.execute(LINKED[table], (article_id,))] != names:
                self._connection.execute(f"DELETE FROM article_{table} WHERE article_id = ?", (article_id,))
                self._connection.executemany(_NAME[table], ((name,) for name in names))
                links = ((article_id, position, name) for position, name in enumerate(names))
                self._connection.executemany(_LINK[table], links)
        removed = [(b.rule, b.reason, b.text, b.paragraph) for b in article.removed]
        if self._connection.execute(REMOVED_BLOCKS, (article_id,)).fetchall() != removed:
            self._connection.execute("DELETE FROM removed_blocks WHERE article_id = ?", (article_id,))
            self._connection.execute(_COUNT_TOGETHER, (article_id,))
            rows = iter([(article_id, place, *block) for place, block in enumerate(removed)])
            left = len(removed)
            for many, sql in _REMOVED.items():
                for _ in range(left // many):
                    self._connection.execute(sql, tuple(chain.from_iterable(islice(rows, many))))
                left %= many
            self._connection.execute(_COUNTED, (article_id,))
