"""Shows what a crawl has filed: the newest stories, and three queries to try, with their answers.

``python -m demo.showcase DATABASE`` prints it for any copydesk database.
"""

from __future__ import annotations

import io
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

NEWEST = """\
SELECT substr(published_at, 1, 10) AS published, headline, byline, words, removed AS "blocks removed"
FROM articles_readable ORDER BY published_at DESC LIMIT 6"""


def show(database: Path, console: Console) -> None:
    """Print the newest stories of ``database`` and three queries; raises sqlite3.Error where it is none."""
    if isinstance(console.file, io.TextIOWrapper):
        console.file.reconfigure(errors="backslashreplace")  # not every terminal has every script
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        (stories,) = connection.execute("SELECT count(*) FROM articles").fetchone()
        console.print(_answer(connection, NEWEST, f"The newest of {stories} stories in {database}"))
        for question, sql in queries(connection):
            console.print(f"\n[bold]{question}[/bold]")
            console.print(
                Text(f"$ .venv/bin/sqlite-utils -t {database} \\\n    {_quoted(sql)}", style="dim"),
                soft_wrap=True,
            )
            console.print(_answer(connection, sql))


def queries(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield three questions with the SQL that answers them; the search is for a headline's word."""
    word = _telling_word(connection)
    yield (
        f"Which stories speak of “{word}”?",
        "SELECT headline, snippet(articles_fts, 2, '[', ']', '…', 9) AS found FROM articles_fts "
        f"WHERE articles_fts MATCH '{word}' ORDER BY rank LIMIT 4",
    )
    yield (
        "Who writes here?",
        "SELECT name, articles, words FROM articles_by_author ORDER BY articles DESC LIMIT 5",
    )
    yield (
        "What was taken off the pages, and by which rule?",
        "SELECT rule, blocks, substr(example, 1, 40) AS example FROM removed_by_rule ORDER BY blocks DESC LIMIT 8",
    )


def _telling_word(connection: sqlite3.Connection) -> str:
    row = connection.execute(
        "SELECT headline FROM articles WHERE headline IS NOT NULL ORDER BY published_at DESC LIMIT 1"
    ).fetchone()
    return max(re.findall(r"[^\W\d_]+", row[0]) if row else [], key=len, default="news").lower()


def _answer(connection: sqlite3.Connection, sql: str, title: str | None = None) -> Table:
    cursor = connection.execute(sql)
    rows = cursor.fetchall()
    table = Table(title=title, title_justify="left", box=None, header_style="underline", pad_edge=False)
    for index, column in enumerate(cursor.description):
        counts = any(isinstance(row[index], int) for row in rows)
        table.add_column(column[0], justify="right" if counts else "left")
    for row in rows:
        table.add_row(*("" if value is None else Text(str(value)) for value in row))
    return table


def _quoted(sql: str) -> str:
    return '"' + sql.replace('"', '\\"') + '"'


if __name__ == "__main__":
    try:
        show(Path(sys.argv[1]), Console())
    except sqlite3.Error as error:
        sys.exit(f"{sys.argv[1]}: {error}; run a crawl first")
