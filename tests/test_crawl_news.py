"""``scrapy crawl news``: all due sites side by side, each within its budget, none at another's mercy."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from tests.announcing import Newsroom, Routes
from tests.archive import headlines, rows
from tests.servers import Answer, NewsServer, Received, Route, scrapy, serving, sitemap, story, under_way
from tests.zygote import Running


@contextmanager
def papers(*names: str, stories: int = 3) -> Iterator[dict[str, NewsServer]]:
    """A news site a name, each at a loopback address of its own."""
    with ExitStack() as stack:
        running = {}
        for number, name in enumerate(names, 1):
            paths = [f"/{name}-{each}/" for each in range(stories)]
            routes: dict[str, Route] = {path: story(f"Story {path.strip('/')} from Ashford") for path in paths}
            site = stack.enter_context(serving(routes | {"/": "<html></html>"}, f"127.0.1.{number}"))
            site.routes["/sitemap.xml"] = sitemap(*(site.url + path for path in paths))
            running[name] = site
        yield running


def listed(folder: Path, sites: dict[str, NewsServer], **more: str) -> Path:
    """A sites.toml with an entry a site, with more lines for those named."""
    file = folder / "sites.toml"
    entries = [f'[[site]]\nname = "{name}"\nurl = "{site.url}"\n{more.get(name, "")}\n' for name, site in sites.items()]
    file.write_text("\n".join(entries))
    return file


def crawl(file: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", "news", "-a", f"sites={file}", DATABASE=str(file.with_name("news.db")), **settings)


def lines(output: str) -> dict[str, str]:
    """The summary's lines by site."""
    return {line.split()[0]: line for line in output.splitlines() if line}


def test_due_sites_are_visited_and_each_has_a_line(tmp_path: Path) -> None:
    with papers("courier", "herald", "gone", "down") as sites:
        file = listed(tmp_path, sites, herald='every = "1h"')
        sites["gone"].routes["/robots.txt"] = "User-agent: *\nDisallow: /"
        sites["down"].routes["/robots.txt"] = Answer(status=500)
        done = crawl(file)
        assert done.returncode == 0, done.stderr
        assert "gone: " in done.stderr
        assert "robots.txt forbids it" in done.stderr
        assert len(done.stderr.splitlines()) == 2
        summary = lines(done.stdout)
        assert summary["courier"].split()[1:4] == ["sitemap", "3", "3"]
        assert summary["courier"].endswith("finished")
        assert "failed: " in summary["gone"]
        asked = {name: len(site.requests) for name, site in sites.items()}
        for name in ("down", "gone"):
            del sites[name].routes["/robots.txt"]
        again = crawl(file)
        assert again.returncode == 0
        assert again.stderr == ""
        assert lines(again.stdout)["herald"].count("not due until 20") == 1
        for name in ("down", "gone"):  # what could not be visited is made up for
            assert lines(again.stdout)[name].endswith("finished")
        assert {name for name, site in sites.items() if len(site.requests) > asked[name]} == {"down", "gone"}
    visits = rows(tmp_path / "news.db", "SELECT site, healthy, new FROM visits ORDER BY site, crawl_id")
    assert [(each["site"], each["healthy"], each["new"]) for each in visits] == [
        ("courier", 1, 3), ("down", 0, 0), ("down", 1, 3), ("gone", 0, 0), ("gone", 1, 3), ("herald", 1, 3),
    ]  # fmt: skip
    assert len(headlines(tmp_path / "news.db")) == 12


def test_slow_and_broken_sites_hold_up_nobody(tmp_path: Path) -> None:
    def slow(_: Received) -> Answer:
        return Answer(b"<html></html>", delay=30)

    with papers("good", "slow", "refusing") as sites:
        sites["slow"].routes = {"/": slow, "/robots.txt": slow}
        sites["refusing"].routes = {"/": Answer(status=500), "/robots.txt": Answer(status=500)}
        file = listed(tmp_path, sites)
        with file.open("a") as entries:
            entries.write('[[site]]\nname = "nowhere"\nurl = "http://no-such-host.invalid"\n')
            entries.write('[[site]]\nname = "closed"\nurl = "http://127.0.1.99:1/"\n')
        done = crawl(file, DOWNLOAD_TIMEOUT="8")
        # All of the good site was had before the slow one was given up.
        assert max(request.at for request in sites["good"].requests) < sites["slow"].requests[0].at + 8
    assert done.returncode == 0
    warned = {line.split(": ")[1]: line for line in done.stderr.splitlines()}
    assert set(warned) == {"slow", "refusing", "nowhere", "closed"}
    for name, told in (("slow", "no answer in time"), ("refusing", "HTTP 500"), ("nowhere", "does not resolve")):
        assert told in warned[name]
    assert len(headlines(tmp_path / "news.db")) == 3


def test_a_crawl_of_sites_that_all_fail_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    file.write_text('[[site]]\nurl = "http://127.0.1.99:1/"\n')
    done = crawl(file)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "scrapy crawl: the only site that was due could not be visited"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file or directory; scrapy sites add"),
        ("# nothing yet\n", "no sites in it; scrapy sites add"),
        ('[[site]]\nurll = "https://a.example"\n', "line 2: unknown key 'urll'; did you mean 'url'?"),
    ],
)
def test_a_bad_file_of_sites_is_told_before_anything_happens(tmp_path: Path, content: str | None, told: str) -> None:
    file = tmp_path / "sites.toml"
    if content is not None:
        file.write_text(content)
    done = crawl(file)
    assert done.returncode == 2
    assert all(line.startswith(f"scrapy crawl: {file}") for line in done.stderr.splitlines())
    assert told in done.stderr
    assert not (tmp_path / "news.db").exists()


def test_budgets_end_a_visit_and_the_next_goes_on_from_there(tmp_path: Path) -> None:
    with papers("pages", "minutes", stories=6) as sites:
        file = listed(tmp_path, sites, pages="max_pages = 4", minutes='max_time = "4s"\ndelay = 1.5')
        done = crawl(file, DOWNLOAD_DELAY_JITTER="0")
        assert done.returncode == 0, done.stderr
        summary = lines(done.stdout)
        assert summary["pages"].endswith("page budget used up")
        assert summary["minutes"].endswith("time budget used up")
        assert summary["pages"].split()[1:3] == ["sitemap", "4"]
        assert len([path for path in sites["pages"].paths() if path.startswith("/pages-")]) == 4
        times = [request.at for request in sites["minutes"].requests]
        assert min(later - earlier for earlier, later in pairwise(times)) > 1.0
        assert times[-1] - times[0] < 6
        (new := sites["pages"]).routes["/the-ferry/"] = story("The ferry sails")
        new.routes["/sitemap.xml"] = sitemap(*(new.url + path for path in new.routes if "-" in path))
        for again in ({"pages": "max_pages = 1"}, {}):
            with closing(sqlite3.connect(tmp_path / "news.db")) as database, database:
                assert not database.execute("SELECT 1 FROM urls WHERE state = 'leased'").fetchall()
                database.execute("UPDATE visits SET started_at = '2020-01-01T00:00:00Z'")
            assert crawl(listed(tmp_path, {name: sites[name] for name in again or sites}, **again)).returncode == 0
            assert "The ferry sails" in headlines(tmp_path / "news.db")  # before what the first visit left over
        asked = [path for site in sites.values() for path in site.paths() if path.startswith(("/pages-", "/minutes-"))]
        assert len(headlines(tmp_path / "news.db")) == 13
        assert len(asked) <= len(set(asked)) + 1  # the page under way when time was up


def running(file: Path, **settings: str) -> Running:
    """A crawl under way, ended with the test."""
    return under_way("crawl", "news", "-a", f"sites={file}", DATABASE=str(file.with_name("news.db")), **settings)


def wait_for_pages(site: NewsServer, prefix: str) -> None:
    while not any(path.startswith(prefix) for path in site.paths()):
        time.sleep(0.02)


def test_a_signal_ends_it_within_seconds_and_the_next_run_goes_on(tmp_path: Path) -> None:
    def hanging(_: Received) -> Answer:
        return Answer(b"<html></html>", delay=25)

    with papers("courier", "hanging", stories=6) as sites:
        sites["hanging"].routes = dict.fromkeys(["/robots.txt", *sites["hanging"].routes], hanging)
        file = listed(tmp_path, sites)
        with running(file, DOWNLOAD_DELAY="0.5") as process:
            wait_for_pages(sites["courier"], "/courier-")
            process.send_signal(signal.SIGTERM)
            output, errors = process.communicate(timeout=15)
        assert (process.returncode, errors) == (0, "")
        assert "Stopped early" in output
        assert lines(output)["hanging"].endswith("cut off")
        database = tmp_path / "news.db"
        assert not rows(database, "SELECT 1 FROM urls WHERE state = 'leased'")
        assert not rows(database, "SELECT 1 FROM visits WHERE ended_at IS NOT NULL")
        file.write_text(file.read_text().partition("\n[[site]]\n")[0])
        assert crawl(file).returncode == 0
    assert len(headlines(database)) == 6


def test_one_crawl_a_database_also_after_a_kill(tmp_path: Path) -> None:
    with papers("courier", stories=8) as sites:
        file = listed(tmp_path, sites)
        last = sites["courier"].routes["/courier-7/"]
        sites["courier"].routes["/courier-7/"] = Answer(delay=25)
        with running(file) as process:
            wait_for_pages(sites["courier"], "/courier-7")
            second = crawl(file)
            assert second.returncode == 1
            (line,) = second.stderr.splitlines()
            assert line.startswith(f"scrapy crawl: {tmp_path / 'news.db'}: another crawl is filing into it; wait until")
            process.kill()
        sites["courier"].routes["/courier-7/"] = last
        filed = len(headlines(tmp_path / "news.db"))
        asked = len(sites["courier"].paths())
        assert crawl(file).returncode == 0
        assert len([path for path in sites["courier"].paths()[asked:] if "-" in path]) == 8 - filed
    assert len(headlines(tmp_path / "news.db")) == 8


def test_an_entry_changes_how_its_pages_are_read(tmp_path: Path) -> None:
    with papers("courier", stories=1) as sites:
        promo = "<p class=promo>The Courier thanks its readers for the winter campaign, which ends on Sunday.</p>"
        sites["courier"].routes["/courier-0/"] = story("Bridge closes in Ashford", tail=promo)
        assert crawl(listed(tmp_path, sites, courier='drop = [".promo"]')).returncode == 0
    (article,) = rows(tmp_path / "news.db", "SELECT text FROM articles")
    removed = rows(tmp_path / "news.db", "SELECT 1 FROM removed_blocks WHERE text LIKE '%campaign%'")
    assert "campaign" not in article["text"]
    assert len(removed) == 1


def test_storage_that_fails_ends_the_crawl_in_one_line(tmp_path: Path) -> None:
    database = tmp_path / "news.db"

    def sabotage(_: Received) -> Answer:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("DROP TABLE IF EXISTS articles")
        return Answer(story("Bridge closes in Ashford").encode())

    with papers("courier", "herald", stories=40) as sites:
        for site in sites.values():
            site.routes |= {path: sabotage for path in site.routes if "-" in path}
        done = crawl(listed(tmp_path, sites), CONCURRENT_REQUESTS_PER_DOMAIN="1")
        assert sum(len(site.requests) for site in sites.values()) < 60
    assert done.returncode == 1
    assert f"{database}: " in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_second_round_brings_only_what_is_new_however_sites_announce_it(tmp_path: Path) -> None:
    ways = ("wordpress", "sitemap", "feed", "links")
    newsrooms = {way: Newsroom(12) for way in ways}
    with ExitStack() as stack:
        sites = {
            way: stack.enter_context(serving(Routes(newsrooms[way], way), f"127.0.1.{number}"))
            for number, way in enumerate(ways, 1)
        }
        file = listed(tmp_path, sites)
        first = crawl(file)
        assert (first.returncode, first.stderr) == (0, "")
        assert {way: lines(first.stdout)[way].split()[1] for way in ways} == {way: way for way in ways}
        database = tmp_path / "news.db"
        assert len(rows(database, "SELECT 1 FROM articles")) == 48
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE visits SET started_at = '2020-01-01T00:00:00Z'")
        for newsroom in newsrooms.values():
            newsroom.add()
        second = crawl(file)
        assert (second.returncode, second.stderr) == (0, "")
    new = rows(database, "SELECT site, new, healthy FROM visits WHERE crawl_id = 2 ORDER BY site")
    assert [tuple(row) for row in new] == [(way, 1, 1) for way in sorted(ways)]


def test_a_sites_delay_holds_at_the_host_to_which_it_redirects(tmp_path: Path) -> None:
    with papers("moved") as sites, serving({}, "127.0.1.9") as old:
        new = sites["moved"]
        old.routes["/"] = Answer(b"", 301, headers={"Location": f"{new.url}/"})
        assert crawl(listed(tmp_path, {"moved": old}, moved="delay = 1.0")).returncode == 0
        times = [request.at for request in new.requests if request.path != "/robots.txt"]
        assert len(headlines(tmp_path / "news.db")) == 3
        old.routes["/"] = "<h1>This domain is for sale</h1>"  # the site is where its stories are
        new.routes["/four/"] = story("A fourth story")
        new.routes["/sitemap.xml"] = sitemap(f"{new.url}/four/", lastmod="2024-05-04T08:00:00Z")
        later = crawl(listed(tmp_path, {"shut": old}))  # due at once, under its new name
        assert later.returncode == 0 and f"visited at {new.url}/, to which it moved" in later.stderr
    assert len(headlines(tmp_path / "news.db")) == 4
    # Scrapy waits for half of the delay to one and a half of it. What a redirect leads to waits with its own host.
    assert min(later - earlier for earlier, later in pairwise(times[1:])) > 0.4, times


def test_a_first_look_that_a_budget_cuts_off_goes_on_where_it_stood(tmp_path: Path) -> None:
    """Each visit asks for what is new, then for posts that it has not had yet; nothing is left out."""
    newsroom, database = Newsroom(130), tmp_path / "news.db"
    with serving(Routes(newsroom, "wordpress")) as site:
        file = listed(tmp_path, {"post": site}, post='every = "1m"\nmax_pages = 60')
        assert crawl(file).returncode == 0
        for _ in range(2):
            newest = newsroom.add()
            with closing(sqlite3.connect(database)) as connection, connection:
                connection.execute("UPDATE visits SET started_at = '2024-01-01T00:00:00Z'")
            before = len(site.requests)
            assert crawl(file).returncode == 0
            asked = [request.path for request in site.requests[before:]]
            walked = [path for path in asked if "orderby=date" in path and "per_page=100" in path]
            assert all("before=" in path or "content.protected" in path for path in walked), "from the beginning"
            assert newest.headline in headlines(database)
        assert {each.headline for each in newsroom.stories.values()} == headlines(database)
    (document,) = rows(database, "SELECT mark FROM documents WHERE url LIKE '%/posts'")
    assert re.fullmatch(r"13\d 20\S+ - 20\S+ 20\S+ \d", document["mark"]), "the first look is over, and all are listed"
