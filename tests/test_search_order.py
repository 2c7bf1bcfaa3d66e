"""The order of hits, also where words are too frequent to rank by: what still counts, and that people are told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from datasette.utils.asgi import Request
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from crawler.archive.expressions import expression
from crawler.archive.faceted import find
from crawler.archive.search import search
from crawler.errors import AskedWrongly
from crawler.readingroom import pages
from crawler.readingroom.room import open_room
from crawler.storage import Reader, Store
from crawler.storage.search.facets import Facets
from crawler.storage.search.finding import matching
from crawler.storage.search.selection import Selection
from tests.asking import ask
from tests.filings import file_one, story

STORIES = 40


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty stories of the harbour and the tide, of which some have a seal, in the text or in the headline."""
    path = tmp_path_factory.mktemp("order") / "news.db"
    with Store.open(path) as store:
        stories = [
            story(
                number,
                headline="A seal" if number in (3, 7) else "Nothing",
                text=f"The tide of the harbour {number}."
                + " A seal." * (number in (5, 7, 30))
                + " Rain." * (number % 3),
                dek=None,
            )
            for number in range(1, STORIES + 1)
        ]
        store.file(store.begin_crawl("site", {}), stories)
    return path


@pytest.fixture
def reader(database: Path) -> Iterator[Reader]:
    with Reader.open(database) as opened:
        yield opened


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive in which what more than 20 stories have is too much to be weighed."""
    monkeypatch.setattr("crawler.storage.search.ranking.MOST_STEPS", 60)
    monkeypatch.setattr("crawler.storage.search.ranking._WINDOW", STORIES)


def order(reader: Reader, typed: str) -> list[int]:
    return [hit["id"] for hit in search(reader, typed, Selection(), STORIES, str).stories]


async def _search_page(database: Path, typed: str) -> str:
    room = open_room(database)
    await room.invoke_startup()
    request = Request.fake(f"/search?{urlencode({'q': typed})}")
    request.scope["csrftoken"] = str  # templates are given it, and the house's have no use for it
    return str((await pages.search(room, request)).body)


def test_what_all_stories_say_does_not_count_beside_what_few_say(reader: Reader, large: None) -> None:
    found = search(reader, 'seal "the tide" harbour NOT "the storm"', Selection(), STORIES, str)
    assert [hit["id"] for hit in found.stories] == [3, 7, 30, 5]
    assert found.uncounted == ('"the tide"', "harbour")
    assert [hit["score"] > 0 for hit in found.stories] == [True] * 4


def test_where_nothing_counts_the_last_filed_is_first(reader: Reader, large: None) -> None:
    found = search(reader, '"the tide"', Selection(), STORIES, str)
    assert [hit["id"] for hit in found.stories] == list(range(STORIES, 0, -1))
    assert {hit["score"] for hit in found.stories} == {0}


@pytest.mark.parametrize(
    "typed", ["seal", "seal harbour", '"the tide" OR seal', "sea* tide harbour", "headline: seal tide"]
)
def test_the_rarest_of_the_words_decide_as_all_of_them_do(
    reader: Reader, request: pytest.FixtureRequest, typed: str
) -> None:
    with_seals = {3, 5, 7, 30}
    all_count = [each for each in order(reader, typed) if each in with_seals]
    request.getfixturevalue("large")
    assert [each for each in order(reader, typed) if each in with_seals] == all_count


def test_of_very_many_words_the_longest_count(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.storage.search.ranking.MOST_STEPS", 5 * STORIES)
    monkeypatch.setattr("crawler.storage.search.ranking._WINDOW", STORIES)
    monkeypatch.setattr("crawler.storage.search.ranking.MOST_WEIGHED", 2)
    found = search(reader, "the OR of OR a OR seal OR harbour OR rain", Selection(), STORIES, str)
    assert set(found.uncounted) == {"the", "of", "a", "rain"}


def test_the_reading_room_and_the_command_agree(reader: Reader, large: None) -> None:
    for typed in ("seal", "harbour", "seal OR rain", '"the tide" seal'):
        found = find(reader, typed, Facets(), 1, str)
        assert [hit["id"] for hit in found.hits] == order(reader, typed)[:20]
        assert found.uncounted == search(reader, typed, Selection(), 1, str).uncounted


def test_people_are_told_what_does_not_count(
    database: Path, large: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("crawler.archive.search.MOST", 12)
    told = ask(capsys, database, "search", "--limit", "1", "--format", "json", 'seal OR "the tide"')
    assert [hit["id"] for hit in json.loads(told.out)] == [30]
    assert "more than 12 stories answer; those filed last are ranked" in told.err
    assert 'too many or too frequent to rank by: "the tide"; ' in told.err
    page = asyncio.run(_search_page(database, 'seal OR "the tide"'))
    hints = [" ".join(each.text_content().split()) for each in html.fromstring(page).find_class("hint")]
    assert hints[-1] == (
        'Too many or too frequent to rank by: "the tide". Of stories equal but for that, the last filed is first.'
    )


@given(st.text("seal tide.'\"*()^+:-²地서울12월\u0e31", max_size=30))
@settings(max_examples=40, deadline=None)
def test_whatever_is_typed_finds_the_same_stories_whichever_words_count(database: Path, typed: str) -> None:
    with Reader.open(database) as reader, suppress(AskedWrongly):
        by_all = sorted(order(reader, typed))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("crawler.storage.search.ranking.MOST_STEPS", 1)
            assert sorted(order(reader, typed)) == by_all


def test_facets_narrow_down_what_is_not_ranked_as_well(reader: Reader, large: None) -> None:
    wanted = expression('"the tide"')
    assert len(matching(reader, wanted.fts, wanted.terms, Facets(author="Ana Gómez")).points) == STORIES
    assert not matching(reader, wanted.fts, wanted.terms, Facets(author="Nobody")).points


def test_hits_of_the_headline_come_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("site", {})
        file_one(store, crawl, story(1, headline="Weather", text="Rain. 태풍 소식과 comet. " * 3))
        file_one(store, crawl, story(2, headline="Comet seen 태풍이", text="Somebody saw it. " * 9))
    with Reader.open(tmp_path / "news.db") as reader:
        for typed in ("comet", "태풍"):
            assert [hit["id"] for hit in search(reader, typed, Selection(), 9, str).stories] == [2, 1]


def test_of_very_many_hits_those_filed_last_are_ranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.archive.search.MOST", 3)
    with Store.open(tmp_path / "news.db") as store:
        store.begin_crawl("site", {})
        for number in range(6):
            file_one(
                store, 1, story(number, headline="Tide" if number in (0, 4) else "Sea", text=f"The tide {number}.")
            )
    with Reader.open(tmp_path / "news.db") as reader:
        assert [hit["id"] for hit in search(reader, "tide", Selection(), 3, str).stories] == [5, 6, 4]
        assert [hit["id"] for hit in search(reader, "tide", Selection(), 1, str).stories] == [5]
