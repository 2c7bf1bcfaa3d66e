"""What a page's data say of its story, in JSON-LD, RDFa or its address; nothing that is of another story."""

from __future__ import annotations

import pytest

from tests.metadata_pages import PROSE, ld, read, story


def test_a_page_whose_data_call_it_no_story_has_the_author_that_they_name() -> None:
    page = (
        '{"@type": "WebPage", "name": "The light goes out", "datePublished": "2024-05-03",'
        ' "author": {"@type": "%s", "name": "Jane Doe"}}'
    )
    found = story(head=ld(page % "Person"))
    assert (found.byline, str(found.published_at)[:10]) == (("Jane Doe",), "2024-05-03")
    assert story(head=ld(page % "Organization")).published_at is None


@pytest.mark.parametrize(
    ("headline", "place", "byline"),
    [
        ("Ferry runs again", "/news/ferry", ()),
        ("Ferry runs again", "/news/lighthouse/", ("Jane Doe",)),
        ("The light goes out", "/news/ferry", ("Jane Doe",)),
    ],
)
def test_the_data_of_another_story_alone_are_not_the_pages(headline: str, place: str, byline: tuple[str, ...]) -> None:
    data = f'{{"@type": "Article", "headline": "{headline}", "url": "{place}", "author": {{"name": "Jane Doe"}}}}'
    assert story(head=ld(data)).byline == byline


def test_an_author_stated_by_rdfa() -> None:
    name = '<span property="schema:author" typeof="Person"><b property="schema:name">Jane Doe</b>, Oslo</span>'
    found = story(f"<p>{name}</p>")
    assert (found.byline, found.sources["byline"]) == (("Jane Doe",), "rdfa")
    assert story(end=f"<footer>{name}</footer>").byline == ()


@pytest.mark.parametrize("value", ['["2024-05-03"]', "1714694400", '"2024-05-03"'])
def test_a_date_in_json_ld_in_any_form(value: str) -> None:
    found = story(head=ld(f'{{"@type": "Article", "datePublished": {value}}}'))
    assert str(found.published_at)[:10] == "2024-05-03"


@pytest.mark.parametrize(
    "path", ["/2024/05/03/light", "/2024-05-03-light", "/2024/may/03/light", "/news/20240503/light"]
)
def test_the_address_tells_the_day(path: str) -> None:
    found = read(f"<html><body><h1>Light</h1>{PROSE}</body></html>", f"https://harbour.example{path}")
    assert (str(found.published_at)[:10], found.sources["published_at"]) == ("2024-05-03", "url")


def test_an_address_that_tells_only_the_month_tells_no_day() -> None:
    assert (
        read("<html><body><h1>Light</h1></body></html>", "https://harbour.example/2024/12/light").published_at is None
    )
