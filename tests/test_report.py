"""``scrapy report``: one file that holds everything, true figures, whatever the archive holds."""

from __future__ import annotations

import base64
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from crawler.records.filings import Filing
from crawler.records.visits import VisitReport
from crawler.storage import Store
from tests.asking import ask, refused
from tests.filings import STORY, file_one, story
from tests.filings import page as page_at
from tests.reading_room import HOSTILE, fill
from tests.servers import scrapy, serving, sitemap
from tests.servers import story as page_of

NAMES = ("stories-a-day", "coverage", "quality", "authors-and-categories", "syndication", "crawls")


def written(capsys: pytest.CaptureFixture[str], database: Path) -> html.HtmlElement:
    path = database.parent / "out" / "report.html"
    answer = ask(capsys, database, "report", "--output", str(path))
    assert (answer.code, answer.err) == (0, ""), answer
    return html.fromstring(path.read_text(encoding="utf-8"))


def table(page: html.HtmlElement, caption: str) -> list[dict[str, str]]:
    """The rows of the table whose caption begins so, by heading."""
    (found,) = page.xpath(f"//table[starts-with(caption, '{caption}')]")
    headings = [each.text_content() for each in found.iterfind("thead/tr/th")]
    return [dict(zip(headings, (cell.text_content() for cell in row), strict=True)) for row in found.xpath("tbody/tr")]


def plots(page: html.HtmlElement) -> dict[str, etree._Element]:
    """The drawings by section."""
    found = {}
    for image in page.iter("img"):
        kind, data = image.get("src", "").split(",", 1)
        assert kind == "data:image/svg+xml;base64"
        found[image.xpath("string(../h2/@id)")] = etree.fromstring(base64.b64decode(data))
    return found


@pytest.fixture
def database(tmp_path: Path) -> Path:
    fill(tmp_path / "news.db")
    return tmp_path / "news.db"


def test_a_report_tells_true_figures_in_plots_and_tables(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = written(capsys, database)
    drawn = plots(page)
    assert set(drawn) == set(NAMES)
    assert {"a.example", "b.example", "c.example"} <= set(drawn["stories-a-day"].itertext())
    assert [(row["site"], row["stories"], row["in all"]) for row in table(page, "Stories in these 90 days")] == [
        ("a.example", "63", "63"),
        ("c.example", "3", "3"),
        ("b.example", "2", "3"),
    ]
    quality = {row["site"]: row for row in table(page, "Shares of each site")}
    assert quality["b.example"]["without date"] == "33.3%"
    assert quality["a.example"]["without headline"] == "0.0%"
    with sqlite3.connect(database) as connection:
        words = sorted(row[0] for row in connection.execute("SELECT words FROM articles WHERE site = 'c.example'"))
    connection.close()
    assert quality["c.example"]["words (median)"] == str(words[1])
    assert table(page, "Reprints") == [
        {"first on": "c.example", "then on": "a.example", "stories": "1", "share of the text": "97.2%"}
    ]
    authors = table(page, "The authors with most stories")
    assert [row["author"] for row in authors[:2]] == ["Ines Calloway", "Mirel Tan"]
    (crawl,) = table(page, "The last 1 crawls")
    assert (crawl["in trouble"], crawl["new"], crawl["for example"]) == ("1", "63", "b.example: HTTP 503 <b>busy</b>")
    pictures = database.parent / "out" / "report-plots"
    assert {path.name for path in pictures.iterdir()} == {f"{name}.png" for name in NAMES}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures.iterdir())


def test_a_report_stands_alone_and_runs_nothing(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = written(capsys, database)
    assert not page.xpath("//script | //link | //iframe | //@onerror | //@onload")
    assert not [
        address for address in page.xpath("//@src | //@href") if not address.startswith(("#", "data:image/svg"))
    ]
    assert HOSTILE in [cell.text_content() for cell in page.iter("th")]
    for drawing in plots(page).values():
        assert not drawing.xpath("//*[local-name() = 'script']")
        addresses = drawing.xpath("//@*[local-name() = 'href']")
        assert not [address for address in addresses if not address.startswith(("#", "data:image/png"))]
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")


@pytest.mark.parametrize("stories", [0, 1])
def test_a_report_on_next_to_nothing_says_so(tmp_path: Path, stories: int, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "news.db") as store:
        for number in range(stories):
            crawl = store.begin_crawl("site", {})
            file_one(store, crawl, story(number, byline=("$100 $x^2$", "李伟"), headline="\x1b[31m"))
    page = written(capsys, tmp_path / "news.db")
    assert len(page.xpath("//section")) == len(NAMES)
    assert "No story was found on two sites." in page.text_content()
    assert ("No story has a date yet." in page.text_content()) == (stories == 0)
    assert ("crawls" in plots(page)) == (stories == 1)


def test_a_report_on_many_sites_shows_the_largest_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("news", {})
        for number in range(200):
            site = f"site-{number:03}.example"
            store.add_site(site, f"https://{site}/")
            store.begin_visit(crawl, site)
            store.end_visit(crawl, site, VisitReport("finished", True, "feed", {"new": 1}))
            url = f"https://{site}/"
            file_one(store, crawl, Filing(page_at(url, site=site), replace(STORY, canonical_url=url)))
        store.end_crawl(crawl, "finished", {})
    page = written(capsys, tmp_path / "news.db")
    assert len(table(page, "Stories in these 90 days; shown are 40 of 200 sites")) == 40
    assert len(table(page, "Shares of each site")) == 40
    assert "188 others" in set(plots(page)["stories-a-day"].itertext())


def test_a_report_that_cannot_be_written_is_told(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (database.parent / "folder.html").mkdir()
    taken = ask(capsys, database, "report", "--output", str(database.parent / "folder.html"))
    assert refused(taken, "a folder or a device; a report is a file, and a folder of plots beside it", 1)
    pipe = database.parent / "pipe.html"
    os.mkfifo(pipe)
    assert refused(ask(capsys, database, "report", "--output", str(pipe)), "a folder or a device", 1)
    assert pipe.is_fifo(), "what is no file is not replaced by one: /dev/null would be gone for everybody"
    assert refused(ask(capsys, database.parent / "none.db", "report"), "no database there", 1)


def test_where_a_report_goes_is_said_as_where_an_export_goes(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = database.parent / "november.html"
    assert ask(capsys, database, "report", "-o", str(path)).code == 0
    assert path.exists()


def test_a_report_is_html_whatever_its_name_asks_for(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = database.parent / "november.pdf"
    refused(ask(capsys, database, "report", "--output", str(path)), f"{path}: a report is HTML", code=2)
    assert not path.exists()


def test_a_crawl_writes_a_report_when_asked(tmp_path: Path) -> None:
    report, page = tmp_path / "now.html", page_of("Bridge closes in Ashford")
    with serving({"/a/": page}) as site:
        site.routes["/sitemap.xml"] = sitemap(f"{site.url}/a/")
        asked = ("crawl", "site", "-a", f"url={site.url}/")
        done = scrapy(*asked, DATABASE=str(tmp_path / "news.db"), REPORT=str(report))
        assert done.returncode == 0, done.stderr
        assert f"{report} is written" in done.stdout
        assert "<dt>stories</dt><dd>1</dd>" in report.read_text(encoding="utf-8")
        failing = scrapy(*asked, DATABASE=str(tmp_path / "news.db"), REPORT=str(tmp_path))
        misnamed = scrapy(*asked, DATABASE=str(tmp_path / "other.db"), REPORT="now.pdf")
    assert failing.returncode == 0
    assert f"{tmp_path}: a folder or a device; a report is a file" in failing.stderr
    told = "scrapy crawl: setting REPORT=now.pdf: a report is HTML; now.html would be its name\n"
    assert (misnamed.returncode, misnamed.stderr) == (2, told)
    assert not (tmp_path / "other.db").exists()
