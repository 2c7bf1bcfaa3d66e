"""A dispatch on WordPress.com comes out as the same article that a dump of its text gives, and says more."""

from __future__ import annotations

import pytest

from extractors import Outcome, clean_text, extract
from tests.pages import Recipe, compose, dispatch
from tests.pages.chrome import WORDPRESS_COM
from tests.pages.disguise import BARE, HASHED, Disguise
from tests.pages.reading import paragraph_diff, unaccounted


def test_the_page_gives_the_article_that_its_text_gives() -> None:
    page = dispatch.dispatch_page()
    from_page, from_text = extract(page.html, page.url), clean_text(dispatch.DUMP)
    for field in ("headline", "dek", "dateline", "text", "categories", "outcome"):
        assert getattr(from_page, field) == getattr(from_text, field), field


def test_the_page_gives_the_dispatch() -> None:
    page = dispatch.dispatch_page()
    article = extract(page.html, page.url)
    assert (article.headline, article.dek, article.dateline) == (
        dispatch.HEADLINE,
        dispatch.DEK,
        dispatch.DATELINE,
    )
    assert article.paragraphs == dispatch.PARAGRAPHS
    assert article.categories == dispatch.CATEGORIES


def test_the_page_also_tells_byline_and_dates() -> None:
    page = dispatch.dispatch_page()
    article = extract(page.html, page.url)
    assert article.byline == (dispatch.BYLINE,)
    assert article.published_at == page.truth.published_at
    assert article.modified_at == page.truth.modified_at


def test_every_block_of_chrome_is_listed_with_its_rule_and_reason() -> None:
    page = dispatch.dispatch_page()
    article = extract(page.html, page.url)
    assert unaccounted(page.html, article) == []
    assert all(block.rule and block.reason and block.text for block in article.removed)
    listed = "\n".join(block.text for block in article.removed)
    for words in (
        "Log Out",
        "Connecting to %s",
        "%d bloggers like this:",
        "Share this:",
        "Reblog",
        "Related",
    ):
        assert words in listed


@pytest.mark.parametrize("interface", ["de", "es", "fr"])
def test_a_comment_form_in_another_language_stays_out(interface: str) -> None:
    page = dispatch.dispatch_page(interface=interface)
    assert extract(page.html, page.url).paragraphs == dispatch.PARAGRAPHS


@pytest.mark.parametrize(
    ("shell", "disguise"),
    [("wordpress_com", HASHED), ("wordpress_com", BARE), ("table_1995", BARE), ("soup", BARE)],
    ids=["hashed", "classless", "table", "soup"],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_theme_that_says_nothing_gives_the_same_paragraphs(shell: str, disguise: Disguise, seed: int) -> None:
    page = dispatch.dispatch_page(shell, disguise=disguise, seed=seed)
    article = extract(page.html, page.url)
    assert article.paragraphs == dispatch.PARAGRAPHS
    assert article.headline == dispatch.HEADLINE


@pytest.mark.parametrize("interface", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("disguise", [Disguise(), HASHED, BARE], ids=lambda disguise: disguise.name)
def test_a_post_of_one_sentence_is_that_sentence(interface: str, disguise: Disguise) -> None:
    page = compose(Recipe("wordpress_com", "sentence", interface, WORDPRESS_COM, disguise))
    article = extract(page.html, page.url)
    assert not paragraph_diff(page.truth, article), f"\n{paragraph_diff(page.truth, article)}"
    assert article.outcome == Outcome.ARTICLE


@pytest.mark.parametrize("shape", ["image_only", "gallery_only", "video_only"])
@pytest.mark.parametrize("interface", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("disguise", [Disguise(), HASHED, BARE], ids=lambda disguise: disguise.name)
def test_a_post_that_is_only_a_picture_has_no_text(shape: str, interface: str, disguise: Disguise) -> None:
    page = compose(Recipe("wordpress_com", shape, interface, WORDPRESS_COM, disguise))
    article = extract(page.html, page.url)
    assert (article.outcome, article.text) == (Outcome.MEDIA, "")
