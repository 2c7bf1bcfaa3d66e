"""``scrapy serve``: the archive over HTTP on loopback. It is found, read and queried, and can do no harm."""

from __future__ import annotations

import os
import re
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
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from crawler.readingroom.asking import ReadOnlyDatabase
from crawler.storage import Reader, Store
from tests.asking import ask, refused
from tests.filings import archive_dump, file_one, story
from tests.reading_room import ARABIC, CHINESE, ENGLISH, HOSTILE, KOREAN, fill, serving


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    headers: Message
    body: str

    @property
    def page(self) -> html.HtmlElement:
        return html.fromstring(self.body)

    @property
    def text(self) -> str:
        return " ".join(self.page.text_content().split())


class Room:
    """A served archive."""

    def __init__(self, address: str, database: Path) -> None:
        self.address = address
        self.database = database

    def get(self, path: str, **headers: str) -> Answer:
        asked = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read().decode())

    def search(self, **asked: str) -> Answer:
        return self.get("/search?" + urllib.parse.urlencode(asked))

    def number(self, name: str) -> int:
        with sqlite3.connect(self.database) as connection:
            (number,) = connection.execute("SELECT id FROM articles WHERE url LIKE ?", (f"%/{name}/",)).fetchone()
        connection.close()
        return int(number)

    def story(self, name: str, tab: str = "") -> Answer:
        return self.get(f"/story/{self.number(name)}{tab}")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    database = tmp_path_factory.mktemp("room") / "what's 50% new?.db"
    fill(database)
    with serving(database) as (address, _):
        yield Room(address, database)


def headings(answer: Answer, level: str = "h3") -> list[str]:
    return [" ".join(each.text_content().split()) for each in answer.page.iter(level)]


def test_the_front_page_has_the_newest_stories_and_how_the_sites_do(room: Room) -> None:
    front = room.get("/")
    assert headings(front)[0] == "Ferry sails again on Monday"
    assert len(headings(front)) == 30
    rows = {row[0].text_content(): row for row in front.page.xpath("//table//tbody/tr")}
    assert set(rows) == {"a.example", "b.example", "c.example"}
    assert "✓ good" in " ".join(rows["a.example"].text_content().split())
    assert "✗ failed: HTTP 503 <b>busy</b>" in " ".join(rows["b.example"].text_content().split())
    assert "– not visited yet" in " ".join(rows["c.example"].text_content().split())
    (days,) = rows["a.example"].xpath(".//svg")
    assert days.get("aria-label").startswith("63 stories in 60 days, at most ")
    assert len(days.xpath(".//rect")) == 31
    assert front.page.xpath("//form[@action='/search']//input[@name='q']")


def test_a_story_is_shown_with_all_that_belongs_to_it(room: Room) -> None:
    page = room.story("ferry").page
    assert page.xpath("string(//h1)") == "Ferry sails again on Monday"
    assert page.xpath("string(//p[@class='dek'])") == "Three weeks without a crossing come to an end"
    assert page.xpath("//a[contains(@href, 'author=')]/bdi/text()") == ["Mirel Tan", "Ines Calloway"]
    assert page.xpath("//a[contains(@href, 'category=')]/bdi/text()") == ["Harbour", "Council"]
    assert page.xpath("string(//span[@class='dateline'])") == "STANNET"
    assert len(page.xpath("//div[@class='text']/p")) == 4
    (source,) = page.xpath("//a[@href='https://a.example/ferry/']")
    assert {"noopener", "noreferrer"} <= set(source.get("rel").split())


@pytest.mark.parametrize(
    ("name", "side", "language", "words"),
    [
        ("ferry", "ltr", "en", ENGLISH[1]),
        ("arabic", "rtl", "ar", ARABIC),
        ("hebrew", "rtl", "he", "NASA ראתה"),
        ("korean", "ltr", "ko", KOREAN),
        ("chinese", "ltr", "zh-Hans", CHINESE),
    ],
)
def test_every_script_is_set_from_its_own_side(room: Room, name: str, side: str, language: str, words: str) -> None:
    (text,) = room.story(name).page.xpath("//div[@class='text']")
    assert (text.get("dir"), text.get("lang")) == (side, language)
    assert words in text.text_content()


@pytest.mark.parametrize("tab", ["", "/changes", "/elsewhere", "/removed", "/original"])
def test_hostile_stories_are_text_and_nothing_else(room: Room, tab: str) -> None:
    answer = room.story("hostile", tab)
    page = answer.page
    assert answer.status == 200
    assert not page.xpath("//script | //img | //main//style | //@onerror | //@style")
    assert not [link for link in page.xpath("//@href | //@src | //@action") if not re.match(r"/|#|\?|https?://", link)]
    assert page.xpath("string(//h1)") == HOSTILE
    assert not re.search("[\x00-\x08\x0b-\x1f]", answer.body.replace("\n", ""))
    assert not page.xpath("//div[contains(@class, 'text')]/@lang")


def test_lists_show_hostile_stories_as_text_too(room: Room) -> None:
    for answer in (room.get("/"), room.search(q="owned"), room.get("/archive/articles"), room.get("/archive/authors")):
        assert answer.status == 200
        assert "<script>document.title" not in answer.body
        assert "<img src=x" not in answer.body
        assert 'href="javascript:' not in answer.body


def test_changes_are_told_sentence_by_sentence(room: Room) -> None:
    page = room.story("ferry", "/changes").page
    assert [each.text_content() for each in page.iter("del")] == [ENGLISH[0], ENGLISH[3]]
    assert [each.text_content() for each in page.iter("ins")] == [
        ENGLISH[0].replace("Monday", "Tuesday"),
        ENGLISH[3].replace("council", "state"),
    ]
    assert "4 sentences unchanged" in page.text_content()
    assert "No earlier form is kept" in room.story("arabic", "/changes").text


def test_what_was_removed_stands_where_it_stood(room: Room) -> None:
    page = room.story("ferry", "/removed").page
    (shown,) = page.xpath("//div[contains(@class, 'in-place')]")
    order = [" ".join(each.text_content().split()) for each in shown]
    assert order[0].startswith("5 blocks: wp-navigation 5")
    assert order[1].startswith("STANNET")
    assert order[2] == "links to other stories related Read also: What the dredger found"
    assert order[3].startswith("Nobody had crossed")
    assert order[-1].endswith("Leave a Reply")
    assert "Subscribe to our newsletter" not in shown.text_content()
    assert "Place not noted" in headings(room.story("ferry", "/removed"), "h2")
    assert "Subscribe to our newsletter" in page.text_content()
    rules = {row[0].text_content(): row[2].text_content() for row in page.xpath("//table//tbody/tr")}
    assert rules == {"wp-navigation": "5", "related": "1", "wp-comment-form": "1", "model": "1"}


def test_where_else_a_story_ran_is_told_in_the_order_of_time(room: Room) -> None:
    answer = room.story("ferry", "/elsewhere")
    places = [" ".join(each.text_content().split()) for each in answer.page.xpath("//ol[@class='timeline']/li")]
    assert len(places) == 2
    assert "Boat is back" in places[0]
    assert "of its text stands here" in places[0]
    assert "2 days later" in places[1]
    assert "Ferry sails again on Monday (this one)" in places[1]
    assert answer.page.xpath("//ol//a/@href") == [f"/story/{room.number('agency')}"]
    assert "found nowhere else" in room.story("arabic", "/elsewhere").text


def test_the_archived_page_is_framed_so_that_nothing_of_it_runs(room: Room) -> None:
    (frame,) = room.story("hostile", "/original").page.xpath("//iframe")
    assert frame.get("sandbox") == ""
    raw = room.get(frame.get("src"))
    policy = raw.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "allow-" not in policy
    assert "Fähre" in raw.body
    assert not re.search(r"<(link|iframe)[\s/>]", raw.body, re.IGNORECASE)
    assert raw.headers["x-dns-prefetch-control"] == "off"
    assert "No page is kept" in room.story("arabic", "/original").text
    fetch = frame.get("src").rpartition("/")[2]
    assert room.story("arabic", f"/original/{fetch}").status == 404


def test_search_ranks_marks_and_counts(room: Room) -> None:
    found = room.search(q="dredger OR ferry")
    assert headings(found)[0] == "Ferry sails again on Monday"
    assert [mark.text for mark in room.search(q="dredg*").page.iter("mark")] == ["dredger"] * 2
    assert headings(room.search(q="시장"))[0] == "한강 배, 월요일 다시 운항"
    assert headings(room.search(q="渡轮"))[0] == "渡轮下周一恢复航行"
    assert "No story answers" in room.search(q="zeppelin").text


def test_facets_narrow_a_search_down_and_can_be_taken_away(room: Room) -> None:
    harbour = room.search(q="harbour")
    assert "62 stories" in headings(harbour, "h2")[0]
    (link,) = harbour.page.xpath("//aside//a[contains(@href, 'author=Mirel')]/@href")
    narrowed = room.get(link)
    assert set(headings(narrowed)) == {"Ferry sails again on Monday", "Boat is back"}
    (away,) = narrowed.page.xpath("//ul[@class='given']//a/@href")
    assert away == "/search?q=harbour"
    for facets, headline in (
        ({"language": "ar"}, "العبّارة تعود يوم الاثنين"),
        ({"category": "港口"}, "渡轮下周一恢复航行"),
        ({"outcome": "paywalled"}, "Closed today"),
        ({"site": "c.example", "language": "he"}, "המעבורת חוזרת"),
        ({"q": "Closed", "outcome": "paywalled", "site": "a.example"}, "Closed today"),
    ):
        assert headings(room.search(**facets)) == [headline]
    month = room.search(q="Closed").page.xpath("//aside//a[contains(@href, 'month=')]/@href")[0]
    assert headings(room.get(month)) == ["Closed today"]


def test_hits_come_page_by_page(room: Room) -> None:
    first, last = room.search(q="harbour"), room.search(q="harbour", page="4")
    assert len(headings(first)) == 20
    assert len(headings(last)) == 2
    assert first.page.xpath("//a[@rel='next']/@href") == ["/search?q=harbour&page=2"]
    assert not last.page.xpath("//a[@rel='next']")
    assert not set(headings(first)) & set(headings(last))


@pytest.mark.parametrize(
    "asked", [{"q": '"open'}, {"q": "a AND"}, {"q": "nowhere: x"}, {"q": "-x"}, {"month": "May"}, {"q": "NEAR("}]
)
def test_a_search_that_is_none_is_told_so(room: Room, asked: dict[str, str]) -> None:
    answer = room.search(**asked)
    assert answer.status == 400
    assert answer.page.xpath("//p[@class='complaint']")


def test_what_is_not_there_is_told_in_one_line(room: Room) -> None:
    for path in (
        "/story/999999",
        "/story/x",
        "/nowhere",
        "/archive/nothing",
        "/story/1/nothing",
        "/%00",
        "/search/%FF",
    ):
        answer = room.get(path)
        assert answer.status == 404, path
        assert "Traceback" not in answer.body
    told = room.get("/archive/nothing.json")
    assert (told.status, told.headers["content-type"].split(";")[0]) == (404, "application/json")


def test_datasettes_tables_queries_and_exports_are_a_click_away(room: Room) -> None:
    assert room.get("/").page.xpath("//header//a/@href") == ["/", "/search", "/archive"]
    database = room.get("/archive")
    assert database.page.xpath("//a[@href='/archive/articles']")
    queries = database.page.xpath("//ul/li/a[starts-with(@title, 'SELECT') or contains(@title, 'SELECT')]/@href")
    assert len(queries) >= 10
    for query in queries:
        assert room.get(f"{query}?words=ferry").status == 200, query
    row = room.get(f"/archive/articles/{room.number('ferry')}")
    assert f"/story/{room.number('ferry')}" in row.page.xpath("//td//a/@href")
    assert "Ferry sails again" in room.get("/archive/articles.csv?_size=max").body
    assert "Ferry sails again" in room.get("/archive/articles.json?_shape=array&_size=max").body
    assert room.get("/archive/headline_changes").status == 200


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
