"""What holds of extraction whatever the page: it never raises, loses no word silently, keeps the order."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.reading import read
from tests.pages.language import codes, language
from tests.pages.reading import unaccounted

SENTENCES = [sentence for code in codes() for sentence in language(code).story["sentences"]]
PHRASES = [
    *("Leave a Reply", "Share this:", "Comments (3)", "12 March 2024", "Reply", "© 2024 Paper", "Read more", "404"),
    *("Subscribe", "By Ann Lee", "Advertisement", "Related", "LAGOS, May 3 –", "↩", " | ", "…", "\x00", "\ud83d\ude00"),
    *("0\u00ad", "Do\u00adnau", "\u00ad", "1\u200b2"),
]
TAGS = (
    "div p ul li table tr td form a b span h1 h2 h3 "
    "br img section aside figure figcaption blockquote pre textarea input"
).split()
ATTRIBUTES = ["", " class='entry-content'", " id='comments'", " class='x'", " href='#r1'", " type=email", " hidden"]

texts = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(PHRASES), st.text(max_size=30))
stories = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8, unique=True)
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def element(tag: str, attribute: str, children: list[str]) -> str:
    """An element as HTML, void ones without an end."""
    return f"<{tag}{attribute}>{''.join(children)}" + ("" if tag in ("br", "img", "input") else f"</{tag}>")


pieces = st.recursive(
    texts.map(escape),
    lambda inner: st.builds(element, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.lists(inner, max_size=4)),
    max_leaves=25,
)


@relaxed
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400), st.text(alphabet="<>/divp='\" &;#x-!", max_size=200)))
def test_no_document_raises(document: bytes | str) -> None:
    assert extract(document).evidence


@pytest.mark.parametrize("address", ["http://[::1", "//[", "http://x℀.example/", "http://[ferry]/", "http://h:p:99/"])
def test_an_address_that_is_none_raises_nothing(address: str) -> None:
    links = f"<ul>{''.join(f'<li><a href={address}>Quay {number}</a></li>' for number in range(3))}</ul>"
    cards = f"<div class=c><a href={address}>The other ferry</a><p>It was glad of it at noon, too.</p></div>" * 2
    story = f"<h1>The ferry is back</h1><article><p>{SENTENCES[0]}</p></article>"
    head = f"<title>The ferry is back</title><link rel=canonical href={address}><base href={address}>"
    assert extract(f"<html><head>{head}</head><body>{links}{story}{cards}</body></html>", address).headline


@relaxed
@given(st.lists(pieces, max_size=8).map("".join))
def test_a_page_of_any_shape_is_read(body: str) -> None:
    reading = read(f"<html><head><title>{SENTENCES[0]}</title></head><body>{body}</body></html>")
    kept = [decision.block.text for decision in reading.decisions if decision.removed is None]
    removed = [decision.removed for decision in reading.decisions if decision.removed is not None]
    assert reading.article.text == "\n\n".join(kept)
    assert reading.article.removed == tuple(removed)
    assert all(block.rule and block.reason for block in removed)


@relaxed
@given(st.lists(pieces, max_size=8).map("".join))
def test_what_was_removed_keeps_its_place_among_the_paragraphs(body: str) -> None:
    reading = read(f"<html><head><title>{SENTENCES[0]}</title></head><body>{body}</body></html>")
    printed = [decision.block.text for decision in reading.decisions]
    paragraphs, removed = reading.article.paragraphs, reading.article.removed
    above = [block.paragraph for block in removed]
    put_back = [
        text
        for place in range(len(paragraphs) + 1)
        for text in (*(block.text for block in removed if block.paragraph == place), *paragraphs[place : place + 1])
    ]
    assert None not in above
    assert "\n\n".join(filter(str.strip, put_back)) == "\n\n".join(filter(str.strip, printed))


@relaxed
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8, unique=True), st.lists(texts, max_size=6), st.data()
)
def test_every_visible_word_is_kept_or_removed_in_order(
    story: list[str], other: list[str], data: st.DataObject
) -> None:
    blocks = [f"<p>{escape(text)}</p>" for text in story]
    for text in (text for text in other if text not in story):  # a second copy has no place of its own
        tag = data.draw(st.sampled_from(["p", "div", "li", "h2", "td", "aside"]))
        place = data.draw(st.integers(0, len(blocks)))
        blocks.insert(place, f"<{tag}>{escape(text)}</{tag}>")
    html = f"<html><body><h1>Head</h1><div>{''.join(blocks)}</div></body></html>"
    article = extract(html)
    assert unaccounted(html, article) == []
    places = [story.index(paragraph) for paragraph in article.paragraphs if paragraph in story]
    assert all(before < after for before, after in pairwise(places))


@relaxed
@given(st.sampled_from(codes()), st.integers(3, 12), st.sampled_from(["<article>{}</article>", "<div>{}</div>", "{}"]))
def test_a_page_without_chrome_comes_back_word_for_word(code: str, count: int, frame: str) -> None:
    story = language(code).story
    sentences = story["sentences"][:count]
    inside = f"<h1>{escape(story['headlines'][0])}</h1>" + "".join(f"<p>{escape(text)}</p>" for text in sentences)
    article = extract(f"<html><body>{frame.format(inside)}</body></html>")
    assert article.paragraphs == tuple(sentences)
    assert article.headline == story["headlines"][0]


def test_a_bar_that_belongs_to_a_word_stays_with_it() -> None:
    said = "|x| is what mathematicians write for the distance of x from nought, whichever way it lies, and so for |y|"
    article = extract(
        f"<html><body><article><h1>Absolute values</h1><p>{said}</p><p>| {said}. |</p></article></body></html>"
    )
    assert article.paragraphs == (said, f"{said}.")


@pytest.mark.parametrize("opening", ["<main>", "<header><a href='/'>The Pier</a></header>", "<article>", "<nav></nav>"])
def test_a_page_without_tags_for_its_head_and_body_is_read(opening: str) -> None:
    said = "The islanders were told so by a note on the pier, which nobody had signed."
    page = f"<!DOCTYPE html><title>The ferry rests</title>{opening}<h1>The ferry rests</h1><p>{said}</p>"
    article = extract(page)
    assert (article.headline, article.paragraphs[0]) == ("The ferry rests", said)
