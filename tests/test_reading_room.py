"""``scrapy serve``: the archive over HTTP on loopback. It is found, read and queried, and can do no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.readingroom.front import SITES, front_page
from crawler.records.visits import VisitReport
from crawler.storage import Reader, Store
from tests.reading_room import ARABIC, CHINESE, ENGLISH, HOSTILE, KOREAN, Room, filled_room, headings


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with filled_room(tmp_path_factory.mktemp("room")) as room:
        yield room


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
    assert days.xpath("string(.//path/@d)").count("M") == 31
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


def test_of_many_names_the_last_are_folded_away(room: Room) -> None:
    (folded,) = room.story("undated").page.xpath("//details[@class='further']")
    assert folded.text_content().split(", ") == ["10 moretag 30", *(f"tag {number}" for number in range(31, 40))]


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
        assert "Database not found" not in answer.body
    assert "there is no such page" in room.get("/nowhere").body
    told = room.get("/archive/nothing.json")
    assert (told.status, told.headers["content-type"].split(";")[0]) == (404, "application/json")


def test_datasettes_tables_queries_and_exports_are_a_click_away(room: Room) -> None:
    assert room.get("/").page.xpath("//header//a/@href") == ["/", "/search", "/archive"]
    database = room.get("/archive")
    assert database.page.xpath("//a[@href='/archive/articles']")
    row = room.get(f"/archive/articles/{room.number('ferry')}")
    assert f"/story/{room.number('ferry')}" in row.page.xpath("//td//a/@href")
    assert "Ferry sails again" in room.get("/archive/articles.csv?_size=max").body
    assert "Ferry sails again" in room.get("/archive/articles.json?_shape=array&_size=max").body


def test_every_question_that_is_at_hand_has_an_answer(room: Room) -> None:
    names = [query["name"] for query in json.loads(room.get("/archive.json").body)["queries"]]
    assert len(names) > 10
    for name in names:
        assert room.get(f"/archive/{name}").status == 200, name  # no words yet, where some are asked for
    found = json.loads(room.get("/archive/stories_that_say.json?words=dredger").body)
    assert found["rows"]


def test_of_many_sites_the_front_page_shows_those_that_need_a_look_and_the_largest(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("news", {})
        for number in range(SITES + 20):
            store.begin_visit(crawl, f"site-{number:03}.example")
        store.end_visit(crawl, "site-119.example", VisitReport("HTTP 503", healthy=False, source=None, counts={}))
        store.end_crawl(crawl, "finished", {})
    with Reader.open(tmp_path / "news.db") as reader:
        front = front_page(reader)
    assert (len(front.sites), front.further) == (SITES, 20)
    assert [line.site for line in front.sites[:2]] == ["site-119.example", "site-000.example"]
