"""``scrapy fetch``: what a server sends, by the rules of a crawl, or one line that says why there is nothing."""

from __future__ import annotations

import sys

import pytest

from crawler.commands.fetch import print_body
from tests.servers import Answer, scrapy, serving


def test_an_address_is_fetched_by_the_rules_of_a_crawl() -> None:
    feed = Answer(
        "<rss>Brücke\x1b[2J</rss>".encode(), content_type="application/rss+xml", headers={"X-Made-By": "desk\x1b[2J"}
    )
    with serving({"/feed": feed, "/robots.txt": "User-agent: *\nDisallow: /no/"}) as site:
        sent = scrapy("fetch", f"{site.url}/feed")
        headers = scrapy("fetch", f"{site.url}/feed", "--headers")
        forbidden = scrapy("fetch", f"{site.url}/no/")
        missing = scrapy("fetch", f"{site.url}/missing/")
        assert site.paths() == ["/feed", "/feed", "/missing/"]
    assert (sent.returncode, sent.stdout) == (0, "<rss>Brücke\x1b[2J</rss>"), "a file gets what was sent"
    assert {"Content-Type: application/rss+xml", "X-Made-By: desk\\x1b[2J"} <= set(headers.stdout.splitlines())
    for refused, why in ((forbidden, "robots.txt forbids it"), (missing, "HTTP 404")):
        assert (refused.returncode, refused.stdout) == (1, "")
        assert why in refused.stderr
        assert len(refused.stderr.splitlines()) == 1


def test_a_terminal_is_not_steered(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_body("Brücke\x1b[2J\n".encode() + b"\xff")
    assert capsys.readouterr().out == "Brücke\\x1b[2J\n\ufffd\n"


@pytest.mark.parametrize("address", ["file:", "file:///etc/passwd", "ftp://news.example/", "http://[", "news", ""])
def test_what_is_no_address_of_a_page_is_told_in_one_line(address: str) -> None:
    """Scrapy's own command told of it by a traceback, or by nothing, and that it had been done."""
    done = scrapy("fetch", address)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("scrapy fetch: ")
    assert len(done.stderr.splitlines()) == 1
