"""Pages made to break whoever reads them, in a real crawl: each has an end with a reason, its neighbours are filed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.storage.pages.rawpages import raw_page
from crawler.storage.reader import Reader
from tests.archive import headlines, rows
from tests.filings import assert_sound
from tests.servers import Route, scrapy, serving, story

OPENING = "<!doctype html><html><body><article><h1>Storm closes the harbour</h1><p>Nobody was hurt, it was said.</p>"
MEGABYTES = 1024 * 1024
KILLERS: dict[str, str] = {
    "rows": "<table>" + "<tr><td>one</td><td>2</td></tr>" * 1_000_000 + "</table>",
    "depth": "<div>" * 100_000 + "end",
    "colspan": "<table>" + "<tr><td colspan=1000000000 rowspan=1000000000>one</td></tr>" * 1_000 + "</table>",
    "line": "<p>" + "word after word, " * (50 * MEGABYTES // 17) + "</p>",
    "attributes": "<p " + " ".join(f'data-{n}="{n}"' for n in range(200_000)) + ">one</p>",
    "one-word": "<p>" + "a" * (20 * MEGABYTES) + "</p>",
}
NEIGHBOURS = [f"/neighbour-{number}/" for number in range(6)]
LARGE = {"DOWNLOAD_MAXSIZE": str(80 * MEGABYTES), "EXTRACT_TIMEOUT": "8", "EXTRACT_WORKERS": "2"}


def neighbours() -> dict[str, Route]:
    return {path: story(f"Story of {path.strip('/')}") for path in NEIGHBOURS}


@pytest.mark.timeout(400)
def test_a_crawl_gets_over_them_all(tmp_path: Path) -> None:
    database = tmp_path / "db"
    routes = neighbours() | {f"/{name}/": OPENING + body for name, body in KILLERS.items()}
    with serving(routes) as site:
        listed = "\n".join(site.url + path for path in sorted(routes))
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=listed, DATABASE=str(database), **LARGE)
    assert (done.returncode, done.stderr) == (0, "")
    ended = {row["url"].split("/")[3]: row for row in rows(database, "SELECT url, state, reason FROM urls")}
    assert {ended[path.strip("/")]["state"] for path in NEIGHBOURS} == {"done"}
    for name in KILLERS:
        state, reason = ended[name]["state"], ended[name]["reason"] or ""
        assert state in ("done", "skipped") or (state == "failed" and reason.startswith("extraction failed (")), name
    kept = rows(database, "SELECT url, size FROM fetches JOIN pages ON pages.id = page_id")
    assert {row["url"].split("/")[3]: row["size"] for row in kept if "neighbour" not in row["url"]} == {
        name: len((OPENING + body).encode()) for name, body in KILLERS.items()
    }
    assert_sound(database)


def test_one_that_takes_too_much_memory_has_failed_and_its_bytes_are_kept(tmp_path: Path) -> None:
    database, killer = tmp_path / "db", OPENING + "<p>" + "palabra, é " * (14 * MEGABYTES // 12)
    with serving(neighbours() | {"/killer/": killer}) as site:
        listed = "\n".join(site.url + path for path in ("/killer/", *NEIGHBOURS))
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=listed, DATABASE=str(database), EXTRACT_MEMORY="64")
    assert done.returncode == 0, done.stderr
    failed = {
        row["url"].split("/")[3]: row["reason"] for row in rows(database, "SELECT * FROM urls WHERE state = 'failed'")
    }
    assert failed == {"killer": "extraction failed (out of memory)"}
    assert headlines(database) == {f"Story of {path.strip('/')}" for path in NEIGHBOURS}
    with Reader.open(database) as reader:
        (kept,) = reader.rows("SELECT page_id FROM fetches WHERE url LIKE '%/killer/'")
        assert raw_page(reader.db.conn, kept["page_id"]) == killer.encode()
