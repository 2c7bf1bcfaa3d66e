"""Passwords, keys and cookies get neither into the log nor into the archive, and no page writes to the terminal."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from crawler.addresses import ledger_key
from crawler.console.secrecy import DiscreetRecord, redacted
from tests.archive import rows
from tests.servers import Answer, scrapy, serving, sitemap, story

SECRETS = ("hunter2", "k3y-of-ours", "c00kie-of-theirs", "t0ken")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET https://ann:hunter2@news.example/a", "GET https://***@news.example/a"),
        ("https://news.example/?api_key=k3y&page=2", "https://news.example/?api_key=***&page=2"),
        ("https://news.example/?page=2&access_token=t0ken#top", "https://news.example/?page=2&access_token=***#top"),
        ("https://news.example/?X-Amz-Signature=abc", "https://news.example/?X-Amz-Signature=***"),
        ("https://news.example/?turkey=1&monkey=2&keyword=3", "https://news.example/?turkey=1&monkey=2&keyword=3"),
        ("mail desk@news.example", "mail desk@news.example"),
        ("https://news.example/@ann/story", "https://news.example/@ann/story"),
    ],
)
def test_what_is_hidden_and_what_is_not(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_a_line_of_the_log_is_discreet_whatever_goes_into_it() -> None:
    record = DiscreetRecord("x", logging.INFO, "", 0, "%s: %s", ("http://a:hunter2@b/\x1b[2J", "\u202eevil"), None)
    assert record.getMessage() == r"http://***@b/\x1b[2J: \u202eevil"


def test_an_address_is_known_without_its_password() -> None:
    assert ledger_key("https://ann:hunter2@news.example:443/a") == "https://news.example/a"


def test_no_secret_reaches_log_or_archive(tmp_path: Path) -> None:
    """At the most talkative level of the log, of a crawl that meets secrets in lists, redirects and headers."""
    cookies = {"Set-Cookie": "session=c00kie-of-theirs", "X-Note": "\x1b[2J", "ETag": '"\x1b[2J"'}
    with serving({"/": Answer(b"<html></html>", headers=cookies)}) as site:
        login = site.url.replace("http://", "http://ann:hunter2@")
        leaky = f"<link rel=canonical href='{login}/one/'><meta property='og:image' content='{login}/one.jpg'>"
        site.routes |= {
            "/robots.txt": f"Sitemap: {login}/sitemap.xml\nSitemap: {site.url}/\x1b[2J.xml",
            "/sitemap.xml": sitemap(
                f"{login}/one/", f"{site.url}/two/", f"{site.url}/three/?access_token=t0ken", f"{site.url}/four/"
            ),
            "/one/": Answer(story("Bridge closes", head=leaky).encode(), headers=cookies),
            "/two/": Answer(status=302, headers={"Location": f"{login}/landed/"}),
            "/landed/": story("Ferry returns"),
            "/three/?access_token=t0ken": Answer(b"", 404),
            "/four/": Answer(b"GIF89a", content_type="image/\x1b[2J"),
        }
        given = ("crawl", "site", "-a", f"url={site.url}", "-L", "DEBUG")
        done = scrapy(*given, DATABASE=str(tmp_path / "db"))
        assert done.returncode == 0, done.stderr
        assert "/landed/" in site.paths()
        pages = f"urls={login}/one/?api_key=k3y-of-ours"
        done_pages = scrapy("crawl", "pages", "-a", pages, "-L", "DEBUG", DATABASE=str(tmp_path / "db"))
    said = done.stdout + done.stderr + done_pages.stdout + done_pages.stderr
    assert "Crawled (200)" in said
    assert [secret for secret in SECRETS if secret in said] == []
    stored = "\n".join(rows_as_text(tmp_path / "db"))
    assert "Bridge closes" in stored and "Ferry returns" in stored
    assert [secret for secret in ("hunter2", "c00kie-of-theirs", "\x1b") if secret in stored] == []
    assert "/%1B[2J.xml" in stored and "\x1b" not in said


@pytest.mark.parametrize("address", ["https://ann:hunter2@news.example", "ann:hunter2@news.example"])
def test_a_site_with_a_password_in_its_address_is_refused_in_one_line_without_it(address: str, tmp_path: Path) -> None:
    done = scrapy("crawl", "site", "-a", f"url={address}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 2
    assert "a name or password in it" in done.stderr
    assert "hunter2" not in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["extract", "discover"])
def test_a_command_that_fails_names_the_address_without_its_password(command: str) -> None:
    done = scrapy(command, "http://ann:hunter2@127.0.0.1:9/")
    assert done.returncode != 0
    assert "127.0.0.1:9" in done.stderr and "hunter2" not in done.stderr + done.stdout


def rows_as_text(database: Path) -> list[str]:
    """All that is in the database, a line a row."""
    tables = [row["name"] for row in rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [str(tuple(row)) for table in tables for row in rows(database, f'SELECT * FROM "{table}"')]
