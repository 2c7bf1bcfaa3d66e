"""Rows of cards below a story and carousels above it are none of it, whatever text the classifier takes for prose."""

from __future__ import annotations

from html import escape

import pytest

from extractors import extract
from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.parsing import parse
from extractors.prepare import Prepared, prepare
from extractors.story.body import story_text
from extractors.story.insets import without_insets
from extractors.story.teasers import without_carousels, without_teasers
from tests.pages.language import language

STORY = language("en").story["sentences"]
TEASERS = [f"{sentence} {STORY[0]}" for sentence in language("en").story["sentences"][8:12]]
PROSE = "".join(f"<p>{escape(sentence)}</p>" for sentence in STORY[:8])


def _page(story: str) -> str:
    return f"<html><body><h1>The bridge</h1><div class='story'>{story}</div></body></html>"


def _prepared(story: str) -> Prepared:
    return prepare(parse(_page(story)))


def _removed(story: str) -> dict[str, str]:
    """The rule that took each removed block of a page."""
    return {block.text: block.rule for block in extract(_page(story)).removed}


def _decided(prepared: Prepared, dropped: str) -> list[Decision]:
    """Every block kept but the headline and those that hold ``dropped``: what a classifier might that is mistaken."""
    out = []
    for number, block in enumerate(prepared.everything):
        withheld = number == prepared.survey.headline or dropped in block.text
        out.append(Decision(block, 0.9, RemovedBlock("model", "none", block.text) if withheld else None))
    return out


def _cards(href: str) -> str:
    cards = (
        f"<li><a href='{href}'>Another story, number {number}</a><p>{escape(text)}</p></li>"
        for number, text in enumerate(TEASERS)
    )
    return f"<ul>{''.join(cards)}</ul>"


def test_the_text_of_cards_whose_titles_are_no_part_of_the_story_goes() -> None:
    prepared = _prepared(PROSE + _cards("/another-story"))
    left = without_teasers(_decided(prepared, "Another story"), prepared.survey)
    assert story_text(left).split("\n\n") == list(STORY[:8])
    assert {decision.removed.rule for decision in left if decision.removed} == {"model", "teaser"}


@pytest.mark.parametrize(
    ("story", "dropped"),
    [
        (PROSE + _cards("/another-story"), "The bridge"),  # a list of the author's: its titles are kept as well
        (PROSE + _cards("#answer"), "Another story"),  # questions that open on the page
        (_cards("/another-story"), "Another story"),  # all there is
        (PROSE + _cards("/another-story") + f"<p>{escape(STORY[8])} {escape(STORY[1])}</p>", "Another story"),
    ],
)
def test_what_could_be_the_storys_stays(story: str, dropped: str) -> None:
    prepared = _prepared(story)
    decisions = _decided(prepared, dropped)
    assert without_teasers(decisions, prepared.survey) == decisions


@pytest.mark.parametrize(("start", "stop"), [("<button><h3>", "</h3></button>"), ("<a href='/x'><h3>", "</h3></a>")])
def test_the_titles_of_a_carousel_go(start: str, stop: str) -> None:
    titles = "".join(f"<div>{start}{escape(text)}{stop}</div>" for text in TEASERS)
    left = without_carousels(_decided(_prepared(titles + PROSE), "The bridge"))
    assert story_text(left).split("\n\n") == list(STORY[:8])


def test_headings_in_buttons_that_open_a_text_stay() -> None:
    parts = "".join(f"<button><h3>{escape(text)}</h3></button><p>{escape(STORY[2])}</p>" for text in TEASERS)
    decisions = _decided(_prepared(PROSE + parts), "The bridge")
    assert without_carousels(decisions) == decisions


def test_a_caption_is_known_by_its_name_beside_a_picture() -> None:
    picture = "<div class='photo'><img src='a.jpg'><div class='photo-caption'><p>{}</p></div></div>"
    assert _removed(PROSE + picture.format(escape(STORY[9])))[STORY[9]] == "caption"


def test_the_caption_of_the_picture_beside_the_headline_is_one() -> None:
    lead = f"<img src='a.jpg'><div class='featured-img-caption'>{escape(STORY[9])}</div>"
    header = f"<header><h1>The bridge</h1>{lead}</header>"
    html = f"<title>The bridge</title><body><article>{header}<div class='story'>{PROSE}</div></article></body>"
    assert {block.rule for block in extract(html).removed if block.text == STORY[9]} == {"caption"}


def test_a_card_that_is_called_a_caption_is_none() -> None:
    card = (
        f"<div class='thumb'><img src='a.jpg'><div class='caption'><h3>Step</h3><p>{escape(STORY[9])}</p></div></div>"
    )
    assert "caption" not in _removed(PROSE + card).values()


def _inset(label: str, link: str = "href='/another-bridge'") -> str:
    title = f"<h5><a {link}>The bridge that nobody built</a></h5>"
    return f"<div class='card'>{label}{title}{escape(TEASERS[0])}</div>"


@pytest.mark.parametrize(
    ("inset", "goes"),
    [
        (_inset("Related"), True),
        (_inset("<span>Read more</span>"), False),
        (_inset(""), False),
        (_inset("Recommended", "href='https://shop.example/bridge' rel='nofollow sponsored'"), False),
    ],
)
def test_what_a_card_says_that_calls_itself_related_goes_with_its_title(inset: str, goes: bool) -> None:
    prepared = _prepared(f"<p>{STORY[0]} {STORY[1]}</p>{inset}<p>{STORY[2]} {STORY[3]}</p>")
    left = without_insets(_decided(prepared, "nobody built"), prepared.survey)
    assert (TEASERS[0] not in story_text(left)) == goes


def test_a_label_on_one_of_several_things_that_a_story_lists_takes_none_of_them_out() -> None:
    listed = "".join(f"<div>{_inset(label)}</div>" for label in ("Most popular", ""))
    prepared = _prepared(f"<p>{STORY[0]} {STORY[1]}</p>{listed}")
    decisions = _decided(prepared, "nobody built")
    assert without_insets(decisions, prepared.survey) == decisions
