"""What a scheduler sees of a crawl: its exit code and one clear line."""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.books.summary import print_summary, summarize
from crawler.commands.crawl import Command, check_names
from crawler.spiders.base import ArgumentError
from crawler.spiders.site import SiteSpider, site_addresses
from tests.archive import rows
from tests.servers import ROOT, Answer, Route, environment, scrapy, serving, sitemap, story


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("site", "-a", "ulr=https://example.org"), "spider 'site' has no argument 'ulr'"),
        (("site", "-a", "url=http://a b"), "url='http://a b'"),
        (("sit",), "no spider 'sit'; there are"),
        (
            ("site", "-a", "url=https:/example.org"),
            "url='https:/example.org': an address without :// behind its https;",
        ),
        (("site", "-a", "url=https//example.org"), "an address without :// behind its https"),
        (("site", "-a", "url=https://https://example.org"), "more than one address, or one that begins twice;"),
        (("site", "-a", "url=https://a.example,https://b.example"), "more than one address, or one that begins twice;"),
        (("site", "-a", "url=https://a.example", "-a", "url=https://b.example"), "-a url=… is given more than once;"),
        (("site", "https://example.org"), "'https://example.org' stands by itself; spider 'site' takes -a url=…"),
    ],
)
def test_a_wrong_request_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, ...], line: str) -> None:
    done = scrapy("crawl", *arguments, DATABASE=str(tmp_path / "db"))
    assert done.returncode == 2
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "db").exists()


def test_an_argument_that_is_missing_is_named() -> None:
    with pytest.raises(ArgumentError, match=r"spider 'site' needs 'url'; it takes -a url=…"):
        check_names(SiteSpider, {})


@pytest.mark.parametrize(
    ("given", "addresses"),
    [
        ("example.org", ["https://example.org/", "http://example.org/"]),
        (" HTTP://Example.org/news ", ["http://example.org/news"]),
    ],
)
def test_a_site_is_named_by_address_or_host(given: str, addresses: list[str]) -> None:
    assert site_addresses(given) == addresses


@pytest.mark.parametrize("given", ["ftp://example.org", "http://", "http://exa mple.org", "https://example.org:99999/"])
def test_what_is_no_site_is_refused(given: str) -> None:
    with pytest.raises(ArgumentError, match="url="):
        site_addresses(given)


@pytest.mark.parametrize(
    ("address", "line"),
    [("http://127.0.0.1:1/", "connection refused"), ("http://no-such-host.invalid/", "does not resolve")],
)
def test_a_site_that_cannot_be_reached_is_a_failure(tmp_path: Path, address: str, line: str) -> None:
    done = scrapy("crawl", "site", "-a", f"url={address}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 1
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_robots_that_forbid_everything_are_a_failure(tmp_path: Path) -> None:
    with serving({"/robots.txt": "User-agent: *\nDisallow: /", "/": story("Bridge closes")}) as site:
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
        assert site.paths() == []
    assert done.returncode == 1
    assert "robots.txt forbids it" in done.stderr


def test_a_site_with_no_articles_is_a_failure(tmp_path: Path) -> None:
    with serving({"/": "<html><body>Nothing here</body></html>"}) as site:
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 1
    assert "no stories found" in done.stderr


def test_some_pages_that_fail_are_no_failure_but_all_are(tmp_path: Path) -> None:
    with serving({"/one/": story("Bridge closes in Ashford")}) as site:
        both = scrapy("crawl", "pages", "-a", f"urls={site.url}/one/,{site.url}/two/", DATABASE=str(tmp_path / "a"))
        none = scrapy("crawl", "pages", "-a", f"urls={site.url}/two/", DATABASE=str(tmp_path / "b"))
    assert (both.returncode, none.returncode) == (0, 1)
    assert "not one page could be had: HTTP 404" in none.stderr


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    database.write_text("Not a database, but somebody's notes.\n" * 50)
    with serving({}) as site:
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database))
        assert site.requests == []
    assert done.returncode == 1
    assert str(database) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert database.read_text().startswith("Not a database")


def test_storage_that_fails_on_the_way_ends_the_crawl(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    routes: dict[str, Route] = {"/": "<html></html>"}

    def sabotage(_: object) -> Answer:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("DROP TABLE IF EXISTS articles")
        return Answer(story("Bridge closes in Ashford").encode(), delay=0.3)

    with serving(routes) as site:
        routes |= {f"/s{number}/": sabotage for number in range(400)}
        routes["/sitemap.xml"] = sitemap(*(f"{site.url}/s{number}/" for number in range(400)))
        settings = {"DATABASE": str(database), "CONCURRENT_REQUESTS_PER_DOMAIN": "1"}
        done = scrapy("crawl", "site", "-a", f"url={site.url}", **settings)
        assert len(site.paths()) < 400
    assert done.returncode == 1
    assert f"{database}: " in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_limit_of_scrapys_own_ends_a_crawl_in_order(tmp_path: Path) -> None:
    """Also where the site is still being looked at: what was under way is left to the next crawl."""
    database = str(tmp_path / "db")
    with serving({"/": "<html></html>", "/one/": story("Bridge closes in Ashford")}) as site:
        site.routes["/sitemap.xml"] = sitemap(f"{site.url}/one/")
        first = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=database, CLOSESPIDER_PAGECOUNT="1")
        second = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=database)
    assert (first.returncode, first.stderr) == (second.returncode, second.stderr) == (0, "")
    assert [row["headline"] for row in rows(tmp_path / "db", "SELECT headline FROM articles")] == [
        "Bridge closes in Ashford"
    ]


def test_a_crawl_that_finds_everything_known_is_a_success() -> None:
    assert summarize({"discovery/found": 9, "finish_reason": "finished"}).complaint is None


@pytest.mark.parametrize(("ended", "name"), [("finished", "not due"), ("shutdown", "left"), ("storage failed", "left")])
def test_what_a_crawl_did_not_reach_is_not_called_unchanged(
    ended: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_summary(summarize({"discovery/found": 9, "ledger/leased": 4, "finish_reason": ended}))
    lines = capsys.readouterr().out.splitlines()
    assert lines == [line.rstrip() for line in lines]
    told = [line.split("  ")[0] for line in lines]
    assert name in told
    assert len({"not due", "left"} & set(told)) == 1


def test_a_finished_crawl_has_its_row(tmp_path: Path) -> None:
    with serving({"/one/": story("Bridge closes in Ashford")}) as site:
        scrapy("crawl", "pages", "-a", f"urls={site.url}/one/", DATABASE=str(tmp_path / "db"))
    (row,) = rows(tmp_path / "db", "SELECT spider, reason, ended_at FROM crawls")
    assert (row["spider"], row["reason"]) == ("pages", "finished")
    assert row["ended_at"]


STOPPED_AT_ONCE = """
import os, signal, sys
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
reactor.callWhenRunning(lambda: reactor.callLater(0, os.kill, os.getpid(), signal.SIGTERM))
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("crawl", "pages", "-a", "urls=http://127.0.0.1:1/"), 0), (("extract", "http://127.0.0.1:1/"), 130)],
    ids=["crawl", "extract"],
)
def test_a_signal_before_the_crawl_is_under_way_ends_it_cleanly(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    command = [sys.executable, "-c", STOPPED_AT_ONCE, *arguments, "-s", f"DATABASE={tmp_path / 'db'}"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


BROKEN = """
import sys
from crawler.storage import Store
error, part = eval(sys.argv.pop(1)), sys.argv.pop(1)
whole = getattr(Store, part)
def tripped(self, *given):
    if part == "lease" and not self.db["visits"].count:
        return whole(self, *given)
    raise error
setattr(Store, part, tripped)
from crawler.console.start import main
main()
"""
"""The command ``scrapy``, and a part of its own that does what it should not: leases once the visit has begun."""


@pytest.mark.parametrize(
    ("part", "error", "line"),
    [
        ("begin_crawl", "MemoryError()", "no memory is left; raise the limit on it (ulimit -v)"),
        ("lease", 'RuntimeError("can\'t start new thread")', "no memory is left; raise the limit on it (ulimit -v)"),
        ("begin_visit", "KeyError('x')", "the crawl broke off (KeyError('x')); the next run goes on where it was"),
    ],
)
def test_a_crawl_that_is_tripped_up_itself_is_no_success(tmp_path: Path, part: str, error: str, line: str) -> None:
    command = [sys.executable, "-c", BROKEN, error, part, "crawl", "site", "-a", "url=http://127.0.0.1:1/"]
    done = subprocess.run(
        [*command, "-s", f"DATABASE={tmp_path / 'db'}"], cwd=ROOT, env=environment(), capture_output=True, text=True
    )
    told = done.stderr.splitlines()
    assert done.returncode == 1
    assert told[-1].startswith(f"scrapy crawl: {line}")
    assert len(told) == 1 or "no memory" not in line
    if part == "lease":  # the crawl and its visit had begun
        (crawl,), (visit,) = (rows(tmp_path / "db", f"SELECT * FROM {table}") for table in ("crawls", "visits"))
        assert (crawl["reason"], visit["healthy"]) == ("broken off", 0)
        assert visit["reason"].startswith(line)


def test_options_that_a_crawl_refuses_are_not_offered() -> None:
    command, parser = Command(), argparse.ArgumentParser(conflict_handler="resolve")
    command.settings = get_project_settings()
    command.add_options(parser)
    assert "-a NAME=VALUE" in parser.format_help()
    assert "output" not in parser.format_help()
