"""WordPress's copies of stories: edits without a date are told by their words, and those that are cut by their end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.discovery.postreading import About, candidate_of
from crawler.discovery.tally import REREAD_EVERY, Count
from crawler.discovery.wrapping import Story, page_around
from crawler.records.filings import Filing
from crawler.records.finds import Candidate, Copy, Document
from crawler.records.pages import FetchedPage
from crawler.storage import Recrawl, Store
from crawler.workers.reading import read_and_pack
from tests.discovering import discover
from tests.filings import SITE, file_one
from tests.servers import serving
from tests.test_discovery_wordpress import LINK, Blog

URL = f"https://{SITE}/2024/bridge/"
SAID = "The bridge reopened on Friday, the mayor of Ashford said, and traffic was light all day."
WRITTEN = datetime(2024, 5, 3, 12, tzinfo=UTC)


def copy_of(words: str, remarks: str = "") -> bytes:
    page = page_around(Story(url=URL, content=f"<p>{words}</p>", headline="Bridge reopens", remarks=remarks))
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("handed_out", "due"),
    [
        (copy_of(SAID), False),
        (copy_of(SAID.replace("light", "<em>light</em>")), False),
        (copy_of(SAID, "<section><p>I was there!</p></section>"), False),
        (copy_of(SAID.replace("light", "heavy")), True),
    ],
    ids=["as it was", "set otherwise", "a reader's remark", "edited"],
)
@pytest.mark.parametrize("keeps", [True, False])
def test_a_copy_with_other_words_is_filed_though_its_date_is_the_same(
    tmp_path: Path, handed_out: bytes, due: bool, keeps: bool
) -> None:
    def told(html: bytes, at: datetime) -> Candidate:
        return Candidate(URL, "wordpress", "https://news.example/wp-json/", WRITTEN, Copy(html, "wordpress", at))

    with Store.open(tmp_path / "news.db") as store:
        first, html = store.begin_crawl("site", {}), copy_of(SAID)
        store.add_candidates(SITE, [told(html, WRITTEN)], recrawl=Recrawl.CHANGED)
        page = FetchedPage(URL, URL, SITE, 200, (), html, "utf-8", WRITTEN, origin="wordpress")
        read = read_and_pack(page, store.path, keeps)
        assert file_one(store, first, Filing(page, read.article, read.packed, stamp=read.stamp)) == "new"
        again = told(handed_out, WRITTEN + timedelta(days=1))
        store.add_candidates(SITE, [again], recrawl=Recrawl.CHANGED)
        assert store.lease_these(first, [URL]) == [], "in one crawl once"
        store.end_crawl(first, "finished", {})
        second = store.begin_crawl("site", {})
        store.add_candidates(SITE, [replace(again, lastmod=WRITTEN - timedelta(days=1))], recrawl=Recrawl.CHANGED)
        store.db.execute("UPDATE urls SET check_at = '2999-01-01T00:00:00Z'")
        store.add_candidates(SITE, [again], recrawl=Recrawl.CHANGED)
        assert store.lease_these(second, [URL]) == [], "a cache's, and before its time"
        store.db.execute("UPDATE urls SET check_at = '2024-06-01T00:00:00Z'")
        store.add_candidates(SITE, [again], recrawl=Recrawl.CHANGED)
        assert bool(store.lease_these(second, [URL])) is (due and keeps)


def test_a_hundred_of_the_newest_are_read_once_a_day() -> None:
    count = Count(None)
    assert count.calls_for_reading
    count.reread_at = datetime.now(UTC)
    assert not Count(count.mark).calls_for_reading
    count.reread_at -= REREAD_EVERY
    assert Count(count.mark).calls_for_reading
    assert Count("12 2024-05-01T00:00:00+00:00 - -").calls_for_reading  # as an earlier version kept it


def test_so_many_older_ones_are_read_in_turn() -> None:
    blog = Blog("/wp-json/", 250, {"/": LINK % "wp-json/"})
    with serving(blog) as site:
        _, discovery = discover(site.url)
        pages = []
        for _ in range(4):
            known = discovery.library.newly_finished()
            tomorrow = [_a_day_older(each) if each.url.endswith("/posts") else each for each in known]
            site.requests.clear()
            found, discovery = discover(site.url, tomorrow)
            (asked,) = [path for path in site.paths() if re.search(r"orderby=date&.*&page=[2-9]$", path)]
            pages.append((asked[-1], len({each.url for each in found})))
    assert pages == [("2", 200), ("3", 150), ("2", 200), ("3", 150)]


def _a_day_older(posts: Document) -> Document:
    count = Count(posts.mark)
    assert count.reread_at
    count.totals, count.reread_at = [250], count.reread_at - REREAD_EVERY
    return replace(posts, mark=count.mark)


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("<p><a class='more-link' href='{url}'>Continue reading</a></p>", True),
        ('<a href="/2024/05/story-1/#more-7"><span>Read on</span></a></div>', True),
        ("<p>The ferry is back, and [&hellip;]</p>\n", True),
        ("<p>The ferry is back.</p>", False),
        ("<p>It began with <a href='https://news.example/2024/04/story-0/'>a storm</a></p>", False),
        ("<p>As said <a href='{url}'>above</a>, the ferry is back.</p>", False),
        ("<p>Write to <a name=x>us</a></p>", False),
    ],
)
def test_a_post_that_leads_on_to_its_own_page_is_read_there(end: str, cut: bool) -> None:
    url = "https://news.example/2024/05/story-1/"
    post = {"link": url, "content": {"rendered": f"<p>The ferry left on Friday.</p>{end.format(url=url)}"}}
    candidate = candidate_of(post, "https://news.example/wp-json/", About(), datetime.now(UTC))
    assert candidate and candidate.copy
    assert candidate.copy.cut is cut
