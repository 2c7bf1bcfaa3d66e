"""``scrapy import`` of whole databases: what two machines crawled is as if one had, raw pages included."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.records.endings import Settlement
from crawler.records.filings import Filing
from crawler.records.finds import Announcement, Candidate
from crawler.records.pages import FetchedPage, FurtherPage
from crawler.storage import Reader, Recrawl, Store
from crawler.storage.pages.originals import original, originals
from crawler.storage.pages.rawpages import raw_page
from crawler.storage.search.selection import Selection
from crawler.storage.stories.reading import stories
from crawler.workers.reading import read_and_pack
from extractors import Comment
from tests.archive import rows
from tests.asking import ask
from tests.filings import assert_sound
from tests.invented import paragraphs
from tests.servers import story

ASKED = datetime(2024, 5, 3, 12, tzinfo=UTC)
SITES = ("courier.example", "herald.example")
PROMO = "<p class='promo'>Sign up for the newsletter of the {0} and never miss a story from the river.</p>"
SHARE = "<div class='sharedaddy'><a href='/s'>Share this</a></div>"
SAID = (Comment("Old Tom", ASKED, "First!"), Comment("river_rat", ASKED, "Second.", 0))


def visited(site: str, name: str, body: str, *further: str, hour: int = 12) -> FetchedPage:
    url, moment = f"https://{site}/{name}/", ASKED.replace(hour=hour)
    more = tuple(FurtherPage(f"{url}{n}/", 200, (), each.encode(), moment) for n, each in enumerate(further, 2))
    headers = (("ETag", f'"{name}{hour}"'),)
    return FetchedPage(url, url, site, 200, headers, body.encode(), "utf-8", moment, more)


def pages_of(site: str) -> list[FetchedPage]:
    """Stories of the site's own, one on two pages, one that both sites have, one that is changed, and no story."""

    def page(place: str, *more: str) -> str:
        said = paragraphs((place, None if place == "Ashford" else site))
        return story(f"Bridge closes in {place}", *said, *more, tail=PROMO.format(site) + SHARE)

    pages = [visited(site, place.lower(), page(place)) for place in ("Ashford", "Belmont", "Corby", "Eastleigh")]
    pages.append(visited(site, "long", page("Dunmore"), story("Bridge closes in Dunmore", f"It opens in {site}.")))
    pages.append(visited(site, "about", "<html><body><nav><a href='/'>Home</a></nav></body></html>"))
    pages.append(visited(site, "corby", page("Corby", "The council of Corby said so on Tuesday."), hour=13))
    return pages


def crawl(database: Path, sites: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Crawl the sites as a crawl does, and strip a paragraph of each by hand."""
    for site in sites:
        with Store.open(database) as store:
            store.add_site(site, f"https://{site}/")
            run = store.begin_crawl("site", {})
            announced = Announcement(headline=None, site_name=f"The {site}", tags=("bridges",))
            found = [Candidate(page.url, "sitemap", f"https://{site}/map.xml") for page in pages_of(site)]
            found[1] = replace(found[1], announced=announced)
            found += [Candidate(f"https://{site}/{name}/", "sitemap") for name in ("gone", "later")]
            store.add_candidates(site, found, recrawl=Recrawl.CHANGED)
            store.lease(run, site, 100)
            for page in pages_of(site):
                if page.url == found[1].url:
                    page = replace(page, announced=announced)
                read = read_and_pack(page, database)
                said = SAID if page.url.endswith("/corby/") else ()
                store.file(run, [Filing(page, read.article, read.packed, read.sketch, read.stamp, said)])
            store.settle(run, [Settlement(f"https://{site}/gone/", "failed", "HTTP 410", "gone", 410)])
            store.judge(site)
            store.end_crawl(run, "finished", {})
        address = f"https://{site}/belmont/"
        assert ask(capsys, database, "strip", address, "Sign up for the newsletter").code == 0


def told(database: Path) -> dict[str, Any]:
    """All that a database says of sites, stories and pages; numbers of rows and of this machine's clock apart."""
    clocks = ("id", "first_filed_at", "last_filed_at", "filed_at", "replaced_at", "first_seen_at", "last_seen_at")

    def still(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: still(each) for name, each in value.items() if name not in (*clocks, "parent_id")}
        return [still(each) for each in value] if isinstance(value, list) else value

    sql = {
        "urls": """SELECT url, site, source, found_in, state, outcome, reason, status, etag,
            iif(outcome = 'gone', NULL, fetched_at),
            (SELECT url FROM articles WHERE articles.id = article_id) FROM urls ORDER BY url""",
        "comments": """SELECT articles.url, position, author, comments.text, first_seen_at, last_seen_at, digest,
            (SELECT text FROM comments AS above WHERE above.id = comments.parent_id)
            FROM comments JOIN articles ON articles.id = article_id ORDER BY 1, 2""",
        "rulings": "SELECT site, kind, what, verdict, url, example FROM rulings ORDER BY 1, 2, 3",
        "announcements": "SELECT * FROM announcements ORDER BY 1",
        "readings": "SELECT site, url, origin, read_at, trust, words, template, marks FROM readings ORDER BY 1, 2, 5",
        "conditions": "SELECT site, state, reason, faults FROM site_conditions ORDER BY 1",
        "fetches": """SELECT fetches.url, answered_url, fetched_at, fetches.site, origin, status, headers, encoding,
            hash, (SELECT answered_url FROM fetches AS first WHERE first.id = fetches.first_id),
            (SELECT url FROM articles WHERE articles.id = article_id), extractor, rules
            FROM fetches JOIN pages ON pages.id = page_id ORDER BY 1, 2, 3""",
        "patterns": "SELECT site, hash FROM site_patterns JOIN pages ON pages.id = page_id ORDER BY 1",
        # To the tenth: whose standing text is left out depends on which of the two was compared with the other.
        "reprints": "SELECT url, other_url, round(share, 1) FROM reprints_readable ORDER BY 1, 2",
        "silent": "SELECT url, text FROM silent_edits ORDER BY 1",
    }
    with Reader.open(database) as reader:
        found: dict[str, Any] = {name: [tuple(row) for row in rows(database, each)] for name, each in sql.items()}
        whole = stories(reader, Selection(), by="url", with_comments=True)
        found["stories"] = [still(one) for one in whole]
        connection = reader.db.conn
        found["pages"] = {row["hash"]: raw_page(connection, row["id"]) for row in rows(database, "SELECT * FROM pages")}
    return found


@pytest.fixture
def crawled(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A database that crawled both sites, and two that crawled one each."""
    monkeypatch.chdir(tmp_path)  # where no sites.toml is
    databases = [tmp_path / name for name in ("both.db", "first.db", "second.db")]
    for database, sites in zip(databases, (SITES, SITES[:1], SITES[1:]), strict=True):
        crawl(database, sites, capsys)
    return databases


def test_what_two_crawled_is_as_if_one_had_crawled_it(
    crawled: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both, first, second = crawled
    third = tmp_path / "third.db"
    done = ask(capsys, third, "import", str(first), str(second))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == [
        f"{first}: 5 new, 0 revised, 0 updated, 0 unchanged",
        f"{first}: 8 raw pages, 8 fetches, 1 ruling",
    ]
    whole = told(both)
    assert told(third) == whole
    assert len(whole["pages"]) == 15 and len(whole["comments"]) == 4 and whole["reprints"]
    before = third.read_bytes()
    assert ask(capsys, third, "import", str(second), str(first)).out.splitlines() == [
        f"{name}: 0 new, 0 revised, 0 updated, 5 unchanged" for name in (second, first)
    ]
    assert third.read_bytes() == before
    assert ask(capsys, second, "import", str(first)).code == 0  # into one that has crawled
    assert told(second) == whole
    for database in (third, second):
        assert_sound(database)


def test_what_can_be_done_with_one_can_be_done_with_the_merged(
    crawled: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both, first, second = crawled
    third = tmp_path / "third.db"
    ask(capsys, third, "import", str(first), str(second))
    address = f"https://{SITES[0]}/corby/"
    answers = []
    for database in (both, third):
        warc = tmp_path / f"{database.stem}.warc"
        assert ask(capsys, database, "export", "--output", str(warc)).code == 0
        with warc.open("rb") as file:
            records = [
                (record.rec_type, record.rec_headers.get_header("WARC-Date"), record.content_stream().read())
                for record in ArchiveIterator(file)
            ]
        shown = json.loads(ask(capsys, database, "show", address, "--format", "json").out)
        with Reader.open(database) as reader:
            kept = original(reader, shown["id"], originals(reader, shown["id"])[0]["id"])
        answers.append(
            (
                records[1:],  # the first says who wrote the file, and when
                [(block["rule"], block["text"]) for block in shown["removed"]],
                kept,
                ask(capsys, database, "reextract", "--dry-run").out,
                ask(capsys, database, "reextract", "--yes", "--stale").out,
            )
        )
    assert answers[0] == answers[1]
    assert "revised           8" in answers[0][3], answers[0][3]  # the rulings are obeyed by the other stories
    assert told(third) == told(both)


def test_a_database_that_comes_after_its_lines_adds_what_they_do_not_say(
    crawled: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, third, lines = crawled[1], tmp_path / "third.db", tmp_path / "first.jsonl"
    assert ask(capsys, first, "export", "--comments", "--output", str(lines)).code == 0
    for source in (lines, first):
        assert ask(capsys, third, "import", str(source)).code == 0
    assert told(third) == told(first)


def test_what_is_damaged_there_is_told_and_the_rest_comes(
    crawled: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, first, _ = crawled
    with sqlite3.connect(first) as connection:
        connection.execute("UPDATE pages SET content = x'00' WHERE id = 3")
        connection.execute("UPDATE pages SET hash = 'another' WHERE id = 4")
        connection.execute("UPDATE rulings SET kind = 'place', what = 'div['")
        connection.execute("UPDATE fetches SET headers = '{}' WHERE id = 5")
    connection.close()
    third = tmp_path / "third.db"
    done = ask(capsys, third, "import", str(first))
    assert done.code == 1
    assert [line.split("left out: ")[1].split(":")[0][:40] for line in done.err.splitlines()] == [
        "'div[' is no CSS selector (Expected iden",
        "page number 3 of the database is damaged",
        "page number 4 is not what it was when it",
        "fetch number 5 is of no known kind",
    ]
    assert done.out.splitlines()[1] == f"{first}: 6 raw pages, 4 fetches"
    assert_sound(third)
