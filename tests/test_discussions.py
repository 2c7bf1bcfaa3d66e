"""Readers' comments in the archive: a table of their own, filled where the setting asks for it, from pages and REST."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from crawler.discovery.remarkreading import set_remarks
from crawler.records.filings import Filing
from crawler.storage import Store
from extractors import Comment, comments
from tests.archive import rows
from tests.asking import ask
from tests.discovering import NOWHERE, fetch
from tests.filings import SITE, assert_sound, file_one, story
from tests.servers import Route, scrapy, serving
from tests.servers import story as page
from tests.wordpress import WordPress

SAID_AT = datetime(2024, 5, 4, tzinfo=UTC)
THREAD = (
    Comment("Old Tom", SAID_AT, "First!"),
    Comment("river_rat", SAID_AT, "Second.\n\nIn answer.", 0),
    Comment(None, SAID_AT, "\x1b[31mThird", 1),
    Comment("Old Tom", SAID_AT, "First!"),
)
TOLD = "SELECT id, position, parent_id, author, text, first_seen_at, last_seen_at FROM comments ORDER BY position, id"


def discussed(said: Sequence[Comment], hour: int = 12) -> Filing:
    """A page as it was asked for at that hour, with these comments under its story."""
    filing = story(1)
    at = filing.page.requested_at.replace(hour=hour)
    return replace(filing, page=replace(filing.page, requested_at=at), comments=tuple(said))


def test_a_thread_is_kept_apart_from_the_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "news.db"
    with Store.open(database) as store:
        store.begin_crawl("site", {})
        assert file_one(store, 1, discussed(THREAD)) == "new"
        assert file_one(store, 1, discussed(THREAD, 13)) == "unchanged"
    told = [tuple(row)[:5] for row in rows(database, TOLD)]
    assert told == [
        (1, 0, None, "Old Tom", "First!"),
        (2, 1, 1, "river_rat", "Second.\n\nIn answer."),
        (3, 2, 2, None, "\x1b[31mThird"),
        (4, 3, None, "Old Tom", "First!"),
    ]
    assert "First!" not in rows(database, "SELECT text FROM articles")[0]["text"]
    assert_sound(database)
    shown = ask(capsys, database, "show", "1", "--comments").out
    assert "4 comments:\n\n[Old Tom, 2024-05-04T00:00]\nFirst!\n\n    [river_rat" in shown
    assert "        [2024-05-04T00:00]\n        \\x1b[31mThird" in shown
    assert json.loads(ask(capsys, database, "show", "1", "--format", "json").out)["comments"][1]["parent_id"] == 1


def test_what_is_no_longer_shown_stays_and_what_is_new_comes_to_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.begin_crawl("site", {})
        file_one(store, 1, discussed(THREAD[:2]))
        newer = (Comment("Jean P.", SAID_AT, "Newest on top"), replace(THREAD[1], parent=None))
        file_one(store, 1, discussed(newer, 14))
        file_one(store, 1, discussed((), 15))
    told = {row["text"]: row for row in rows(tmp_path / "news.db", TOLD)}
    assert len(told) == 3
    assert (told["First!"]["last_seen_at"], told["Newest on top"]["first_seen_at"]) == (
        "2024-05-03T12:00:00Z",
        "2024-05-03T14:00:00Z",
    )
    assert told["Second.\n\nIn answer."]["first_seen_at"] == "2024-05-03T12:00:00Z"


@pytest.mark.parametrize("kept", [True, False])
def test_a_crawl_keeps_comments_only_where_it_is_told_to(tmp_path: Path, kept: bool) -> None:
    said = "".join(
        f"<li id='comment-{number}' class='comment depth-1'><b class='fn'>Ana</b><time datetime='2024-05-04'></time>"
        f"<div class='comment-content'><p>Number {number}.</p></div></li>"
        for number in range(3)
    )
    route: Route = page("Bridge closes in Ashford").replace("</main>", f"<ol class='comment-list'>{said}</ol></main>")
    urls, database = tmp_path / "urls.txt", tmp_path / "news.db"
    with serving({"/a/": route}) as site:
        urls.write_text(f"{site.url}/a/\n")
        done = scrapy("crawl", "pages", "-a", f"urls={urls}", DATABASE=str(database), COMMENTS=str(kept))
    assert done.returncode == 0, done.stderr
    assert [row["text"] for row in rows(database, TOLD)] == [f"Number {number}." for number in range(3)] * kept
    assert "Number 1" not in rows(database, "SELECT text FROM articles")[0]["text"]


def test_wordpress_hands_out_the_comments_that_its_pages_show(wordpress: WordPress) -> None:
    library = Library(fetch, wants_remarks=True)
    discovery = Discovery(wordpress.url, library, {"wordpress": usual_sources(NOWHERE)["wordpress"]})
    busiest = sorted(wordpress.truth(), key=lambda post: (post.public, len(post.comments)))[-4:]
    urls = {post.url for post in busiest if post.comments}

    async def look() -> tuple[dict[str, tuple[Comment, ...]], dict[str, tuple[Comment, ...]]]:
        copies = [each async for each in discovery.candidates() if each.url in urls and each.copy]
        told = {each.url: comments(each.copy.html) for each in copies if each.copy}
        return told, {url: comments((await fetch(url)).body, url) for url in urls}

    told, shown = asyncio.run(look())
    assert told == shown
    assert len(urls) == 4
    assert all(len(said) > 2 for said in told.values())
    assert any(comment.parent is not None for said in told.values() for comment in said)


def test_answers_are_told_by_their_depth_and_no_circle_comes_about() -> None:
    def remark(number: int, parent: int, text: str) -> dict[str, Any]:
        content = {"rendered": f"<p>{text}</p></div></ol>"}
        return {
            "id": number,
            "parent": parent,
            "author_name": "A <b>",
            "date_gmt": "2024-05-04T00:00:00",
            "content": content,
        }

    set_so = set_remarks([remark(1, 3, "one"), remark(2, 1, "two"), remark(3, 1, "three"), remark(4, 2, "four")])
    read = comments(f"<body>{set_so}</body>")
    assert [(each.author, each.text, each.parent) for each in read] == [
        ("A <b>", "one", None),
        ("A <b>", "two", 0),
        ("A <b>", "four", 1),
        ("A <b>", "three", 0),
    ]
    assert set_remarks([]) == ""
    assert SITE not in set_so


def test_comments_travel_with_stories_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, lines, other = tmp_path / "news.db", tmp_path / "all.jsonl", tmp_path / "other.db"
    with Store.open(database) as store:
        store.begin_crawl("site", {})
        file_one(store, 1, discussed(THREAD))
        file_one(store, 1, discussed((Comment("Jean P.", SAID_AT, "Newest on top"), *THREAD[:1]), 14))
    assert ask(capsys, database, "export", "--output", str(lines)).code == 0
    assert "comments" not in json.loads(lines.read_text())
    refusal = ask(capsys, database, "export", "--comments", "--format", "csv")
    assert (refusal.code, refusal.out) == (2, "") and "--comments is for --format jsonl, not csv" in refusal.err
    assert ask(capsys, database, "export", "--comments", "--output", str(lines)).code == 0
    assert [each["text"] for each in json.loads(lines.read_text())["comments"]][:2] == ["Newest on top", "First!"]
    told = "SELECT digest, author, text, first_seen_at, last_seen_at, parent_id IS NULL FROM comments ORDER BY digest"
    for source in (lines, database):
        assert ask(capsys, other, "import", str(source)).code == 0
        assert rows(other, told) == rows(database, told)
        assert "0 updated, 1 unchanged" in ask(capsys, other, "import", str(source)).out
        assert "0 updated, 1 unchanged" in ask(capsys, database, "import", str(lines)).out
    newer = json.loads(lines.read_text())
    newer["comments"] = [{"text": "Came later", "author": "Zoë", "published_at": "2024-05-05T10:00:00+02:00"}]
    lines.write_text(json.dumps(newer))
    assert "1 updated" in ask(capsys, other, "import", str(lines)).out
    assert len(rows(other, told)) == len(rows(database, told)) + 1
    assert_sound(other)


@pytest.mark.parametrize(
    ("comments", "fault"),
    [
        ([{"id": 1, "parent_id": 2, "text": "a"}, {"id": 2, "parent_id": 1, "text": "b"}], "in a circle"),
        ([{"id": 1, "parent_id": 1, "text": "a"}], "in a circle"),
        ([{"text": 3}], "'text' is no text"),
        (["First!"], "'comments' is no list of objects"),
    ],
)
def test_comments_that_are_none_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], comments: list[Any], fault: str
) -> None:
    lines = tmp_path / "some.jsonl"
    lines.write_text(json.dumps({"url": f"https://{SITE}/a/", "text": "x", "comments": comments}))
    answer = ask(capsys, tmp_path / "news.db", "import", str(lines))
    assert answer.code == 1 and fault in answer.err
