"""Endless varied pages with their truth, to train on and to measure with.

What a model is measured on it must not have seen: every shell, language and piece of chrome belongs to one
split, and a page of the test split is made of a shell and a language that no training page has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Literal

from tests.pages.chrome import PARTS
from tests.pages.composer import Recipe, compose
from tests.pages.disguise import Disguise
from tests.pages.language import Split, codes
from tests.pages.shells import SHELLS
from tests.pages.story import SHAPES
from tests.pages.truth import Truth

NAMES: tuple[Literal["kept", "hashed", "dropped"], ...] = ("kept", "kept", "hashed", "dropped")
COMMENT_FORMS = ("core_form", "highlander", "custom_form")


def iter_pages(count: int, split: Split, seed: int = 0) -> Iterator[tuple[str, str, Truth]]:
    """``count`` pages of a split as (id, html, truth), the same ones for the same seed."""
    rng = random.Random(f"{split} {seed}")
    for number in range(count):
        page = compose(_recipe(rng, split, number))
        yield f"{split}-{seed}-{number}-{page.name}", page.html, page.truth


def _recipe(rng: random.Random, split: Split, number: int) -> Recipe:
    shells = [name for name, shell in SHELLS.items() if shell.split == split]
    return Recipe(
        shell=rng.choice(shells),
        shape=rng.choice(list(SHAPES)),
        language=rng.choice(codes(split)),
        chrome=_chrome(rng, split),
        disguise=Disguise(rng.choice(NAMES), flat=rng.random() < 0.3, depth=rng.choice((0, 0, 1, 2, 4))),
        seed=number,
    )


def _chrome(rng: random.Random, split: Split) -> tuple[str, ...]:
    """A random choice of parts: training sees only its own, a test page all; at most one comment form."""
    known = [name for name, part in PARTS.items() if split == "test" or part.split == "train"]
    form = rng.choice([name for name in COMMENT_FORMS if name in known])
    share = rng.random()
    return tuple(name for name in known if rng.random() < share and (name not in COMMENT_FORMS or name == form))
