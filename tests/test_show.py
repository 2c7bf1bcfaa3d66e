"""``scrapy show`` and ``scrapy stats``: a story with its sources and what was removed, and how much there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.records.endings import Settlement
from crawler.storage import Reader, Store
from crawler.storage.stories.reading import find_story
from crawler.storage.stories.story import Story
from extractors import RemovedBlock
from tests.asking import ask, refused
from tests.filings import SITE, announce, file_one, story

URL = f"https://{SITE}/2024/story-1/"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("show") / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        announce(store, f"https://{SITE}/about/", URL)
        store.lease(crawl, SITE, 5)
        store.settle(crawl, [Settlement(f"https://{SITE}/about/", "skipped", "a listing of stories")])
        file_one(store, crawl, story(1, text="First form."))
        removed = (RemovedBlock("wp-sharing", "share buttons", "Share \x1b]0;this\x07"),)
        file_one(store, crawl, story(1, text="Second form.", headline="One\nbyline      Forged", removed=removed))
        file_one(store, crawl, story(2, language=None))
    return path


@pytest.mark.parametrize(
    "named", ["1", URL, URL[:-1], f"{URL}?utm_source=feed#top", URL.replace("https://news", "HTTPS://NEWS")]
)
def test_a_story_is_found_by_number_and_address(database: Path, capsys: pytest.CaptureFixture[str], named: str) -> None:
    answer = ask(capsys, database, "show", named)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert "headline    One byline Forged  [json-ld]" in lines
    assert "byline      Ana Gómez, Li Wei  [byline markup]" in lines
    assert "outcome     article: three paragraphs" in lines
    assert "Second form." in lines
    assert "1 earlier form is kept: scrapy diff 1" in lines
    assert "1 block was removed from its page (wp-sharing 1); --removed shows it." in lines


def test_removed_blocks_are_shown_with_rule_and_reason(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, database, "show", "1", "--removed")
    assert "[wp-sharing: share buttons]\nShare \\x1b]0;this\\x07" in answer.out
    told = json.loads(ask(capsys, database, "show", "1", "--format", "json").out)
    assert told["sources"] == {"headline": "json-ld", "byline": "byline markup"}
    assert [form["text"] for form in told["revisions"]] == ["First form."]
    (block,) = told["removed"]
    assert f"{block.pop('id')} [wp-sharing: share buttons]" in answer.out
    assert block == {
        "rule": "wp-sharing",
        "reason": "share buttons",
        "text": "Share \x1b]0;this\x07",
        "paragraph": None,
    }


@pytest.mark.parametrize(
    ("named", "line"),
    [
        ("99", "no story number 99 in "),
        ("9" * 30, "no story number 999"),
        (f"https://{SITE}/about/", "skipped, a listing of stories"),
        (f"https://{SITE}/nowhere/", "the address is not known"),
        ("bridge", "a number or an address, as "),
        ("https://[", "a number or an address, as "),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    database: Path, capsys: pytest.CaptureFixture[str], named: str, line: str
) -> None:
    assert refused(ask(capsys, database, "show", named), line, code=1)


def test_a_story_holds_what_its_type_says(database: Path) -> None:
    with Reader.open(database) as reader:
        assert set(find_story(reader, "1")) == set(Story.__annotations__)


def test_an_address_needs_no_scheme(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = json.loads(ask(capsys, database, "show", "1", "--format", "json").out)["url"]
    named = ask(capsys, database, "show", url.removeprefix("https://"))
    assert named.code == 0
    assert named.out == ask(capsys, database, "show", url).out


def test_stats_count_what_is_there(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted = json.loads(ask(capsys, database, "stats", "--format", "json").out)
    assert {name: counted["all"][name] for name in ("stories", "earlier_forms", "removed_blocks", "sites")} == {
        "stories": 2,
        "earlier_forms": 1,
        "removed_blocks": 3,
        "sites": 1,
    }
    assert counted["all"]["bytes"] >= database.stat().st_size
    assert [(row["site"], row["articles"], row["revised"]) for row in counted["sites"]] == [(SITE, 2, 1)]
    assert [(row["language"], row["articles"]) for row in counted["languages"]] == [("en", 1), ("not told", 1)]
    assert "earlier forms" in ask(capsys, database, "stats").out


def test_a_site_that_never_gave_a_story_is_counted_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.add_site("silent.example", "https://silent.example/")
    counted = json.loads(ask(capsys, tmp_path / "news.db", "stats", "--format", "json").out)["all"]
    assert (counted["sites"], counted["sites_without_stories"]) == (0, 1)


def test_an_empty_database_and_none_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(ask(capsys, tmp_path / "news.db", "stats"), "no database there; run a crawl first", code=1)
    Store.open(tmp_path / "news.db").close()
    assert ask(capsys, tmp_path / "news.db", "stats").code == 0


def test_text_that_another_program_wrote_as_bytes_is_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SQLite lets it: ``UPDATE articles SET headline = readfile(…)``."""
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        file_one(store, store.begin_crawl("site", {}), story(1))
        with store.db.conn:
            store.db.execute("UPDATE articles SET headline = CAST('Bridge' AS BLOB), text = x'63616666e8'")
    answer = ask(capsys, path, "show", "1")
    assert answer.code == 0
    assert "headline    Bridge  [json-ld]" in answer.out
    assert "caff\N{REPLACEMENT CHARACTER}" in answer.out
