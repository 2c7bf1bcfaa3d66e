"""A site whose pages suddenly read badly is told of, and its stories keep their texts; a lone cut is an author's."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from crawler.storage import Store
from extractors import RemovedBlock
from extractors.site.memory import RULE
from extractors.site.sketch import Sketch
from tests.archive import rows
from tests.asking import ask
from tests.filings import SITE, file_one, story
from tests.invented import page, paragraphs, prose, sentence
from tests.servers import NewsServer, scrapy, serving, sitemap

STORIES = 14
MAY = "2024-05-01T00:00:00Z"


def headline(number: int) -> str:
    return sentence((number, "head"), 6).rstrip(".")


def well(number: int, cut: int | None = None) -> str:
    """A story's page as it was at first, all of its paragraphs or so many."""
    byline = f'<p class=by>By <a rel=author href="/by">Ana Gomez</a> <time datetime="2024-05-{number + 1:02}">'
    return page(headline(number), [f"{byline}May {number + 1}, 2024</time></p>", *prose(paragraphs(number)[:cut])])


def emptied(number: int) -> str:
    """The same page when a script is to bring the text."""
    return page(headline(number), ["<div data-story></div>", *prose(paragraphs(number)[:1])])


def flooded(number: int) -> str:
    """The same page with an endless promotion set as the story is."""
    return page(headline(number), prose([*paragraphs(number), *paragraphs("promotion", 12)]))


def rebuilt(number: int) -> str:
    """The same page under another theme, all of its text there."""
    body = "".join(prose(paragraphs(number)))
    return (
        f"<!doctype html><html lang=art><head><title>{headline(number)}</title></head><body class=fresh>"
        f"<section class=hero><h1 class=big>{headline(number)}</h1><span class=who>By Ana Gomez</span>"
        f'<time class=when datetime="2024-05-{number + 1:02}">May {number + 1}, 2024</time></section><main class=wide>'
        f"<article class=column>{body}</article></main><footer class=low><ul class=bits><li>Home</ul></footer></body>"
    )


@dataclass
class Desk:
    """A site, and the database that it is crawled into."""

    site: NewsServer
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "news.db"

    def publish(self, **pages: str) -> None:
        """Put pages on the site, by their number."""
        self.site.routes |= {f"/{number.lstrip('n')}/": html for number, html in pages.items()}

    def crawl(self) -> None:
        """Visit the site as a schedule does, looking at all of its stories."""
        self.site.routes["/sitemap.xml"] = sitemap(
            *(f"{self.site.url}{path}" for path in self.site.routes if path[1].isdigit())
        )
        file = self.folder / "sites.toml"
        file.write_text(f'[[site]]\nname = "courier"\nurl = "{self.site.url}"\nevery = "1m"\n')
        if self.database.exists():
            due(self.database)
        done = scrapy("crawl", "news", "-a", f"sites={file}", DATABASE=str(self.database))
        assert done.returncode == 0, done.stderr
        self.said = done.stderr.splitlines()

    def texts(self) -> dict[int, str]:
        """The texts on file by their story's number."""
        found = rows(self.database, "SELECT url, text FROM articles")
        return {int(row["url"].split("/")[3]): row["text"] for row in found}

    def condition(self) -> tuple[str, str]:
        """The site's state and what is said of it."""
        (row,) = rows(self.database, "SELECT state, reason FROM site_conditions")
        return row["state"], row["reason"]

    def listed(self) -> dict[str, str]:
        """The site's line in ``scrapy sites``."""
        done = scrapy(
            "sites", "--file", str(self.folder / "sites.toml"), "--format", "json", DATABASE=str(self.database)
        )
        listed: list[dict[str, str]] = json.loads(done.stdout)
        return listed[0]


def due(database: Path) -> None:
    """Let the time come for another visit, and another look at every story."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE urls SET check_at = '2020-01-01T00:00:00Z', etag = NULL, last_modified = NULL")
        connection.execute("UPDATE visits SET started_at = '2020-01-01T00:00:00Z'")
    connection.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving({}) as site:
        desk = Desk(site, tmp_path)
        desk.publish(**{f"n{number}": well(number) for number in range(STORIES)})
        desk.crawl()
        assert desk.condition()[0] == "learning"
        yield desk


WHOLE = {number: "\n\n".join(paragraphs(number)) for number in range(STORIES)}


def test_a_lone_cut_is_a_revision(desk: Desk) -> None:
    desk.publish(n3=well(3, cut=2))
    desk.crawl()
    assert desk.condition()[0] == "good"
    assert desk.texts() == WHOLE | {3: "\n\n".join(paragraphs(3)[:2])}
    assert len(rows(desk.database, "SELECT * FROM revisions")) == 1
    assert not any("courier" in line for line in desk.said)


def test_texts_are_kept_while_the_site_hides_them_and_told_when_it_is_whole_again(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.publish(**{f"n{number}": emptied(number) for number in range(STORIES)}, n20=emptied(20))
    desk.crawl()
    state, reason = desk.condition()
    assert state == "bad"
    assert "half of the text lost on" in reason
    assert any(line.startswith("scrapy crawl: courier: reads badly since") for line in desk.said)
    assert desk.texts() == WHOLE | {20: paragraphs(20)[0]}
    kept = rows(desk.database, "SELECT * FROM withheld_readable")
    assert {(int(row["url"].split("/")[3]), row["withheld_text"]) for row in kept} == {
        (number, paragraphs(number)[0]) for number in range(STORIES)
    }
    assert desk.listed()["health"].startswith("good; reads badly since")
    (ledger,) = rows(desk.database, "SELECT state, reason FROM urls WHERE url LIKE '%/3/'")
    assert (ledger["state"], ledger["reason"][:15]) == ("done", "kept as it was:")
    shown = ask(capsys, desk.database, "show", kept[0]["url"]).out
    assert "is withheld as its site reads badly" in shown
    assert kept[0]["withheld_text"] in ask(capsys, desk.database, "show", kept[0]["url"], "--withheld").out

    desk.crawl()
    assert desk.condition()[0] == "bad"
    assert desk.texts() == WHOLE | {20: paragraphs(20)[0]}

    desk.publish(**{f"n{number}": well(number) for number in (*range(STORIES), 20)})
    desk.crawl()
    assert desk.condition() == ("good", "")
    assert desk.texts() == WHOLE | {20: "\n\n".join(paragraphs(20))}
    assert rows(desk.database, "SELECT * FROM withheld_texts") == []
    assert desk.listed()["health"] == "good"


def test_texts_suddenly_full_of_chrome_do_not_replace_good_ones(desk: Desk) -> None:
    desk.publish(**{f"n{number}": flooded(number) for number in range(STORIES)})
    desk.crawl()
    state, reason = desk.condition()
    assert (state, "text that others have as well" in reason) == ("bad", True)
    assert desk.texts() == WHOLE


def test_a_new_theme_that_reads_as_well_is_told_once_and_replaces_nothing(desk: Desk) -> None:
    desk.crawl()
    desk.publish(**{f"n{number}": rebuilt(number) for number in range(STORIES)})
    desk.crawl()
    assert desk.condition() == ("changed", "its pages are built otherwise than before, and read as well")
    assert any("courier: changed since" in line for line in desk.said)
    assert desk.texts() == WHOLE
    time.sleep(1)  # what a crawl finds is dated to the second, and so is when it began
    desk.crawl()
    assert desk.condition()[0] == "changed"
    assert [line for line in desk.said if "courier" in line] == []


def test_what_is_known_of_a_site_stays_small(desk: Desk) -> None:
    for _ in range(2):
        desk.crawl()
    (held,) = rows(desk.database, "SELECT count(*) AS readings, sum(length(marks)) AS bytes FROM readings")
    assert held["readings"] <= STORIES
    assert held["bytes"] < STORIES * 1600
    (baseline,) = rows(desk.database, "SELECT * FROM site_baselines")
    assert (baseline["pages"], baseline["textless"], baseline["no_headline"]) == (STORIES, 0.0, 0.0)


def test_what_the_sites_memory_takes_off_is_no_loss(tmp_path: Path) -> None:
    box, told = paragraphs("box", 4), paragraphs("told", 1)
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("site", {})
        first = replace(story(1, text="\n\n".join([*told, *box])), sketch=Sketch())
        removed = tuple(RemovedBlock(RULE, "site memory, seen on 9 of 9 pages", text) for text in box)
        again = replace(story(1, text=told[0], removed=removed), sketch=Sketch())
        cut = replace(story(1, text=sentence("cut", 5)), sketch=Sketch())
        assert [file_one(store, crawl, each) for each in (first, again)] == ["new", "revised"]
        assert store.file(crawl, [replace(first, weighed=True)]) == ["revised"]
        assert store.file(crawl, [cut]) == ["held"]


def test_a_field_that_the_site_has_lost_stays_and_the_text_is_the_pages(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("site", {})
        first = replace(story(1), sketch=Sketch())
        lost = {"published_at": None, "byline": ()}
        edited = replace(story(1, text=first.article.text + "\n\nIt rained.", **lost), sketch=Sketch())
        assert [file_one(store, crawl, each) for each in (first, edited)] == ["new", "held"]
        store.db.table("site_conditions").insert(
            {"site": SITE, "state": "bad", "since": MAY, "reason": "", "faults": "published_at", "judged_at": MAY}
        )
        weighed = replace(edited, weighed=True)
        assert [file_one(store, crawl, weighed) for _ in range(2)] == ["revised", "unchanged"]
        (row,) = store.db.query("SELECT text, published_at, byline, sources ->> 'published_at' AS source FROM articles")
        told = (edited.article.text, "2024-05-03T09:30:00Z", None, "an earlier form")
        assert tuple(row.values()) == told, "its author was taken from it alone"
        cut = replace(story(1, text="It rained.", published_at=None), sketch=Sketch())
        assert file_one(store, crawl, replace(cut, weighed=True)) == "revised", "too short before to have lost any"
