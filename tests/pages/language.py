"""The languages that pages are written in: prose, chrome and WordPress's own interface strings."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

Split = Literal["train", "test"]

FOLDER = Path(__file__).with_name("languages")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Language:
    """A language's texts, as its file holds them; ``split`` says whether a trained model may see them."""

    code: str
    split: Split
    direction: str
    date_format: str
    byline_format: str
    site: dict[str, str]
    story: dict[str, list[str]]
    dek: str
    sentence: str
    rows: tuple[tuple[str, ...], ...]
    people: dict[str, list[str]]
    filed: dict[str, list[str]]
    comments: tuple[str, ...]
    chrome: dict[str, str]
    interface: dict[str, str]

    @property
    def glue(self) -> str:
        """What stands between two sentences: nothing in Chinese and Japanese, else a space."""
        return "" if self.code in {"zh", "ja"} else " "

    def phrase(self, english: str) -> str:
        """WordPress's interface string in this language; English where untranslated, as on real sites."""
        return self.interface.get(english, english)

    def printed_date(self, day: date) -> str:
        """The date as the language prints it."""
        month = self.phrase(MONTHS[day.month - 1])
        return self.date_format.format(day=day.day, month=month, year=day.year)


@cache
def _interfaces() -> dict[str, dict[str, str]]:
    path = FOLDER / "wordpress-interface.json"
    languages: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))["languages"]
    return languages


@cache
def _english_chrome() -> dict[str, str]:
    """What a platform prints where it has no translation."""
    chrome: dict[str, str] = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))["chrome"]
    return chrome


@cache
def language(code: str) -> Language:
    """The language of that code; raises :class:`FileNotFoundError` for one that has no file."""
    found = tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))
    story = found["story"]
    return Language(
        code=code,
        split=found["split"],
        direction=found.get("direction", "ltr"),
        date_format=found["date"],
        byline_format=found["by"],
        site=found["site"],
        story={name: value for name, value in story.items() if isinstance(value, list) and name != "rows"},
        dek=story["dek"],
        sentence=story["sentence"],
        rows=tuple(tuple(row) for row in story["rows"]),
        people=found["people"],
        filed=found["filed"],
        comments=tuple(found["comments"]["texts"]),
        chrome=_english_chrome() | found["chrome"] | {"footnote": story["footnote"]},
        interface=_interfaces().get(code, {}),
    )


@cache
def codes(split: Split | None = None) -> tuple[str, ...]:
    """The codes of all languages, or of those in one split, in alphabetical order."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return tuple(name for name in names if split in (None, language(name).split))
