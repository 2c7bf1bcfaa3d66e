"""``scrapy reextract`` reads kept pages again, shows what changes, and files it once somebody agrees."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.packing import pack
from crawler.records.endings import Settlement
from crawler.records.filings import Filing, Keeping, Stamp
from crawler.records.pages import FetchedPage, FurtherPage
from crawler.storage import Store
from crawler.workers.reading import read_and_pack
from crawler.workers.stamps import stamp
from extractors import Article, Outcome
from extractors.site.rules import SiteRules
from tests.archive import rows
from tests.asking import Answer, ask, refused
from tests.filings import SITE, assert_sound
from tests.servers import PARAGRAPHS, story

ASKED = datetime(2024, 5, 3, 12, tzinfo=UTC)
OLD = Stamp("older", "older")


def fetched(name: str, body: str, *further: str, hour: int = 12) -> FetchedPage:
    url, moment = f"https://{SITE}/{name}/", ASKED.replace(hour=hour)
    more = tuple(FurtherPage(f"{url}{place}/", 200, (), each.encode(), moment) for place, each in enumerate(further, 2))
    return FetchedPage(url, url, SITE, 200, (), body.encode(), "utf-8", moment, more)


def filing(page: FetchedPage, read_by: Stamp = OLD) -> Filing:
    return Filing(
        page, read_and_pack(page, None).article, tuple(pack(each.body) for each in parts(page)), stamp=read_by
    )


def parts(page: FetchedPage) -> Iterator[FurtherPage | FetchedPage]:
    yield page
    yield from page.continuations


class Archive(NamedTuple):
    """A database with three stories that an older version has read, one of them on two pages."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def reextract(self, *arguments: str) -> Answer:
        return ask(self.capsys, self.path, "reextract", *arguments)

    def change(self, sql: str) -> None:
        with Store.open(self.path) as store:
            store.db.conn.execute(sql)

    def texts(self) -> list[str]:
        return [row["text"] for row in rows(self.path, "SELECT text FROM articles ORDER BY id")]


@pytest.fixture
def archive(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.chdir(tmp_path)  # where no sites.toml is
    path = tmp_path / "news.db"
    long = fetched("long", story("Bridge closes in Ashford"), story("Bridge closes in Ashford", "It opens in spring."))
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        pages = [
            fetched("ferry", story("Ferry returns to Belmont")),
            fetched("pier", story("Pier opens in Corby")),
            long,
        ]
        store.file(crawl, [filing(page) for page in pages])
        store.end_crawl(crawl, "finished", {})
    return Archive(path, capsys)


def test_what_is_as_it_was_only_gets_the_stamp_of_what_read_it(archive: Archive) -> None:
    before = archive.texts()
    done = archive.reextract("--yes")
    assert done.code == 0 and "unchanged         3" in done.out, done
    assert archive.texts() == before
    now = stamp(None)
    assert {
        (row["extractor"], row["rules"]) for row in rows(archive.path, "SELECT extractor, rules FROM articles")
    } == {(now.extractor, now.rules)}
    assert not rows(archive.path, "SELECT 1 FROM revisions")
    assert "no kept page to be read again" in archive.reextract("--yes", "--stale").out


def test_a_text_that_changes_makes_a_revision_that_is_no_edit_of_the_site(archive: Archive) -> None:
    before = archive.texts()
    archive.change("UPDATE articles SET text = 'Half of it.', headline = 'Ferry' WHERE id = 1")
    done = archive.reextract("--yes")
    assert "revised           1" in done.out and "- Half of it." in done.out, done.out
    assert "Filed: 1 revised" in done.out
    assert archive.texts() == before
    ((revision,),) = (rows(archive.path, "SELECT text, spider FROM revisions JOIN crawls ON crawls.id = replaced_by"),)
    assert tuple(revision) == ("Half of it.", "reextract")
    assert (
        "its page was read again here; the site changed nothing" in ask(archive.capsys, archive.path, "diff", "1").out
    )
    assert not rows(archive.path, "SELECT 1 FROM silent_edits UNION ALL SELECT 1 FROM headline_changes")
    assert_sound(archive.path)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (b"y\n", "Filed: 1 revised"),
        (b"n\n", "Nothing was filed."),
        (b"\n", "Nothing was filed."),
        (b"\x04", "Nothing was filed."),  # Ctrl-D
    ],
)
def test_only_who_says_yes_on_a_terminal_has_it_filed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, typed: bytes, said: str
) -> None:
    archive.change("UPDATE articles SET text = 'Half of it.' WHERE id = 1")
    keyboard, terminal = os.openpty()
    with os.fdopen(keyboard, "wb", buffering=0) as keys, os.fdopen(terminal, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        keys.write(typed)
        done = archive.reextract()
    assert "File 1 story anew? [y/N]" in done.out and said in done.out, done
    assert ("Half of it." in archive.texts()) is (said == "Nothing was filed.")


def test_a_page_that_cannot_be_read_costs_only_itself(archive: Archive) -> None:
    archive.change("UPDATE pages SET content = x'00' WHERE id = 1")  # a worker is handed it with the others
    done = archive.reextract("--yes")
    assert ("unreadable        1" in done.out, "unchanged         2" in done.out) == (True, True), done.out
    read_by = [row["extractor"] for row in rows(archive.path, "SELECT extractor FROM articles ORDER BY id")]
    assert read_by == [OLD.extractor, stamp(None).extractor, stamp(None).extractor]


def test_a_dry_run_changes_nothing(archive: Archive) -> None:
    archive.change("UPDATE articles SET text = 'Half of it.' WHERE id = 1")
    before = rows(archive.path, "SELECT * FROM articles")
    done = archive.reextract("--dry-run")
    assert "- Half of it." in done.out and "Nothing was filed." in done.out
    assert rows(archive.path, "SELECT * FROM articles") == before
    assert len(rows(archive.path, "SELECT 1 FROM crawls")) == 1
    assert {path.name for path in archive.path.parent.iterdir()} <= {"news.db", "news.db.lock"}


def test_nobody_to_ask_is_told_before_anything_is_read(archive: Archive) -> None:
    assert refused(archive.reextract(), "say --yes to file what changes, or --dry-run to see it")


def test_a_story_keeps_its_text_where_its_page_has_none_any_more_and_that_is_said(archive: Archive) -> None:
    empty = pack(b"<html><body><nav><a href='/'>Home</a></nav></body></html>")
    with Store.open(archive.path) as store:
        store.db.conn.execute("UPDATE pages SET content = ?, pattern_id = NULL WHERE id = 1", (empty.content,))
    before = archive.texts()
    done = archive.reextract("--yes")
    assert f"emptied: https://{SITE}/ferry/" in done.out, done.out
    assert archive.texts() == before
    assert rows(archive.path, "SELECT extractor FROM articles WHERE id = 1")[0]["extractor"] == "older"


def test_only_the_chosen_are_read(archive: Archive) -> None:
    archive.change("UPDATE articles SET text = 'Half of it.'")
    archive.reextract("--yes", "--where", "headline LIKE '%Belmont%'")
    assert [text == "Half of it." for text in archive.texts()] == [False, True, True]
    assert refused(archive.reextract("--yes", "--where", "nonsense"), "--where: no such column: nonsense")
    assert refused(archive.reextract("--yes", "--site", "x.example"), "--site: no site 'x.example'")


def test_a_story_on_several_pages_is_joined_again(archive: Archive) -> None:
    archive.change("UPDATE articles SET text = 'Half of it.' WHERE id = 3")
    archive.reextract("--yes")
    assert archive.texts()[2].endswith("It opens in spring.")
    assert PARAGRAPHS[0].format(place="Ashford") in archive.texts()[2]


def test_the_latest_page_speaks_for_its_story(archive: Archive) -> None:
    new = "The ferry was sold on Friday, and the pier will be a park before the year is out, the mayor said."
    with Store.open(archive.path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [filing(fetched("ferry", story("Ferry returns to Belmont", *[new] * 3), hour=13))])
    archive.change("UPDATE articles SET text = 'Half of it.' WHERE id = 1")
    archive.reextract("--yes")
    assert new in archive.texts()[0]


def test_a_page_that_held_no_story_may_hold_one_for_a_later_version(archive: Archive) -> None:
    page = fetched("late", story("Library opens in Dunmore"))
    found = read_and_pack(page, None).article
    with Store.open(archive.path) as store:
        crawl = store.begin_crawl("site", {})
        kept = (pack(page.body),)
        skipped = Filing(
            page, type(found)(outcome=Outcome.LISTING, evidence="an older version said so"), kept, stamp=OLD
        )
        crashed = fetched("crashed", story("Mill burns in Eastleigh"))
        store.write(crawl, [skipped, Keeping(crashed, (pack(crashed.body),))])
        store.write(crawl, [Settlement(crashed.url, "failed", "extraction failed")])
    done = archive.reextract("--yes", "--site", SITE)
    assert "new               2" in done.out, done.out
    headlines = [
        row["headline"] for row in rows(archive.path, "SELECT headline FROM articles WHERE id > 3 ORDER BY id")
    ]
    assert headlines == ["Library opens in Dunmore", "Mill burns in Eastleigh"]
    settled = rows(archive.path, "SELECT state FROM urls WHERE article_id > 3")
    assert [row["state"] for row in settled] == ["done", "done"]
    assert "unchanged         5" in archive.reextract("--dry-run").out


def test_a_story_found_late_is_not_the_one_of_the_same_minute_that_half_of_its_words_are_in(archive: Archive) -> None:
    minute = '<meta property="article:published_time" content="2024-05-03T09:30:00+00:00">'
    shared = [text.format(place="Ashford") for text in PARAGRAPHS]
    one = fetched("council-1", story("Council meets in Ashford", *shared, head=minute))
    other = fetched("council-2", story("Council meets again in Ashford", *shared, "It ended early.", head=minute))
    unread = Article(outcome=Outcome.LISTING, evidence="an older version said so")
    with Store.open(archive.path) as store:
        store.write(store.begin_crawl("site", {}), [filing(one), Filing(other, unread, (pack(other.body),), stamp=OLD)])
    assert "new               1" in archive.reextract("--yes").out
    filed = rows(archive.path, "SELECT url FROM articles WHERE headline LIKE 'Council%' ORDER BY id")
    assert [row["url"] for row in filed] == [one.url, other.url]


def test_the_rules_of_the_sites_file_are_obeyed_and_stamped(archive: Archive, tmp_path: Path) -> None:
    rules = SiteRules(drop=("div.entry-content > p:last-child",))
    entry = f'[[site]]\nurl = "https://{SITE}/"\ndrop = {json.dumps(list(rules.drop))}\n'
    (tmp_path / "sites.toml").write_text(entry)
    last = PARAGRAPHS[-1].format(place="Belmont")
    assert last in archive.texts()[0]
    archive.reextract("--yes")
    assert last not in archive.texts()[0]
    assert rows(archive.path, "SELECT rules FROM articles")[0]["rules"] == stamp(rules).rules != stamp(None).rules
    (tmp_path / "sites.toml").write_text("[[site]]\nurl = 7\n")
    assert refused(archive.reextract("--yes"), "sites.toml, line 2")


def test_stories_of_which_no_page_is_kept_stay_and_are_counted(archive: Archive) -> None:
    archive.change("DELETE FROM fetches WHERE article_id = 1")
    done = archive.reextract("--yes")
    assert "of 1 story no page is kept" in done.err
    assert "unchanged         2" in done.out


SAID = "".join(
    f"<li id='comment-{number}' class='comment depth-1'><b class='fn'>Ana</b><time datetime='2024-05-04'></time>"
    f"<div class='comment-content'><p>Number {number}.</p></div></li>"
    for number in range(3)
)
TOLD = "SELECT id, author, text, first_seen_at FROM comments ORDER BY position"


def test_readers_comments_are_rebuilt_where_they_are_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    body = story("Quay burns in Fenwick").replace("</main>", f"<ol class='comment-list'>{SAID}</ol></main>")
    with Store.open(archive.path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [filing(fetched("quay", body))])
    archive.reextract("--yes")
    assert rows(archive.path, TOLD) == []  # the setting is off
    monkeypatch.setattr("crawler.settings.COMMENTS", True)
    done = archive.reextract("--yes")
    assert "Readers' comments are others now under 1 story." in done.out, done.out
    told = [tuple(row) for row in rows(archive.path, TOLD)]
    assert told == [(n + 1, "Ana", f"Number {n}.", "2024-05-03T12:00:00Z") for n in range(3)]
    archive.change("UPDATE comments SET text = 'Number 1. Reply', digest = 'older' WHERE id = 2")
    archive.change("UPDATE comments SET first_seen_at = '2024-05-01T00:00:00Z' WHERE id = 2")
    archive.change(
        """INSERT INTO comments(article_id, position, author, text, first_seen_at, last_seen_at, digest)
        SELECT article_id, 3 + id, 'Ana', text, first_seen_at, last_seen_at, text FROM (
          SELECT article_id, 0 AS id, 'No comment but a form' AS text, first_seen_at, last_seen_at FROM comments
            WHERE id = 1 UNION ALL
          SELECT article_id, 1, 'Seen on an earlier page', '2024-05-02T00:00:00Z', '2024-05-02T00:00:00Z' FROM comments
            WHERE id = 1)"""
    )
    archive.reextract("--yes")
    texts = {row["text"]: (row["id"], row["first_seen_at"][:10]) for row in rows(archive.path, TOLD)}
    assert texts == {
        "Number 0.": (1, "2024-05-03"),
        "Number 1.": (2, "2024-05-01"),
        "Number 2.": (3, "2024-05-03"),
        "Seen on an earlier page": (5, "2024-05-02"),
    }
    assert "comments" not in archive.reextract("--yes").out
    assert_sound(archive.path)
