"""``scrapy sites``: the list of sites with how they are doing, and the way to add one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from crawler.records.visits import VisitReport
from crawler.sites import read_sites
from crawler.storage import Store
from extractors import Outcome
from tests.filings import story
from tests.servers import scrapy, serving, sitemap
from tests.servers import story as page

FILE = """\
[[site]]
name = "news.example"
url = "https://news.example"

[[site]]
name = "quiet"
url = "https://quiet.example"
every = "6h"

[[site]]
url = "https://new.example"

[[site]]
url = "https://scripts.example"
"""


def visited(path: Path) -> None:
    """A database in which one site was visited with success and another failed twice."""
    with Store.open(path) as store:
        for number in (1, 2):
            crawl = store.begin_crawl("news", {})
            for site in ("news.example", "quiet", "scripts.example"):
                store.begin_visit(crawl, site)
            store.file(crawl, [story(number)])
            good = VisitReport("page budget used up", True, "sitemap", {"new": 1, "fetched": 1})
            store.end_visit(crawl, "news.example", good)
            shell = story(7, text="", outcome=Outcome.EMPTY)
            store.file(crawl, [replace(shell, page=replace(shell.page, site="scripts.example"))])
            store.end_visit(crawl, "scripts.example", VisitReport("finished", True, "links", {"skipped": 1}))
            store.end_visit(crawl, "quiet", VisitReport("https://quiet.example/: connection refused", False, None, {}))
            store.end_crawl(crawl, "finished", {})


def test_the_list_tells_how_sites_are_doing(tmp_path: Path) -> None:
    file, database = tmp_path / "sites.toml", tmp_path / "news.db"
    file.write_text(FILE)
    visited(database)
    done = scrapy("sites", "--file", str(file), DATABASE=str(database))
    assert done.returncode == 0, done.stderr
    heading, news, quiet, new, scripts = done.stdout.splitlines()
    assert heading.split("  ")[0] == "site"
    assert "good, page budget used" in news
    assert "failed 2 times in a row: connection refused" in quiet
    assert new.split()[1:4] == ["1d", "never", "due"]
    assert "good; no story on 1 page fetched: scrapy coverage scripts.example says why" in scripts
    listed = json.loads(scrapy("sites", "--sites", str(file), "--format", "json", DATABASE=str(database)).stdout)
    assert [(each["name"], each["new"], each["articles"], each["healthy"]) for each in listed] == [
        ("news.example", 1, 2, True),
        ("quiet", 0, 0, False),
        ("new.example", 0, 0, None),
        ("scripts.example", 0, 0, True),
    ]
    assert listed[0]["due_at"] > listed[0]["visited_at"]


def test_the_list_works_before_the_first_crawl_and_says_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    file, database = tmp_path / "sites.toml", str(tmp_path / "none.db")
    missing = scrapy("sites", "--file", str(file), DATABASE=database)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)
    assert "scrapy sites add" in missing.stderr
    file.write_text(FILE + 'evry = "1h"\nurll = 3\n')
    wrong = scrapy("sites", "--file", str(file), DATABASE=database)
    assert wrong.returncode == 1
    assert [line.rpartition(": ")[2] for line in wrong.stderr.splitlines()] == [
        "unknown key 'evry'; did you mean 'every'?",
        "unknown key 'urll'; did you mean 'url'?",
    ]
    file.write_text(FILE)
    assert scrapy("sites", "--file", str(file), DATABASE=database).stdout.count("not visited yet") == 4
    assert not Path(database).exists()


def test_a_site_is_looked_at_and_added_once(tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    file.write_text("# mine\n")
    with serving({"/": page("Front"), "/one/": page("One"), "/two/": page("Two")}) as site:
        site.routes["/sitemap.xml"] = sitemap(f"{site.url}/one/", f"{site.url}/two/")
        host = site.url.removeprefix("http://")
        done = scrapy("sites", "add", host, "--file", str(file))  # nobody answers https there
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{site.url}/: 2 stories by sitemap; written into {file} as {host!r}\n"
        asked = len(site.requests)
        again = scrapy("sites", "add", site.url, "--file", str(file))
        assert len(site.requests) == asked
    assert again.returncode == 1
    assert again.stderr == f"scrapy sites: {file}: {host} is in it already, as {host!r}; it stays as it is\n"
    assert file.read_text().startswith("# mine\n\n[[site]]\n")
    (entry,) = read_sites(file)
    assert entry.url == f"{site.url}/"


def test_of_a_large_site_no_more_is_counted_than_a_look_takes(tmp_path: Path) -> None:
    with serving({"/": page("Front")}) as site:
        site.routes["/sitemap.xml"] = sitemap(*(f"{site.url}/{number}/" for number in range(60)))
        done = scrapy("sites", "add", site.url, "--file", str(tmp_path / "sites.toml"))
    assert f"{site.url}/: 50 or more stories by sitemap" in done.stdout, done


def test_what_is_no_news_site_is_not_added(tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    with serving({"/": "<html>Nothing here</html>"}) as site:
        empty = scrapy("sites", "add", site.url, "--file", str(file))
    refused = scrapy("sites", "add", "http://127.0.0.1:1/", "--file", str(file))
    bad = scrapy("sites", "add", "ftp://news.example", "--file", str(file))
    folder = scrapy("sites", "add", "https://news.example", "--file", str(tmp_path))
    for done, told in (
        (empty, "no stories found"),
        (refused, "connection refused"),
        (bad, "not an http"),
        (folder, f"{tmp_path}: Is a directory"),
    ):
        assert done.returncode == 1
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not file.exists()
