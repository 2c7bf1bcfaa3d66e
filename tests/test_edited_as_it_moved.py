"""A story that is edited as it moves stays one, by its moment and most of its words; two stories are never one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.storage import Store
from crawler.storage.stories.known import MOST_OF_A_MOMENT
from tests.filings import SITE, STORY, file_one, rows, story
from tests.test_one_story_one_row import REWRITTEN, URL, at, next_crawl

EDITED = {"headline": "Bridge open again", "text": STORY.text.replace("Traffic was light", "Correction: it was not")}
NUMBERED = f"https://{SITE}/world/bridge-reopens-1234567.html"
MIDNIGHT = datetime(2024, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "published_at"),
    [
        (URL, f"https://{SITE}/2024/bridge-open-again/", STORY.published_at),
        (URL, "https://new-news.example/2024/bridge/", STORY.published_at),
        (f"https://{SITE}/?id=7:bridge&menu=1", f"https://{SITE}/?id=7:open-again&menu=2", STORY.published_at),
        (NUMBERED, f"https://{SITE}/world/open-again-1234567.html", MIDNIGHT),
    ],
    ids=["another slug", "another domain", "a query", "a day and a number"],
)
def test_a_story_that_was_edited_as_it_moved_keeps_its_row(
    store: Store, crawl: int, old: str, new: str, published_at: datetime
) -> None:
    assert file_one(store, crawl, at(old, "page", published_at=published_at)) == "new"
    later = next_crawl(store, crawl)
    assert file_one(store, later, at(new, "page", published_at=published_at, **EDITED)) == "revised"
    assert file_one(store, later, at(old, "page", published_at=published_at, **EDITED)) == "unchanged"
    assert rows(store, "SELECT url, headline FROM articles") == [{"url": new, "headline": EDITED["headline"]}]


@pytest.mark.parametrize(
    "case", ["both are there", "another day", "of one day only", "hardly a word", "another language", "a second page"]
)
def test_no_two_stories_of_a_moment_are_one(store: Store, crawl: int, case: str) -> None:
    moment = MIDNIGHT if case == "of one day only" else STORY.published_at
    file_one(store, crawl, at(URL, "page", published_at=moment))
    later = crawl if case == "both are there" else next_crawl(store, crawl)
    changes: dict[str, Any] = EDITED | {"published_at": moment}
    changes |= {
        "another day": {"published_at": datetime(2024, 5, 4, 9, 30, tzinfo=UTC)},
        "hardly a word": REWRITTEN,
        "another language": {"language": "cy"},
    }.get(case, {})
    other = f"{URL}2/" if case == "a second page" else f"https://{SITE}/2024/20240503-other/"
    assert file_one(store, later, at(other, "page", **changes)) == "new"


def test_a_moment_that_many_stories_have_says_nothing(store: Store, crawl: int) -> None:
    for number in range(MOST_OF_A_MOMENT + 1):
        file_one(store, crawl, story(number))
    later = next_crawl(store, crawl)
    alike = story(9, text=story(0).article.text)
    assert file_one(store, later, alike) == "new"


@pytest.mark.parametrize("published_at", [STORY.published_at, None])
def test_a_story_that_gets_a_date_as_it_moves_is_one(store: Store, crawl: int, published_at: datetime | None) -> None:
    file_one(store, crawl, at(URL, "page", published_at=None))
    moved = at(f"https://{SITE}/news/12345/bridge/", "page", published_at=published_at)
    assert file_one(store, next_crawl(store, crawl), moved) == "unchanged"
