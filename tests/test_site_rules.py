"""What somebody who knows a site says about its pages is obeyed, and every block that it removes says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.records.pages import FetchedPage, FurtherPage
from crawler.workers.joining import read_page
from extractors import Outcome, extract
from extractors.reading import read
from extractors.site.rules import SiteRules
from tests.pages.language import language

STORY = language("en").story["sentences"][:4]
OATH = "The editors of this page swear by the river that every word in this box is paid for by the harbour."
PAGE = (
    "<html><head><title>Bridge opens</title></head><body><h1>Bridge opens</h1><div class='text'>"
    + "".join(f"<p>{sentence}</p>" for sentence in STORY)
    + f"<div class='oath'><p>{OATH}</p></div></div><div id='below'><p>{STORY[0]} Twice.</p></div></body></html>"
)


def test_more_chrome_is_dropped_with_its_selector_as_the_reason() -> None:
    article = read(PAGE, rules=SiteRules(drop=(".oath",))).article
    assert OATH not in article.text
    assert all(sentence in article.text for sentence in STORY)
    assert [block.reason for block in article.removed if block.text == OATH] == ["site rule: drop .oath"]


def test_a_body_is_taken_at_its_word() -> None:
    article = read(PAGE, rules=SiteRules(body="#below")).article
    assert article.paragraphs == (f"{STORY[0]} Twice.",)
    outside = {block.text for block in article.removed if block.reason == "site rule: outside the body #below"}
    assert {OATH, *STORY} <= outside


def test_chrome_may_be_dropped_from_a_body() -> None:
    article = read(PAGE, rules=SiteRules(drop=(".oath",), body="div.text")).article
    assert article.paragraphs == tuple(STORY)


def test_a_body_that_is_not_there_is_told_and_changes_nothing() -> None:
    article = read(PAGE, rules=SiteRules(body=".gone")).article
    assert article.text == extract(PAGE).text
    assert article.outcome == Outcome.ARTICLE
    assert article.evidence.endswith("nothing on the page matches the site's body .gone")


@pytest.mark.parametrize("rules", [None, SiteRules()])
def test_no_rules_are_no_rules(rules: SiteRules | None) -> None:
    assert read(PAGE, rules=rules).article == extract(PAGE)


def test_a_fetched_page_is_read_by_the_rules_of_its_site() -> None:
    asked_at = datetime(2024, 3, 1, tzinfo=UTC)
    again = PAGE.replace(OATH, f"{OATH} Again.").encode()
    page = FetchedPage(
        url="https://news.example/bridge/",
        final_url="https://news.example/bridge/",
        site="news.example",
        status=200,
        headers=(),
        body=PAGE.encode(),
        encoding="utf-8",
        requested_at=asked_at,
        continuations=(FurtherPage("https://news.example/bridge/2/", 200, (), again, asked_at),),
    )
    assert OATH in read_page(page).text
    assert OATH not in read_page(replace(page, rules=SiteRules(drop=(".oath",)))).text
