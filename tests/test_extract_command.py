"""``scrapy extract``: an article of a file, an address or standard input, or one line that says why not."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from crawler.archive.formats import FORMATS
from crawler.commands.extract import Command, TargetError
from extractors import Article
from tests.servers import PARAGRAPHS, Answer, scrapy, serving, story

TEXTS = [text.format(place="Ashford") for text in PARAGRAPHS]


def test_a_page_is_printed_in_each_format(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"  # told by its content, not by its name
    page.write_text(story("Bridge closes in Ashford"))
    text = scrapy("extract", str(page))
    markdown = scrapy("extract", str(page), "--format", "markdown")
    found = json.loads(scrapy("extract", str(page), "--format", "json").stdout)
    assert text.returncode == 0, text.stderr
    assert text.stdout.startswith("Bridge closes in Ashford\n\n")
    assert "\n\n".join(TEXTS) in text.stdout
    assert markdown.stdout.startswith("# Bridge closes in Ashford\n\n")
    assert set(found) == {field.name for field in fields(Article)}
    assert found["text"].split("\n\n") == TEXTS
    assert found["outcome"] == "article"


def test_plain_text_goes_through_the_text_cleaner() -> None:
    done = scrapy("extract", "-", "--format", "json", stdin="\n\n".join(TEXTS))
    assert done.returncode == 0, done.stderr
    assert TEXTS[2] in json.loads(done.stdout)["text"]


def test_an_address_is_fetched_by_the_rules_of_a_crawl() -> None:
    with serving({"/one/": story("Bridge closes in Ashford"), "/robots.txt": "User-agent: *\nDisallow: /no/"}) as site:
        allowed = scrapy("extract", f"{site.url}/one/")
        forbidden = scrapy("extract", f"{site.url}/no/")
        missing = scrapy("extract", f"{site.url}/missing/")
        assert site.paths() == ["/one/", "/missing/"]
    assert allowed.returncode == 0
    assert TEXTS[0] in allowed.stdout
    assert (forbidden.returncode, missing.returncode) == (1, 1)
    assert "robots.txt forbids it" in forbidden.stderr
    assert "HTTP 404" in missing.stderr


def test_what_is_no_article_is_told_in_one_line(tmp_path: Path) -> None:
    binary = tmp_path / "photo.html"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "empty.html").write_bytes(b"  \n")
    (tmp_path / "blank.html").write_text("<!doctype html><html><body></body></html>")
    targets = {
        str(binary): "a binary file",
        str(tmp_path / "empty.html"): "empty",
        str(tmp_path / "blank.html"): "nothing to read",
        str(tmp_path / "missing.html"): "No such file",
        str(tmp_path): "Is a directory",
        "gopher://example.org/": "only http and https",
    }
    for target, line in targets.items():
        with pytest.raises(TargetError, match=line):
            Command()._article(target)
    done = scrapy("extract", str(binary))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"scrapy extract: {binary}: a binary file; HTML or plain text is expected\n"


def test_an_address_that_does_not_answer_is_told_in_one_line() -> None:
    done = scrapy("extract", "http://127.0.0.1:1/")
    assert done.returncode == 1
    assert done.stderr == "scrapy extract: http://127.0.0.1:1/: connection refused\n"


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_a_page_cannot_steer_the_terminal(format_: str) -> None:
    hostile = Article(headline="\x1b]0;pwned\x07", text="One \x9b31m two.\n\nThree \u202e four.", byline=("\x1b[2J",))
    assert not {"\x1b", "\x07", "\x9b"} & set(FORMATS[format_](hostile, ()))


def test_bytes_that_an_article_needs_survive() -> None:
    page = story("Straßenbahn fährt wieder").encode("utf-16")
    with serving({"/": Answer(page, content_type="text/html; charset=utf-16")}) as site:
        done = scrapy("extract", f"{site.url}/")
    assert done.stdout.startswith("Straßenbahn fährt wieder")
