"""Hosts that misbehave: what the ledger says of each, and that their neighbours are filed all the same."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.archive import headlines, rows
from tests.faulty import (
    GOOD,
    Host,
    Misdeed,
    answer,
    endless,
    head,
    hosts,
    resetting,
    saying,
    self_signed,
    silent,
)
from tests.misdeeds import BAD, PAGE, PAGES, redirect
from tests.servers import scrapy

BUSY = {"BACKOFF_MAX": "10", "RETRY_TIMES": "2"}
SHORT = {"DOWNLOAD_TIMEOUT": "3", "DOWNLOAD_MAXSIZE": "400000", "REDIRECT_MAX_TIMES": "4", "RETRY_TIMES": "1"}


def by_url(database: Path) -> dict[str, tuple[str, str | None]]:
    return {row["url"]: (row["state"], row["reason"]) for row in rows(database, "SELECT url, state, reason FROM urls")}


def crawl(tmp_path: Path, *urls: str, **settings: str) -> tuple[int, str, Path]:
    (tmp_path / "urls.txt").write_text("\n".join(urls))
    database = tmp_path / "db"
    done = scrapy("crawl", "pages", "-a", f"urls={tmp_path}/urls.txt", DATABASE=str(database), **{**SHORT, **settings})
    return done.returncode, done.stderr, database


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str | None]]:
    """One crawl of all the faulty hosts, each with its good page listed last: how each address ended."""
    with hosts({name: misdeeds for name, (misdeeds, _, _) in PAGES.items()}) as running:
        urls = [host.url + path for host in running.values() for path in (BAD, GOOD)]
        code, errors, database = crawl(tmp_path_factory.mktemp("faults"), *urls)
        assert (code, errors) == (0, "")
        known = by_url(database)
        assert "Мост закрыт на ремонт" in headlines(database)
        return {f"{name}{path}": known[host.url + path] for name, host in running.items() for path in (BAD, GOOD)}


@pytest.mark.parametrize("name", PAGES)
def test_a_fault_has_its_state_and_reason_and_its_neighbour_is_filed(
    faults: dict[str, tuple[str, str | None]], name: str
) -> None:
    _, state, reason = PAGES[name]
    found, told = faults[name + BAD]
    assert (found, (told or "").partition(" (")[0] or None if reason and "(" not in reason else told) == (state, reason)
    assert faults[name + GOOD][0] == "done"


def test_hosts_that_cannot_be_reached_are_told_apart(tmp_path: Path) -> None:
    with hosts({"tls": {}, "plain": {}}, {"tls": self_signed(tmp_path)}) as running:
        tls, plain = running["tls"].url, running["plain"].url
        nowhere, closed, hasty = "http://no-such-host.invalid", "http://127.0.0.9:9", plain.replace("http:", "https:")
        nameless = ("http://news..example", f"http://{'a' * 64}.example")
        code, errors, database = crawl(
            tmp_path, *(url + GOOD for url in (tls, plain, nowhere, closed, hasty, *nameless))
        )
        known = by_url(database)
    assert (code, errors) == (0, "")
    assert known[plain + GOOD] == ("done", None)
    state, reason = known[tls + GOOD]
    assert state == "failed"
    assert (reason or "").startswith("TLS certificate or handshake not accepted (")
    assert known[hasty + GOOD][0] == "pending", "a handshake may go well next time, a certificate stays what it is"
    for name in (nowhere, *nameless):
        assert known[name + GOOD] == ("pending", "host name does not resolve")
    assert known[closed + GOOD] == ("pending", "connection refused")


def test_busy_hosts_are_waited_for_as_they_ask_and_left_alone_where_that_is_long(tmp_path: Path) -> None:
    page, busy = answer(PAGE), "429 Too Many Requests"
    misdeeds: dict[str, dict[str, Misdeed]] = {
        "soon": {BAD: saying(answer("", "Retry-After: 2", status=busy), page)},
        "unsaid": {BAD: saying(answer("", status="503 Busy"), page)},
        "later": {BAD: saying(answer("", "Retry-After: 3600", status=busy))},
        "robots": {"/robots.txt": saying(answer("", "Retry-After: 3600", status=busy))},
    }
    with hosts(misdeeds) as running:
        urls = [host.url + path for host in running.values() for path in (BAD, GOOD, "/third/", "/fourth/")]
        code, _, database = crawl(tmp_path, *urls, **BUSY, CONCURRENT_REQUESTS_PER_DOMAIN="1")
        known = by_url(database)
        assert code == 0
        for name, pause in (("soon", 1.9), ("unsaid", 4.9)):
            host = running[name]
            first, second = host.times(BAD)
            assert second - first >= pause
            assert not [at for path, at in host.asked if first < at < first + pause], (
                "asked while it was to be left alone"
            )
            assert known[host.url + BAD][0] == known[host.url + GOOD][0] == "done"
        for name in ("later", "robots"):
            host = running[name]
            assert len(host.asked) <= 2, "asked again although it was to be left alone"
            assert {known[host.url + path][0] for path in (BAD, GOOD, "/third/", "/fourth/")} == {"pending"}
        sql = "SELECT not_before, attempts FROM urls WHERE url LIKE ? ORDER BY attempts"
        least = (datetime.now(UTC) + timedelta(minutes=50)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for row in rows(database, sql, running["robots"].url + "%"):
            assert row["not_before"] > least
            assert row["attempts"] == 0  # it is no fault of the page


def test_a_host_that_is_down_is_not_asked_for_each_of_its_pages(tmp_path: Path) -> None:
    paths = [f"/{number}/" for number in range(30)]
    misdeeds: dict[str, dict[str, Misdeed]] = {"down": dict.fromkeys(paths, resetting()), "up": {}}
    with hosts(misdeeds) as running:
        down, up = running["down"], running["up"]
        code, _, database = crawl(tmp_path, *(down.url + path for path in paths), up.url + GOOD)
        known = by_url(database)
        assert code == 0
        assert len(down.asked) < 20
    assert {known[down.url + path][0] for path in paths} == {"pending"}
    assert known[up.url + GOOD][0] == "done"


def test_a_host_that_keeps_silent_holds_up_no_other_that_stands_behind_it_in_the_list(tmp_path: Path) -> None:
    paths = [f"/{number}/" for number in range(100)]
    misdeeds: dict[str, dict[str, Misdeed]] = {"silent": dict.fromkeys(paths, silent), "quick": {}}
    with hosts(misdeeds) as running:
        mute, quick = running["silent"], running["quick"]
        code, _, database = crawl(tmp_path, *(mute.url + path for path in paths), quick.url + GOOD)
        known = by_url(database)
        assert code == 0
        assert quick.times(GOOD)[0] - mute.asked[0][1] < 3, "it waited until the other had run out of time"
        assert len(mute.asked) < 20
    assert known[quick.url + GOOD][0] == "done"
    assert {known[mute.url + path][0] for path in paths} == {"pending"}


RULES = "User-agent: copydesk\nDisallow: /bad/\n"
ROBOTS: dict[str, tuple[Misdeed, str, str | None]] = {
    "ten megabytes": (
        saying(answer(b"User-agent: *\nDisallow: /bad/\n" + b"# filling\n" * 1_000_000, "Content-Type: text/plain")),
        "skipped",
        "robots.txt forbids it",
    ),
    "endless": (
        endless(head() + b"User-agent: *\nDisallow: /bad/\n", b"# on\n" * 1000),
        "skipped",
        "robots.txt forbids it",
    ),
    "rules too far down": (
        saying(answer(b"User-agent: *\n" + b"# filling\n" * 60_000 + b"Disallow: /bad/\n")),
        "done",
        None,
    ),
    "error": (saying(answer("", status="500 Oops")), "pending", "robots.txt cannot be had (HTTP 500)"),
    "silence": (silent, "pending", "no answer in time"),
    "reset": (resetting(), "pending", "connection failed"),
    "announced as 100 GB": (
        endless(head("Content-Length: 99999999999") + RULES.encode(), b"# on\n" * 1000),
        "skipped",
        "robots.txt forbids it",
    ),
    "a bomb": (
        saying(answer(gzip.compress(b"# on\n" * 16_000_000, 1), "Content-Encoding: gzip")),
        "pending",
        "robots.txt cannot be had",
    ),
    "forbidden": (saying(answer("Disallow: /", status="403 Forbidden")), "done", None),
    "redirects without end": (saying(redirect("/robots.txt")), "done", None),
    "redirect to no address": (saying(redirect("http://[::1")), "done", None),
    "redirected": (saying(redirect("/rules.txt")), "skipped", "robots.txt forbids it"),
    "redirected elsewhere": (silent, "skipped", "robots.txt forbids it"),
    "UTF-16": (saying(answer(RULES.encode("utf-16"))), "skipped", "robots.txt forbids it"),
    "a byte order mark": (saying(answer(RULES.encode("utf-8-sig"))), "skipped", "robots.txt forbids it"),
    "a web page": (saying(answer(PAGE)), "done", None),
    "a web page of rules": (saying(answer(f"<html><body><p>{RULES}</p></body></html>")), "done", None),
    "binary": (saying(answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 5000)), "done", None),
}


@pytest.fixture(scope="module")
def under_robots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str | None]]:
    """One crawl of hosts whose robots.txt is out of the ordinary: how their page ended."""
    misdeeds: dict[str, dict[str, Misdeed]] = {
        name: {"/robots.txt": deed, BAD: saying(answer(PAGE))} for name, (deed, _, _) in ROBOTS.items()
    }
    misdeeds["redirected"]["/rules.txt"] = saying(answer(RULES))
    with hosts(misdeeds) as running:
        misdeeds["redirected elsewhere"]["/robots.txt"] = saying(redirect(f"{running['redirected'].url}/rules.txt"))
        code, errors, database = crawl(
            tmp_path_factory.mktemp("robots"),
            *(host.url + BAD for host in running.values()),
            DOWNLOAD_MAXSIZE="12000000",
        )
        assert (code, errors) == (0, "")
        known = by_url(database)
        assert running["endless"].sent < 20_000_000
        return {name: known[host.url + BAD] for name, host in running.items()}


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_txt_is_read_as_rfc_9309_has_it(under_robots: dict[str, tuple[str, str | None]], name: str) -> None:
    _, state, reason = ROBOTS[name]
    found, told = under_robots[name]
    assert found == state
    assert told == reason or (told or "").startswith(f"{reason} (")


def test_sitemaps_without_end_and_feeds_that_are_pages_cost_only_themselves(tmp_path: Path) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed-that-is-a-page/">'
    front = f"<html><head>{feed}</head><body><a href='{GOOD}'>Good news of the day from Ashford</a></body></html>"
    opening = b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    entry = b"<url><loc>http://127.0.0.1/a/</loc></url>\n" * 2000

    def two_hundred_megabytes(host: Host, connection: object, path: str) -> None:
        host.send(connection, head("Content-Type: application/xml") + opening)  # type: ignore[arg-type]
        while host.sent < 200_000_000:
            host.send(connection, entry)  # type: ignore[arg-type]

    misdeeds: dict[str, Misdeed] = {
        "/": saying(answer(front)),
        "/robots.txt": saying(answer("Sitemap: /huge.xml")),
        "/huge.xml": two_hundred_megabytes,
        "/feed-that-is-a-page/": saying(answer(PAGE)),
        "/feed/": saying(answer(PAGE)),
    }
    with hosts({"site": misdeeds}) as running:
        host = running["site"]
        misdeeds["/robots.txt"] = saying(answer(f"Sitemap: {host.url}/huge.xml"))
        done = scrapy("crawl", "site", "-a", f"url={host.url}", DATABASE=str(tmp_path / "db"), DOWNLOAD_TIMEOUT="20")
        assert "/huge.xml" in [path for path, _ in host.asked]
        assert host.sent < 120_000_000, "it was read beyond the cap"
    assert done.returncode == 0, done.stderr
    assert "Good page of site" in headlines(tmp_path / "db")
