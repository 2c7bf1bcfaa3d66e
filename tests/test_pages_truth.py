"""The composed pages are what they say: every paragraph of the truth stands on its page, in order, nothing twice."""

from __future__ import annotations

import pytest

from tests.pages import Recipe, compose
from tests.pages.language import codes
from tests.pages.reading import visible_pieces
from tests.pages.shells import SHELLS
from tests.pages.story import SHAPES
from tests.pages.training import iter_pages


@pytest.mark.parametrize("shell", SHELLS)
def test_the_truth_stands_on_the_page_in_order(shell: str) -> None:
    for shape in SHAPES:
        page = compose(Recipe(shell, shape, "de"))
        shown = "".join("".join(piece.split()) for piece in visible_pieces(page.html))
        place = 0
        for words in (cell for paragraph in page.truth.paragraphs for cell in paragraph.split(" | ")):
            place = shown.find("".join(words.split()), place)
            assert place >= 0, (shape, words)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_story_says_the_same_twice(shape: str) -> None:
    for language in codes():
        paragraphs = compose(Recipe("soup", shape, language)).truth.paragraphs
        assert len(set(paragraphs)) == len(paragraphs), language


def test_the_same_recipe_gives_the_same_page() -> None:
    assert compose(Recipe("ghost", "mixed", "ko")) == compose(Recipe("ghost", "mixed", "ko"))


def test_a_page_to_measure_with_is_made_of_nothing_that_training_has_seen() -> None:
    seen, unseen = (
        {(page.split("-")[3], truth.language) for page, _, truth in iter_pages(200, split)}
        for split in ("train", "test")
    )
    for place in (0, 1):
        assert not {pair[place] for pair in seen} & {pair[place] for pair in unseen}
