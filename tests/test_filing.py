"""What lands in the archive when pages are filed, and what does not."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records.endings import NotModified, Settlement
from crawler.records.filings import Change, Filing
from crawler.records.sources import Origin
from crawler.storage import Reader, Store
from crawler.storage.rows import word_count
from crawler.workers.reading import read_and_pack
from extractors import Outcome, RemovedBlock
from tests.filings import (
    SITE,
    STORY,
    announce,
    archive_dump,
    file_one,
    filing,
    page,
    rows,
    story,
)
from tests.servers import PARAGRAPHS
from tests.servers import story as written

URL = f"https://{SITE}/2024/bridge/"
BRIDGE = filing(URL, STORY)
ASKED = datetime(2024, 5, 3, 12, tzinfo=UTC)


def test_an_article_lands_with_everything_that_hangs_on_it(store: Store, crawl: int) -> None:
    assert file_one(store, crawl, BRIDGE) == "new"
    (row,) = rows(store, "SELECT * FROM articles_readable")
    assert (row["url"], row["headline"], row["text"]) == (URL, STORY.headline, STORY.text)
    assert row["byline"] == "Ana Gómez, Li Wei"
    assert (row["categories"], row["tags"]) == ("World, Transport", "bridges")
    assert row["published_at"] == "2024-05-03T09:30:00Z"
    (kept,) = rows(store, "SELECT words, sources, evidence, filed_by FROM articles")
    assert json.loads(kept["sources"]) == STORY.sources
    assert (kept["words"], kept["evidence"], kept["filed_by"]) == (14, "three paragraphs", crawl)
    removed = rows(store, "SELECT rule, reason, text, paragraph FROM removed_blocks ORDER BY position")
    assert removed == [asdict(block) for block in STORY.removed]
    (entry,) = rows(store, "SELECT * FROM urls")
    assert (entry["state"], entry["outcome"], entry["status"], entry["etag"]) == (
        "done",
        "article",
        200,
        '"v1"',
    )
    assert entry["fetched_at"] == "2024-05-03T12:00:00Z"


def test_an_author_that_a_page_names_twice_is_one(store: Store, crawl: int) -> None:
    file_one(store, crawl, story(1, byline=("Ana Gómez", "Li Wei", "Ana Gómez")))
    assert rows(store, "SELECT byline FROM articles") == [{"byline": "Ana Gómez, Li Wei"}]


@pytest.mark.parametrize(("origin", "change"), [("page", "held"), ("warc", "revised")])
def test_only_what_a_site_shows_now_may_be_its_fault(store: Store, crawl: int, origin: Origin, change: Change) -> None:
    """A site of which half a story is left is judged by its other pages; an archive's capture says nothing of it."""
    filings = []
    for hour, paragraphs in ((12, PARAGRAPHS * 3), (13, PARAGRAPHS[:1])):
        fetched = page(
            URL,
            body=written("Bridge closes", *paragraphs).encode(),
            requested_at=ASKED.replace(hour=hour),
            origin=origin,
        )
        read = read_and_pack(fetched, None)
        filings.append(Filing(fetched, read.article, sketch=read.sketch, stamp=read.stamp))
    assert [file_one(store, crawl, each) for each in filings] == ["new", change]


def test_a_second_run_over_the_same_pages_changes_nothing(path: Path) -> None:
    filings = [BRIDGE, *(story(number) for number in range(5))]
    with Store.open(path) as store:
        first = store.begin_crawl("site", {})
        assert store.file(first, filings) == ["new"] * 6
        store.db.conn.execute("UPDATE articles SET first_filed_at = '2020', last_filed_at = '2020'")
        store.end_crawl(first, "finished", {})
    before = archive_dump(path)
    with Store.open(path) as store:
        second = store.begin_crawl("site", {})
        assert store.file(second, filings) == ["unchanged"] * 6
        store.end_crawl(second, "finished", {})
    assert archive_dump(path) == before


@pytest.mark.parametrize(
    "change",
    [{"text": STORY.text + "\n\nA correction."}, {"headline": "Bridge reopens"}],
    ids=["text", "headline"],
)
def test_a_changed_story_keeps_its_earlier_form(store: Store, crawl: int, change: dict[str, str]) -> None:
    file_one(store, crawl, BRIDGE)
    assert file_one(store, crawl, filing(URL, STORY, **change)) == "revised"
    (now,) = rows(store, "SELECT headline, text FROM articles")
    assert now == {"headline": STORY.headline, "text": STORY.text} | change
    (earlier,) = rows(store, "SELECT headline, text, replaced_by FROM revisions")
    assert earlier == {"headline": STORY.headline, "text": STORY.text, "replaced_by": crawl}


@pytest.mark.parametrize(
    "change",
    [{"dek": "New dek"}, {"byline": ("Li Wei",)}, {"tags": ()}, {"removed": ()}, {"evidence": "other"}],
    ids=lambda change: next(iter(change)),
)
def test_a_change_beside_the_text_makes_no_revision(store: Store, crawl: int, change: dict[str, Any]) -> None:
    file_one(store, crawl, BRIDGE)
    changed = filing(URL, STORY, **change)
    assert file_one(store, crawl, changed) == "updated"
    assert file_one(store, crawl, changed) == "unchanged"
    assert rows(store, "SELECT * FROM revisions") == []
    (row,) = rows(store, "SELECT byline, tags, removed FROM articles_readable")
    article = changed.article
    assert row["byline"] == ", ".join(article.byline)
    assert row["tags"] == (", ".join(article.tags) or None)
    assert row["removed"] == len(article.removed)


def test_names_are_rows_of_their_own_each_once(store: Store, crawl: int) -> None:
    store.file(crawl, [story(1, byline=("Ana", " Ana ", "", "Li")), story(2, byline=("Li", "Ana"))])
    assert [row["name"] for row in rows(store, "SELECT name FROM authors")] == ["Ana", "Li"]
    bylines = [row["byline"] for row in rows(store, "SELECT byline FROM articles_readable ORDER BY id")]
    assert bylines == ["Ana, Li", "Li, Ana"]


@pytest.mark.parametrize("outcome", [Outcome.LISTING, Outcome.SOFT_404, Outcome.CHALLENGE, Outcome.EMPTY])
def test_a_page_without_a_story_leaves_only_its_line_in_the_ledger(
    store: Store, crawl: int, path: Path, outcome: Outcome
) -> None:
    file_one(store, crawl, BRIDGE)
    before = archive_dump(path)
    assert file_one(store, crawl, filing(URL, STORY, outcome=outcome, text="", evidence="no story")) == "skipped"
    assert archive_dump(path) == before
    (entry,) = rows(store, "SELECT state, outcome, reason, etag, article_id FROM urls")
    assert entry == {
        "state": "skipped",
        "outcome": outcome,
        "reason": "no story",
        "etag": None,
        "article_id": 1,
    }


def test_media_and_the_open_part_of_paid_stories_are_filed(store: Store, crawl: int) -> None:
    media, paid = story(1, outcome=Outcome.MEDIA, text=""), story(2, outcome=Outcome.PAYWALLED)
    assert store.file(crawl, [media, paid]) == ["new", "new"]
    assert [row["outcome"] for row in rows(store, "SELECT outcome FROM articles")] == ["media", "paywalled"]


def test_a_paywall_does_not_take_back_the_full_text(store: Store, crawl: int, path: Path) -> None:
    file_one(store, crawl, BRIDGE)
    before = archive_dump(path)
    teaser = filing(URL, STORY, outcome=Outcome.PAYWALLED, text=STORY.paragraphs[0])
    assert file_one(store, crawl, teaser) == "skipped"
    assert archive_dump(path) == before
    assert "fuller text" in rows(store, "SELECT reason FROM urls")[0]["reason"]


def test_one_page_that_cannot_be_stored_costs_only_itself(store: Store, crawl: int) -> None:
    broken = story(2, text="half a character: \ud83d")
    naive = story(3, published_at=datetime(2024, 1, 1))
    assert store.file(crawl, [story(1), broken, naive, story(4)]) == ["new", "failed", "failed", "new"]
    assert rows(store, "SELECT count(*) AS n FROM articles")[0]["n"] == 2
    assert rows(store, "SELECT count(*) AS n FROM removed_blocks")[0]["n"] == 4
    failed = rows(store, "SELECT state, reason FROM urls WHERE state = 'failed'")
    assert len(failed) == 2
    assert all(row["reason"].startswith("could not be stored: ") and row["reason"].isascii() for row in failed)


def test_another_story_at_a_known_address_is_a_revision(store: Store, crawl: int) -> None:
    file_one(store, crawl, BRIDGE)
    assert file_one(store, crawl, filing(URL, STORY, headline="Live", text="Rewritten whole.")) == "revised"
    assert len(rows(store, "SELECT * FROM articles")) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_story_that_is_gone_keeps_its_text(store: Store, crawl: int, status: int) -> None:
    file_one(store, crawl, BRIDGE)
    store.settle(crawl, [Settlement(URL, "gone", "not found", status=status)])
    (row,) = rows(store, "SELECT text, gone_at FROM articles")
    assert row["text"] == STORY.text
    assert row["gone_at"]
    assert rows(store, "SELECT state, status FROM urls") == [{"state": "gone", "status": status}]
    assert file_one(store, crawl, BRIDGE) == "unchanged"  # asked for before it was gone
    back = replace(BRIDGE, page=replace(BRIDGE.page, requested_at=datetime.now(UTC) + timedelta(seconds=1)))
    assert file_one(store, crawl, back) == "updated"
    assert rows(store, "SELECT gone_at FROM articles") == [{"gone_at": None}]


def test_an_older_capture_becomes_an_earlier_revision(store: Store, crawl: int) -> None:
    file_one(store, crawl, BRIDGE)
    older = filing(URL, STORY, text="The bridge is closed.")
    older = replace(older, page=replace(older.page, requested_at=older.page.requested_at - timedelta(days=9)))
    assert [file_one(store, crawl, older), file_one(store, crawl, older)] == ["unchanged", "unchanged"]
    assert rows(store, "SELECT text FROM articles") == [{"text": STORY.text}]
    assert rows(store, "SELECT text FROM revisions") == [{"text": "The bridge is closed."}]


def test_not_modified_renews_the_ledger_only(store: Store, crawl: int, path: Path) -> None:
    file_one(store, crawl, BRIDGE)
    before = archive_dump(path)
    requested_at = page(URL).requested_at.replace(year=2025)
    store.write(crawl, [NotModified(URL, requested_at)])
    assert archive_dump(path) == before
    (entry,) = rows(store, "SELECT state, status, fetched_at, etag FROM urls")
    assert entry == {"state": "done", "status": 304, "fetched_at": "2025-05-03T12:00:00Z", "etag": '"v1"'}


def test_words_are_counted_in_every_script(store: Store, crawl: int) -> None:
    texts = ["Two words – here", "東京で火災。", "서울 시내 화재", "l'été d'abord", ""]
    store.file(crawl, [story(number, text=text, outcome=Outcome.MEDIA) for number, text in enumerate(texts)])
    assert [row["words"] for row in rows(store, "SELECT words FROM articles ORDER BY id")] == [3, 5, 3, 2, 0]


@given(st.text("ab é9²_-–.“'\n\t\u00a0\u2003\x1c\u0301\u200b🙂", max_size=30))
def test_what_has_a_letter_or_a_digit_is_a_word(text: str) -> None:
    assert word_count(text) == len(re.findall(r"\w\S*", text))


def test_the_views_answer(store: Store, crawl: int, path: Path) -> None:
    announce(store, f"https://{SITE}/later/")
    store.file(
        crawl,
        [BRIDGE, story(1), filing(f"https://{SITE}/", STORY, outcome=Outcome.LISTING, evidence="links")],
    )
    file_one(store, crawl, story(1, text="Other.", removed=(RemovedBlock("model", "model 0.1", "Ad"),)))
    store.end_crawl(crawl, "finished", {"new": 2})
    with Reader.open(path) as reader:
        summary = reader.crawl(crawl)
        assert (summary["reason"], summary["new"], summary["revised"]) == ("finished", 2, 1)
        by_rule = {
            row["rule"]: (row["blocks"], row["articles"]) for row in reader.rows("SELECT * FROM removed_by_rule")
        }
        assert by_rule == {"wp-sharing": (1, 1), "model": (2, 2)}
        (coverage,) = reader.rows("SELECT known, done, skipped, pending, articles FROM site_coverage")
        assert coverage == {"known": 4, "done": 2, "skipped": 1, "pending": 1, "articles": 2}
        assert {"state": "skipped", "outcome": "listing", "reason": "links", "urls": 1} in reader.endings(crawl)
        (month,) = reader.rows("SELECT * FROM articles_per_month")
        assert month == {"site": SITE, "month": "2024-05", "articles": 2}
        assert [row["name"] for row in reader.rows("SELECT name FROM articles_by_author")] == [
            "Ana Gómez",
            "Li Wei",
        ]


def test_the_moments_of_the_calendars_ends_are_stored(store: Store, crawl: int) -> None:
    first = datetime.fromisoformat("0001-01-01T00:00:00+14:00")
    assert file_one(store, crawl, replace(BRIDGE, article=replace(STORY, published_at=first))) == "new"
    assert rows(store, "SELECT published_at FROM articles") == [{"published_at": "0001-01-01T00:00:00Z"}]


def test_a_story_without_a_date_is_not_compared_with_all_others_of_its_site(store: Store, crawl: int) -> None:
    undated = [story(number, published_at=None, text=f"Story {number}. " * 20) for number in range(400)]

    def steps(*filings: Filing) -> int:
        taken = count()
        store.db.conn.set_progress_handler(lambda: next(taken) < 0, 100)
        assert set(store.file(crawl, filings)) == {"new"}
        store.db.conn.set_progress_handler(None, 0)
        return next(taken)

    few = steps(*undated[:20])
    store.file(crawl, undated[20:380])
    assert steps(*undated[380:]) < 1.3 * few


def test_the_page_by_https_or_under_www_is_the_address_s_own(store: Store, crawl: int, path: Path) -> None:
    file_one(store, crawl, BRIDGE)
    plain = URL.replace("https://", "http://www.")
    as_before, edited = filing(plain, STORY), filing(plain, STORY, text=STORY.text + "\n\nIt was closed again.")
    assert file_one(store, crawl, as_before) == "unchanged"
    before = archive_dump(path)
    assert file_one(store, crawl, as_before) == "unchanged"
    assert archive_dump(path) == before
    assert file_one(store, crawl, edited) == "revised"  # as archives have it, that met it under either
    assert rows(store, "SELECT url, words FROM articles") == [{"url": URL, "words": 18}]
