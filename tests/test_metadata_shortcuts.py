"""The cheap tests that spare a page most patterns of its metadata never pass over what a pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.metadata import byline, landmarks
from extractors.metadata.vocabulary import HELPING


@pytest.mark.parametrize("pattern", [landmarks._BYLINE, landmarks._DATE, landmarks._HEADING])
def test_every_class_that_a_pattern_knows_is_telling(pattern: re.Pattern[str]) -> None:
    @settings(max_examples=400, database=None)
    @given(st.from_regex(pattern))
    def holds(names: str) -> None:
        assert any(part in names for part in landmarks._TELLING)

    holds()


@settings(max_examples=300)
@given(st.from_regex(landmarks._AUTHOR_PATH))
def test_every_address_of_an_author_leads_to_one(address: str) -> None:
    assert landmarks._leads_to_author(address)


@settings(max_examples=300)
@given(st.from_regex(byline._HELPED))
def test_every_phrase_for_helpers_has_one_of_the_words_in_it(text: str) -> None:
    assert any(word in text.lower() for word in HELPING)
