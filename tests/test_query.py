"""``scrapy query``: any question is answered, nothing is changed, no answer goes on for ever."""

from __future__ import annotations

import csv
import io
import json
import signal
import threading
from pathlib import Path

import pytest

from crawler.archive.printing import csv_value, is_formula
from crawler.storage import Store
from tests.asking import ask, refused
from tests.filings import archive_dump, file_one, story
from tests.servers import scrapy

ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        file_one(store, crawl, story(1, headline='=HYPERLINK("https://evil.example","x")', text="One \x1b[31mred."))
        file_one(store, crawl, story(2, headline="Zwei, „zwölf“", text="Two.\n\nMore."))
    return path


def test_rows_are_printed_in_each_format(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT id, headline, text, NULL AS empty FROM articles ORDER BY id"
    table = ask(capsys, database, "query", sql)
    assert table.out.splitlines()[0].split() == ["id", "headline", "text", "empty"]
    assert "\x1b" not in table.out
    assert "One \\x1b[31mred." in table.out
    rows = json.loads(ask(capsys, database, "query", sql, "--format", "json").out)
    assert rows[0]["text"] == "One \x1b[31mred."
    assert rows[1] == {"id": 2, "headline": "Zwei, „zwölf“", "text": "Two.\n\nMore.", "empty": None}
    written = ask(capsys, database, "query", sql, "--format", "csv").out
    first, second = list(csv.DictReader(io.StringIO(written)))
    assert first["headline"] == '\'=HYPERLINK("https://evil.example","x")'
    assert "\x1b" not in written
    assert (second["headline"], second["text"]) == ("Zwei, „zwölf“", "Two.\n\nMore.")


def test_no_rows_are_an_answer_too(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT id FROM articles WHERE 0"
    assert ask(capsys, database, "query", sql, "--format", "csv").out == "id\n"
    assert json.loads(ask(capsys, database, "query", sql, "--format", "json").out) == []
    assert ask(capsys, database, "query", sql).code == 0


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "UPDATE articles SET text = '' RETURNING id",
        "DROP TABLE articles",
        "CREATE TABLE mine (x)",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "BEGIN IMMEDIATE",
        "VACUUM",
        "VACUUM INTO '{folder}/copy.db'",
        "ATTACH '{folder}/other.db' AS other",
    ],
)
def test_nothing_is_written(database: Path, capsys: pytest.CaptureFixture[str], sql: str) -> None:
    before = archive_dump(database)
    answer = ask(capsys, database, "query", sql.format(folder=database.parent))
    assert refused(answer, "only reading is possible here; nothing was changed")
    assert archive_dump(database) == before
    assert not {"copy.db", "other.db"} & {path.name for path in database.parent.iterdir()}


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("SELECT * FROM artcles", "no such table: artcles; is articles meant?"),
        ("SELECT * FROM zebras", "no such table: zebras; there are agreements, announcements,"),
        ("SELECT a.hedline FROM articles a", "no such column: a.hedline; is headline meant?"),
        ("SELECT zebra FROM articles", "no such column: zebra; docs/schema.md lists them"),
        ("SELEC 1", "syntax error; as in: SELECT site,"),
        ("SELECT", "the query ends too early; as in: SELECT site,"),
        ("SELECT 'harbour", 'unrecognized token: "\'harbour"; text stands in single quotes, as in:'),
        ("SELECT words_of(text) FROM articles", "no such function: words_of; SQLite has those of https://sqlite.org"),
        ("SELECT 1 UNION SELECT 1, 2", "SELECTs to the left and right of UNION do not have the same number"),
        ("SELECT '\udcff'", "bytes that are no text in UTF-8"),
        ("", "there is no query in it"),
        ("-- nothing", "there is no query in it"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT zeroblob(1000000000)", "a value is longer than 64 MiB"),
        ("SELECT text FROM articles_fts WHERE articles_fts MATCH '\"'", "unterminated string; docs/queries.md"),
        ("SELECT text FROM articles_fts WHERE articles_fts MATCH 'a AND'", 'syntax error near ""; docs/queries.md'),
        ("SELECT ?", "write the values themselves"),
        ("SELECT load_extension('x')", "only reading is possible here"),
    ],
)
def test_what_is_no_query_is_told_in_one_line(
    database: Path, capsys: pytest.CaptureFixture[str], sql: str, line: str
) -> None:
    assert refused(ask(capsys, database, "query", sql), line)


def test_rows_and_time_are_limited(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    some = ask(capsys, database, "query", ENDLESS, "--limit", "3", "--format", "csv")
    assert (some.code, some.out) == (0, "x\n1\n2\n3\n")
    assert "the first 3 rows; --limit ROWS shows more" in some.err
    one = ask(capsys, database, "query", ENDLESS, "--limit", "1")
    assert one.err == "scrapy query: this is the first row; --limit ROWS shows more\n"
    slow = ask(capsys, database, "query", f"SELECT count(*) FROM ({ENDLESS})", "--timeout", "1")
    assert refused(slow, "no answer within 1 second; give it more time with --timeout SECONDS", code=1)
    assert refused(ask(capsys, database, "query", "SELECT 1", "--limit", "0"), "'0' is no whole number from 1 to ")


def test_ctrl_c_ends_a_query_as_such(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGUSR1, signal.default_int_handler)  # pytest has uses of its own for the real one
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGUSR1])
    try:
        timer.start()
        answer = ask(capsys, database, "query", f"SELECT count(*) FROM ({ENDLESS})")
    finally:
        timer.cancel()
        signal.signal(signal.SIGUSR1, before)
    assert refused(answer, "scrapy query: interrupted", code=130)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "|x"]
)
def test_a_spreadsheet_computes_nothing(text: str) -> None:
    assert csv_value(text)[0] in "'\\"


@pytest.mark.parametrize("text", ["-12", "+3.5", "-1,5", "12 %", "Plain", "", "a=b", "–  dash"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert csv_value(text) == text
    assert not is_formula(text)


def test_the_command_itself(database: Path) -> None:
    done = scrapy("query", "SELECT count(*) AS n FROM articles", "--format", "csv", DATABASE=str(database))
    assert (done.returncode, done.stdout, done.stderr) == (0, "n\n2\n", "")
