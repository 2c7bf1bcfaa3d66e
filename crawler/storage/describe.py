"""``python -m crawler.storage.describe > docs/schema.md``: the database described from its own comments."""

from __future__ import annotations

import re
import sys

from sqlite_utils import Database

from crawler.storage.schema import MIGRATIONS
from crawler.storage.views import VIEWS

HEAD = """# The database

Generated from `crawler/storage/schema.py` and `views.py` by `python -m crawler.storage.describe > docs/schema.md`;
the same lines stand in the database itself: `sqlite3 output/news.db .schema`.

Times are ISO 8601 text in UTC, to the second, as in `2024-05-03T09:30:00Z`: they sort as text, and SQLite's own date
functions read them. The database is in WAL mode: read it while a crawl runs, with any tool. `_sqlite_migrations` says
which migrations made it; a file made by a newer copydesk is refused rather than guessed at.
"""

SEARCH = """## articles_fts

Full-text search (FTS5) over `headline`, `dek`, `text` and `byline` of `articles`, kept in step by triggers; accents and
case do not matter. `SELECT headline FROM articles JOIN articles_fts ON articles_fts.rowid = articles.id WHERE
articles_fts MATCH 'defector AND activist' ORDER BY rank`

Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer are found inside of words too: `headline_pairs`, `dek_pairs`,
`text_pairs` and `byline_pairs` index the pairs of neighbouring characters, so that a word of two characters is found as
it is (`MATCH '시장'`), a longer one as the phrase of its pairs (`MATCH '"서울 울시 시장"'`). One of one character is
found with a star (`MATCH '서*'`), by all pairs that it begins; faster in a large archive is the character by itself,
indexed behind the pairs after U+E000 (`MATCH char(0xE000) || '서'`). `scrapy search` writes all that by itself.
"""

_TITLE = re.compile(r"-- (.+)")
_TABLE_COLUMN = re.compile(r"^  (\w+) .*?-- (.+)$", re.MULTILINE)
_ADDED_COLUMN = re.compile(r", (\w+) /\* (.+?) \*/")
_VIEW_COLUMN = re.compile(r"\bAS (\w+),? -- (.+)$", re.MULTILINE)


def schema_markdown() -> str:
    """docs/schema.md; raises ``LookupError`` for a table, view or column that has no comment."""
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    for name, sql in VIEWS.items():
        db.create_view(name, sql, replace=True)
    tables = [_section(db, name, _TABLE_COLUMN) for name in described_tables(db)]
    views = [_section(db, name, _VIEW_COLUMN) for name in VIEWS]
    return "\n".join([HEAD, "# Tables\n", *tables, SEARCH, "# Views\n", *views])


def described_tables(db: Database) -> list[str]:
    """The tables that people read: not SQLite's, the search index's or the migrations' own."""
    return [name for name in db.table_names() if not re.match(r"sqlite_|_|articles_fts", name)]


def _section(db: Database, name: str, column: re.Pattern[str]) -> str:
    sql = db[name].schema
    title = _TITLE.search(sql.splitlines()[0])
    if title is None:
        raise LookupError(f"{name} has no comment on its first line")
    comments = dict(column.findall(sql) + _ADDED_COLUMN.findall(sql))
    lines = [f"## {name}\n", f"{title[1]}.\n", "| column | type | what it holds |", "|---|---|---|"]
    for row in db.query(f"PRAGMA table_info({name})"):
        if row["name"] not in comments:
            raise LookupError(f"{name}.{row['name']} has no comment")
        lines.append(f"| {row['name']} | {row['type'].lower()} | {comments[row['name']]} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_markdown())
