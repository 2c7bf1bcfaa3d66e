"""How a crawl behaves towards the sites it visits."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.archive import headlines, ledger
from tests.servers import ROOT, Answer, Received, Route, environment, scrapy, serving, story, under_way


def crawl_pages(tmp_path: Path, *urls: str, **settings: str) -> int:
    done = scrapy("crawl", "pages", "-a", f"urls={','.join(urls)}", DATABASE=str(tmp_path / "db"), **settings)
    return done.returncode


def test_an_honest_name_with_a_contact_and_no_cookies(tmp_path: Path) -> None:
    page = Answer(story("Bridge closes in Ashford").encode(), headers={"Set-Cookie": "id=1; Path=/"})
    agreed = Answer(status=302, headers={"Location": "/walled/", "Set-Cookie": "agreed=yes; Path=/; Max-Age=9"})

    def walled(request: Received) -> Answer:
        is_let_in = request.headers.get("Cookie") == "agreed=yes"
        return Answer(story("Pier opens").encode()) if is_let_in else Answer(status=302, headers={"Location": "/agree"})

    routes: dict[str, Route] = {"/one/": page, "/two/": page, "/walled/": walled, "/agree": agreed}
    with serving(routes) as site:
        urls = [f"{site.url}{path}" for path in ("/walled/", "/one/", "/two/")]
        crawl_pages(tmp_path, *urls, CONTACT="desk@example.org", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford", "Pier opens"}
    agents = {request.headers["User-Agent"] for request in site.requests}
    (agent,) = agents
    assert agent.startswith("copydesk/")
    assert agent.endswith("(+desk@example.org)")
    told = {
        name: [request.path for request in site.requests if name in request.headers] for name in ("Cookie", "Referer")
    }
    assert told == {"Cookie": ["/walled/"], "Referer": ["/agree", "/walled/"]}, "only on the way of a redirect"


def test_robots_are_asked_once_and_obeyed(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/robots.txt": "User-agent: copydesk\nDisallow: /members/\n\nUser-agent: *\nDisallow: /",
        "/open/": story("Bridge closes in Ashford"),
        "/members/": story("Not for robots"),
    }
    with serving(routes) as site:
        crawl_pages(tmp_path, f"{site.url}/open/", f"{site.url}/members/")
    assert [request.path for request in site.requests] == ["/robots.txt", "/open/"]
    assert ledger(tmp_path / "db")["/members/"] == ("skipped", "robots.txt forbids it")


def test_robots_that_cannot_be_had_mean_wait(tmp_path: Path) -> None:
    with serving({"/robots.txt": Answer(b"", 503), "/one/": story("Bridge closes")}) as site:
        assert crawl_pages(tmp_path, f"{site.url}/one/") == 1
        assert site.paths() == []
        assert ledger(tmp_path / "db")["/one/"] == ("pending", "robots.txt cannot be had (HTTP 503)")
        site.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /", 404)
        assert crawl_pages(tmp_path, f"{site.url}/one/") == 0
    assert headlines(tmp_path / "db") == {"Bridge closes"}


def test_a_delay_between_requests_and_a_longer_one_where_robots_ask_for_it(tmp_path: Path) -> None:
    pages: dict[str, Route] = {f"/{n}/": story(f"Story {n} from Ashford{n}") for n in range(3)}
    with (
        serving(dict(pages)) as plain,
        serving(pages | {"/robots.txt": "User-agent: *\nCrawl-delay: 1"}) as slow,
    ):
        urls = [f"{plain.url}/{n}/" for n in range(3)] + [
            f"{slow.url.replace('127.0.0.1', 'localhost')}/{n}/" for n in range(3)
        ]
        assert crawl_pages(tmp_path, *urls, DOWNLOAD_DELAY="0.3", DOWNLOAD_DELAY_JITTER="0") == 0
    for site, least in ((plain, 0.2), (slow, 0.8)):
        times = [request.at for request in site.requests]
        gaps = [later - earlier for earlier, later in pairwise(times[1:])]
        assert min(gaps) >= least


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,hi"])
def test_redirects_to_other_protocols_are_refused(tmp_path: Path, target: str) -> None:
    with serving({"/one/": Answer(status=302, headers={"Location": target})}) as site:
        assert crawl_pages(tmp_path, f"{site.url}/one/") == 1
    assert ledger(tmp_path / "db")["/one/"] == ("failed", "redirect to no web address")


def test_endless_redirects_and_oversized_pages_are_cut_off(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/loop/": Answer(status=302, headers={"Location": "/loop/"}),
        "/huge/": Answer(b"<html>" + b"x" * 300_000),
    }
    with serving(routes) as site:
        assert crawl_pages(tmp_path, f"{site.url}/loop/", f"{site.url}/huge/", DOWNLOAD_MAXSIZE="200000") == 1
    assert ledger(tmp_path / "db")["/loop/"] == ("failed", "redirects without end")
    assert ledger(tmp_path / "db")["/huge/"] == ("skipped", "page too large")


def test_a_server_that_says_when_to_return_is_believed(tmp_path: Path) -> None:
    with serving({"/busy/": Answer(b"", 503, headers={"Retry-After": "86000"})}) as site:
        crawl_pages(tmp_path, f"{site.url}/busy/")
    assert ledger(tmp_path / "db")["/busy/"][0] == "pending"


def test_a_signal_ends_a_crawl_also_while_it_leaves_a_busy_host_alone(tmp_path: Path) -> None:
    with serving({"/busy/": Answer(b"", 429, headers={"Retry-After": "100"})}) as site:
        settings = {"RETRY_TIMES": "2", "DATABASE": str(tmp_path / "db")}
        with under_way("crawl", "pages", "-a", f"urls={site.url}/busy/", **settings) as crawl:
            while not site.paths():
                time.sleep(0.02)
            time.sleep(1)  # until the answer is here, and the pause has begun
            crawl.send_signal(signal.SIGTERM)
            assert crawl.wait(10) == 0
        assert site.paths() == ["/busy/"]
    assert ledger(tmp_path / "db")["/busy/"] == ("pending", None)


def test_a_crawl_does_not_even_load_the_server_for_remote_control() -> None:
    program = """
import sys
from scrapy.utils.project import get_project_settings
extensions = get_project_settings().get_component_priority_dict_with_base("EXTENSIONS")
assert "crawler.books.bookkeeping.Bookkeeper" in extensions
assert "scrapy.extensions.remote_control" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment(), timeout=60, check=True)
