"""Large documents of a site are read by worker processes: a crawl goes on meanwhile, one that hangs costs itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.fetch.refreshing import RefreshMiddleware
from extractors.page.parsing import decode
from tests.archive import rows
from tests.servers import ROOT, Answer, Route, scrapy, serving, story

AT = "https://example.org/"
WORDS = "<p>w\u00f6rds \u00e4nd</p>\n".encode("latin-1")


def test_workers_read_documents_without_scrapy() -> None:
    """Which takes as long to load as all the rest."""
    modules = "crawler.discovery.feedreading, crawler.discovery.pagereading, crawler.discovery.postreading"
    program = f"import sys, {modules}, crawler.fetch.pagination\nassert 'scrapy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_a_feed_that_takes_too_long_gives_way_to_the_next_source(tmp_path: Path) -> None:
    """It used to be read in a thread of the crawl, which stood still meanwhile."""
    slow = b"<rss version='2.0'><channel><title>" + b"<b>" * 400_000 + b"</title></channel></rss>"
    routes: dict[str, Route] = {
        "/": Answer(b"<a href='/2024/05/one-two-three-four/'>Bridge closes</a>" + b"<!-- -->" * 20_000),
        "/feed/": Answer(slow, content_type="application/xml"),
        "/2024/05/one-two-three-four/": story("Bridge closes in Ashford"),
    }
    with serving(routes) as site:
        settings = {"DATABASE": str(tmp_path / "db"), "EXTRACT_TIMEOUT": "1.5"}
        done = scrapy("crawl", "site", "-a", f"url={site.url}", **settings)
    assert done.returncode == 0, done.stderr
    assert [row["headline"] for row in rows(tmp_path / "db", "SELECT headline FROM articles")] == [
        "Bridge closes in Ashford"
    ]
    (feed,) = rows(tmp_path / "db", "SELECT reason FROM documents WHERE url LIKE '%/feed/'")
    assert feed["reason"] == "could not be read (took longer than 1.5 s of processor time)"


def refresh(body: bytes, content_type: str = "text/html", kind: type[Response] = HtmlResponse, **headers: str) -> str:
    """Where a page of these bytes leads; its own address where it leads nowhere."""
    middleware = RefreshMiddleware(get_crawler().settings)
    middleware.crawler = get_crawler()
    response = kind(AT, body=body, headers={"Content-Type": content_type} | headers)
    return middleware.process_response(Request(AT), response).url


@pytest.mark.parametrize("after", [b"", WORDS, WORDS * 100_000], ids=["", "latin-1", "long"])
def test_a_refresh_is_followed_whatever_comes_after_it(after: bytes) -> None:
    head = b"<html><head><meta http-equiv='refresh' content='0; url=/elsewhere/'></head>"
    assert refresh(head + after) == f"{AT}elsewhere/"
    assert refresh(b"<html>" + after + head[6:] if len(after) > 10_000 else b"<html>" + after) == AT


SCRIPT = b"<html><head><title>Post</title><script>%s</script></head><body>%s</body></html>"
LEADS_ON = b'window.location.replace("/elsewhere/?a=1&b=2");'


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (SCRIPT % (LEADS_ON, b"<noscript>Please <a href='/elsewhere/'>go on</a></noscript>"), "elsewhere/?a=1&b=2"),
        (SCRIPT % (b"<!--\nlocation.href = '/elsewhere/'\n//-->", b"One moment."), "elsewhere/"),
        (
            SCRIPT % (LEADS_ON, b"<p>" + b"The ferry sails again. " * 20),
            "",
        ),  # a story with a script that somebody quotes
        (SCRIPT % (b"if (top != self) top.location = '/elsewhere/';", b""), ""),
        (SCRIPT % (b"document.cookie = 'a=1'; </script><script>location = '/';", b""), ""),
        (SCRIPT % (LEADS_ON, b"<i>" * 2000), ""),
    ],
    ids=["replace", "href", "a story", "a frame", "a cookie", "long"],
)
def test_a_page_that_is_but_a_script_to_lead_elsewhere_is_followed(page: bytes, path: str) -> None:
    assert refresh(page) == AT + path


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("0; url=/elsewhere/", "elsewhere/"),
        ("0;URL='/elsewhere/?a=1&b=2'", "elsewhere/?a=1&b=2"),
        ("1, elsewhere/", "elsewhere/"),
        ("600; url=/elsewhere/", ""),  # a page that loads itself anew later is a page
        ("0", ""),
        ("0; url=http://[::1", ""),
        ("0; url=javascript:history.back()", ""),
    ],
)
def test_a_refresh_that_the_server_asks_for_is_followed(header: str, path: str) -> None:
    assert refresh(b"<html><p>One moment.</p></html>", Refresh=header) == AT + path
    assert refresh(b"", kind=Response, Refresh=header) == AT + path


@pytest.mark.parametrize("address", ["http://[::1", "http://news.example:99999/", "//news.example:many/"])
def test_a_base_or_a_refresh_that_is_no_address_leads_nowhere(address: str) -> None:
    to = b"<meta http-equiv='refresh' content='0; url=%s'>"
    assert refresh(b"<html><head><base href='%s'></head>" % address.encode()) == AT
    assert refresh(b"<html><head><base href='%s'>%s</head>" % (address.encode(), to % b"away/")) == AT
    assert refresh(b"<html><head>%s</head>" % (to % b"http://[::1")) == AT


@pytest.mark.parametrize("named", ["idna", "punycode", "rot13", "x-none"])
def test_an_encoding_that_is_none_costs_nothing(named: str) -> None:
    page = f"<html><meta charset={named}><p>{'Fähre ' * 10}</p>".encode()
    assert refresh(page, f"text/html; charset={named}") == AT
    assert "Fähre" in decode(page, named)
    assert "Fähre" in decode("Die Fähre fährt über den Fluß nach Süden. ".encode("cp1252") * 9, named)
