"""``scrapy crawl pages``: the pages of a list, each with an outcome that the ledger keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.spiders.base import ArgumentError
from crawler.spiders.pages import listed_urls
from tests.archive import headlines, ledger, rows
from tests.servers import PARAGRAPHS, Answer, Received, Route, scrapy, serving, story


def test_a_list_is_crawled_and_every_page_has_its_outcome(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/bridge/": story("Bridge closes in Ashford"),
        "/photo.png": Answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 200, content_type="image/png"),
        "/named-html/": Answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 200, content_type="text/html"),
        "/notes.txt": Answer(b"Plain notes, no markup at all.", content_type="text/plain"),
        "/stray-nul/": story("Mill on the Orrin burns").replace("Orrin", "\0Orrin"),
        "/old/": Answer(b"", 301, headers={"Location": "/moved/"}),
        "/moved/": story("Ferry returns to Dunmore"),
        "/broken/": Answer(b"sorry", 500),
        "/private/": Answer(b"no", 403),
    }
    with serving(dict(routes)) as site:
        listing = tmp_path / "urls.txt"
        asked = [
            "bridge/",
            "photo.png",
            "named-html/",
            "notes.txt",
            "stray-nul/",
            "old/",
            "broken/",
            "private/",
            "nowhere/",
        ]
        listing.write_text("# the week's pages\n\n" + "\n".join(f"  {site.url}/{path}  " for path in asked))
        done = scrapy("crawl", "pages", "-a", f"urls={listing}", DATABASE=str(tmp_path / "news.db"))
    assert done.returncode == 0, done.stderr
    assert headlines(tmp_path / "news.db") == {
        "Bridge closes in Ashford",
        "Ferry returns to Dunmore",
        "Mill on the Orrin burns",
    }
    known = ledger(tmp_path / "news.db")
    assert known["/photo.png"] == ("skipped", "not a web page but binary (image/png)")
    assert known["/named-html/"][0] == "skipped"
    assert known["/notes.txt"][0] == "skipped"
    assert known["/broken/"] == ("pending", "HTTP 500")
    assert known["/private/"] == ("failed", "HTTP 403")
    assert known["/nowhere/"] == ("gone", "HTTP 404")
    assert "not a web page but binary" in done.stdout


def test_a_second_run_changes_nothing_and_asks_for_changes_only(tmp_path: Path) -> None:
    def page(request: Received) -> Answer:
        if request.headers.get("If-None-Match") == '"v1"':
            return Answer(status=304)
        return Answer(story("Bridge closes in Ashford").encode(), headers={"ETag": '"v1"'})

    database = tmp_path / "news.db"
    with serving({"/tagged/": page, "/plain/": story("Ferry returns to Dunmore")}) as site:
        urls = f"{site.url}/tagged/,{site.url}/plain/"
        first = scrapy("crawl", "pages", "-a", f"urls={urls}", DATABASE=str(database))
        before = rows(database, "SELECT * FROM articles ORDER BY id")
        again = scrapy("crawl", "pages", "-a", f"urls={urls}", DATABASE=str(database))
        after = rows(database, "SELECT * FROM articles ORDER BY id")
    assert (first.returncode, again.returncode) == (0, 0)
    assert [tuple(row) for row in before] == [tuple(row) for row in after]
    assert "unchanged  2" in again.stdout


def test_a_story_on_several_pages_becomes_one_article(tmp_path: Path) -> None:
    parts = [text.format(place="Ashford") for text in PARAGRAPHS]
    links = '<div class="page-links">Pages: <a class="post-page-numbers" href="{url}/long/2/">2</a></div>'
    routes: dict[str, Route] = {
        "/long/": story("A long read from Ashford", parts[0], parts[1], tail=links),
        "/long/2/": story("A long read from Ashford", parts[2], parts[3]),
        "/half/": story("Half a read", parts[0], parts[1], tail=links.replace("/long/", "/half/")),
    }
    with serving(dict(routes)) as site:
        urls = f"{site.url}/long/,{site.url}/half/"
        done = scrapy("crawl", "pages", "-a", f"urls={urls}", DATABASE=str(tmp_path / "news.db"))
    assert done.returncode == 0
    (row,) = rows(tmp_path / "news.db", "SELECT text FROM articles")
    assert row["text"].split("\n\n") == parts
    state, reason = ledger(tmp_path / "news.db")["/half/"]
    assert state == "failed"
    assert reason == "a further page of the story cannot be had (page 2: HTTP 404)"


@pytest.mark.parametrize("first", ["/long/", "/long/2/"])
def test_a_further_page_that_is_named_by_itself_is_no_story_of_its_own(tmp_path: Path, first: str) -> None:
    parts = [text.format(place="Ashford") for text in PARAGRAPHS]
    links = '<div class="page-links">Pages: <a class="post-page-numbers" href="{url}/long/2/">2</a></div>'
    routes: dict[str, Route] = {
        "/long/": story("A long read from Ashford", parts[0], parts[1], tail=links),
        "/long/2/": story("A long read from Ashford", parts[2], parts[3]),
    }
    with serving(routes) as site:
        for paths in ([first], ["/long/", "/long/2/"], ["/long/2/"]):
            urls = ",".join(f"{site.url}{path}" for path in paths)
            assert scrapy("crawl", "pages", "-a", f"urls={urls}", DATABASE=str(tmp_path / "news.db")).returncode == 0
    (row,) = rows(tmp_path / "news.db", "SELECT url, text FROM articles")
    assert (row["url"], row["text"].split("\n\n")) == (f"{site.url}/long/", parts)
    assert ledger(tmp_path / "news.db")["/long/2/"][1] == f"a further page of {site.url}/long/"


def test_urls_are_read_from_a_file_a_list_or_standard_input(tmp_path: Path) -> None:
    listing = tmp_path / "list"
    listing.write_bytes(
        b"\xef\xbb\xbfhttp://a.example/1\r\n# no\r\n\r\n http://a.example/2 # yes\r\nhttp://a.example/1"
    )
    assert listed_urls(str(listing)) == ["http://a.example/1", "http://a.example/2"]
    assert listed_urls("http://a.example/1,2,http://b.example/") == [
        "http://a.example/1,2",
        "http://b.example/",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"http://a.example/\nfoo bar\n\nftp://b.example/", "line 2: 'foo bar'"),
        (b"# nothing\n", "no address in it"),
        (b"\xff\xfe\x00", "not a text file"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    listing = tmp_path / "list"
    listing.write_bytes(content)
    with pytest.raises(ArgumentError) as refusal:
        listed_urls(str(listing))
    assert complaint in str(refusal.value)
    assert str(listing) in str(refusal.value)


def test_standard_input_is_a_list(tmp_path: Path) -> None:
    with serving({"/bridge/": story("Bridge closes in Ashford")}) as site:
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=f"{site.url}/bridge/\n", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 0, done.stderr
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford"}
