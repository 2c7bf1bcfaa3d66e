"""The tail: every shell with every shape of story, in turn in every set of chrome, language and disguise.

Each page comes out as exactly its story, and every other visible word of it is accounted for.
"""

from __future__ import annotations

import re
from itertools import cycle, product
from typing import get_args

import pytest

from extractors import Article, Outcome, extract
from tests.pages import Page, Recipe, compose
from tests.pages.chrome import APPEALS, COMMENTS, PARTS, SETS, SLOTS, Slot
from tests.pages.disguise import BARE, HASHED, PLAIN, Disguise
from tests.pages.language import codes
from tests.pages.reading import paragraph_diff, unaccounted
from tests.pages.shells import SHELLS
from tests.pages.story import MEDIA_SHAPES, SHAPES


def _matrix() -> list[Recipe]:
    """Every shell with every shape; the other ingredients take turns, each at its own pace."""
    turns = zip(
        product(SHELLS, SHAPES),
        cycle(codes()),
        cycle(SETS.values()),
        cycle((PLAIN, HASHED, PLAIN, BARE, Disguise(depth=3), Disguise(flat=True), PLAIN)),
        strict=False,
    )
    return [Recipe(shell, shape, language, chrome, disguise) for (shell, shape), language, chrome, disguise in turns]


def _plain() -> list[Recipe]:
    """Every shell undisguised in every set of chrome, the languages and shapes of prose in turn."""
    shapes = cycle(shape for shape in SHAPES if shape not in MEDIA_SHAPES)
    turns = zip(product(SHELLS, SETS.values()), cycle(codes()), shapes, strict=False)
    return [Recipe(shell, shape, language, chrome, seed=1) for (shell, chrome), language, shape in turns]


def _alone() -> list[Recipe]:
    """Every way to print comments or to appeal to a reader, in every shell, beside stories of a sentence or two."""
    turns = zip(
        product(SHELLS, (*COMMENTS, *APPEALS)),
        cycle(codes()),
        cycle(("sentence", "two", "quote", "bullets", "long")),
        cycle((HASHED, BARE, PLAIN)),
        strict=False,
    )
    return [
        Recipe(shell, shape, language, (part,), disguise, seed=2) for (shell, part), language, shape, disguise in turns
    ]


def _read(recipe: Recipe) -> tuple[Page, Article]:
    page = compose(recipe)
    return page, extract(page.html, page.url)


@pytest.mark.parametrize("recipe", _matrix(), ids=lambda recipe: recipe.name)
def test_the_text_is_exactly_the_story_and_no_other_word_is_lost_silently(recipe: Recipe) -> None:
    page, article = _read(recipe)
    assert not paragraph_diff(page.truth, article), f"\n{paragraph_diff(page.truth, article)}"
    assert article.text == page.truth.text
    assert article.outcome == page.truth.outcome, article.evidence
    assert article.headline == page.truth.headline
    assert unaccounted(page.html, article) == []


@pytest.mark.parametrize("recipe", _plain(), ids=lambda recipe: recipe.name)
def test_what_the_markup_tells_of_the_story_is_read(recipe: Recipe) -> None:
    page, article = _read(recipe)
    told, truth = SHELLS[recipe.shell].tells, page.truth
    assert article.headline == truth.headline
    assert article.published_at == truth.published_at
    assert article.modified_at == truth.modified_at
    if "byline" in told:
        assert article.byline == truth.byline
    if "dek" in told:
        assert article.dek == truth.dek
    if "categories" in told:
        assert article.categories == truth.categories
    if truth.tags:
        assert article.tags == truth.tags


@pytest.mark.parametrize("language", codes())
def test_a_caption_is_removed_by_name(language: str) -> None:
    page, article = _read(Recipe("block_theme", "pictures", language))
    captions = {block.text for block in article.removed if block.rule == "caption"}
    assert captions == set(re.findall(r"<figcaption[^>]*>([^<]+)<", page.html))


@pytest.mark.parametrize("recipe", _alone(), ids=lambda recipe: recipe.name)
def test_a_piece_of_chrome_beside_a_short_story_stays_out(recipe: Recipe) -> None:
    page, article = _read(recipe)
    assert not paragraph_diff(page.truth, article), f"\n{paragraph_diff(page.truth, article)}"


def test_every_part_has_its_template_and_every_slot_its_parts() -> None:
    assert set(SLOTS) == set(get_args(Slot)) == {part.slot for part in PARTS.values()}


@pytest.mark.parametrize("shape", MEDIA_SHAPES)
@pytest.mark.parametrize("chrome", SETS.values(), ids=SETS)
def test_a_post_without_words_never_borrows_them_from_the_chrome(shape: str, chrome: tuple[str, ...]) -> None:
    _, article = _read(Recipe("wordpress_com", shape, "fr", chrome))
    assert (article.outcome, article.text) == (Outcome.MEDIA, "")
