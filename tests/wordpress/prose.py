"""Varied prose of the project's own writing, in five languages, the same for the same seed."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

WRITING = Path(__file__).with_name("writing")
LANGUAGES = ("en", "de", "ko", "ar", "zh")
SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")


class Writer:
    """A reporter who writes in ``language`` and never repeats a sentence within a post.

    ``dice`` decides everything; two writers with equal dice write the same words.
    """

    def __init__(self, language: str, dice: random.Random) -> None:
        self._desk = _desk(language)
        self._dice = dice
        self._used: set[str] = set()
        self._patterns: list[str] = []
        self.topic: str = dice.choice(self._desk["topics"])

    def headline(self) -> str:
        """Return a headline for the writer's topic."""
        patterns = self._desk[self.topic]["headlines"] + self._desk["general"]["headlines"]
        filled = self._fill(self._dice.choice(patterns))
        return filled[0].upper() + filled[1:]

    def sentence(self) -> str:
        """Return a sentence that this writer has not used yet, in the pattern unused for longest."""
        if not self._patterns:
            self._patterns = self._desk[self.topic]["sentences"] + self._desk["general"]["sentences"]
            self._dice.shuffle(self._patterns)
        sentence = self._fill(self._patterns.pop())
        if sentence in self._used:
            return self.sentence()
        self._used.add(sentence)
        return sentence

    def paragraph(self, sentences: int | None = None) -> str:
        """Return a paragraph of so many sentences, one to four if that is not said."""
        count = sentences or self._dice.choice((1, 2, 2, 3, 3, 4))
        joiner: str = self._desk["joiner"]
        return joiner.join(self.sentence() for _ in range(count))

    def paragraphs(self, count: int) -> list[str]:
        """Return ``count`` paragraphs."""
        return [self.paragraph() for _ in range(count)]

    def comment(self) -> str:
        """Return what a reader might write below the post."""
        return self._fill(self._dice.choice(self._desk["readers"]["comments"]))

    def name(self) -> str:
        """Return the name of a person who may sign a comment."""
        name: str = self._dice.choice(self._desk["slots"]["person"])
        return name

    def _fill(self, pattern: str) -> str:
        text = SLOT.sub(self._slot, pattern)
        return text[0].upper() + text[1:]

    def _slot(self, match: re.Match[str]) -> str:
        name, low, high = match.groups()
        if name == "number":
            return str(self._dice.randint(int(low), int(high)))
        choice: str = self._dice.choice(self._desk["slots"][name])
        return choice


@cache
def _desk(language: str) -> dict[str, Any]:
    return tomllib.loads((WRITING / f"{language}.toml").read_text(encoding="utf-8"))
