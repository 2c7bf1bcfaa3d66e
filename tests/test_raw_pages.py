"""Each fetched page is kept once, as it was sent, whatever was found on it; cookies are not."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.packing import Pattern, pack, unpack
from crawler.storage.pages.rawpages import raw_page
from tests.archive import rows
from tests.filings import assert_sound
from tests.servers import Answer, Route, scrapy, serving, sitemap, story

FRAME = "<style>" + "".join(f".class-{number} {{ margin: {number}px }}" for number in range(300)) + "</style>"


def kept(database: Path) -> dict[str, list[dict[str, Any]]]:
    """Path of the address asked for: the fetches of it, with the bytes that were answered."""
    found: dict[str, list[dict[str, Any]]] = {}
    sql = "SELECT fetches.*, hash, size, pattern_id FROM fetches JOIN pages ON pages.id = page_id ORDER BY fetches.id"
    with closing(sqlite3.connect(database)) as connection:
        for row in rows(database, sql):
            fetch = dict(row) | {"body": raw_page(connection, row["page_id"])}
            assert hashlib.sha256(fetch["body"]).hexdigest() == fetch["hash"]
            assert len(fetch["body"]) == fetch["size"]
            found.setdefault("/" + row["url"].split("/", 3)[3], []).append(fetch)
    return found


@given(st.binary(max_size=3000), st.binary(min_size=1, max_size=3000))
@settings(max_examples=60, deadline=None)
def test_what_is_packed_is_unpacked(body: bytes, frame: bytes) -> None:
    pattern = Pattern(1, frame)
    for page in (body, frame + body, body + frame * 3):
        packed = pack(page, pattern)
        assert unpack(packed.content, frame if packed.pattern_id else None) == page
        assert packed.hash == hashlib.sha256(page).hexdigest()


def test_a_page_like_its_pattern_takes_little_room_and_another_becomes_the_next_pattern() -> None:
    first, second = (story(f"Story of {place}", head=FRAME).encode() for place in ("Ashford", "Belmont"))
    packed = pack(second, Pattern(7, first))
    assert packed.pattern_id == 7
    assert len(packed.content) * 3 < len(pack(second).content)
    other = pack(bytes(range(256)) * 4, Pattern(7, first))
    assert other.pattern_id is None


def test_what_is_not_packed_is_refused() -> None:
    with pytest.raises(ValueError, match="not a packed page"):
        unpack(b"<html>")


def test_a_crawl_keeps_every_page_as_it_was_sent(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    front = "<title>All</title>" + "".join(f"<article><a href='/{n}/'><h2>Story {n}</h2></a></article>" for n in "abcd")
    secret = {"Set-Cookie": "id=1", "X-Powered-By": "type"}
    bodies = {
        "/bridge/": story("Bridge closes in Ashford", head=FRAME).encode(),
        "/twice/": story("Bridge closes in Ashford", head=FRAME).encode(),
        "/ferry/": story("Ferry returns to Belmont", head=FRAME, tail="<!-- é -->").encode("cp1252"),
        "/all/": front.encode(),
    }
    routes: dict[str, Route] = {path: Answer(body, headers=secret) for path, body in bodies.items()}
    routes["/ferry/"] = Answer(bodies["/ferry/"], content_type="text/html; charset=windows-1252")
    routes["/old/"] = Answer(status=302, headers={"Location": "/ferry/"})
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(*(site.url + path for path in ("/bridge/", "/twice/", "/old/", "/all/")))
        assert scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database)).returncode == 0
        found = kept(database)
    assert {path: fetch["body"] for path, (fetch,) in found.items()} == {
        "/bridge/": bodies["/bridge/"],
        "/twice/": bodies["/twice/"],
        "/old/": bodies["/ferry/"],
        "/all/": bodies["/all/"],
    }
    assert len(rows(database, "SELECT 1 FROM pages")) == 3
    (bridge,), (twice,), (old,), (listing,) = (found[path] for path in ("/bridge/", "/twice/", "/old/", "/all/"))
    names = {name.lower() for name, _ in json.loads(bridge["headers"])}
    assert "x-powered-by" in names and "set-cookie" not in names
    assert (old["answered_url"], old["encoding"], old["status"]) == (f"{site.url}/ferry/", "cp1252", 200)
    filed = {row["id"]: row["headline"] for row in rows(database, "SELECT id, headline FROM articles")}
    filed_as = {bridge["article_id"], twice["article_id"]} - {None}  # of one story at two addresses the first to come
    assert {filed[each] for each in filed_as} == {"Bridge closes in Ashford"}
    assert listing["article_id"] is None
    assert_sound(database)


def test_a_page_that_cannot_be_read_is_kept(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    body = ("<html><body>" + "<p>A sentence of a page that takes long to read, number one.</p>" * 40_000).encode()
    (tmp_path / "urls.txt").write_text("")
    with serving({"/heavy/": body}) as site:
        (tmp_path / "urls.txt").write_text(f"{site.url}/heavy/")
        done = scrapy(
            "crawl", "pages", "-a", f"urls={tmp_path}/urls.txt", DATABASE=str(database), EXTRACT_TIMEOUT="0.4"
        )
    assert "extraction failed" in done.stdout
    ((state, reason),) = rows(database, "SELECT state, reason FROM urls")
    assert state == "failed" and reason.startswith("extraction failed")
    ((fetch,),) = kept(database).values()
    assert fetch["body"] == body and fetch["article_id"] is None


def test_the_pages_of_a_story_on_several_are_kept_with_their_addresses(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    links = "<div class='page-links'><a class='post-page-numbers' href='/long/2/'>2</a></div>"
    routes: dict[str, Route] = {
        "/long/": story("Bridge closes in Ashford", tail=links),
        "/long/2/": story("Bridge closes in Ashford", "It will open again in the spring, when the piers are dry."),
    }
    with serving(routes) as site:
        (tmp_path / "urls.txt").write_text(f"{site.url}/long/")
        scrapy("crawl", "pages", "-a", f"urls={tmp_path}/urls.txt", DATABASE=str(database))
    ((first, second),) = kept(database).values()
    assert [fetch["answered_url"] for fetch in (first, second)] == [f"{site.url}/long/", f"{site.url}/long/2/"]
    assert (first["first_id"], second["first_id"]) == (None, first["id"])
    assert first["article_id"] == second["article_id"] == 1
    assert b"piers are dry" in second["body"]


def test_keeping_can_be_turned_off(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with serving({"/bridge/": story("Bridge closes in Ashford")}) as site:
        (tmp_path / "urls.txt").write_text(f"{site.url}/bridge/")
        arguments = ("crawl", "pages", "-a", f"urls={tmp_path}/urls.txt")
        assert scrapy(*arguments, DATABASE=str(database), KEEP_PAGES="False").returncode == 0
    assert len(rows(database, "SELECT 1 FROM articles")) == 1
    assert not rows(database, "SELECT 1 FROM fetches UNION SELECT 1 FROM pages")
