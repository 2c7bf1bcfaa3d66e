"""``scrapy cluster reextract``: what one machine reads in kept pages, read by all workers, whoever dies meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from scrapy.settings import Settings

from crawler.cluster.orders import SHARD, unpacked
from crawler.cluster.rereading import Rereading, filled
from crawler.cluster.visitor import read_again
from crawler.packing import pack
from crawler.records.endings import Settlement
from crawler.records.filings import Filing, Keeping, Stamp
from crawler.records.pages import FetchedPage, FurtherPage
from crawler.sites.known import known_rules
from crawler.storage import Reader, Store
from crawler.storage.pages.rereading import choose
from crawler.storage.pages.staging import Staging
from crawler.storage.search.selection import Selection
from crawler.storage.sites.rulings import Ruling, enter
from crawler.workers.reading import read_and_pack
from crawler.workers.rereading import rules_of, stage
from extractors.site.rules import words_key
from tests.archive import rows
from tests.asking import ask, refused
from tests.clusters import cluster, takes_minutes, wait_until
from tests.filings import assert_sound
from tests.servers import PARAGRAPHS, scrapy, story, under_way

ASKED = datetime(2024, 5, 3, 12, tzinfo=UTC)
PAPERS = ("argus.example", "courier.example", "herald.example")
CONTENT = (
    "SELECT url, site, headline, byline, published_at, text, outcome, evidence, fingerprint, extractor, rules"
    " FROM articles ORDER BY url",
    "SELECT url, rule, reason, removed_blocks.text FROM removed_blocks"
    " JOIN articles ON articles.id = article_id ORDER BY url, position",
    "SELECT url, revisions.headline, revisions.text, spider FROM revisions"
    " JOIN articles ON articles.id = article_id LEFT JOIN crawls ON crawls.id = replaced_by ORDER BY url",
    "SELECT fetches.url, fetches.extractor, fetches.rules, articles.url AS story FROM fetches"
    " LEFT JOIN articles ON articles.id = article_id ORDER BY fetches.id",
    "SELECT url, state, reason, article_id IS NULL FROM urls ORDER BY url",
)
"""What a re-extraction may change, times and new numbers apart."""


def fetched(site: str, number: int, *more: str) -> FetchedPage:
    url = f"https://{site}/{number}/"
    moment = f"2024-0{number % 3 + 1}-03T08:00:00Z"
    head = f'<meta property="article:published_time" content="{moment}">'
    body, *further = (
        story(
            f"Story {number} of {site}", *texts, head=head, tail=f"<p>More from {site}: the weather, the markets.</p>"
        )
        for texts in ((*(text.format(place=f"Town{number}") for text in PARAGRAPHS),), *((each,) for each in more))
    )
    parts = (FurtherPage(f"{url}2/", 200, (), text.encode(), ASKED) for text in further)
    return FetchedPage(url, url, site, 200, (), body.encode(), "utf-8", ASKED, tuple(parts))


def fill(database: Path, stories: int) -> None:
    """A database that an older version has filled: half a text, a page that it could not read, a ruling, a memory."""
    with Store.open(database) as store:
        crawl = store.begin_crawl("news", {})
        for site in PAPERS:
            store.add_site(site, f"https://{site}/")
            for number in range(stories):
                page = fetched(site, number, *(["It opens in spring, the council says."] if number == 1 else []))
                read = read_and_pack(page, None)
                packed = tuple(pack(body) for body in (page.body, *(each.body for each in page.continuations)))
                store.file(crawl, [Filing(page, read.article, packed, read.sketch, Stamp("older", "older"))])
            crashed = fetched(site, stories)
            store.write(crawl, [Keeping(crashed, (pack(crashed.body),))])
            store.write(crawl, [Settlement(crashed.url, "failed", "extraction failed")])
        store.end_crawl(crawl, "finished", {})
        for sql in (
            "UPDATE articles SET text = 'Half of it.', headline = 'Half' WHERE id % 3 = 0",
            "DELETE FROM fetches WHERE article_id = 5",
        ):
            store.db.conn.execute(sql)
        last = PARAGRAPHS[-1].format(place="Town0")
        enter(store.db.conn, Ruling(PAPERS[1], "words", words_key(last), "stripped", f"https://{PAPERS[1]}/0/", last))


def contents(database: Path) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in rows(database, sql)] for sql in CONTENT]


@pytest.fixture
def databases(tmp_path: Path) -> tuple[Path, Path]:
    """Two databases of the same content."""
    fill(tmp_path / "one.db", stories=8)
    shutil.copy(tmp_path / "one.db", tmp_path / "all.db")
    return tmp_path / "one.db", tmp_path / "all.db"


def sites_file(folder: Path) -> Path:
    file = folder / "sites.toml"
    file.write_text(f'[[site]]\nurl = "https://{PAPERS[2]}/"\ndrop = ["div.entry-content > p:first-child"]\n')
    return file


def test_bundles_are_read_as_the_whole_database_is(databases: tuple[Path, Path], tmp_path: Path) -> None:
    one, bundled = databases
    rules = known_rules(sites_file(tmp_path))
    settings = Settings({"EXTRACT_WORKERS": 1, "EXTRACT_TIMEOUT": 20, "EXTRACT_MEMORY": 512})
    with Reader.open(one) as reader:
        chosen = choose(reader, Selection(), others=True)
        all_rules = rules_of(reader, rules)
    expected, found = Staging(one), Staging(bundled)
    stage(chosen.pages, expected, one, all_rules, settings)
    for number, order in enumerate(Rereading(rules, {}).of_pages(bundled, chosen.pages, all_rules)):
        (folder := tmp_path / str(number)).mkdir()
        (folder / SHARD).write_bytes(unpacked(filled(bundled)(order).bundle))
        assert read_again(order, folder, settings) is None
        staged = Staging(folder / SHARD)
        found.take(staged.rows())
        staged.close()
    assert {row[2] for row in expected.verdicts()} == {"revised", "unchanged", "new"}
    assert sorted(found.rows()) == sorted(expected.rows())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("-a", "path=none.db"), "--output ADDRESS or --shards ADDRESS to put stories at"),
        (("-a", "path=none.db", "--output", "out", "--site", "x"), "--site does not go with -a path=…"),
        (("--output", "out", "--yes"), "--yes does not go with --output or --shards"),
        (("--output", "out", "--site", "x.example"), "--site: no site 'x.example'"),
        (("-a", "site=x"), "-a site=…: cluster reextract takes -a path=…"),
        ((), "say --yes to file what changes, or --dry-run to see it"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    given: tuple[str, ...], told: str, databases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(ask(capsys, databases[0], "cluster", "reextract", "--scheduler", "x:1", *given), told)


@takes_minutes
def test_all_workers_read_and_file_what_one_machine_does_though_one_dies(tmp_path: Path) -> None:
    one, by_all = tmp_path / "one.db", tmp_path / "all.db"
    fill(one, stories=8)
    shutil.copy(one, by_all)
    asked = ("--sites", str(sites_file(tmp_path)))
    alone = scrapy("reextract", "--yes", *asked, DATABASE=str(one))
    assert "new               3" in alone.stdout
    before = by_all.read_bytes()
    output, shards = tmp_path / "parquet", tmp_path / "shards"
    with cluster(tmp_path / "dask", workers=2, threads=1) as running:
        cluster_asked = ("cluster", "reextract", "--scheduler", running.address, *asked)
        out = scrapy(*cluster_asked, "--output", str(output), "--shards", str(shards), DATABASE=str(by_all))
        assert by_all.read_bytes() == before
        with under_way(*cluster_asked, "--yes", DATABASE=str(by_all)) as desk:
            wait_until(lambda: running.work_of("127.0.2.1"))
            running.workers[0].kill()
            together, errors = desk.communicate(timeout=600)
        assert desk.returncode == 0, errors + running.log()
    assert together == alone.stdout
    assert errors.replace("cluster:", "reextract:") == alone.stderr
    assert contents(by_all) == contents(one)
    assert_sound(by_all)
    check_output(out, output, shards, one, tmp_path)


@takes_minutes
def test_what_is_read_when_the_scheduler_goes_is_not_read_again(tmp_path: Path) -> None:
    fill(database := tmp_path / "one.db", stories=8)
    with (
        cluster(tmp_path / "first", workers=1, threads=1) as first,
        under_way("cluster", "reextract", "--yes", "--scheduler", first.address, DATABASE=str(database)) as desk,
    ):
        wait_until(lambda: first.work_of("127.0.2.1"))
        begun = first.work_of("127.0.2.1")
        wait_until(lambda: first.work_of("127.0.2.1") - begun)  # so what came before is at the desk
        first.scheduler.kill()
        _, errors = desk.communicate(timeout=300)
    assert desk.returncode == 1
    assert "has gone away" in errors and "Traceback" not in errors
    with closing(sqlite3.connect(f"{database}.reextract", isolation_level=None)) as staged:
        already = staged.execute("UPDATE readings SET article = replace(article, 'council', 'Council')").rowcount
    assert 0 < already < 3 * 9 - 1
    assert not rows(database, "SELECT 1 FROM crawls WHERE spider = 'reextract'")
    with cluster(tmp_path / "second", workers=1, threads=1) as second:
        done = scrapy("cluster", "reextract", "--yes", "--scheduler", second.address, DATABASE=str(database))
        assert done.returncode == 0, done.stderr + second.log()
    assert "Filed: 13 revised, 0 updated, 3 new." in done.stdout, done.stdout
    texts = [row["text"] for row in rows(database, "SELECT text FROM articles WHERE extractor <> 'older'")]
    assert any("Council" in text for text in texts), "read again although it was staged"
    assert any("Council" not in text for text in texts)


def check_output(
    out: subprocess.CompletedProcess[str], output: Path, shards: Path, expected: Path, folder: Path
) -> None:
    """The stories that went out are those that one machine has filed, but for the one whose page is not kept."""
    assert out.returncode == 0, out.stderr
    assert out.stdout == "3 bundles of pages read, 26 stories; 0 before\n"
    sql = "SELECT url, site, headline, text FROM {} ORDER BY url"
    (pageless,) = rows(expected, "SELECT url FROM articles WHERE id = 5")[0]
    filed = [tuple(row) for row in rows(expected, sql.format("articles")) if row["url"] != pageless]
    found = duckdb.execute(sql.format("read_parquet(?)"), [f"{output}/*/*/*.parquet"]).fetchall()
    assert found == filed
    assert len(list(output.glob("site=argus.example/month=2024-*"))) == 3
    merged = scrapy("import", *map(str, sorted(shards.glob("*.db"))), DATABASE=str(folder / "merged.db"))
    assert merged.returncode == 0, merged.stderr
    assert [tuple(row) for row in rows(folder / "merged.db", sql.format("articles"))] == filed


@takes_minutes
def test_databases_elsewhere_are_read_as_archives_are_and_not_twice(
    databases: tuple[Path, Path], tmp_path: Path
) -> None:
    one, _ = databases
    (tmp_path / "broken.db").write_text("no database at all, but long enough to be looked at " * 100)
    output = tmp_path / "parquet"
    with cluster(tmp_path / "dask", workers=2, threads=1) as running:
        asked = ("cluster", "reextract", "-a", f"path={tmp_path}/*.db", "--scheduler", running.address)
        first = scrapy(*asked, "--output", str(output))
        again = scrapy(*asked, "--output", str(output))
        other = scrapy(*asked, "--output", str(output), "--sites", str(sites_file(tmp_path)))
        missing = scrapy("cluster", "reextract", "-a", "path=none.db", *asked[4:], "--output", str(output))
        nowhere = scrapy(*asked, "--output", "gopher://x/y")
    assert first.returncode == again.returncode == other.returncode == 1
    assert first.stdout == "2 databases read, 54 stories; 0 before\n", first.stderr + running.log()
    assert f"{one}: of 1 story no page is kept or can be read; what is filed stays" in first.stderr
    assert f"{tmp_path}/broken.db: not an SQLite database" in first.stderr
    assert "Traceback" not in first.stderr
    assert again.stdout == "0 databases read, 0 stories; 2 before\n"
    assert "read by another version or by other rules" in other.stderr
    counts = duckdb.execute("SELECT count(*), count(DISTINCT url) FROM read_parquet(?)", [f"{output}/*/*/*.parquet"])
    assert counts.fetchall() == [(54, 27)]
    assert "path='none.db': no such file; give a database or a shard" in missing.stderr
    assert "gopher://x/y/_done" in nowhere.stderr and len(nowhere.stderr.splitlines()) == 1
