"""The line model as it is shipped, and what it is for: pages in words that nobody collected, in any kind of dump."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from extractors import clean_text
from extractors.textmode.features import AROUND, NAMES, line_features, line_groups
from extractors.textmode.lines import read_lines
from tests.test_page_dumps import COMMENTS, FOOTER, HEADLINE, MENU, OVER, STORY

PAGE = (*MENU, *OVER, *STORY, *COMMENTS, *FOOTER)


def test_the_provenance_names_the_features_that_the_model_sees() -> None:
    told = json.loads(files("extractors").joinpath("data", "lines.json").read_text(encoding="utf-8"))
    assert told["features"] == [*NAMES, *AROUND]
    assert told["corpus_manifest_sha256"]


def test_a_line_has_a_number_for_each_name_and_two_groups() -> None:
    lines = read_lines("\n\n".join(PAGE))
    assert line_features(lines, frozenset()).shape == (len(lines), len(NAMES))
    assert line_groups(lines).shape == (len(lines), 2)


def wrapped(blocks: tuple[str, ...]) -> str:
    """The blocks as a browser for terminals prints them."""
    return "\n\n".join("\n".join(textwrap.wrap(block, 72)) for block in blocks)


@pytest.mark.parametrize("text", ["\n\n".join(PAGE), "\n".join(PAGE), wrapped(PAGE)], ids=["plain", "tight", "wrapped"])
def test_a_page_keeps_its_story_alone_however_it_is_dumped(text: str) -> None:
    article = clean_text(text)
    assert article.headline == HEADLINE
    assert " ".join(article.text.split()) == " ".join(STORY)


def test_menus_and_teasers_in_words_that_nobody_collected_go() -> None:
    menu = ("Zorvat", "Pellim", "Quarn dos", "Ibrelle", "Mottan i sorv", "Tavrin", "Osk")
    cards = ("Dorvat in sellim", "Quarn ibrelle mott", "Tavrin osk pellim dor", "Sorv in mottan zor")
    text = "\n\n".join((*menu, *OVER, *STORY, *COMMENTS, *cards, *menu, *FOOTER))
    kept = clean_text(text).text.split("\n")
    assert not {*menu, *cards}.intersection(kept)
    assert set(STORY) <= set(kept)


def test_a_paragraph_under_a_byline_with_its_hour_is_no_comment() -> None:
    over = (HEADLINE, "Von Ida Moss, 03.05.2012, 10:32 Uhr", "Lesezeit: 2 Minuten", "Teilen")
    text = "\n\n".join((*MENU, *over, *STORY, "Kommentare (3)", *COMMENTS[1:], *FOOTER))
    article = clean_text(text)
    assert article.paragraphs == STORY
    assert article.byline == ("Ida Moss",)
    assert article.published_at == datetime(2012, 5, 3, 10, 32, tzinfo=UTC)
