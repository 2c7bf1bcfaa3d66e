"""``scrapy search``: what is there is found in every script, what cannot be meant is told in one line."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.archive.expressions import Needle, expression
from crawler.archive.search import search
from crawler.archive.snippets import WIDTH, passage
from crawler.errors import AskedWrongly
from crawler.storage import Reader, Store
from crawler.storage.schema import MIGRATIONS
from crawler.storage.search.facets import Facets
from crawler.storage.search.finding import latest, matching
from crawler.storage.search.pairs import CHUNK, is_unparted, pair_phrase
from crawler.storage.search.selection import Selection
from tests.asking import ask
from tests.filings import assert_sound, file_one, story
from tests.servers import scrapy

STORIES = {
    "en": ("Harbour dredged at night", "The dredger works at night.\n\nIt cannot enter the Señor harbour, see e-mail."),
    "ko": ("서울시장 기자회견", "서울시장은 12월 3일 기자회견에서 새로운 정책을 발표했다. K팝 공연도 열린다."),
    "zh": ("北京地铁新线", "北京市政府宣布，新的地铁线路将于下个月开通，采用AI技术，市民可以免费乘坐。"),
    "ja": ("東京で台風", "東京では今日は、台風が接近している。ジョン・スミス氏は語った。"),
    "th": ("ข่าวเมือง", "กรุงเทพมหานครเปิดสวนสาธารณะแห่งใหม่"),
    "hi": ("समाचार", "हिन्दी में समाचार पढ़ें।"),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        for number, (language, (headline, text)) in enumerate(STORIES.items()):
            published = datetime(2024, 1 + number, 10, tzinfo=UTC)
            item = story(number, headline=headline, text=text, language=language, published_at=published, dek=None)
            file_one(store, crawl, item)
    assert_sound(path)
    return path


@pytest.fixture
def reader(database: Path) -> Iterator[Reader]:
    with Reader.open(database) as opened:
        yield opened


def languages(reader: Reader, typed: str, chosen: Selection | None = None) -> list[str]:
    hits = search(reader, typed, chosen or Selection(), 20, "[{}]".format).stories
    return sorted(hit["language"] for hit in hits)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("dredg*", ["en"]),
        ('"senor harbour"', ["en"]),
        ("e-mail", ["en"]),
        ("“works at”", ["en"]),
        ("“at works”", []),
        ("HARBOUR AND night", ["en"]),
        ("dredger OR 台風", ["en", "ja"]),
        ("gomez NOT (harbour OR समाचार OR 서울)", ["ja", "th", "zh"]),
        ("NEAR(works night, 3)", ["en"]),
        ("서", ["ko"]),
        ("장*", ["ko"]),
        ("地", ["zh"]),
        ("地 京 NOT 東", ["zh"]),
        ("京", ["ja", "zh"]),
        ("headline: 京", ["ja", "zh"]),
        ("headline: 接", []),
        ("NEAR(接 台風, 3)", ["ja"]),
        ("NEAR(接 東京, 1)", []),
        ("^京", []),
        ("^北", ["zh"]),
        ("서 + 울", ["ko"]),
        ('"京 地"', []),
        ("시장", ["ko"]),
        ("서울시장", ["ko"]),
        ("자회견", ["ko"]),
        ('"12월 3일"', ["ko"]),
        ("12월", ["ko"]),
        ("2월", []),
        ("K팝", ["ko"]),
        ("시장*", ["ko"]),
        ("回", []),
        ("宣", ["zh"]),
        ("地铁", ["zh"]),
        ("免费乘坐", ["zh"]),
        ("AI技术", ["zh"]),
        ("风", []),
        ("台風", ["ja"]),
        ("ジョン・スミス", ["ja"]),
        ("headline: 台風", ["ja"]),
        ("headline: 接近", []),
        ("{headline text}: 接近", ["ja"]),
        ("- headline: 台風", ["ja"]),
        ("กรุงเทพ", ["th"]),
        ("สวน", ["th"]),
        ("हिन्दी", ["hi"]),
        ("台風 接近", ["ja"]),
    ],
)
def test_what_is_there_is_found(reader: Reader, typed: str, wanted: list[str]) -> None:
    assert languages(reader, typed) == wanted


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ('"open', "not closed"),
        ("foo AND", "at its end"),
        ("(foo", "not understood"),
        ("a OR " * 5000 + "b", "a search of 25,001 characters; 10,000 at most"),
        ("title: foo", "no column 'title' to search in; there are headline, dek, text, byline"),
        ("{headline title}: foo", "no column 'title'"),
        ("-tax", "write NOT tax"),
        ("", "nothing to search for"),
        ("&& --", "nothing to search for"),
        ("*", "nothing to search for"),
        ("NEAR(a b", "not understood"),
        ("OR 서울", "not understood"),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(reader: Reader, typed: str, line: str) -> None:
    with pytest.raises(AskedWrongly) as told:
        languages(reader, typed)
    assert line in str(told.value)
    assert "\n" not in str(told.value)


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_answered_or_told(database: Path, typed: str) -> None:
    with Reader.open(database) as reader:
        try:
            search(reader, typed, Selection(), 3, "[{}]".format)
        except AskedWrongly as told:
            assert "\n" not in str(told) or "\n" in typed


@given(st.text("서울시장の東京地กุ月3A 、\n", min_size=1, max_size=60), st.data())
@settings(max_examples=150, deadline=None)
def test_every_piece_of_a_story_is_found(blank: sqlite3.Connection, text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    piece = text[begin : begin + data.draw(st.integers(1, 8))]
    if not is_unparted(piece) or not is_unparted(piece.strip("3A 、\n")[:1]):
        return
    padding = "가" * data.draw(st.sampled_from([0, 1, CHUNK - 2, CHUNK - 1, CHUNK, 3 * CHUNK - 5]))
    blank.execute("UPDATE articles SET text = ?", (padding + text,))
    found = blank.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (pair_phrase(piece),))
    assert found.fetchone() == (1,), (text, piece, pair_phrase(piece))


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("blank") / "news.db"
    with Store.open(path) as store:
        file_one(store, store.begin_crawl("site", {}), story(1))
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()
    assert_sound(path)


def test_stories_are_chosen_by_site_and_date(reader: Reader) -> None:
    february = Selection(since=datetime(2024, 2, 1, tzinfo=UTC), until=datetime(2024, 3, 1, tzinfo=UTC))
    assert languages(reader, "gomez", february) == ["ko"]
    assert languages(reader, "gomez", Selection(site="news.example")) == sorted(STORIES)
    assert languages(reader, "gomez", Selection(site="other.example")) == []
    assert languages(reader, "gomez", Selection(where="words > 20 AND language <> 'th'")) == ["ja", "zh"]


def test_a_passage_shows_where_the_words_are() -> None:
    text = "Nothing here. " * 40 + "At last the Hárbour, dredged\nby night, was open. " + "More words. " * 40
    shown = passage(text, [Needle("harbour"), Needle("dredge", begins=True)], "[{}]".format)
    assert "the [Hárbour], [dredged] by night" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < WIDTH + 20
    assert passage("Short.", [Needle("absent")], "[{}]".format) == "Short."
    assert passage("वह हिन्दी में।", [Needle("हिन्दी")], "[{}]".format) == "वह [हिन्दी] में।"
    assert passage("新的地铁线路", [Needle("地铁", inside=True)], "[{}]".format) == "新的[地铁]线路"


@given(st.text(max_size=300), st.text(max_size=5), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_passage_never_fails(text: str, words: str, inside: bool) -> None:
    shown = passage(text, [Needle(words, inside=inside)], str)
    assert "\n" not in shown


def test_words_behind_not_are_no_needles() -> None:
    needles = expression("a NOT b NOT (c OR d) e").needles
    assert [needle.words for needle in needles] == ["a", "e"]


def test_an_older_database_is_searched_after_its_migration(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    old = Database(path)
    MIGRATIONS.apply(old, stop_before="006_search_pairs")
    old.execute("INSERT INTO sites(name, first_seen_at) VALUES ('news.example', '2024-05-03T09:30:00Z')")
    columns = "url, site, words, outcome, first_filed_at, last_filed_at, fetched_url, evidence, sources, text_hash"
    sql = f"INSERT INTO articles({columns}, fingerprint, text) VALUES ('u', 'news.example', 1{', ?' * 9})"
    old.execute(sql, [""] * 8 + ["새로운 서울시장은 말했다."])
    old.conn.commit()
    old.close()
    done = scrapy("search", "울시장", "--format", "json", DATABASE=str(path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["passage"] == "새로운 서[울시장]은 말했다."
    assert_sound(path)


def test_the_command_prints_what_a_terminal_can_bear(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        hostile = story(1, headline="Red \x1b[31malert", text="The \x9b screen and the =cmd() \u202espoon.")
        file_one(store, store.begin_crawl("site", {}), hostile)
    done = scrapy("search", "screen", DATABASE=str(path))
    assert done.returncode == 0, done.stderr
    assert "Red \\x1b[31malert\n" in done.stdout
    assert "The \\x9b [screen]" in done.stdout
    assert "[spoon]" in scrapy("search", "spoon", DATABASE=str(path)).stdout
    assert not {"\x1b", "\x9b", "\u202e"} & set(done.stdout)


def test_only_the_word_that_was_asked_for_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "news.db") as store:
        file_one(store, store.begin_crawl("site", {}), story(1, text="The ferryman left the ferry to the ferries."))
    assert "The ferryman left the [ferry] to the ferries." in ask(capsys, tmp_path / "news.db", "search", "ferry").out
    begun = ask(capsys, tmp_path / "news.db", "search", "ferry*").out
    assert "The [ferryman] left the [ferry] to the ferries." in begun


def test_bad_input_is_one_line_and_an_exit_code(database: Path) -> None:
    told = scrapy("search", '"open', DATABASE=str(database))
    absent = scrapy("search", "word", DATABASE=str(database.with_name("absent.db")))
    assert (told.returncode, absent.returncode) == (2, 1)
    assert told.stdout == absent.stdout == ""
    assert told.stderr.startswith('scrapy search: a quotation mark (") is not closed')
    assert "absent.db: no database there" in absent.stderr
    assert told.stderr.count("\n") == absent.stderr.count("\n") == 1


def test_in_a_large_archive_a_beginning_needs_three_letters(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search(reader, "dr*", Selection(), 9, str).stories
    monkeypatch.setattr("crawler.archive.search.MOST_BEGUN", 3)
    for typed in ("dr*", "ferry NOT dr*", "d*"):
        with pytest.raises(AskedWrongly, match=r"^dr?\*: among \d stories, .*; write at least 3 letters of it$"):
            search(reader, typed, Selection(), 9, str)
    for typed in ("NEAR(接 台風, 3)", "^京", "서 + 울"):
        with pytest.raises(AskedWrongly, match=r": among \d stories, .*; write at least 2 letters of it$"):
            search(reader, typed, Selection(), 9, str)
    for typed in ("dre*", "시*", "NEAR(接近 台風, 3)", "2월 OR 12월"):
        assert search(reader, typed, Selection(), 9, str).stories


@pytest.mark.parametrize(
    ("brought", "enough", "few"),
    [(60_000, 0.2, 5000), (60_000, 0.2, 0), (0, 0.0, 0), (0, 2.0, 0)],
    ids=["few have each", "few are left of many", "each is asked", "all are brought to hand"],
)
def test_facets_find_the_same_whether_few_or_many_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brought: int, enough: float, few: int
) -> None:
    told: list[dict[str, Any]] = [
        {"language": "en"},
        {"language": "ko", "byline": ("Li Wei",)},
        {"categories": ("Sport",)},
    ]
    with Store.open(tmp_path / "news.db") as store:
        store.file(store.begin_crawl("site", {}), [story(number, **told[number % 3]) for number in range(12)])
    with Reader.open(tmp_path / "news.db") as reader:
        monkeypatch.setattr("crawler.storage.search.facets._BROUGHT", brought)
        monkeypatch.setattr("crawler.storage.search.facets._ENOUGH", enough)
        monkeypatch.setattr("crawler.storage.search.facets._FEW", few)
        monkeypatch.setattr("crawler.storage.search.facets._SAMPLE", 3)
        for facets, stories in (
            (Facets(language="ko"), 4),
            (Facets(author="Li Wei"), 12),
            (Facets(author="Ana Gómez"), 8),
            (Facets(category="Sport", site="news.example"), 4),
            (Facets(month="2024-05", outcome="article", category="World", language="ko"), 4),
            (Facets(category="None such"), 0),
        ):
            assert len(matching(reader, "paragraph", (), facets).points) == len(latest(reader, facets)) == stories
