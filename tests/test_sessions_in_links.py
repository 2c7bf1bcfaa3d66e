"""A word in each link by which a site follows its reader leads nowhere new, though it changes each time."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest

from tests.archive import rows
from tests.discovering import discover
from tests.servers import Route, scrapy, serving, story

STORIES = [f"/news/the-ferry-sails-again-on-day-{number}/" for number in range(12)]
LISTS = {"/": STORIES[:6], "/older/": STORIES[6:11]}
FORMS = {
    "before": "/s({word}){path}",
    "behind": "{path};{word}",
    "a folder": "/sid/{word}{path}",
    "parameters": "{path}?at={word}&sig={word}",
}


class Following(dict[str, Route]):
    """A site of which each link has a new word at each fetch, in a form; a path has all that it has with any word."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.listed = dict(LISTS)
        read = (
            re.escape(form).replace(re.escape("{word}"), "[0-9a-f]{12}").replace(re.escape("{path}"), "(?P<path>/.*)")
        )
        self.read = re.compile(read)

    def get(self, path: str, default: Route | None = None) -> Route | None:  # type: ignore[override]
        found = self.read.fullmatch(path)
        bare = found["path"] if found else path
        word = f"0b{secrets.token_hex(5)}"
        menu = ["/", "/older/", "/imprint/"]
        links = [self.form.format(word=word, path=each) for each in [*menu, *self.listed.get(bare, [])]]
        tail = "".join(f"<a href='{link}'>Go on</a>" for link in links)
        if bare in STORIES:
            return story(f"The ferry sails again on day {STORIES.index(bare)}", tail=f"<nav>{tail}</nav>")
        return f"<html><body><nav>{tail}</nav></body></html>" if bare in (*menu, *self.listed) else default


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_each_story_is_asked_for_at_one_address_and_found_at_every_visit(form: str, tmp_path: Path) -> None:
    paper, database = Following(form), str(tmp_path / "db")
    with serving(paper) as site:
        first = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=database, CLOSESPIDER_TIMEOUT="40")
        asked, site.requests = site.requests, []
        paper.listed["/"] = [STORIES[11], *STORIES[:5]]
        again = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=database, CLOSESPIDER_TIMEOUT="40")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert len(asked) < 60
    told = [row["headline"] for row in rows(tmp_path / "db", "SELECT headline FROM articles")]
    assert sorted(told) == sorted(f"The ferry sails again on day {number}" for number in range(12))
    fetched = {request.path for request in site.requests if "/news/" in request.path}
    assert sum("day-11" in path for path in fetched) == 1
    assert len(fetched) < 8


@pytest.mark.parametrize("form", ["/paper/{issue}{page}", "{page}?issue={issue}"], ids=["path", "parameter"])
def test_a_word_that_stays_tells_pages_apart(form: str) -> None:
    """As that of an issue, of which all its pages are full: the next issue has pages of the same names."""
    names = [f"/a-page-of-news-{number}/" for number in range(6)]
    pages = [form.format(issue=issue, page=name) for issue in ("5f3a9c0b12", "6d11e09a7c") for name in names]
    front = {"/": "".join(f"<a href='{path}'>Page</a>" for path in [*pages[:6], "/older-papers/"])}
    older = {"/older-papers/": "".join(f"<a href='{path}'>Page</a>" for path in pages[6:])}
    with serving({**front, **older}) as site:
        found = {each.url.removeprefix(site.url) for each in discover(site.url)[0]}
    assert set(pages) <= found
