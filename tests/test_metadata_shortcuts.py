"""The cheap tests that spare a page most patterns of its metadata never pass over what a pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.metadata import byline, landmarks
from extractors.metadata.vocabulary import HELPING
from extractors.page import storybox


@pytest.mark.parametrize(("telling", "pattern"), [row[1:3] for row in landmarks._BY_CLASS])
def test_every_class_that_a_pattern_knows_is_telling(telling: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    @settings(max_examples=250, database=None)
    @given(st.from_regex(pattern))
    def holds(names: str) -> None:
        assert any(part in names for part in telling)

    holds()


@pytest.mark.parametrize(
    ("telling", "pattern"), [(storybox._IN_NAME, storybox._NAME), (storybox._IN_TYPED, storybox._TYPED)]
)
def test_every_name_of_a_post_s_text_is_telling(telling: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    @settings(max_examples=250, database=None)
    @given(st.from_regex(pattern, fullmatch=True))
    def holds(name: str) -> None:
        assert any(part in name.lower() for part in telling)

    holds()


@settings(max_examples=300)
@given(st.from_regex(landmarks._AUTHOR_PATH))
def test_every_address_of_an_author_leads_to_one(address: str) -> None:
    assert landmarks._leads_to_author(address)


@settings(max_examples=300)
@given(st.from_regex(byline._HELPED))
def test_every_phrase_for_helpers_has_one_of_the_words_in_it(text: str) -> None:
    assert any(word in text.lower() for word in HELPING)
