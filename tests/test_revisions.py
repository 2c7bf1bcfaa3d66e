"""How stories change: what is a revision and what is none, the views about it, and ``scrapy diff``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.changes import sentences, steps
from crawler.console.terminal import harmless
from crawler.records.endings import Settlement
from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.storage.stories.story import Story
from extractors import RemovedBlock, extract
from tests.asking import ask, refused
from tests.filings import SITE, announce, file_one, rows, story
from tests.servers import scrapy
from tests.servers import story as page_of

URL = f"https://{SITE}/2024/story-1/"
MONDAY = datetime(2024, 5, 6, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        opened.begin_crawl("site", {})
        yield opened


def seen(days: int, **changes: Any) -> Filing:
    """Story 1 as it was ``days`` after Monday."""
    filing = story(1, **changes)
    return replace(filing, page=replace(filing.page, requested_at=MONDAY + timedelta(days=days)))


COUNTED = (
    "2 days ago · 861 views · 1 comment · 8 min read · 40 people read this now"
    "\n\nThe bridge closed.\n\n{}\n\nLast updated 2 days ago · ASH 8.17 +2%"
)
GROWN = (
    "35 days ago · 1,204 views · 12 comments · 8 min read · 9 people read this now"
    "\n\nThe bridge closed.\n\n{}\n\nLast updated 35 days ago · ASH 7.04 -3.1%"
)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (COUNTED.format("Two died."), GROWN.format("Two died."), "updated"),
        (COUNTED.format("Two died."), GROWN.format("Three died."), "revised"),
        (COUNTED.format("Harbour 2, Mill 1"), COUNTED.format("Harbour 2, Mill 2"), "revised"),
        (COUNTED.format("Two died."), COUNTED.format("Two died.\n\n3 were hurt."), "revised"),
    ],
    ids=["numbers of the site", "and a word", "a score", "and a line"],
)
def test_numbers_that_a_site_counts_make_no_revision(store: Store, before: str, after: str, change: str) -> None:
    for number in (2, 3):
        file_one(store, 1, story(number, text=COUNTED.format(f"So did number {number}.")))
    file_one(store, 1, seen(0, text=before))
    assert file_one(store, 1, seen(1, text=after)) == change
    assert rows(store, "SELECT text FROM articles WHERE url = ?", URL) == [{"text": after}]


def test_numbers_in_a_line_that_no_other_story_has_make_a_revision(store: Store) -> None:
    file_one(store, 1, seen(0, text=COUNTED.format("Two died.")))
    assert file_one(store, 1, seen(1, text=GROWN.format("Two died."))) == "revised"


def test_headlines_that_a_site_shows_in_turn_make_one_revision_each(store: Store) -> None:
    shown = ["Bridge shut", "Why the bridge is shut", "Bridge shut", "Why the bridge is shut", "Bridge shut"]
    changes = [file_one(store, 1, seen(day, headline=headline)) for day, headline in enumerate(shown)]
    assert changes == ["new", "revised", "revised", "updated", "updated"]
    assert file_one(store, 1, seen(5, headline="Bridge open")) == "revised"
    assert file_one(store, 1, seen(6, headline="Why the bridge is shut", text="It is not.")) == "revised"
    kept = rows(store, "SELECT headline FROM revisions ORDER BY id")
    assert [row["headline"] for row in kept] == [*shown[:2], "Bridge shut", "Bridge open"]


NOTICE = "Please note: on Sunday our site will be down for two hours."


@pytest.mark.parametrize(
    ("before", "after", "others", "change"),
    [
        ("One.\n\nTwo.", f"{NOTICE}\n\nOne.\n\nTwo.", 3, "updated"),
        (f"{NOTICE}\n\nOne.\n\nTwo.", "One.\n\nTwo.", 3, "updated"),
        (f"{NOTICE}\n\nOne.\n\nTwo.", "One.\n\nTwo.", 2, "revised"),  # soon nothing else would tell of it
        ("One.\n\nTwo.", f"{NOTICE}\n\nOne.\n\nThree.", 3, "revised"),
        ("One.\n\nTwo.", f"{NOTICE}\n\nOne.\n\nTwo.\n\nThree.", 3, "revised"),
    ],
    ids=["came", "went", "on few others", "and an edit", "and a line of its own"],
)
def test_a_notice_that_a_site_has_in_its_stories_for_a_while_makes_no_revision(
    store: Store, before: str, after: str, others: int, change: str
) -> None:
    for number in range(2, 2 + others):
        file_one(store, 1, story(number, text=f"{NOTICE}\n\nSo said number {number}."))
    file_one(store, 1, seen(0, text=before))
    assert file_one(store, 1, seen(1, text=after)) == change
    assert rows(store, "SELECT text FROM articles WHERE url = ?", URL) == [{"text": after}]


def test_a_notice_of_young_stories_makes_no_revision_of_each_as_they_grow_older(store: Store) -> None:
    changes = []
    for number in range(1, 7):  # each has it for its first day
        notice = f"{NOTICE}\n\nUpdated {number} minutes ago.\n\nSo said number {number}."
        file_one(store, 1, story(number, text=notice))
        changes.append(
            file_one(store, 1, story(number, text=notice.removeprefix(f"{NOTICE}\n\n").replace(" m", "0 m")))
        )
    assert changes == [*["revised"] * 3, *["updated"] * 3]


TELLING = "The ferry to the outer islands sailed on Monday for the first time since the storm, its captain said."
TEASERS = ("The ferry to the outer islands sailed on Monday …", "The keeper of the lighthouse has sold his piano")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (f"One.\n\n{TEASERS[0]}\n\nTwo.", f"One.\n\n{TEASERS[1]}\n\nTwo.", "updated"),
        (f"One.\n\n{TEASERS[0]}\n\nTwo.", f"One.\n\n{TEASERS[1]}\n\nThree.", "revised"),
        (f"One.\n\n{TEASERS[0]}\n\nTwo.", "One.\n\nThe ferry to the outer islands sank on Monday.\n\nTwo.", "revised"),
        ("One.\n\nTwo.", f"One.\n\n{TELLING}\n\nTwo.", "revised"),
    ],
    ids=["another story", "and an edit", "words of its own", "what another told, told here too"],
)
def test_another_story_to_which_a_page_leads_makes_no_revision(
    store: Store, before: str, after: str, change: str
) -> None:
    file_one(store, 1, story(2, text=f"So it was.\n\n{TELLING}"))
    file_one(store, 1, story(3, headline=TEASERS[1], text="He did."))
    file_one(store, 1, seen(0, text=before))
    assert file_one(store, 1, seen(1, text=after)) == change


def test_chrome_and_dates_make_no_revision(store: Store) -> None:
    share = (RemovedBlock("wp-sharing", "share buttons", "Share this"),)
    changes = [
        file_one(store, 1, seen(0, text="One.", removed=())),
        file_one(store, 1, seen(1, text="One.", removed=share)),
        file_one(store, 1, seen(2, text="One.", removed=share, modified_at=MONDAY)),
        file_one(store, 1, seen(3, text="One.", removed=share, modified_at=MONDAY)),
        file_one(store, 1, seen(4, text="One.", headline="Another", removed=share, modified_at=MONDAY)),
        file_one(store, 1, seen(5, text="Two.", headline="Another", removed=share, modified_at=MONDAY)),
    ]
    assert changes == ["new", "updated", "updated", "unchanged", "revised", "revised"]
    assert [(row["headline"], row["text"]) for row in rows(store, "SELECT * FROM revisions ORDER BY id")] == [
        ("Story 1", "One."),
        ("Another", "One."),
    ]


def test_white_space_of_a_page_makes_no_revision(store: Store) -> None:
    plain = extract(page_of("Bridge closes"), url=URL)
    spaced = extract(
        page_of("Bridge closes").replace("voted on", "voted \n\t on").replace("four piers", "four&nbsp; piers"), url=URL
    )
    first = replace(seen(0), article=plain)
    assert file_one(store, 1, first) == "new"
    assert file_one(store, 1, replace(first, article=spaced)) != "revised"


def test_views_tell_headline_changes_silent_edits_and_deletions(store: Store) -> None:
    announce(store, URL)
    file_one(store, 1, seen(0, text="One.", modified_at=MONDAY))
    file_one(store, 1, seen(1, text="Two.", modified_at=MONDAY))
    file_one(store, 1, seen(2, text="Two.", headline="Bridge shut", modified_at=MONDAY + timedelta(days=2)))
    file_one(store, 1, seen(3, text="Three.", headline="Bridge shut", modified_at=MONDAY + timedelta(days=3)))
    changed = rows(store, "SELECT old_text, text, old_headline, headline, text_changed FROM story_changes")
    assert [tuple(row.values()) for row in changed] == [
        ("One.", "Two.", "Story 1", "Story 1", 1),
        ("Two.", "Two.", "Story 1", "Bridge shut", 0),
        ("Two.", "Three.", "Bridge shut", "Bridge shut", 1),
    ]
    assert [row["headline"] for row in rows(store, "SELECT * FROM headline_changes")] == ["Bridge shut"]
    assert [row["text"] for row in rows(store, "SELECT * FROM silent_edits")] == ["Two."]
    assert rows(store, "SELECT * FROM deletions") == []
    store.settle(1, [Settlement(URL, "gone", "HTTP 410")])
    assert [(row["url"], row["words"]) for row in rows(store, "SELECT * FROM deletions")] == [(URL, 1)]


def test_a_form_that_an_archive_brings_later_takes_its_place_before_those_it_precedes(store: Store) -> None:
    file_one(store, 1, seen(3, text="Two.", modified_at=MONDAY + timedelta(days=3)))
    file_one(store, 1, seen(6, text="Three.", modified_at=MONDAY + timedelta(days=6)))
    file_one(store, 1, seen(0, text="One.", modified_at=MONDAY))
    changed = rows(store, "SELECT old_text, text FROM story_changes ORDER BY old_modified_at")
    assert [tuple(row.values()) for row in changed] == [("One.", "Two."), ("Two.", "Three.")]


def test_diff_shows_sentences(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    file_one(store, 1, seen(0, text="It opened. Traffic was light.\n\nThe mayor came."))
    file_one(store, 1, seen(1, headline="Shut", text="It opened. Traffic was\x1b[2J heavy.\n\nThe mayor came."))
    answer = ask(capsys, store.path, "diff", URL)
    lines = answer.out.splitlines()
    assert answer.code == 0
    assert "the site's date of change stayed as it was" in lines[0]
    assert lines[1:] == [
        "headline",
        "- Story 1",
        "+ Shut",
        "text",
        "  … 1 sentence unchanged",
        "- Traffic was light.",
        "+ Traffic was\\x1b[2J heavy.",
        "  … 1 sentence unchanged",
    ]
    (step,) = json.loads(ask(capsys, store.path, "diff", "1", "--format", "json").out)
    assert step["text"][1] == {"kind": "removed", "sentences": ["Traffic was light."]}


def test_diff_of_a_story_that_never_changed(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    file_one(store, 1, seen(0))
    answer = ask(capsys, store.path, "diff", "1")
    assert (answer.code, answer.out) == (0, "")
    assert "no earlier form is kept" in answer.err
    assert refused(ask(capsys, store.path, "diff", "2"), "no story number 2", code=1)


def test_colours_are_for_terminals_only(store: Store) -> None:
    file_one(store, 1, seen(0, text="One."))
    file_one(store, 1, seen(1, text="Two."))
    done = scrapy("diff", "1", DATABASE=str(store.path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == harmless(done.stdout)
    assert "- One.\n+ Two.\n" in done.stdout


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "It rose 3.5 percent. “Good!” he said. Why?\n\nNo end",
            ["It rose 3.5 percent.", "“Good!” he said.", "Why?", "No end"],
        ),
        ("東京は雨。「寒い。」と言った。終わり", ["東京は雨。", "「寒い。」", "と言った。", "終わり"]),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(st.text("ab. !。\n", max_size=60), st.text("ab. !。\n", max_size=60))
def test_a_step_leads_from_the_old_text_to_the_new(old: str, new: str) -> None:
    form = {"headline": None, "modified_at": None, "filed_at": "", "reread": 0}
    story = {
        "headline": "x",
        "modified_at": None,
        "last_filed_at": "",
        "text": new,
        "revisions": [form | {"text": old}],
    }
    (step,) = steps(cast(Story, story))
    for kinds, text in ((("kept", "removed"), old), (("kept", "added"), new)):
        told = [sentence for passage in step.text if passage.kind in kinds for sentence in passage.sentences]
        assert told == sentences(text)
        assert "".join("".join(told).split()) == "".join(text.split())
