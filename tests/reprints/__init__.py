"""A set of stories of which is known who reprinted whom: the project's own texts, edited as sites edit what they take.

``printed()`` is the set: originals in 24 languages, their reprints by kind of edit, and what must not be taken for one:
two reports of one event, columns under one heading, forms filled in every day, digests.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import html

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages" / "languages"
BLOG = HERE.parent.parent / "demo" / "blog.toml"
FIRST = datetime(2024, 3, 4, 6, tzinfo=UTC)
_SPACELESS = {"zh", "ja", "th", "ko"}
_SYLLABLES = "ba ro ti mek sul an dor vi les ta ni co per ham ing ster".split()
_HEADING = (
    "Every Friday our columnist walks the length of the harbour wall and writes down what people tell her. Names are "
    "left out where somebody asked for it. The column has appeared in this paper since 1987."
)
_IMPRINT = (
    "The Valley Papers are published by a cooperative of readers. Letters are welcome and may be shortened. No part of "
    "this paper is written by machines; where we err, we say so on page two."
)
_FORM = (
    "High water at the harbour bar is at {} hours, low water at {}. The harbour master expects wind of force {} and a "
    "swell of {} centimetres. Vessels drawing more than {} decimetres wait for the pilot at buoy number {}. The fish "
    "auction sold {} crates at {} each. Notices to mariners hang beside the door of the harbour office as always."
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A story as one site printed it; those of one ``origin`` are reprints of each other, ``kind`` says how edited."""

    origin: str
    kind: str
    language: str
    site: str
    headline: str
    paragraphs: tuple[str, ...]
    published_at: datetime | None = None

    @property
    def text(self) -> str:
        """The paragraphs, parted by blank lines."""
        return "\n\n".join(self.paragraphs)


def printed() -> list[Printed]:
    """The whole set, in an order that says nothing."""
    first = [*_language_stories(), *_blog_stories(), *_reports()]
    everything = [*first, *_reprints(first), *_columns(), *_imprints(), *_forms(), *_digests(first)]
    random.Random(7).shuffle(everything)
    return everything


def _original(origin: str, language: str, headline: str, paragraphs: Sequence[str], place: int) -> Printed:
    day = FIRST + timedelta(days=place)
    return Printed(origin, "original", language, f"paper-{place}.example", headline, tuple(paragraphs), day)


def _language_stories() -> Iterator[Printed]:
    for place, path in enumerate(sorted(PAGES.glob("*.toml"))):
        story = tomllib.loads(path.read_text(encoding="utf-8"))["story"]
        told = [*story["sentences"], *story["quotes"]]
        joiner = "" if path.stem in _SPACELESS - {"ko"} else " "
        paragraphs = [joiner.join(told[at : at + 3]) for at in range(0, len(told), 3)]
        yield _original(f"language {path.stem}", path.stem, story["headlines"][0], paragraphs, place)


def _blog_stories() -> Iterator[Printed]:
    for place, story in enumerate(tomllib.loads(BLOG.read_text(encoding="utf-8"))["story"], 100):
        tree = html.fragment_fromstring(story["body"], create_parent="div")
        paragraphs = [" ".join(part.text_content().split()) for part in tree.iter("p", "li")]
        if sum(len(part.split()) for part in paragraphs) >= 80:
            yield _original(f"blog {story['number']}", "en", story["headline"], paragraphs, place)


def _events() -> dict[str, dict[str, Any]]:
    return tomllib.loads((HERE / "events.toml").read_text(encoding="utf-8"))


def _reports() -> Iterator[Printed]:
    place = 200
    for language, told in _events().items():
        for event in told["event"]:
            for headline, report in zip(event["headlines"], event["reports"], strict=True):
                yield _original(f"report {headline}", language, headline, report.strip().split("\n\n"), place)
                place += 1


Edit = Callable[[Printed, random.Random], Sequence[str]]


def _opening(story: Printed) -> str:
    events = _events()
    return str(events.get(story.language, events["en"])["opening"])


def _first(story: Printed, share: float) -> Sequence[str]:
    """The first paragraphs, until ``share`` of the characters is had."""
    kept, wanted = list[str](), share * len(story.text)
    for paragraph in story.paragraphs:
        if kept and sum(map(len, kept)) >= wanted:
            break
        kept.append(paragraph)
    return kept


def _edited(story: Printed, chance: random.Random) -> Sequence[str]:
    """One word in twenty replaced by another, as an editor's hand would."""
    step = 30 if story.language in _SPACELESS - {"ko"} else 20

    def change(paragraph: str) -> str:
        units = list(paragraph) if step == 30 else paragraph.split(" ")
        for at in range(chance.randrange(step), len(units), step):
            units[at] = chance.choice(units)
        return ("" if step == 30 else " ").join(units)

    return [change(paragraph) for paragraph in story.paragraphs]


def _set_anew(story: Printed, chance: random.Random) -> Sequence[str]:
    """Straight quotation marks, hyphens for dashes, two paragraphs made one."""
    plain = [re.sub(r"[“”„«»]", '"', part).replace("’", "'").replace("–", "-") for part in story.paragraphs]
    return [" ".join(plain[at : at + 2]) for at in range(0, len(plain), 2)]


EDITS: dict[str, Edit] = {
    "as it was, other headline": lambda story, chance: story.paragraphs,
    "with a preamble": lambda story, chance: [_opening(story), *story.paragraphs],
    "with a note below": lambda story, chance: [*story.paragraphs, _IMPRINT],
    "the first half": lambda story, chance: _first(story, 0.45),
    "the first third": lambda story, chance: _first(story, 0.3),
    "cut in the middle": lambda story, chance: [story.paragraphs[0], *story.paragraphs[len(story.paragraphs) // 2 :]],
    "preamble and cut": lambda story, chance: [_opening(story), *_first(story, 0.6)],
    "edited by hand": _edited,
    "set anew": _set_anew,
}


def _reprints(originals: list[Printed]) -> Iterator[Printed]:
    chance = random.Random(5)
    for story in originals:
        for place, (kind, edit) in enumerate(EDITS.items()):
            day = (story.published_at or FIRST) + timedelta(days=1, hours=place)
            paragraphs = tuple(edit(story, chance))
            site = f"reprints-{place}.example"
            yield Printed(story.origin, kind, story.language, site, f"{kind}: {story.origin}", paragraphs, day)


def _prose(seed: str, words: int) -> str:
    """Words that no other story has, as sentences."""
    chance = random.Random(seed)
    told = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(words)]
    return " ".join(" ".join(told[at : at + 12]).capitalize() + "." for at in range(0, words, 12))


def _columns() -> Iterator[Printed]:
    for week in range(6):
        day, name = FIRST + timedelta(weeks=week), f"column {week}"
        yield Printed(name, "column", "en", "harbour.example", name, (_HEADING, _prose(name, 150)), day)


def _imprints() -> Iterator[Printed]:
    """Short stories of a chain of papers, the same lines below each."""
    for number in range(9):
        day, name = FIRST + timedelta(days=number), f"valley {number}"
        site = f"valley-{number % 3}.example"
        yield Printed(name, "imprint", "en", site, name, (_prose(name, 80), _IMPRINT), day)


def _forms() -> Iterator[Printed]:
    """A form that is filled in every day, and printed by two papers."""
    for number in range(7):
        chance = random.Random(number)
        filled = _FORM.format(*(chance.randint(10, 9999) for _ in range(8)))
        for site in ("tides.example", "coast.example"):
            yield Printed(f"tides {number}", "form", "en", site, "Tides", (filled,), FIRST + timedelta(days=number))


def _digests(originals: list[Printed]) -> Iterator[Printed]:
    """The week's stories one below the other, each whole."""
    for number in range(4):
        chosen = originals[number::12][:4]
        paragraphs = tuple(paragraph for story in chosen for paragraph in story.paragraphs)
        yield Printed(f"digest {number}", "digest", "en", "digest.example", f"The week {number}", paragraphs)
