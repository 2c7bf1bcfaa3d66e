"""A dek is a field wherever it stands; it is text as well where it is set as the story's own first sentence."""

from __future__ import annotations

import pytest

from crawler.archive.formats import as_markdown, as_text
from extractors import Article, extract
from extractors.article import dek_above
from tests.metadata_pages import read
from tests.pages.language import language

STORY = language("en").story["sentences"]
LONG = [f"{STORY[number]} {STORY[number + 1]} {STORY[number + 2]}" for number in range(6)]
DEK = "Nobody in the valley had thought that the keeper would ever climb down again, and he says the same."


def _read(above: str, opening: str = "", paragraphs: list[str] = LONG, head: str = "") -> Article:
    story = "".join(f"<p>{text}</p>" for text in paragraphs)
    return extract(
        f"<html><head><title>The lighthouse is lit again</title>{head}</head><body><main><article>"
        f"<header><h1>The lighthouse is lit again</h1>{above}</header>"
        f"<div class='entry-content'>{opening}{story}</div></article></main></body></html>"
    )


@pytest.mark.parametrize(
    ("above", "opening"),
    [
        (f"<p class='subtitle'>{DEK}</p>", ""),
        (f"<div class='excerpt'><p>{DEK}</p></div>", ""),
        (f"<div class='ingress'><p>{DEK}</p></div>", ""),
        (f"<h2>{DEK}</h2>", ""),
        ("", f"<p class='lead'>{DEK}</p>"),
        ("", f"<h3>{DEK}</h3>"),
        ("", f"<p class='intro'><strong>{DEK}</strong></p>"),
    ],
)
@pytest.mark.parametrize("paragraphs", [LONG, LONG[:1]])
def test_no_word_of_a_dek_is_lost(above: str, opening: str, paragraphs: list[str]) -> None:
    article = _read(above, opening, paragraphs)
    assert DEK in (article.dek, *article.paragraphs)
    assert list(article.paragraphs)[-len(paragraphs) :] == paragraphs


def test_a_lead_in_the_storys_own_box_is_text_and_dek() -> None:
    article = _read("", f"<p class='lead'>{DEK}</p>")
    assert (article.dek, article.paragraphs[0]) == (DEK, DEK)


@pytest.mark.parametrize("paragraphs", [LONG, LONG[:1]])
def test_a_story_that_begins_with_the_words_of_its_dek_has_them(paragraphs: list[str]) -> None:
    article = _read(f"<p class='subtitle'>{DEK}</p>", f"<p>{DEK}</p>", paragraphs)
    assert (article.dek, list(article.paragraphs)) == (DEK, [DEK, *paragraphs])


@pytest.mark.parametrize("names", ["post-excerpt", "article-excerpt", "entry-excerpt large"])
def test_what_a_theme_calls_the_excerpt_of_its_story_is_the_dek(names: str) -> None:
    assert _read(f"<p class='{names}'>{DEK}</p>").dek == DEK


@pytest.mark.parametrize(("paragraphs", "is_text"), [(7, True), (3, False)])
def test_a_lead_above_a_short_story_is_text_if_it_has_some_paragraphs(paragraphs: int, is_text: bool) -> None:
    story = [text for text in STORY if len(text.split()) > 12][:paragraphs]
    article = _read("", f"<p class='lead'>{DEK}</p>", story)
    assert article.dek == DEK
    assert list(article.paragraphs) == ([DEK, *story] if is_text else story)


def test_an_excerpt_above_the_story_and_a_heading_that_opens_it_are_no_text() -> None:
    for article in (_read(f"<div class='post-excerpt'><p>{DEK}</p></div>"), _read("", f"<h3>{DEK}</h3>")):
        assert DEK not in article.text
        assert ("dek", DEK) in {(block.rule, block.text) for block in article.removed}


def test_a_page_with_two_deks_loses_neither() -> None:
    second = "The lamp was carried up the two hundred and twelve steps by hand, piece by piece"
    head = f"<meta name='description' content='{DEK}'>"
    article = _read(f"<p>{DEK}</p>", f"<h3>{second}</h3>", head=head)
    told = (article.dek or "", article.text)
    assert all(any(words in part for part in told) for words in (DEK, second))


def test_a_dek_that_the_text_says_is_printed_once() -> None:
    article = _read("", f"<p class='lead'>{DEK}</p>")
    assert as_text(article).count(DEK) == as_markdown(article).count(DEK) == 1
    apart = _read("", f"<h3>{DEK}</h3>")
    assert as_text(apart).count(DEK) == as_markdown(apart).count(DEK) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", DEK), (LONG[0], DEK), (f"{DEK}\n\n{LONG[0]}", None), (f"{DEK} And more.\n\n{LONG[0]}", DEK)],
)
def test_a_dek_goes_above_a_text_that_does_not_say_it(text: str, shown: str | None) -> None:
    assert dek_above(DEK, text) == shown
    assert dek_above(None, text) is None


@pytest.mark.parametrize(
    ("above", "dek"),
    [
        (f"<p>{DEK}</p>", DEK),
        (f"<div class='c7'><p class='c8'>{DEK}</p></div>", DEK),
        ("<p>By Jane Doe, in the harbour, on a Monday</p>", None),
        ("<p>December 15, 2025 // 8 min read</p>", None),
        ("<p>Some links on this page earn me a small commission.</p>", None),
        (f"<p>{DEK}</p><p>{DEK[::-1]}</p>", None),
    ],
)
def test_the_one_paragraph_in_the_headlines_header_is_a_dek(above: str, dek: str | None) -> None:
    assert _read(above).dek == dek


def test_a_heading_below_the_author_and_over_the_storys_box_is_a_dek() -> None:
    def dek(text: str) -> str | None:
        return read(f"<main><h1>The light</h1><div>Jane Doe</div><h2>{DEK}</h2>{text}</main>").dek

    paragraphs = "".join(f"<p>{text}</p>" for text in LONG)
    assert dek(f"<div>{paragraphs}</div>") == DEK
    assert dek(paragraphs) is None


@pytest.mark.parametrize(
    ("markup", "is_dek"),
    [
        ("<div class='sapo'>%s</div>", True),
        ("<div id='o_blog_post_subtitle'>%s</div>", True),
        ("<p>They are old.</p><h2 id='lead-pipes-in-the-town-lead'>%s</h2>", False),
    ],
)
def test_what_systems_call_a_dek_by_class_or_id(markup: str, is_dek: bool) -> None:
    said = "The light on the rock goes out for good on Monday"
    page = f"<h1>The light</h1>{markup % said}<div><p>{LONG[0]}</p></div>"
    assert (read(page).dek == said) is is_dek
