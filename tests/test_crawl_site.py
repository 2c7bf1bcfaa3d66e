"""``scrapy crawl site``: from a site's address to its articles, by whatever the site offers."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path

from scrapy.utils.project import get_project_settings

from crawler.storage import Store
from tests.archive import counters, headlines, ledger, rows
from tests.servers import Answer, Route, scrapy, serving, sitemap, story, under_way

HOME = "<!doctype html><html><head>{head}</head><body><h1>The Ashford Post</h1>{links}</body></html>"


def test_a_sitemap_is_crawled_and_changes_become_revisions(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    routes: dict[str, Route] = {
        "/": HOME.format(head="", links=""),
        "/robots.txt": "User-agent: *\nDisallow: /secret/\nSitemap: {url}/map.xml",
        "/one/": story("Bridge closes in Ashford"),
        "/two/": story("Ferry returns to Dunmore"),
        "/secret/": story("Nobody may read this"),
    }
    with serving(routes) as site:
        pages = [f"{site.url}{path}" for path in ("/", "/one/", "/two/", "/secret/")]
        routes["/map.xml"] = sitemap(*pages, "http://other.example/x/", lastmod="2024-05-03T08:00:00Z")
        first = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database))
        asked = len(site.requests)
        second = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database))
        routes["/map.xml"] = sitemap(f"{site.url}/one/", lastmod="2099-01-01T00:00:00Z")
        routes["/one/"] = story("Bridge closes in Ashford", "The bridge has opened again, the council said today.")
        with Store.open(database) as store:
            store.add_site("Ashford Post", f"{site.url}/")  # as sites.toml calls it
        third = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database))
    assert (first.returncode, second.returncode, third.returncode) == (0, 0, 0), third.stderr
    assert headlines(database) == {"Bridge closes in Ashford", "Ferry returns to Dunmore"}
    assert ledger(database)["/secret/"] == ("skipped", "robots.txt forbids it")
    assert "found" in first.stdout and "by sitemap" in first.stdout
    assert asked - 2 > len({request.path for request in site.requests[asked:]} - {"/robots.txt", "/", "/map.xml"})
    assert [row["site"] for row in rows(database, "SELECT DISTINCT site FROM articles")] == ["Ashford Post"]
    (story_row,) = rows(database, "SELECT text FROM articles WHERE url LIKE '%/one/'")
    assert "opened again" in story_row["text"]
    assert len(rows(database, "SELECT 1 FROM revisions")) == 1
    assert counters(database)["file/revised"] == 1


def test_a_site_that_was_given_by_a_story_has_that_story_too(tmp_path: Path) -> None:
    first, second = "/2024/05/bridge-closes-in-ashford/", "/2024/05/ferry-returns-to-dunmore/"
    routes: dict[str, Route] = {
        first: story("Bridge closes in Ashford", tail=f"<p><a href='{second}'>Ferry returns to Dunmore</a></p>"),
        second: story("Ferry returns to Dunmore"),
    }
    with serving(routes) as site:
        done = scrapy("crawl", "site", "-a", f"url={site.url}{first}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 0, done.stderr
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford", "Ferry returns to Dunmore"}


def test_a_site_whose_stories_are_at_another_host_says_which(tmp_path: Path) -> None:
    routes: dict[str, Route] = {"/": HOME.format(head="", links=""), "/robots.txt": "Sitemap: {url}/map.xml"}
    routes["/map.xml"] = sitemap("http://news.example/one/", "http://ads.example/", "http://news.example/two/")
    with serving(routes) as site:
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 1
    assert counters(tmp_path / "db")["discovery/foreign"] == 3
    assert "names 2 at news.example: give that host as the site's address" in done.stderr


def test_without_a_sitemap_the_feed_is_used(tmp_path: Path) -> None:
    feed = (
        "<rss version='2.0'><channel><title>Post</title><item><title>Bridge</title><link>{url}/one/</link></item>"
        "</channel></rss>"
    )
    head = '<link rel="alternate" type="application/rss+xml" href="/my-feed">'
    routes: dict[str, Route] = {
        "/": HOME.format(head=head, links=""),
        "/my-feed": feed,
        "/one/": story("Bridge closes in Ashford"),
    }
    with serving(routes) as site:
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 0, done.stderr
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford"}
    assert counters(tmp_path / "db")["discovery/source"] == "feed"


def test_without_sitemap_and_feed_links_are_followed_from_one_story_to_the_next(tmp_path: Path) -> None:
    def leading_to(address: str) -> str:
        return f"<nav class='post-navigation'><a href='{address}'>Earlier</a></nav>"

    def a_list(*addresses: str) -> str:
        told = "<p>What the harbour master has to say of it, and why nobody in the town believes him.</p>"
        cards = "".join(f"<article><h2><a href='{each}'>All of it</a></h2>{told}</article>" for each in addresses)
        return f"<!doctype html><html><body class='blog'><main><h1>Topic</h1>{cards}</main></body></html>"

    routes: dict[str, Route] = {
        "/": HOME.format(head="", links="<a href='/news/'>News</a>"),
        "/2024/05/bridge/": story("Bridge closes in Ashford", tail=leading_to("/2024/04/ferry/")),
        "/2024/04/ferry/": story("Ferry returns to Dunmore", tail=leading_to("/2024/03/mill/")),
        "/2024/03/mill/": story("Mill burns in Harwick", tail=leading_to("/2024/03/mill/2/") + leading_to("/about/")),
        # Lists at addresses that look like stories', each of which leads to the next.
        "/topic?id=7": a_list("/2024/01/gulls/", "/topic?id=8"),
        "/topic?id=8": a_list("/2024/01/gulls/", "/topic?id=9"),
        "/2024/01/gulls/": story("Gulls leave Selby"),
    }
    routes["/news/"] = HOME.format(
        head="", links="<a href='/2024/05/bridge/#top'>Bridge</a><a href='/topic?id=7'>7</a>"
    )
    with serving(routes) as site:  # named by its bare host: nobody answers https there
        host = site.url.removeprefix("http://")
        done = scrapy("crawl", "site", "-a", f"url={host}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 0, done.stderr
    told = {"Bridge closes in Ashford", "Ferry returns to Dunmore", "Mill burns in Harwick", "Gulls leave Selby"}
    assert told <= headlines(tmp_path / "db")
    assert counters(tmp_path / "db")["discovery/source"] == "links"
    assert not {"/2024/03/mill/2/", "/about/", "/topic?id=9"} & set(site.paths())


def test_a_signal_ends_a_crawl_cleanly_and_the_next_carries_on(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    routes: dict[str, Route] = {f"/{number}/": story(f"Story {number} from Town{number}") for number in range(12)}
    with serving(routes) as site:
        listing = tmp_path / "urls.txt"
        listing.write_text("\n".join(site.url + path for path in routes))
        settings = {"DATABASE": str(database), "DOWNLOAD_DELAY": "5", "DOWNLOAD_DELAY_JITTER": "0"}
        with under_way("crawl", "pages", "-a", f"urls={listing}", **settings) as crawl:
            while not site.paths():
                time.sleep(0.02)
            os.killpg(crawl.pid, signal.SIGHUP)  # as a terminal that is closed tells all that run in it
            output, errors = crawl.communicate(timeout=40)  # less than the delays of the pages that were waiting
        assert (crawl.returncode, errors) == (0, "")
        assert "Stopped early" in output
        assert not rows(database, "SELECT 1 FROM urls WHERE state = 'leased'")
        assert rows(database, "SELECT reason FROM crawls")[0]["reason"] == "shutdown"
        assert len(headlines(database)) < 12
        assert scrapy("crawl", "pages", "-a", f"urls={listing}", DATABASE=str(database)).returncode == 0
    assert len(headlines(database)) == 12


def test_a_signal_does_not_wait_for_a_page_that_does_not_arrive(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with (
        serving({"/slow/": Answer(delay=25)}) as site,
        under_way("crawl", "pages", "-a", f"urls={site.url}/slow/", DATABASE=str(database)) as crawl,
    ):
        while not site.paths():
            time.sleep(0.02)
        crawl.send_signal(signal.SIGTERM)
        output, errors = crawl.communicate(timeout=12)
    assert (crawl.returncode, errors) == (0, "")
    assert "Stopped early" in output
    (row,) = rows(database, "SELECT state, attempts FROM urls")
    assert (row["state"], row["attempts"]) == ("pending", 0)


def test_a_second_signal_ends_a_crawl_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with serving(
        {"/one/": story("Bridge closes in Ashford"), "/slow/": Answer(story("It opens").encode(), delay=25)}
    ) as site:
        site.routes["/sitemap.xml"] = sitemap(f"{site.url}/one/", f"{site.url}/slow/")
        with under_way("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database)) as crawl:
            while "/slow/" not in site.paths() or not headlines(database):
                time.sleep(0.02)
            crawl.send_signal(signal.SIGINT)
            time.sleep(0.1)  # or both would be taken for one
            crawl.send_signal(signal.SIGINT)
            output, errors = crawl.communicate(timeout=12)
        assert (crawl.returncode, errors) == (0, "")
        assert output == "Stopped at once: the next run asks again for what this one had in hand.\n"
        assert rows(database, "PRAGMA integrity_check")[0][0] == "ok"
        site.routes["/slow/"] = story("It opens")
        assert scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database)).returncode == 0
    assert sorted(headlines(database)) == ["Bridge closes in Ashford", "It opens"]
    assert site.paths().count("/one/") == 1


class StruckAsItCloses:
    """A pipeline that has the crawl told to end when it is ending by itself."""

    def close_spider(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


def test_signals_as_a_crawl_closes_and_runs_its_hooks_cost_nothing_of_its_books(tmp_path: Path) -> None:
    pipelines = get_project_settings()["ITEM_PIPELINES"].copy_to_dict()
    struck = json.dumps({**pipelines, "tests.test_crawl_site.StruckAsItCloses": 900})
    queries, database = tmp_path / "queries.toml", tmp_path / "db"
    hook = ["sh", "-c", "kill -TERM $PPID; exec sleep 60"]
    queries.write_text(f"[[query]]\nname = 'all'\nwhere = '1'\nhook = {hook}\n")
    with serving({"/one/": story("Bridge closes in Ashford")}) as site:
        crawl = ("crawl", "pages", "-a", f"urls={site.url}/one/")
        done = scrapy(*crawl, DATABASE=str(database), QUERIES=str(queries), ITEM_PIPELINES=struck)
    assert (done.returncode, done.stderr) == (130, "scrapy crawl: interrupted\n")
    (crawled,) = rows(database, "SELECT reason, ended_at FROM crawls")
    assert (crawled["reason"], bool(crawled["ended_at"])) == ("finished", True)
    assert rows(database, "SELECT 1 FROM matches WHERE told_at IS NULL"), "the hook is to have it after the next crawl"


def test_the_feed_stands_in_for_a_page_that_cannot_be_had_and_says_so(tmp_path: Path) -> None:
    whole = "<p>The ferry is back at its berth after nine months in the yard, the harbour master said on Friday.</p>"
    items = "".join(
        f"<item><title>Story {name}</title><link>{{url}}/{name}/</link>"
        f"<content:encoded><![CDATA[{whole}]]></content:encoded></item>"
        for name in ("shut", "open", "gone", "broken", "shell", "begun")
    )
    namespace = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    routes: dict[str, Route] = {
        "/": HOME.format(head="", links=""),
        "/feed/": f"<rss version='2.0' {namespace}><channel>{items}</channel></rss>",
        "/open/": story("Bridge closes in Ashford"),
        "/shut/": Answer(b"<h1>Members only</h1>", 403),
        "/broken/": Answer(b"<h1>Oops</h1>", 500),
        "/shell/": "<title>Story shell</title><noscript>Enable JavaScript.</noscript><div id=app></div>",
        "/begun/": story("Story begun", "The ferry is back at its berth."),
    }
    with serving(routes) as site:
        crawl = ("crawl", "site", "-a", f"url={site.url}", "-s", "RETRY_ENABLED=False")
        done = scrapy(*crawl, DATABASE=str(tmp_path / "db"))
    assert done.returncode == 0, done.stderr
    filed = {row["headline"]: row for row in rows(tmp_path / "db", "SELECT * FROM articles_readable")}
    assert {headline: row["origin"] for headline, row in filed.items()} == {
        "Bridge closes in Ashford": "page",
        "Story shut": "feed",
        "Story gone": "feed",
        "Story broken": "feed",
        "Story shell": "feed",
        "Story begun": "feed",
    }
    assert filed["Story shut"]["text"] == re.sub("<[^>]+>", "", whole)
    assert "from the site's feed, as their pages could not be had" in done.stdout


def test_a_signal_ends_a_crawl_that_waits_for_its_list(tmp_path: Path) -> None:
    listing = tmp_path / "urls"
    os.mkfifo(listing)
    with under_way("crawl", "pages", "-a", f"urls={listing}", DATABASE=str(tmp_path / "db")) as crawl:
        while (writer := _writer_of(listing)) is None:
            time.sleep(0.02)
        crawl.send_signal(signal.SIGTERM)
        output, errors = crawl.communicate(timeout=12)
        os.close(writer)
    assert (crawl.returncode, output, errors) == (130, "", "scrapy crawl: interrupted\n")


def _writer_of(pipe: Path) -> int | None:
    """The named pipe, open for writing; None before anybody reads it."""
    try:
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None
