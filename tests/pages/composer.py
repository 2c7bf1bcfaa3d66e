"""Composes a page from a recipe: a shell, a story, pieces of chrome, a language, a disguise."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from markupsafe import Markup

from extractors.article import Outcome
from tests.pages.chrome import PARTS, SLOTS
from tests.pages.disguise import PLAIN, Disguise
from tests.pages.language import Language, language
from tests.pages.readers import comments
from tests.pages.shells import SHELLS, Shell
from tests.pages.story import MEDIA_SHAPES, Block, Writer
from tests.pages.templates import environment
from tests.pages.truth import Truth

# What a widget, a kicker or a line of a page may hint at without its markup saying that it is the story's.
_HINTED = frozenset({"categories", "tags"})

FIRST_DAY = datetime(2012, 1, 9, 6, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a page is made of; the same recipe always gives the same page."""

    shell: str
    shape: str
    language: str = "en"
    chrome: tuple[str, ...] = ()
    disguise: Disguise = PLAIN
    seed: int = 0

    @property
    def name(self) -> str:
        """A short name that tells recipes apart in a test report."""
        chrome = "+".join(self.chrome) if len(self.chrome) < 3 else f"{len(self.chrome)} parts"
        parts = (self.shell, self.shape, self.language, self.disguise.name, chrome or "no chrome")
        return f"{'-'.join(parts)}-{self.seed}"


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page with the truth about it."""

    name: str
    url: str
    html: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a page prints it and as its markup tells it."""

    at: datetime
    printed: str

    @property
    def iso(self) -> str:
        """ISO 8601 with its offset."""
        return self.at.isoformat()


def compose(recipe: Recipe) -> Page:
    """The page of that recipe."""
    rng = random.Random(f"{recipe.seed} {recipe.shell} {recipe.shape} {recipe.language}")
    tongue = language(recipe.language)
    blocks = Writer(tongue, rng).write(recipe.shape)
    return assemble(recipe, blocks, facts(tongue, SHELLS[recipe.shell], rng), rng)


def assemble(recipe: Recipe, blocks: tuple[Block, ...], known: dict[str, Any], rng: random.Random) -> Page:
    """The page of a story that is already written, in the recipe's shell, chrome and disguise."""
    shell = SHELLS[recipe.shell]
    slots = _slots(recipe.chrome, known, rng)
    pieces = _interspersed([block.html(shell.dialect) for block in blocks], slots.pop("inline"), rng)
    template = environment().get_template(f"shells/{shell.name}.html")
    body = recipe.disguise.nested(Markup("").join(pieces))
    html = template.render(known, slot=_joined(slots), pieces=pieces, body=body)
    worn = recipe.disguise.worn_by(html, rng)
    return Page(recipe.name, known["url"], worn, _truth(recipe, blocks, known, shell))


def facts(tongue: Language, shell: Shell, rng: random.Random) -> dict[str, Any]:
    """All that the parts of a page may print: the story's particulars, other stories, readers' comments."""
    headline, *headlines = tongue.story["headlines"]
    published = FIRST_DAY + timedelta(minutes=rng.randrange(6_000_000))
    modified = published + timedelta(days=rng.randrange(1, 40), minutes=7)
    number = rng.randrange(20, 90_000)
    return {
        "lang": tongue,
        "c": tongue.chrome,
        "t": tongue.phrase,
        "number": number,
        "url": shell.url(number, published),
        "headline": headline,
        "dek": tongue.dek,
        "author": rng.choice(tongue.people["authors"]),
        "published": Moment(published, tongue.printed_date(published)),
        "modified": Moment(modified, tongue.printed_date(modified)),
        "categories": tongue.filed["categories"][: rng.choice((1, 2))],
        "tags": tongue.filed["tags"][: rng.choice((2, 3))],
        "others": [
            {"headline": other, "excerpt": excerpt, "url": f"/{number + place}/"}
            for place, (other, excerpt) in enumerate(
                zip(headlines, [*tongue.story["sentences"][-3:], tongue.dek], strict=True), 1
            )
        ],
        "readers": comments(tongue, rng),
        "recent": [tongue.printed_date(published + timedelta(days=31 * month)) for month in range(6)],
    }


def _slots(chrome: tuple[str, ...], known: dict[str, Any], rng: random.Random) -> dict[str, list[Markup]]:
    slots: dict[str, list[Markup]] = {slot: [] for slot in SLOTS}
    for name in chrome:
        template = environment().get_template(f"chrome/{name}.html")
        slots[PARTS[name].slot].append(Markup(template.render(known)))
    for pieces in slots.values():
        rng.shuffle(pieces)
    return slots


def _joined(slots: dict[str, list[Markup]]) -> dict[str, Markup]:
    return {slot: Markup("\n").join(pieces) for slot, pieces in slots.items()}


def _interspersed(story: list[Markup], inline: list[Markup], rng: random.Random) -> list[Markup]:
    """The story's blocks with inline chrome between two of them, never before the first."""
    pieces = list(story)
    for piece in inline:
        pieces.insert(rng.randint(1, len(pieces)), piece)
    return pieces


def _truth(recipe: Recipe, blocks: tuple[Block, ...], known: dict[str, Any], shell: Shell) -> Truth:
    told = _told(recipe, shell)
    truth = Truth(
        headline=known["headline"],
        dek=known["dek"] if "dek" in told else None,
        byline=(known["author"],) if "byline" in told else (),
        published_at=known["published"].at if "published_at" in told else None,
        modified_at=known["modified"].at if "modified_at" in told else None,
        categories=tuple(known["categories"]) if "categories" in told else (),
        tags=tuple(known["tags"]) if "tags" in told else (),
        paragraphs=tuple(paragraph for block in blocks for paragraph in block.paragraphs),
        language=recipe.language,
        undecided=(shell.tells | _HINTED) - told,
    )
    return replace(truth, outcome=Outcome.MEDIA) if recipe.shape in MEDIA_SHAPES else truth


def _told(recipe: Recipe, shell: Shell) -> frozenset[str]:
    """The fields that the page's markup gives away; a page without names only those in its head."""
    if recipe.disguise.names != "kept":
        return shell.tells_in_head
    by_chrome = {"tags": "tag_list", "byline": "author_box"}
    return shell.tells | {field for field, part in by_chrome.items() if part in recipe.chrome}
