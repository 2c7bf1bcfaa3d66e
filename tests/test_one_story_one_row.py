"""One story, one row: at whatever address a site shows it, and wherever that goes; two stories are never one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.records.endings import Settlement
from crawler.records.filings import Filing
from crawler.records.finds import Candidate
from crawler.records.sources import Origin, Way
from crawler.storage import Recrawl, Store
from crawler.storage.stories.doubles import same_story
from extractors import Article, Outcome
from tests.filings import SITE, STORY, archive_dump, file_one, filing, rows, story

URL = f"https://{SITE}/2024/bridge/"
BRIDGE = filing(URL, STORY)


def test_pages_that_agree_on_their_canonical_url_are_one_story(store: Store, crawl: int, path: Path) -> None:
    amp = filing(URL + "amp/", STORY, text=STORY.text.replace("Traffic was", "Traffic  was"))
    assert file_one(store, crawl, amp) == "new"
    assert file_one(store, crawl, BRIDGE) == "revised"  # the address's own page has the say
    before = archive_dump(path)
    assert store.file(crawl, [amp, BRIDGE, amp]) == ["unchanged"] * 3
    assert archive_dump(path) == before
    assert {row["article_id"] for row in rows(store, "SELECT article_id FROM urls")} == {1}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_stories_that_claim_one_address_are_not_merged(store: Store, crawl: int, path: Path, order: list[int]) -> None:
    filings = [story(number, canonical_url=f"https://{SITE}/2024/story-0/") for number in range(3)]
    for number in order:
        assert file_one(store, crawl, filings[number]) == "new"
    before = archive_dump(path)
    assert store.file(crawl, [filings[number] for number in order]) == ["unchanged"] * 3
    assert archive_dump(path) == before
    held = {row["url"]: row["headline"] for row in rows(store, "SELECT url, headline FROM articles")}
    assert held == {f"https://{SITE}/2024/story-{number}/": f"Story {number}" for number in range(3)}


@pytest.mark.parametrize("order", [range(5), range(4, -1, -1), (2, 4, 0, 3, 1)])
@pytest.mark.parametrize("first", [0, 4], ids=["the first names itself", "in a circle"])
def test_stories_that_each_claim_the_address_of_the_one_before(
    store: Store, crawl: int, path: Path, order: Sequence[int], first: int
) -> None:
    urls = [story(number).page.url for number in range(5)]
    filings = [story(number, canonical_url=urls[number - 1] if number else urls[first]) for number in range(5)]
    assert store.file(crawl, [filings[number] for number in order]) == ["new"] * 5
    before = archive_dump(path)
    assert store.file(crawl, [filings[number] for number in order]) == ["unchanged"] * 5
    held = rows(store, "SELECT fetched_url AS url, headline FROM articles ORDER BY 1")
    assert held == [{"url": url, "headline": f"Story {number}"} for number, url in enumerate(urls)]
    assert archive_dump(path) == before


def test_two_pages_that_each_call_the_other_canonical_are_one_story(store: Store, crawl: int, path: Path) -> None:
    ours, theirs = (f"https://{SITE}/{folder}/bridge/" for folder in ("city", "region"))
    pages = [filing(ours, STORY, canonical_url=theirs), filing(theirs, STORY, canonical_url=ours)]
    assert store.file(crawl, pages) == ["new", "unchanged"]
    before = archive_dump(path)
    assert store.file(crawl, pages) == ["unchanged"] * 2
    assert archive_dump(path) == before
    assert len(rows(store, "SELECT * FROM articles")) == 1


def test_a_story_that_moved_keeps_its_row(store: Store, crawl: int) -> None:
    file_one(store, crawl, BRIDGE)
    new = f"https://{SITE}/2024/bridge-reopens/"
    assert file_one(store, crawl, filing(URL, STORY, final_url=new, canonical_url=new)) == "updated"
    assert rows(store, "SELECT id, url FROM articles") == [{"id": 1, "url": new}]


def at(url: str, origin: Origin = "wordpress", **changes: Any) -> Filing:
    """The story at an address, as WordPress hands it out or as its page tells it."""
    item = filing(url, STORY, canonical_url=url, **changes)
    return replace(item, page=replace(item.page, origin=origin))


def test_a_post_that_wordpress_has_at_another_address_now_keeps_its_row(store: Store, crawl: int) -> None:
    new = f"https://{SITE}/2024/bridge-reopens/"
    assert file_one(store, crawl, at(URL)) == "new"
    store.end_crawl(crawl, "finished", {})
    later = store.begin_crawl("site", {})
    assert file_one(store, later, at(new)) == "updated"
    assert rows(store, "SELECT id, url FROM articles") == [{"id": 1, "url": new}]
    store.settle(later, [Settlement(URL, "gone", "gone", "HTTP 404", 404)])
    assert rows(store, "SELECT 1 FROM articles WHERE gone_at IS NOT NULL") == []


def test_one_story_at_two_addresses_is_filed_once(store: Store, crawl: int, path: Path) -> None:
    copy = f"https://{SITE}/en/bridge/"
    assert store.file(crawl, [at(URL), at(copy)]) == ["new", "unchanged"]
    before = archive_dump(path)
    assert store.file(crawl, [at(copy), at(URL), at(copy, "page")]) == ["unchanged"] * 3
    assert archive_dump(path) == before
    told = rows(store, "SELECT reason FROM urls WHERE url = ?", copy)
    assert told == [{"reason": f"another address of {URL}"}]


@pytest.mark.parametrize("origin", ["page", "wordpress"])
@pytest.mark.parametrize("minutes", [60, -5], ids=["later", "on its way meanwhile"])
def test_a_story_whose_address_is_gone_is_back_at_another_one(
    store: Store, crawl: int, origin: Origin, minutes: int
) -> None:
    new = f"https://{SITE}/archive/bridge/"
    file_one(store, crawl, at(URL, "page"))
    store.settle(crawl, [Settlement(URL, "gone", "gone", "HTTP 404", 404)])
    found = at(new, origin)
    later = replace(found, page=replace(found.page, requested_at=datetime.now(UTC) + timedelta(minutes=minutes)))
    assert file_one(store, crawl, later) == "updated"
    assert rows(store, "SELECT id, url, gone_at FROM articles") == [{"id": 1, "url": new, "gone_at": None}]


LONG = "\n\n".join(f"On day {day} the board met again, and the bridge stayed closed to all." for day in range(9))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (STORY.published_at, None),
        (None, STORY.published_at),
        (STORY.published_at, datetime(2024, 5, 3, tzinfo=UTC)),
        (STORY.published_at, datetime(2024, 5, 3, 11, 30, tzinfo=UTC)),
    ],
    ids=["lost", "told now", "to the day", "by another clock"],
)
def test_a_story_that_moves_and_tells_another_moment_is_the_same(
    store: Store, crawl: int, before: datetime | None, after: datetime | None
) -> None:
    new = f"https://{SITE}/bridge/"
    file_one(store, crawl, at(URL, "page", published_at=before, text=LONG))
    found = at(new, "page", published_at=after, text=LONG)
    assert file_one(store, crawl, found) == "unchanged"  # until its first address is known to be gone
    store.settle(crawl, [Settlement(URL, "gone", "gone", "HTTP 404", 404)])
    later = replace(found, page=replace(found.page, requested_at=datetime.now(UTC) + timedelta(hours=1)))
    file_one(store, crawl, later)
    assert rows(store, "SELECT url, gone_at FROM articles") == [{"url": new, "gone_at": None}]


def test_a_theme_that_sets_quotes_and_spaces_otherwise_makes_no_revision(store: Store, crawl: int) -> None:
    typed = STORY.text + '\n\n"It\'s ours," she said - at last... It rained.'
    printed = STORY.text + "\n\n“It’s ours,” she said – at last…\u00a0It rained."
    assert file_one(store, crawl, at(URL, "page", text=typed)) == "new"
    assert file_one(store, next_crawl(store, crawl), at(URL, "page", text=printed)) == "updated"
    assert rows(store, "SELECT text FROM articles") == [{"text": printed}]
    assert rows(store, "SELECT 1 FROM revisions") == []


REWRITTEN: dict[str, Any] = {
    "headline": "Bridge open again",
    "text": "All of it was written anew.\n\nNot a word stayed.",
}
GUID = f"https://{SITE}/?p=12"


def listed(store: Store, url: str, guid: str | None, source: Way = "feed") -> None:
    """Have a feed or interface name an address, and the story there by its guid."""
    store.add_candidates(SITE, [Candidate(url, source, guid=guid)], recrawl=Recrawl.CHANGED)


def next_crawl(store: Store, crawl: int) -> int:
    store.end_crawl(crawl, "finished", {})
    return store.begin_crawl("site", {})


@pytest.mark.parametrize("new", [f"https://www.{SITE}/2024/bridge/", f"http://{SITE}/2024/bridge/", URL.rstrip("/")])
def test_a_site_that_moves_as_a_whole_takes_its_changed_stories_along(store: Store, crawl: int, new: str) -> None:
    file_one(store, crawl, at(URL, "page"))
    assert file_one(store, crawl, at(new, "page", **REWRITTEN)) == "revised"
    assert rows(store, "SELECT id, url FROM articles") == [{"id": 1, "url": new}]


@pytest.mark.parametrize("source", ["wordpress", "feed"])
@pytest.mark.parametrize("first", [GUID, None], ids=["a name", "its first address"])
def test_a_story_written_anew_at_a_new_address_is_known_by_its_guid(
    store: Store, crawl: int, source: Any, first: str | None
) -> None:
    new = f"https://{SITE}/2024/bridge-open-again/"
    listed(store, URL, first, source)
    assert file_one(store, crawl, at(URL)) == "new"
    later = next_crawl(store, crawl)
    listed(store, new, first or URL, source)
    assert file_one(store, later, at(new, **REWRITTEN)) == "revised"
    assert rows(store, "SELECT id, url, headline FROM articles") == [
        {"id": 1, "url": new, "headline": "Bridge open again"}
    ]
    assert rows(store, "SELECT headline FROM revisions") == [{"headline": STORY.headline}]
    store.settle(later, [Settlement(URL, "gone", "gone", "HTTP 404", 404)])
    assert rows(store, "SELECT 1 FROM articles WHERE gone_at IS NOT NULL") == []


SHORT = f'<link rel="shortlink" href="https://{SITE}/?p=12">'.encode()


def with_head(item: Filing, head: bytes) -> Filing:
    return replace(item, page=replace(item.page, body=b"<html><head>" + head + b"</head></html>"))


def test_a_story_written_anew_at_a_new_address_is_known_by_its_short_link(store: Store, crawl: int) -> None:
    new = f"https://{SITE}/2024/bridge-open-again/"
    assert file_one(store, crawl, with_head(at(URL, "page"), SHORT)) == "new"
    later = next_crawl(store, crawl)
    assert file_one(store, later, with_head(at(new, "page", **REWRITTEN), SHORT)) == "revised"
    assert rows(store, "SELECT id, url FROM articles") == [{"id": 1, "url": new}]


def test_what_several_stories_are_called_names_none_of_them(store: Store, crawl: int) -> None:
    pages = [with_head(story(number), SHORT) for number in range(3)]
    assert store.file(crawl, pages[:2]) == ["new", "new"]
    assert file_one(store, next_crawl(store, crawl), pages[2]) == "new"


def test_a_feed_that_numbers_its_entries_anew_makes_no_two_stories_one(store: Store, crawl: int) -> None:
    for day, under_way in enumerate([crawl, None]):
        under_way = under_way or next_crawl(store, crawl)
        for number in range(3):
            item = story(10 * day + number, published_at=datetime(2024, 5, 4 + day, 9, number, tzinfo=UTC))
            listed(store, item.page.url, f"item-{number}")
            assert file_one(store, under_way, item) == "new"


@pytest.mark.parametrize(
    "case", ["another guid", "another site", "both are there", "another language", "a second page"]
)
def test_a_guid_makes_no_two_stories_one(store: Store, crawl: int, case: str) -> None:
    site = "other.example" if case == "another site" else SITE
    other = URL + "2/" if case == "a second page" else f"https://{site}/en/bridge/"
    listed(store, URL, GUID)
    assert file_one(store, crawl, at(URL, "page")) == "new"
    later = crawl if case == "both are there" else next_crawl(store, crawl)
    name = f"{GUID}3" if case == "another guid" else GUID
    store.add_candidates(site, [Candidate(other, "feed", guid=name)], recrawl=Recrawl.CHANGED)
    language = {"language": "cy"} if case == "another language" else {}
    item = at(other, "page", **REWRITTEN, **language)
    assert file_one(store, later, replace(item, page=replace(item.page, site=site))) == "new"


def test_a_story_written_anew_whose_address_leads_to_its_new_one_keeps_its_row(store: Store, crawl: int) -> None:
    new = f"https://{SITE}/2024/bridge-open-again/"
    file_one(store, crawl, at(URL, "page"))
    assert file_one(store, crawl, filing(URL, STORY, final_url=new, canonical_url=new, **REWRITTEN)) == "revised"
    assert rows(store, "SELECT id, url, gone_at FROM articles") == [{"id": 1, "url": new, "gone_at": None}]


def test_a_story_whose_address_leads_to_another_story_is_gone(store: Store, crawl: int) -> None:
    other = story(2)
    store.file(crawl, [at(URL, "page"), other])
    led = filing(URL, other.article, final_url=other.page.url)
    assert file_one(store, crawl, led) == "unchanged"
    assert rows(store, "SELECT headline FROM articles WHERE gone_at IS NOT NULL") == [{"headline": STORY.headline}]
    back = at(URL, "page")
    later = replace(back, page=replace(back.page, requested_at=datetime.now(UTC) + timedelta(hours=1)))
    assert file_one(store, crawl, later) == "updated"
    assert rows(store, "SELECT 1 FROM articles WHERE gone_at IS NOT NULL") == []


@pytest.mark.parametrize(
    "other",
    [
        {"headline": "Bridge reopens"},
        {"text": STORY.text + "\n\nIt rained."},
        {"published_at": datetime(2024, 5, 4, 9, 30, tzinfo=UTC)},
        {"text": "", "outcome": Outcome.MEDIA},
    ],
    ids=["headline", "text", "date", "no text"],
)
def test_stories_that_differ_in_anything_are_two(store: Store, crawl: int, other: dict[str, Any]) -> None:
    first: dict[str, Any] = other if other.get("text") == "" else {}
    items = [at(URL, "page", **first), at(f"https://{SITE}/2024/other/", "page", **other)]
    assert store.file(crawl, items) == ["new", "new"]


def test_a_double_that_is_gone_takes_no_story_with_it(store: Store, crawl: int) -> None:
    amp = URL + "amp/"
    store.file(crawl, [BRIDGE, filing(amp, STORY)])
    store.settle(crawl, [Settlement(amp, "gone", "not found", status=404)])
    assert rows(store, "SELECT gone_at FROM articles") == [{"gone_at": None}]


@pytest.mark.parametrize(
    ("shared", "is_same"), [("Write to the desk.", False), ("The ferry sails again on Monday, the office said.", True)]
)
def test_a_paragraph_in_common_makes_one_story_of_two_only_where_it_is_half_of_the_shorter(
    shared: str, is_same: bool
) -> None:
    filed = f"A bridge was closed on Tuesday after a flood.\n\n{shared}"
    found = Article(headline="Pier opens", text=f"{shared}\n\nA pier was opened on Friday by the mayor.")
    assert same_story("Bridge closes", filed, found) is is_same
