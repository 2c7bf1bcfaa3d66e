"""A dispatch with everything that a long news story has, as a dump of its text and as a web page."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from markupsafe import escape

from tests.pages.chrome import WORDPRESS_COM
from tests.pages.composer import Page, Recipe, assemble, facts
from tests.pages.disguise import PLAIN, Disguise
from tests.pages.language import language
from tests.pages.shells import SHELLS
from tests.pages.story import Block

DUMP = Path(__file__).with_name("story.txt").read_text("utf-8")
HEADLINE, DEK, *_REST = (part.strip() for part in DUMP.split("\n\n") if part.strip())
_FILED_AT = next(place for place, part in enumerate(_REST) if part.startswith("Categories: "))
PARAGRAPHS = tuple(_REST[:_FILED_AT])
CATEGORIES = tuple(_REST[_FILED_AT].removeprefix("Categories: ").split(", "))
BYLINE = "Harriet Lowe"
DATELINE = "PORT HALVERN"


def dispatch_page(
    shell: str = "wordpress_com", interface: str = "en", disguise: Disguise = PLAIN, seed: int = 0
) -> Page:
    """The dispatch as a page of a shell with WordPress.com's chrome in the language of ``interface``."""
    recipe = Recipe(shell, "dispatch", interface, WORDPRESS_COM, disguise, seed)
    rng = random.Random(recipe.name)
    known = facts(language(interface), SHELLS[shell], rng)
    story = {"headline": HEADLINE, "dek": DEK, "author": BYLINE, "categories": list(CATEGORIES), "tags": []}
    dek = Block("subhead", lines=(escape(DEK),))
    body = (Block("paragraph", lines=(escape(text),), paragraphs=(text,)) for text in PARAGRAPHS)
    page = assemble(recipe, (dek, *body), known | story, rng)
    return replace(page, truth=replace(page.truth, dek=DEK))
