"""What recurs on a site's pages is its chrome, in any language; what a story says again and again is not."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.workers.joining import read_and_sketch
from extractors import Article, Outcome
from extractors.site.memory import RULE, SiteMemory
from extractors.site.pages import REMEMBERED, SitePages
from tests.archive import rows
from tests.filings import SITE
from tests.filings import page as fetched
from tests.invented import WIDGET, WIDGET_TEXTS, page, paragraphs, prose, sentence
from tests.servers import scrapy, serving, sitemap, under_way


class Reader:
    """Reads a site's pages one after the other, as a crawl does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.crawl = store.begin_crawl("site", {})

    def read(self, number: int, html: str) -> Article:
        """The article of the page, which is filed and remembered."""
        url = f"https://{SITE}/{number}/"
        given = fetched(url, body=html.encode(), memory=self.memory(url))
        article, sketch = read_and_sketch(given)
        self.store.file(self.crawl, [Filing(given, article, sketch=sketch)])
        return article

    def memory(self, url: str = "") -> SiteMemory:
        """The site's memory for the reading of a page."""
        return SitePages(self.store.sketches(SITE)).memory_for(url)

    def read_all(self, pages: Sequence[str]) -> list[Article]:
        """The articles of the pages."""
        return [self.read(number, html) for number, html in enumerate(pages)]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with Store.open(tmp_path / "news.db") as store:
        yield Reader(store)


def with_widget(number: int, place: int = 5) -> str:
    body = prose(paragraphs(number))
    return page(sentence((number, "head"), 6), [*body[:place], WIDGET, *body[place:]])


def removed_by_memory(article: Article) -> list[str]:
    return [block.text for block in article.removed if block.rule == RULE]


@pytest.mark.parametrize("place", [0, 2, 5])
def test_an_unknown_widget_is_learnt_and_removed_with_its_reason(reader: Reader, place: int) -> None:
    articles = reader.read_all([with_widget(number, place) for number in range(12)])
    for number, article in enumerate(articles[8:], start=8):
        assert article.paragraphs == tuple(paragraphs(number))
    reasons = {block.reason for block in articles[-1].removed if block.text in WIDGET_TEXTS and block.rule == RULE}
    assert reasons <= {"site memory, seen on 11 of 11 pages"}
    assert {block.text for block in articles[-1].removed} >= set(WIDGET_TEXTS)


def test_a_page_read_again_does_not_count_itself(reader: Reader) -> None:
    reader.read_all([with_widget(number) for number in range(12)])
    again = reader.read(0, with_widget(0))
    assert again.paragraphs == tuple(paragraphs(0))
    assert {block.reason for block in again.removed if block.rule == RULE} == {"site memory, seen on 11 of 11 pages"}
    assert reader.memory().pages == 12


def test_pages_that_hide_their_stories_make_a_site_forget_nothing(reader: Reader) -> None:
    reader.read_all([with_widget(number) for number in range(12)])
    reader.store.judge(SITE)  # as at the end of a visit
    for number in range(12):
        assert reader.read(number, page(sentence((number, "head"), 6), ["<div data-story></div>"])).text == ""
    assert reader.read(0, with_widget(0)).paragraphs == tuple(paragraphs(0))


def test_two_pages_prove_nothing(reader: Reader) -> None:
    quoted = f"<blockquote><p>{sentence('quote', 20)}</p></blockquote>"
    pages = [page(sentence((n, "h"), 6), [*prose(paragraphs(n)), quoted if n in (3, 9) else ""]) for n in range(12)]
    articles = reader.read_all(pages)
    assert not any(map(removed_by_memory, articles))
    assert sentence("quote", 20) in articles[9].text


@pytest.mark.parametrize("wrap", ["{}", "<section class=wp-block-group>{}</section>"])
def test_a_columns_standing_intro_stays(reader: Reader, wrap: str) -> None:
    intro = sentence("every week our columnist answers", 22)
    pages = []
    for number in range(30):
        opening = [wrap.format(f"<p>{intro}</p>")] if number % 3 == 0 else []
        pages.append(page(sentence((number, "h"), 6), [*opening, *prose(paragraphs(number)), WIDGET]))
    articles = reader.read_all(pages)
    for number, article in enumerate(articles[9:], start=9):
        own = (intro,) if number % 3 == 0 else ()
        assert article.paragraphs == (*own, *paragraphs(number))


def test_short_answers_crossheads_and_datelines_stay(reader: Reader) -> None:
    pages = []
    for number in range(14):
        asked = paragraphs(number, 4)
        body = [
            "<p>LONDON, 3 May</p>",
            *(f"<p>{question}</p><p>No.</p>" for question in asked[:2]),
            "<h2>What happened next</h2>",
            *prose(asked[2:]),
        ]
        pages.append(page(sentence((number, "h"), 6), body))
    for number, article in enumerate(reader.read_all(pages)):
        assert removed_by_memory(article) == []
        assert article.text.count("No.") == 2 or number == 0


def test_a_post_that_is_only_a_picture_keeps_no_widget_as_its_text(reader: Reader) -> None:
    reader.read_all([with_widget(number) for number in range(12)])
    picture = '<img src="/tide.jpg" width=900 height=600 alt="">'
    article = reader.read(50, page(sentence("tide", 5), [picture, WIDGET]))
    assert (article.outcome, article.text) == (Outcome.MEDIA, "")


def test_a_story_at_many_addresses_is_not_taken_for_chrome(reader: Reader) -> None:
    story = page(sentence("one", 6), prose(paragraphs("one", 8)))
    articles = reader.read_all([story] * 6)
    assert all(article.paragraphs == tuple(paragraphs("one", 8)) for article in articles)


def test_what_a_site_no_longer_shows_is_forgotten_and_its_memory_stays_small(reader: Reader) -> None:
    reader.read_all([with_widget(number) for number in range(12)])
    assert any(count == 12 for count in reader.memory().seen.values())
    for number in range(100, 100 + REMEMBERED):
        reader.read(number, page(sentence((number, "h"), 6), prose(paragraphs(number)), prefix="new"))
    memory = reader.memory()
    assert memory.pages == REMEMBERED
    assert reader.read(1, with_widget(1)).text.count(WIDGET_TEXTS[0]) + len(memory.seen) < 10
    (held,) = rows(reader.store.path, "SELECT count(*) AS pages, max(length(marks)) AS bytes FROM readings")
    assert held["pages"] <= 2 * REMEMBERED
    assert held["bytes"] <= 1600


def ended(database: Path) -> bool:
    """Whether a crawl's books are closed."""
    try:
        return bool(rows(database, "SELECT 1 FROM crawls WHERE ended_at IS NOT NULL"))
    except sqlite3.OperationalError:  # it has hardly begun
        return False


def test_crawls_learn_and_mend_what_they_read_before(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with serving({}) as site:
        for number in range(20):
            site.routes[f"/{number}/"] = with_widget(number)
        site.routes["/sitemap.xml"] = sitemap(*(f"{site.url}/{number}/" for number in range(20)))
        crawl = ("crawl", "site", "-a", f"url={site.url}")
        with under_way(*crawl, DATABASE=str(database)) as first:
            while not ended(database):
                time.sleep(0.002)
            first.kill()  # before its first stories are read again
        done = scrapy(*crawl, DATABASE=str(database))
        assert done.returncode == 0, done.stderr
    (removed,) = rows(database, "SELECT count(*) AS blocks FROM removed_blocks WHERE rule = ?", RULE)
    assert removed["blocks"] >= 10
    assert "were read again, without what their site repeats" in done.stdout
    texts = {row["url"].split("/")[3]: row["text"] for row in rows(database, "SELECT url, text FROM articles")}
    assert texts == {str(number): "\n\n".join(paragraphs(number)) for number in range(20)}
    (early,) = rows(database, "SELECT count(*) AS stories, min(reread) AS reread FROM revisions")
    assert 0 < early["stories"] <= 14  # they were read before enough was known
    assert early["reread"] == 1, "the site has changed nothing"
    again = scrapy("reextract", "--yes", DATABASE=str(database))
    assert "0 revised, 0 updated, 0 new" in again.stdout, again.stdout + again.stderr
