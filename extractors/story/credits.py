"""Knows the lines above a story that say what the article holds as fields: headline, dek, author, date, site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.metadata import Metadata
from extractors.metadata.datetext import parse_date, tells_time
from extractors.metadata.months import day_names, month_names
from extractors.metadata.names import begins_byline
from extractors.metadata.vocabulary import CHANGED, POSTED
from extractors.page.blocks import Block
from extractors.page.printed import squash
from extractors.phrases import chrome_kind

SITE_NAME = "site-name"
"""The field of a line that is the name of the story's site."""

_LABELS = ("by", "von", "por", "par", "di", "door", "av", "przez", "от", "od")
_LONGEST_LINE = 120  # characters of a line about author and date
_MOST_OTHER_WORDS = 2  # words beside names and date: "Posted by", "Last updated"
_MOST_NAMES = 4  # words that are where it stands next to the headline: with a name that nothing else tells
_SEAM = re.compile(r"(?<=[^\W_A-Z])(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z])")
"""Where a small letter or number ends one piece of a line, and a capital begins the next without a space."""
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
# Not a date's own stop: "2024. március 3.", "9 a.m.", "5 марта 2013 г.".
_ENDS_SENTENCE = re.compile(r"\D(?<![ap]\.m)(?<!\dh)(?<!\d [гр])[.!?。]$")
_SAYS_WHEN = re.compile(rf"{POSTED}|{CHANGED}", re.IGNORECASE)
_LONGEST_PARTICLE = 2  # letters of "de" and "of" in a date


@dataclass(frozen=True, slots=True)
class Credits:
    """The fields of a story as its page may print them above it; ``texts`` tells which field a squashed line is.

    ``clock`` is the hour of its publication, which tells of that below the day only.
    """

    texts: dict[str, str]
    names: frozenset[str]
    language: str | None
    clock: str | None

    def field_of(self, block: Block, above: str | None = None) -> str | None:
        """The field that a block holds and nothing else, None where it says more; ``above`` is that of the block above.

        Next to the headline a date may have a name beside it that nothing else on the page tells.
        """
        text = block.text
        lines = text.split("\n")
        for line in lines:
            most = _MOST_NAMES if above == "headline" else _MOST_OTHER_WORDS
            words = squash(line) if len(lines) > 1 else block.squashed
            is_clock = above == "byline" and words == self.clock
            above = "byline" if is_clock else self.texts.get(words) or self._credit(line, most) or self._glued(line)
            if above is None:
                return self.texts.get(block.squashed)
        return "headline" if "\n" in text and self.texts.get(squash(text.partition("\n")[0])) == "headline" else above

    def _glued(self, line: str) -> str | None:
        """``byline`` for a line that is several such with no space between: "By Jane DoePublished 5 March 2026"."""
        parts = _SEAM.split(line) if len(line) <= _LONGEST_LINE else ()
        if len(parts) < 2:
            return None
        told = [self.texts.get(squash(part)) or self._credit(part, _MOST_OTHER_WORDS) for part in parts]
        is_told = all(
            field == "byline" or chrome_kind(part) == "posted" for field, part in zip(told, parts, strict=True)
        )
        return "byline" if is_told and "byline" in told else None

    def _names(self, line: str) -> bool:
        """Whether a line begins with an author's name, perhaps behind a label, and names all authors."""
        lower = line.lower()
        if not all(map(lower.__contains__, self.names)):  # soon told, and so of nearly all lines
            return False
        words = squash(line)
        told = [text for text, field in self.texts.items() if field == "byline"]
        return any(words.startswith(f"{text} ") for text in told) and self.names.issubset(_WORD.findall(lower))

    def _is_byline(self, line: str) -> bool:
        """Whether a line names all authors behind a label, in whatever language: "كتب: سامي الزين"."""
        said = set(_WORD.findall(line.lower()))
        return bool(self.names) and self.names <= said and begins_byline(line)

    def _credit(self, line: str, most: int) -> str | None:
        """``byline`` for a line that is a date, or begins as the byline does, with at most so many words besides."""
        named = len(line) <= _LONGEST_LINE and (self._names(line) or self._is_byline(line))
        if len(line) > _LONGEST_LINE or not (named or _DIGIT.search(line)) or _ENDS_SENTENCE.search(line):
            return None  # asked of every block above a story, menus among them: dates are looked for in few
        if not named and parse_date(line, self.language) is None:
            return None
        months, days = _month_words(self.language), day_names()
        words = (word.lower() for word in _WORD.findall(_SAYS_WHEN.sub(" ", line)))
        others = [
            word
            for word in words
            if len(word) > _LONGEST_PARTICLE
            and not word[0].isdigit()
            and word not in self.names
            and word not in months
            and word not in days
        ]
        return "byline" if len(others) <= most else None


@lru_cache(maxsize=64)
def _month_words(language: str | None) -> frozenset[str]:
    return frozenset(word for name in month_names(language) for word in name.split())


def read_credits(metadata: Metadata) -> Credits:
    """The lines by which a page may say what ``metadata`` holds."""
    texts: dict[str, str] = {}
    for name in metadata.byline:
        texts |= dict.fromkeys([squash(name), *(f"{label} {squash(name)}" for label in _LABELS)], "byline")
    if metadata.dek:
        texts[squash(metadata.dek)] = "dek"
    if metadata.site_name:
        texts.setdefault(squash(metadata.site_name), SITE_NAME)
    if metadata.headline:
        texts[squash(metadata.headline)] = "headline"
    if (moment := metadata.published_at) is not None:
        texts |= dict.fromkeys((squash(f"{moment:%m/%d}"), squash(f"{moment:%d/%m}")), "byline")
    clock = squash(f"{moment:%H:%M}") if moment is not None and tells_time(moment) else None
    names = frozenset(word.lower() for name in metadata.byline for word in _WORD.findall(name))
    return Credits(texts, names, metadata.language, clock)
