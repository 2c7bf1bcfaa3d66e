"""Private addresses are refused when connecting, whatever they are called and however they are reached."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.guard import is_public
from tests.archive import rows
from tests.servers import ROOT, Answer, environment, scrapy, serving, story


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *(
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
            "nonsense",
        ),
    ],
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


def test_every_spelling_of_loopback_is_refused(tmp_path: Path) -> None:
    hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]")
    with serving({"/": story("Bridge closes")}) as site:
        urls = "\n".join(site.url.replace("127.0.0.1", host) + "/" for host in hosts)
        settings = {"DATABASE": str(tmp_path / "db"), "ALLOW_PRIVATE_ADDRESSES": "False"}
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=urls, **settings)
        assert site.requests == []
    assert done.returncode == 1
    found = rows(tmp_path / "db", "SELECT state, outcome FROM urls")
    assert {tuple(row) for row in found} == {("skipped", "private address refused")}
    assert len(found) >= 5  # some spellings are the same page to the ledger


def test_a_redirect_to_a_private_address_is_refused(tmp_path: Path) -> None:
    """One loopback address is let in, as if it were public; its redirect leads to another, which is not."""
    with serving({"/": story("The intranet")}, host="127.0.0.2") as inside:
        away = Answer(status=302, headers={"Location": f"{inside.url}/"})
        with serving({"/": away}) as outside:
            program = _PROGRAM.format(database=str(tmp_path / "db"), url=f"{outside.url}/")
            subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment(), timeout=60, check=True)
            assert outside.paths() == ["/"]
        assert inside.requests == []
    (row,) = rows(tmp_path / "db", "SELECT outcome FROM urls")
    assert row["outcome"] == "private address refused"


_PROGRAM = """
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from crawler import guard

known = guard.is_public
guard.is_public = lambda address: address == "127.0.0.1" or known(address)
if __name__ == "__main__":
    settings = get_project_settings()
    settings.setdict({{"DATABASE": {database!r}, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0}})
    process = AsyncCrawlerProcess(settings)
    process.crawl("pages", urls={url!r})
    process.start()
"""


def test_a_crawl_that_is_not_allowed_says_how_to_allow_it(tmp_path: Path) -> None:
    with serving({"/": Answer(b"<html></html>")}) as site:
        settings = {"DATABASE": str(tmp_path / "db"), "ALLOW_PRIVATE_ADDRESSES": "False"}
        done = scrapy("crawl", "site", "-a", f"url={site.url}", **settings)
        assert site.requests == []
    assert done.returncode == 1
    assert "ALLOW_PRIVATE_ADDRESSES=True" in done.stderr
