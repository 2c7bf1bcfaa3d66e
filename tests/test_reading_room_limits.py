"""``scrapy serve`` can do no harm: it only reads, within limits, for this machine, and says in a line what is wrong."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.database import QueryInterrupted

from crawler.readingroom.asking import ReadOnlyDatabase
from crawler.readingroom.room import open_room
from crawler.storage import Reader, Store
from tests.asking import ask, refused
from tests.filings import archive_dump, file_one, story
from tests.reading_room import Room, fill, filled_room, headings, serving


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with filled_room(tmp_path_factory.mktemp("room")) as room:
        yield room


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "WITH x AS (SELECT 1) DELETE FROM articles",
        "ATTACH DATABASE '/tmp/other.db' AS other",
        "PRAGMA journal_mode = DELETE",
        "SELECT load_extension('x')",
        "SELECT length(zeroblob(900000000))",
        "INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')",
        "SELECT * FROM pragma_journal_mode('delete')",
    ],
)
def test_sql_reads_and_does_nothing_else(room: Room, sql: str) -> None:
    before = archive_dump(room.database)
    assert room.get("/archive.json?" + urllib.parse.urlencode({"sql": sql})).status == 400
    assert archive_dump(room.database) == before


def test_sql_has_limits_of_rows_and_time(room: Room) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT {} FROM c"
    many = room.get("/archive.json?" + urllib.parse.urlencode({"sql": endless.format("x")}))
    assert many.status == 200
    assert many.body.count("[") < 1100
    slow = room.get("/archive.json?" + urllib.parse.urlencode({"sql": endless.format("max(x)")}))
    assert slow.status == 400


def test_browsers_are_bound(room: Room) -> None:
    for path in ("/", "/search", f"/story/{room.number('ferry')}"):
        policy = room.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    for path in ("/archive", "/archive/articles", "/archive?sql=select+1", "/nowhere", "/room/room.css"):
        answer = room.get(path)
        assert "unsafe-inline" not in answer.headers["content-security-policy"].partition("style-src")[0]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["access-control-allow-origin"] is None


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_a_name_that_was_turned_to_this_machine_is_refused(room: Room, host: str) -> None:
    assert room.get("/", Host=host).status in (400, 421)
    assert room.get("/", Host="localhost:8001").status == 200
    assert room.get("/", Host="[::1]").status == 200


def test_a_crawl_writes_meanwhile_and_the_next_look_shows_it(room: Room) -> None:
    stop = threading.Event()

    def write() -> None:
        with Store.open(room.database) as store:
            crawl = store.begin_crawl("site", {})
            number = 1000
            while not stop.is_set():
                file_one(store, crawl, story(number, headline=f"Zebra {number}"))
                number += 1
            store.end_crawl(crawl, "finished", {})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        statuses = [room.get(path).status for path in ("/", "/search?q=harbour", "/archive/articles") * 4]
    finally:
        stop.set()
        writer.join()
    assert statuses == [200] * 12
    assert headings(room.search(q='"zebra 1000"')) == ["Zebra 1000"]


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    Store.open(tmp_path / "news.db").close()
    with serving(tmp_path / "news.db") as (address, _):
        room = Room(address, tmp_path / "news.db")
        assert "No stories yet" in room.get("/").text
        assert "No story yet" in room.search().text
        assert room.get("/archive").status == 200


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that this process cannot write to, with an archive in it; root's rights are laid down for as long."""
    folder, user = Path(tempfile.mkdtemp()), os.geteuid()
    fill(folder / "news.db")
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    os.seteuid(65534 if user == 0 else user)
    try:
        yield folder / "news.db"
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_to_is_read(shelf: Path) -> None:
    assert not os.access(shelf.parent, os.W_OK, effective_ids=True)
    with Reader.open(shelf) as reader:
        assert len(reader.sites()) == 3
    connection = ReadOnlyDatabase(None, str(shelf)).connect()
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM articles")
    connection.close()
    with pytest.raises(sqlite3.OperationalError, match="reading only"):
        ReadOnlyDatabase(None, str(shelf)).connect(write=True)


@pytest.mark.parametrize("path", ["/search", "/archive/articles", "/archive/articles.json", "/archive?sql=SELECT+1"])
def test_a_file_that_is_damaged_meanwhile_is_told_on_every_page(tmp_path: Path, path: str) -> None:
    database = tmp_path / "news.db"
    Store.open(database).close()

    async def look() -> tuple[int, str]:
        room = open_room(database)
        await room.invoke_startup()
        os.truncate(database, 3 * 4096)
        answer = await room.client.get(path)
        room.get_database().close()
        return answer.status_code, answer.text

    status, text = asyncio.run(look())
    assert status == 503
    assert f"{database}: damaged; rescue what is left" in text


def test_ctrl_c_ends_it_quietly(room: Room) -> None:
    with serving(room.database) as (address, process):
        assert Room(address, room.database).get("/").status == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out.strip(), err) == (0, "", "")


def test_what_cannot_be_served_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.db").write_text("no database at all, but long enough to look like one" * 40)
    with sqlite3.connect(tmp_path / "foreign.db") as foreign:
        foreign.execute("CREATE TABLE recipes (name)")
    foreign.close()
    Store.open(tmp_path / "news.db").close()
    assert refused(ask(capsys, tmp_path / "none.db", "serve"), "no database there; run a crawl first", 1)
    assert refused(ask(capsys, tmp_path / "text.db", "serve"), "not an SQLite database", 1)
    assert refused(ask(capsys, tmp_path / "foreign.db", "serve"), "a database of another program", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert refused(
            ask(capsys, tmp_path / "news.db", "serve", "--port", port), f"port {port} of 127.0.0.1: it is in use"
        )
    assert refused(ask(capsys, tmp_path / "news.db", "serve", "--port", "99999"), "99999")
    assert refused(ask(capsys, tmp_path / "news.db", "serve", "--port", "x"), "no whole number")
    assert refused(
        ask(capsys, tmp_path / "news.db", "serve", "--host", "no.such.invalid"), "--host: no 'no.such.invalid'"
    )


def test_counting_for_the_head_of_a_table_is_given_up_early(tmp_path: Path) -> None:
    Store.open(tmp_path / "news.db").close()
    database = open_room(tmp_path / "news.db").get_database()
    long = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000) SELECT i FROM n)"
    with pytest.raises(QueryInterrupted):  # what is asked in SQL has time enough for it
        asyncio.run(database.execute(f"select count(*) from {long}"))
    assert asyncio.run(database.execute("select count(*) from sites")).rows[0][0] == 0


def test_the_list_of_tables_counts_small_ones_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.file(store.begin_crawl("site", {}), [story(number) for number in range(3)])
    monkeypatch.setattr("crawler.readingroom.asking.MOST_COUNTED", 2)
    database = open_room(tmp_path / "news.db").get_database()
    counts = asyncio.run(database.table_counts())
    assert (counts["sites"], counts["articles"], counts["articles_fts"], counts["matches"]) == (1, None, None, 0)
    database.close()
