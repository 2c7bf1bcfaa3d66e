"""Private addresses are refused when connecting, whatever they are called and however they are reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.fetch.publicness import is_public
from tests.archive import rows
from tests.names import PUBLIC, guarded_crawl, name_server
from tests.servers import Answer, Route, scrapy, serving, sitemap, story


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *(
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "192.88.99.1",
            "::1",
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
        ),
        *(
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
            "64:ff9b:1::7f00:1",
            "::127.0.0.1",
            "3fff::1",
            "nonsense",
        ),
    ],
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


SPELLINGS = """127.0.0.1 localhost LOCALHOST 2130706433 0x7f.1 0x7f000001 0177.0.0.1 127.1 0 ①②⑦.0.0.1 １２７.0.0.1
  127。0。0。1 user:password@127.0.0.1
  017700000001 127.0.1 0x7f.0x0.0x0.0x1 [0:0:0:0:0:ffff:127.0.0.1] [::ffff:0:127.0.0.1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [::1] [::]""".split()
NONSENSE = ["127.0.0.1.", "localhost.", "%31%32%37.0.0.1", "[fe80::1%25lo]"]
"""Spellings that mean loopback to some, and nothing to us."""


def test_every_spelling_of_loopback_is_refused(tmp_path: Path) -> None:
    with serving({"/": story("Bridge closes")}) as site:
        urls = "\n".join(site.url.replace("127.0.0.1", host) + "/" for host in SPELLINGS + NONSENSE)
        settings = {"DATABASE": str(tmp_path / "db"), "ALLOW_PRIVATE_ADDRESSES": "False"}
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=urls, **settings)
        assert site.requests == []
    assert done.returncode == 1
    found = {
        row["url"].split("/")[2].rpartition(":")[0]: row["outcome"]
        for row in rows(tmp_path / "db", "SELECT * FROM urls")
    }
    refused = {host for host, outcome in found.items() if outcome == "private address refused"}
    assert found.keys() - refused == set(NONSENSE)
    assert len(refused) >= 12  # some spellings are the same page to the ledger


HOPS: dict[str, Callable[[str], dict[str, Route]]] = {
    "a page": lambda inside: {"/sitemap.xml": sitemap(f"{OUTSIDE}/away/"), "/away/": moved(f"{inside}/")},
    "robots.txt": lambda inside: {"/robots.txt": moved(f"{inside}/robots.txt")},
    "the front page": lambda inside: {"/": moved(f"{inside}/")},
    "a sitemap": lambda inside: {"/sitemap.xml": moved(f"{inside}/sitemap.xml")},
    "a sitemap that robots.txt names": lambda inside: {"/robots.txt": f"Sitemap: {inside}/sitemap.xml"},
    "a sitemap in an index": lambda inside: {
        "/sitemap.xml": Answer(f"<sitemapindex><sitemap><loc>{inside}/s.xml</loc></sitemap></sitemapindex>".encode())
    },
    "a feed": lambda inside: {
        "/": f"<link rel=alternate type='application/rss+xml' href='{inside}/feed/'>",
        "/rss.xml": moved(f"{inside}/rss.xml"),
    },
    "a WordPress interface": lambda inside: {"/": f"<link rel='https://api.w.org/' href='{inside}/wp-json/'>"},
    "a refresh": lambda inside: {
        "/sitemap.xml": sitemap(f"{OUTSIDE}/away/"),
        "/away/": f"<meta http-equiv=refresh content='0; url={inside}/'>",
    },
    "the second page of a story": lambda inside: {
        "/sitemap.xml": sitemap(f"{OUTSIDE}/long/"),
        "/long/": story("A long read", tail=f"<div class='page-links'><a href='{OUTSIDE}/long/2/'>2</a></div>"),
        "/long/2/": moved(f"{inside}/long/2/"),
    },
}
OUTSIDE = "{url}"
"""Stands for the address of the site on the address that counts as public."""


def moved(target: str) -> Answer:
    return Answer(status=302, headers={"Location": target})


@pytest.mark.parametrize("hop", HOPS)
def test_every_hop_that_leads_inside_is_refused(tmp_path: Path, hop: str) -> None:
    """One loopback address is let in, as if it were public; what it says leads to another, which is not."""
    with serving({"/": story("The intranet")}, host="127.0.0.2") as inside, serving({}) as outside:
        outside.routes |= {"/": "<html></html>", **HOPS[hop](inside.url)}
        for path, route in outside.routes.items():
            if isinstance(route, Answer):
                outside.routes[path] = replace(route, body=route.body.replace(b"{url}", outside.url.encode()))
        guarded_crawl(tmp_path / "db", "site", url=f"{outside.url}/")
        assert outside.requests
        assert inside.requests == []
    assert rows(tmp_path / "db", "SELECT * FROM articles") == []


def test_a_name_that_moves_inside_between_two_requests_is_refused(tmp_path: Path) -> None:
    """DNS rebinding: the first answer is a public address, every later one an address inside.

    The crawl remembers one name only: it asks for the first again when it comes back to it.
    """
    with serving({"/back/": story("The intranet")}, host="127.0.0.2") as inside:
        port = int(inside.url.rpartition(":")[2])
        there, back = f"http://other.test:{port}/there/", f"http://rebind.test:{port}/back/"
        routes: dict[str, Route] = {"/": moved(there), "/there/": moved(back), "/back/": story("Bridge closes")}
        answers = {"rebind.test": [[PUBLIC], ["127.0.0.2"]], "other.test": [[PUBLIC]]}
        with serving(routes, port=port, keep_alive=False) as outside, name_server(answers) as names:
            guarded_crawl(tmp_path / "db", "pages", port=names, urls=f"http://rebind.test:{port}/")
            assert outside.paths() == ["/", "/there/"]
        assert inside.requests == []
    (row,) = rows(tmp_path / "db", "SELECT state, reason FROM urls")
    assert row["state"] == "skipped"
    assert row["reason"].startswith("private address refused (127.0.0.2;")


def test_of_a_name_with_several_addresses_only_the_public_ones_are_tried(tmp_path: Path) -> None:
    with serving({"/": story("The intranet")}, host="127.0.0.2") as inside:
        port = int(inside.url.rpartition(":")[2])
        with (
            serving({"/": story("Bridge closes")}, port=port) as outside,
            name_server({"both.test": [["127.0.0.2", PUBLIC, "169.254.169.254"]]}) as names,
        ):
            guarded_crawl(tmp_path / "db", "pages", port=names, urls=f"http://both.test:{port}/")
            assert "/" in outside.paths()
        assert inside.requests == []
    assert [row["headline"] for row in rows(tmp_path / "db", "SELECT headline FROM articles")] == ["Bridge closes"]


SCHEMES = ("file:///etc/hostname", "ftp://127.0.0.1/", "data:text/html,<h1>x</h1>", "gopher://127.0.0.1/", "s3://x/y")


def test_only_http_and_https_are_followed_or_read(tmp_path: Path) -> None:
    secret = Path("/etc/hostname").read_text().strip()
    listed = "".join(f"<url><loc>{target}</loc></url>" for target in SCHEMES)
    with serving({"/": "<html></html>"}) as site:
        pages: dict[str, Route] = {f"/{number}/": moved(target) for number, target in enumerate(SCHEMES)}
        refresh: dict[str, Route] = {
            f"/r{number}/": f"<meta http-equiv=refresh content='0; url={t}'>" for number, t in enumerate(SCHEMES)
        }
        paths = [*pages, *refresh]
        locs = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in paths)
        site.routes |= pages | refresh
        site.routes["/robots.txt"] = "\n".join(f"Sitemap: {target}" for target in (*SCHEMES, f"{site.url}/map.xml"))
        site.routes["/map.xml"] = Answer(f"<urlset>{listed}{locs}</urlset>".encode())
        scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
        assert set(paths) <= set(site.paths())
    assert rows(tmp_path / "db", "SELECT * FROM articles") == []
    told = {
        row["url"]: row["reason"] for row in rows(tmp_path / "db", "SELECT url, reason FROM urls WHERE state <> 'x'")
    }
    assert {told[f"{site.url}/{number}/"] for number in range(len(SCHEMES))} == {"redirect to no web address"}
    if secret:
        assert secret.encode() not in (tmp_path / "db").read_bytes()


def test_a_crawl_that_is_not_allowed_says_how_to_allow_it(tmp_path: Path) -> None:
    with serving({"/": Answer(b"<html></html>")}) as site:
        settings = {"DATABASE": str(tmp_path / "db"), "ALLOW_PRIVATE_ADDRESSES": "False"}
        done = scrapy("crawl", "site", "-a", f"url={site.url}", **settings)
        assert site.requests == []
    assert done.returncode == 1
    assert "ALLOW_PRIVATE_ADDRESSES=True" in done.stderr
