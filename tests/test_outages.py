"""A site that is out of order says so in pages, often as if all were well: none is a story, nor takes one's place."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.records.endings import Settlement
from crawler.records.finds import Candidate
from crawler.storage import Recrawl, Store
from extractors import Outcome, extract
from tests.archive import rows
from tests.filings import SITE, story
from tests.servers import scrapy, serving, sitemap
from tests.servers import story as written

WALL = "Kutipo melanda sorti bravel, un kotel fara menti dol."
"""A notice in words that nobody knows."""
MAINTENANCE = "Briefly unavailable for scheduled maintenance. Check back in a minute."
THEMED = "<header><a href=/>The Post</a><a href=/news/>News</a></header><main>{}</main><footer>© The Post</footer>"


def notice(title: str, body: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body or f'<h1>{title}</h1>'}</body></html>"


NOTICES = {
    "database": notice("Database Error", "<h1>Error establishing a database connection</h1>"),
    "database, explained": notice(
        "Error",
        "<h1>Error establishing a database connection</h1><p>This either means that the username and password in your "
        "wp-config.php file are incorrect or that contact with the database server at localhost could not be "
        "established. This could mean your host’s database server is down.</p>",
    ),
    "database, de": notice("Fehler beim Aufbau einer Datenbankverbindung"),
    "database, fr": notice("Erreur lors de la connexion à la base de données"),
    "database, es": notice("Error al establecer una conexión con la base de datos"),
    "database, ja": notice("データベース接続確立エラー"),
    "database, ru": notice("Ошибка установки соединения с базой данных"),
    "critical": notice("WordPress › Error", "<p>There has been a critical error on this website.</p>"),
    "maintenance": notice("Maintenance", f"<div>{MAINTENANCE}</div>"),
    "maintenance, pt": notice("Brevemente indisponível para manutenção programada."),
    "maintenance, de": notice("Wartungsarbeiten", "<h1>Wartungsarbeiten</h1><p>Wir sind in Kürze zurück.</p>"),
    "back soon": notice("We’ll be back soon!", "<h1>We’ll be back soon!</h1><p>We’re working on it, the team.</p>"),
    "unavailable": notice("Service Unavailable", "<h1>Service Unavailable</h1><p>HTTP Error 503.</p>"),
    "internal": notice("500 Internal Server Error", "<h1>Internal Server Error</h1><p>Contact the administrator.</p>"),
    "gateway": notice("news.example | 522: Connection timed out", "<h1>Connection timed out Error code 522</h1>"),
    "php": "<b>Fatal error</b>: Uncaught Error: Call to undefined function x() in /var/www/index.php on line <b>12</b>",
    "themed": notice("Oh no", THEMED.format("<h1>Oh no</h1><p>Something went wrong on our end. Try again later.</p>")),
    "suspended": notice("Account Suspended", "<h1>This Account has been suspended.</h1><p>Contact your host.</p>"),
    "fresh server": notice("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, it works.</p>"),
}


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_of_a_failure_is_no_story(name: str) -> None:
    article = extract(NOTICES[name], "https://news.example/2024/03/the-ferry/")
    assert (article.outcome, article.text) == (Outcome.UNAVAILABLE, ""), article.evidence


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Service unavailable as storm hits", "Trains stood still on Monday, and nobody could say for how long."),
        ("Bridge closed for maintenance", "The bridge will be closed for two weeks, the council said on Friday."),
        ("500 days at sea", "The crew came home on Sunday after 500 days, and was met by a band on the pier."),
        ("Felony database goes online", "The county has put its felony database on a web site, the sheriff said."),
        ("Database error freed prisoner", "A man walked free on Monday as a clerk had typed a wrong name. " * 12),
        ("Index of hope", "The index of hope rose by two points in May, the institute said."),
    ],
)
def test_a_short_story_about_such_things_is_a_story(headline: str, text: str) -> None:
    html = notice(headline, THEMED.format(f"<article><h1>{headline}</h1><p>{text}</p></article>"))
    assert extract(html).outcome == Outcome.ARTICLE


def test_the_page_to_which_those_are_sent_who_have_not_agreed_is_no_story() -> None:
    wall = notice("Before you continue", "<h1>Before you continue</h1><p>We and our 842 partners store cookies.</p>")
    assert extract(wall, "https://news.example/consent?next=/2024/03/the-ferry/").outcome == Outcome.CHALLENGE
    assert extract(wall, "https://news.example/2024/03/consent-of-the-governed/").outcome == Outcome.ARTICLE


@pytest.mark.parametrize("headline", ["We’ll be back soon", "Maintenance", "It works!"])
def test_a_dated_post_is_one_whatever_it_is_called_and_says(headline: str) -> None:
    article = extract(written(headline, "We are on holidays until Monday, and so is the newsroom’s cat."))
    assert article.outcome == Outcome.ARTICLE
    down = "Who came here this morning was told of an “Error establishing a database connection”, for an hour or so. "
    assert extract(written(headline, f"{down}All is well again, we are sorry.")).outcome == Outcome.ARTICLE
    left = NOTICES["critical"].replace("<head>", '<head><meta property="og:type" content="article">')
    assert extract(left).outcome == Outcome.UNAVAILABLE, "a plugin's notice below what it left of the post's head"


@pytest.mark.parametrize("headline", ["Bad Gateway", "Maintenance", "It works!"])
def test_an_undated_post_in_the_box_of_a_post_is_one_whatever_it_is_called(headline: str) -> None:
    story = "<p>A novel of that name came today.</p><p>I read it all night.</p>"
    html = notice(headline, f'<article><h1>{headline}</h1><div class="entry-content">{story}</div></article>')
    article = extract(html)
    assert article.outcome == Outcome.ARTICLE
    assert article.text == "A novel of that name came today.\n\nI read it all night."


def test_a_site_that_is_down_for_a_while_loses_no_story_and_brings_none(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    dated = '<meta property="article:published_time" content="2024-03-0{}T09:00:00Z">'
    pages = {
        f"/{n}/": written(f"Day {n} at the harbour", f"Story {n} of it.", head=dated.format(n)) for n in range(1, 6)
    }
    with serving({"/": "<h1>The Post</h1>", **pages}) as site:

        def crawl(lastmod: str) -> None:
            site.routes["/sitemap.xml"] = sitemap(*(f"{site.url}{path}" for path in pages), lastmod=lastmod)
            done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database), EXTRACT_WORKERS="0")
            assert done.returncode == 0, done.stderr

        site.routes["/5/"] = NOTICES["database"]
        crawl("2024-04-01T00:00:00Z")
        assert len(rows(database, "SELECT 1 FROM articles")) == 4
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE urls SET not_before = NULL")
        connection.close()
        site.routes["/1/"] = NOTICES["maintenance"]
        site.routes["/2/"] = notice("Velko", f"<h1>Velko</h1><p>{WALL}</p>")
        site.routes["/3/"] = pages["/3/"].replace("Story 3", "Story three")
        site.routes["/5/"] = pages["/5/"]
        crawl("2034-04-01T00:00:00Z")
    texts = [row["text"] for row in rows(database, "SELECT text FROM articles WHERE gone_at IS NULL ORDER BY headline")]
    assert texts == ["Story 1 of it.", "Story 2 of it.", "Story three of it.", "Story 4 of it.", "Story 5 of it."]
    assert [row["text"] for row in rows(database, "SELECT text FROM revisions")] == ["Story 3 of it."]
    assert [row["text"] for row in rows(database, "SELECT text FROM withheld_texts")] == [WALL]
    (again,) = rows(database, "SELECT url, reason FROM urls WHERE state = 'pending' AND not_before IS NOT NULL")
    assert again["url"].endswith("/1/") and again["reason"].startswith("site out of order")


def test_a_page_that_was_empty_when_it_was_met_is_looked_at_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        told = datetime(2024, 5, 3, tzinfo=UTC)
        items = [story(n, outcome=outcome) for n, outcome in enumerate((Outcome.EMPTY, Outcome.LISTING))]
        store.add_candidates(
            SITE, [Candidate(item.page.url, "sitemap", lastmod=told) for item in items], recrawl=Recrawl.CHANGED
        )
        first = store.begin_crawl("site", {})
        store.file(first, items)
        store.settle(first, [Settlement(f"https://{SITE}/walled/", "failed", "HTTP 403")])
        store.end_crawl(first, "finished", {})
        second = store.begin_crawl("site", {})
        assert store.look_again(second, SITE, 100) == 1
        store.db.conn.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z' WHERE state = 'failed'")
        assert store.look_again(second, SITE, 100) == 1


def test_what_was_refused_is_not_asked_for_on_each_run_where_nothing_tells_of_changes(tmp_path: Path) -> None:
    again = [Candidate(f"https://{SITE}/private/", "sitemap")]
    with Store.open(tmp_path / "news.db") as store:
        store.add_candidates(SITE, again, recrawl=Recrawl.STALE)
        first = store.begin_crawl("site", {})
        store.settle(first, [Settlement(again[0].url, "skipped", "robots.txt forbids it")])
        store.end_crawl(first, "finished", {})
        second = store.begin_crawl("site", {})
        store.add_candidates(SITE, again, recrawl=Recrawl.STALE)
        assert store.lease(second, SITE, 1) == []
        store.db.conn.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z'")
        store.add_candidates(SITE, again, recrawl=Recrawl.STALE)
        assert len(store.lease(second, SITE, 1)) == 1
