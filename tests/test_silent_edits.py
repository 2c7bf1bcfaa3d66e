"""Who changed a text: the site, or only the version that reads its pages. Publishers are not blamed for the latter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.records.filings import Change, Filing, Stamp
from crawler.records.pages import FetchedPage
from crawler.records.sources import Origin
from crawler.storage import Store
from crawler.workers.reading import read_and_pack
from tests.filings import SITE, assert_sound, file_one, rows
from tests.servers import PARAGRAPHS, story

ASKED = datetime(2024, 5, 3, 12, tzinfo=UTC)
OLD = Stamp("an older version", "older rules")
BLAMED = "SELECT url FROM silent_edits UNION ALL SELECT url FROM headline_changes"
SAID = "The council met again on Sunday, and the mayor of Ashford said that no bridge would be closed this year."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        opened.begin_crawl("site", {})
        yield opened


def page(body: str, hour: int, origin: Origin = "page") -> FetchedPage:
    url, moment = f"https://{SITE}/bridge/", ASKED.replace(hour=hour)
    return FetchedPage(url, url, SITE, 200, (), body.encode(), "utf-8", moment, origin=origin)


def crawled(store: Store, visited: FetchedPage, *, keeps: bool = True) -> Change:
    """File the page as a crawl by this version does."""
    read = read_and_pack(visited, store.path, keeps)
    return file_one(store, 1, Filing(visited, read.article, read.packed, stamp=read.stamp, before=read.before))


def as_an_older_version_did(store: Store, visited: FetchedPage, *, keeps: bool = True) -> None:
    """File the page by a version that overlooked its second paragraph, and took another line for its headline."""
    read = read_and_pack(visited, store.path, keeps)
    overlooked = read.article.text.replace(PARAGRAPHS[1].format(place="Ashford") + "\n\n", "")
    article = replace(read.article, headline="News from Ashford", text=overlooked)
    assert article.text != read.article.text
    file_one(store, 1, Filing(visited, article, read.packed, stamp=OLD))


def changes(store: Store) -> list[tuple[str, int | None]]:
    """The headline of each earlier form, and whether it gave way to another reading only."""
    found = rows(store, "SELECT old_headline, reread FROM story_changes ORDER BY changed_at, rowid")
    return [(row["old_headline"], row["reread"]) for row in found]


BRIDGE = story("Bridge closes in Ashford")
FRESH_CHROME = BRIDGE.replace("</body>", "<!-- made in 0.31 s --></body>")


@pytest.mark.parametrize("body", [BRIDGE, FRESH_CHROME])
def test_what_only_a_newer_version_reads_otherwise_is_no_edit_of_the_site(store: Store, body: str) -> None:
    as_an_older_version_did(store, page(BRIDGE, 12))
    assert crawled(store, page(body, 13)) == "revised"
    assert changes(store) == [("News from Ashford", 1)]
    assert rows(store, BLAMED) == []


def test_what_the_site_changed_is_its_edit_also_when_a_newer_version_finds_it(store: Store) -> None:
    as_an_older_version_did(store, page(BRIDGE, 12))
    assert crawled(store, page(story("Bridge closes in Ashford", tail=f"<p>{SAID}</p>"), 13)) == "revised"
    assert changes(store) == [("News from Ashford", 1), ("Bridge closes in Ashford", 0)]
    (edit,) = rows(store, "SELECT old_text, text FROM silent_edits")
    assert edit["text"] == f"{edit['old_text']}\n\n{SAID}"
    assert rows(store, "SELECT 1 FROM headline_changes") == []
    assert_sound(store.path)


def test_by_the_same_version_a_change_is_the_sites(store: Store) -> None:
    crawled(store, page(BRIDGE, 12))
    assert crawled(store, page(story("Bridge shut in Ashford", SAID), 13)) == "revised"
    assert changes(store) == [("Bridge closes in Ashford", 0)]
    assert len(rows(store, BLAMED)) == 2


@pytest.mark.parametrize(("read_by", "told"), [(True, None), (False, 0)])
def test_without_a_kept_page_only_the_same_version_can_tell(store: Store, read_by: bool, told: int | None) -> None:
    if read_by:
        as_an_older_version_did(store, page(BRIDGE, 12), keeps=False)
    else:
        crawled(store, page(BRIDGE, 12), keeps=False)
    crawled(store, page(story("Bridge closes in Ashford", tail=f"<p>{SAID}</p>"), 13), keeps=False)
    assert [reread for _, reread in changes(store)] == [told]
    assert bool(rows(store, BLAMED)) is (told == 0)


def test_a_story_told_from_another_source_is_not_held_against_the_site(store: Store) -> None:
    crawled(store, page(BRIDGE, 12))
    crawled(store, page(story("Bridge closes in Ashford", tail=f"<p>{SAID}</p>"), 13, "wordpress"))
    assert changes(store) == [("Bridge closes in Ashford", None)]
    assert rows(store, BLAMED) == []


def test_a_damaged_page_says_nothing(store: Store) -> None:
    as_an_older_version_did(store, page(BRIDGE, 12))
    store.db.execute("UPDATE pages SET content = x'00'")
    assert crawled(store, page(FRESH_CHROME, 13)) == "revised"
    assert changes(store) == [("News from Ashford", None)]
