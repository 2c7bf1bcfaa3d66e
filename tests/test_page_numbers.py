"""Which page of a story an address is, by its form: others of the same site are none of its pages."""

from __future__ import annotations

import pytest

from crawler.fetch.pagination import page_number

STORY = "https://news.example/2024/05/ferry/"


@pytest.mark.parametrize(
    ("story", "address", "number"),
    [
        (STORY, f"{STORY}2/", 2),
        (STORY, f"{STORY}12", 12),
        (STORY, f"{STORY}1/", None),
        (STORY, f"{STORY}1000/", None),
        (STORY, f"{STORY}02/", None),
        (STORY, f"{STORY}photos/2/", None),
        (STORY, "https://news.example/2024/05/2/", None),
        (STORY, "https://other.example/2024/05/ferry/2/", None),
        (STORY, f"{STORY}?page=3", 3),
        (STORY, f"{STORY}?page=1", None),
        (STORY, f"{STORY}?page=3&sort=old", None),
        (STORY, f"{STORY}?photo=3", None),
        ("https://news.example/?p=12", "https://news.example/?p=12&page=2", 2),
        ("https://news.example/?p=12", "https://news.example/?p=13&page=2", None),
    ],
)
def test_which_page_of_the_story_it_is(story: str, address: str, number: int | None) -> None:
    assert page_number(address, story) == number
