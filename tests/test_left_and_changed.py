"""A story that left its address and changed on the way goes on in the new one; two stories are never one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.records.finds import Candidate
from crawler.storage import Recrawl, Store
from tests.filings import SITE, STORY, file_one, rows
from tests.test_departures import NEW, OLD, THIRD, missing, next_crawl, on_file, seen

HEAVY = STORY.text.replace("Traffic was light.", "Traffic was heavy.")
EDITED: dict[str, Any] = {"text": HEAVY, "published_at": None}
LONG = " ".join(f"The {word} was repaired on day {number}." for number, word in enumerate(["pier", "weir", "gate"] * 6))
ANEW: dict[str, Any] = {"text": LONG, "published_at": datetime(2024, 6, 1, tzinfo=UTC)}


def revised(store: Store) -> int:
    return len(rows(store, "SELECT 1 FROM revisions"))


@pytest.mark.parametrize(
    ("before", "after", "changes"), [({}, EDITED, 1), ({"text": LONG}, ANEW, 0)], ids=["edited", "published anew"]
)
@pytest.mark.parametrize("known", ["before", "after", "by redirect"])
def test_a_story_that_left_its_address_and_changed_on_the_way_goes_on_in_the_new_one(
    store: Store, crawl: int, before: dict[str, Any], after: dict[str, Any], changes: int, known: str
) -> None:
    file_one(store, crawl, seen(OLD, **before))
    later = next_crawl(store, crawl)
    if known == "before":
        store.settle(later, missing(OLD))
    change = file_one(store, later, seen(NEW, **after))
    assert change == ("new" if known != "before" else "revised" if changes else "updated")
    if known == "by redirect":
        led = seen(OLD, **(after | {"canonical_url": NEW}))
        file_one(store, later, replace(led, page=replace(led.page, final_url=NEW)))
    elif known == "after":
        store.settle(later, missing(OLD))
        assert [each.url for each in store.lease(later, SITE, 9)] == [NEW]
        file_one(store, later, seen(NEW, **after))
    assert on_file(store) == [(NEW, False)]
    assert rows(store, "SELECT id, text FROM articles") == [{"id": 1, "text": after["text"]}]
    assert revised(store) == changes
    assert store.lease(later, SITE, 9) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"published_at": datetime(2024, 6, 1, tzinfo=UTC)}),
        ({}, EDITED | {"text": "LAGOS – The bridge reopened on Friday.\n\nA tower fell, and a weir broke after it."}),
        ({}, EDITED | {"headline": "Bridge closed"}),
        ({}, EDITED | {"language": "cy"}),
    ],
    ids=["a notice of another day", "the same opening", "another headline", "another language"],
)
@pytest.mark.parametrize("gone_first", [False, True])
def test_a_new_story_that_only_looks_like_one_that_is_gone(
    store: Store, crawl: int, before: dict[str, Any], after: dict[str, Any], gone_first: bool
) -> None:
    file_one(store, crawl, seen(OLD, **before))
    later = next_crawl(store, crawl)
    steps: list[Callable[[], object]] = [
        lambda: store.settle(later, missing(OLD)),
        lambda: file_one(store, later, seen(NEW, **after)),
    ]
    for step in steps if gone_first else reversed(steps):
        step()
    assert on_file(store) == [(OLD, True), (NEW, False)]


def test_two_new_stories_of_one_headline_are_no_answer(store: Store, crawl: int) -> None:
    file_one(store, crawl, seen(OLD))
    later = next_crawl(store, crawl)
    store.file(later, [seen(NEW, **EDITED), seen(THIRD, **(EDITED | {"text": f"{HEAVY} So it was."}))])
    store.settle(later, missing(OLD))
    assert on_file(store) == [(OLD, True), (NEW, False), (THIRD, False)]


def test_a_story_that_was_taken_down_comes_back_under_another_date(store: Store, crawl: int) -> None:
    file_one(store, crawl, seen(OLD, text=LONG))
    later = next_crawl(store, crawl)
    store.settle(later, missing(OLD))
    file_one(store, next_crawl(store, later), seen(NEW, **ANEW))
    assert on_file(store) == [(NEW, False)]


PARAGRAPHS = [
    f"The {word} was repaired on Friday, and it was opened again."
    for word in ("pier", "weir", "gate", "mill", "quay", "lock")
]
CORRECTED = [*PARAGRAPHS[:5], "Correction: the lock was not repaired."]
OTHER = [*PARAGRAPHS[:4], "Two boats sank in the night.", "No one was hurt, as far as anybody knows today."]


@pytest.mark.parametrize(
    ("name", "text", "stories"),
    [
        ("bridge-reopens-after-floods", CORRECTED, 1),
        ("bridge-reopens-after-floods", OTHER, 2),
        ("briefing", CORRECTED, 2),
    ],
    ids=["corrected", "half of it", "a column"],
)
@pytest.mark.parametrize("gone_first", [False, True])
def test_a_story_that_is_corrected_as_it_gets_another_date_is_one_by_the_headline_in_its_address(
    store: Store, crawl: int, name: str, text: list[str], stories: int, gone_first: bool
) -> None:
    old, new = (f"https://{SITE}/2024/{month}/{name}/" for month in ("05", "06"))
    file_one(store, crawl, seen(old, text="\n\n".join(PARAGRAPHS)))
    later = next_crawl(store, crawl)
    steps: list[Callable[[], object]] = [
        lambda: store.settle(later, missing(old)),
        lambda: file_one(store, later, seen(new, text="\n\n".join(text), published_at=ANEW["published_at"])),
    ]
    for step in steps if gone_first else reversed(steps):
        step()
    assert len(on_file(store)) == stories


@pytest.mark.parametrize("gone_first", [False, True])
def test_a_story_of_the_very_moment_that_got_another_headline_is_one_whichever_address_was_asked_first(
    store: Store, crawl: int, gone_first: bool
) -> None:
    file_one(store, crawl, seen(OLD))
    later = next_crawl(store, crawl)
    steps: list[Callable[[], object]] = [
        lambda: store.settle(later, missing(OLD)),
        lambda: file_one(store, later, seen(NEW, text=HEAVY, headline="Bridge closed")),
    ]
    if gone_first:
        store.lease_these(later, [OLD])
    for step in steps if gone_first else reversed(steps):
        step()
    assert on_file(store) == [(NEW, False)]


def test_a_story_that_left_its_address_is_known_by_its_name_though_it_stands_at_a_short_one_too(
    store: Store, crawl: int
) -> None:
    store.add_candidates(SITE, [Candidate(OLD, "feed", guid="405 at news.example")], recrawl=Recrawl.CHANGED)
    store.file(crawl, [seen(OLD), seen(THIRD, canonical_url=OLD)])
    later = next_crawl(store, crawl)
    store.add_candidates(SITE, [Candidate(NEW, "feed", guid="405 at news.example")], recrawl=Recrawl.CHANGED)
    store.lease_these(later, [OLD, NEW])
    store.settle(later, missing(OLD))
    assert file_one(store, later, seen(NEW, headline="Bridge closed", text=HEAVY)) == "revised"
    assert on_file(store) == [(NEW, False)]
