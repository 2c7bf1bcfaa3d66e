"""Posts above the forms, share bars and comments of their language, as whoever copies a post has them below it."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Sequence
from functools import cache

from extractors.metadata.language import language_of
from extractors.phrases import SOURCES
from training.train import DATA

_ABOVE = ("menu", "search", "login", "cookies")
_BELOW = (
    ("share",),
    ("like",),
    ("related",),
    ("categories", "tags", "posted"),
    ("post-navigation",),
)
_FORM = ("comment-form", "form-field", "comment-login")
_ENDING = ("newsletter", "sidebar", "footer", "feed")
_POSTS = (0, 1, 1, 2, 3, 5, 9)  # sentences or paragraphs of the post
_SENTENCES = re.compile(r"(?<=[.!?。！？])\s+")
_NAMES = re.compile(r"\b[^\W\d_a-z]\w{2,}(?: [^\W\d_a-z]\w{2,})?")
_COLUMNS = (72, 76, 80)
_UNKNOWN = 0.2
"""How many of the phrases are in words that no list has."""
_DISGUISE = str.maketrans("aeioubdfglmnprst", "eioualtpkrnmgsdf")
_FEWEST = 3  # paragraphs of a text of which a part is the post


def formed(text: str, headline: str | None, number: int) -> tuple[str, str] | None:
    """A dump of a short post, the beginning of ``text``, amid chrome, and the post; None for short texts."""
    paragraphs = [part.strip() for part in text.split("\n") if part.strip()]
    if len(paragraphs) < _FEWEST:
        return None
    chance = random.Random(f"formed {number}")
    post, rest = _parted(paragraphs, chance)
    found = language_of(text)
    writer = _Writer(chance, found.value if found else "en", _NAMES.findall(text) or ["Ada"])
    above = [*writer.lines(_ABOVE, chance.choice((0, 0, 3, 8))), *([headline] if headline else [])]
    above += writer.lines(("posted",), chance.choice((0, 1)))
    below = [line for kinds in _BELOW if chance.random() < 0.5 for line in writer.lines(kinds, chance.randint(1, 5))]
    below += writer.comments(rest, chance.choice((0, 0, 1, 3, 8)))
    if chance.random() < 0.75:
        below += writer.lines(("comments-heading",), 1) + writer.lines(_FORM, chance.randint(3, 12))
    below += writer.lines(_ENDING, chance.choice((0, 1, 4, 8)))
    return _laid_out(above, post, below, chance), "\n".join(post)


def _parted(paragraphs: Sequence[str], chance: random.Random) -> tuple[list[str], list[str]]:
    """The post, a sentence or some paragraphs, and the sentences that others say of it."""
    size = min(chance.choice(_POSTS), len(paragraphs) - 1)
    sentences = _SENTENCES.split(paragraphs[0])
    post = list(paragraphs[:size]) if size else [" ".join(sentences[: chance.randint(1, 2)])]
    return post, _SENTENCES.split(" ".join(paragraphs[max(size, 1) :]))


class _Writer:
    """Writes lines of chrome in the words of one language, English ones where it has none."""

    def __init__(self, chance: random.Random, language: str, names: Sequence[str]) -> None:
        self._chance, self._language, self._names = chance, language, names

    def lines(self, kinds: Sequence[str], count: int) -> list[str]:
        """So many lines of the kinds, in an order by chance."""
        known = [phrase for kind in kinds for phrase in self._phrases(kind)]
        return [self._filled(phrase) for phrase in self._chance.sample(known, min(count, len(known)))]

    def comments(self, sentences: Sequence[str], count: int) -> list[str]:
        """A heading and so many comments: a name, a day, some of the ``sentences``, now and then a link to answer."""
        if not count:
            return []
        found = self.lines(("comments-heading",), 1)
        reply = self.lines(("comment-reply",), 1)
        start = self._chance.randrange(len(sentences))
        for at in range(start, start + count):
            said = sentences[(3 * at) % len(sentences) :][: self._chance.randint(1, 3)]
            found += [*self._signature(), " ".join(said), *(reply if self._chance.random() < 0.8 else [])]
        return found

    def _signature(self) -> list[str]:
        name, day = self._chance.choice(self._names), self._day()
        said = self.lines(("comment-author",), 1) if self._chance.random() < 0.3 else [name]
        return self._chance.choice(([*said, day], [f"{name} {day}"], [day, name], [f"{name} | {day}"]))

    def _day(self) -> str:
        pick = self._chance.randint
        day, month, year, hour = pick(1, 28), pick(1, 12), pick(2008, 2025), f"{pick(0, 23)}:{pick(10, 59)}"
        return self._chance.choice(
            (f"{day:02}.{month:02}.{year} {hour}", f"{year}-{month:02}-{day:02} {hour}", f"{day}/{month}/{year}")
        )

    def _filled(self, phrase: str) -> str:
        for mark in ("%s", "%d"):
            while mark in phrase and self._chance.random() < 0.95:
                filling = self._chance.choice(self._names) if mark == "%s" else str(self._chance.randint(1, 90))
                phrase = phrase.replace(mark, filling, 1)
        return phrase.translate(_DISGUISE) if self._chance.random() < _UNKNOWN else phrase

    def _phrases(self, kind: str) -> list[str]:
        known = _known()
        return known.get((kind, self._language)) or known.get((kind, "en"), [])


def _laid_out(above: Sequence[str], post: Sequence[str], below: Sequence[str], chance: random.Random) -> str:
    """All lines, with blank lines between or without, and wrapped or not."""
    parts = [*above, *post, *below]
    columns = chance.choice((*_COLUMNS, 0, 0, 0, 0, 0))
    wrap: Callable[[str], str] = (lambda part: textwrap.fill(part, columns)) if columns else str
    if chance.random() < 0.5:
        return "\n\n".join(map(wrap, parts))
    if columns:  # paragraphs are apart where they are wrapped, items of lists are not
        return "\n".join(["\n".join(above), "", "\n\n".join(map(wrap, post)), "", *map(wrap, below)])
    return "\n".join(parts)


@cache
def _known() -> dict[tuple[str, str], list[str]]:
    """The phrases by kind and language."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in SOURCES:
        for line in (DATA / source).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                kind, languages, phrase = line.split("\t")
                for language in languages.split(","):
                    found.setdefault((kind, language[:2]), []).append(phrase)
    return found
