"""What changed between two forms of a story, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.archive.aligning import runs
from crawler.console.counting import counted
from crawler.storage.stories.story import Form, Story

# A sentence ends at its mark with the quotation marks and brackets behind it; between words of Latin and most other
# scripts a space has to follow, so that 3.5 and news.example stay whole.
_END = re.compile(r"(?<=[.!?…։؟।])[\"'”’»)\]]*\s+|(?<=[。！？｡])[」』”’）]*\s*")

_SIGNS = {"removed": ("- ", "red"), "added": ("+ ", "green")}

Kind = Literal["kept", "removed", "added"]

Line = tuple[str, str]
"""A line and its style."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences in a row that were kept, removed or added."""

    kind: Kind
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """From one form of a story to the next: when each was filed, what the site said of its date, what changed.

    ``reread`` where the site changed nothing, but its page was read otherwise; None where nobody can tell.
    """

    from_filed_at: str
    to_filed_at: str
    from_modified_at: str | None
    to_modified_at: str | None
    headline: tuple[Passage, ...]
    text: tuple[Passage, ...]
    reread: bool | None = False


def steps(story: Story) -> list[Step]:
    """The changes of a story, the first one first; empty where no earlier form is kept."""
    now = Form(
        headline=story["headline"],
        modified_at=story["modified_at"],
        filed_at=story["last_filed_at"],
        text=story["text"],
    )
    later_forms = [*story["revisions"], now][1:]
    return [
        Step(
            earlier["filed_at"],
            later["filed_at"],
            earlier["modified_at"],
            later["modified_at"],
            tuple(compared([_line(earlier["headline"])], [_line(later["headline"])])),
            tuple(compared(sentences(earlier["text"]), sentences(later["text"]))),
            None if earlier["reread"] is None else bool(earlier["reread"]),
        )
        for earlier, later in zip(story["revisions"], later_forms, strict=True)
    ]


def _line(headline: str | None) -> str:
    return " ".join((headline or "").split())


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, on one line each; the end of a paragraph ends a sentence."""
    found = list[str]()
    for paragraph in text.split("\n\n"):
        start = 0
        for end in _END.finditer(paragraph):
            if paragraph[end.end() : end.end() + 1].islower():  # “Good!” he said.
                continue
            found.append(paragraph[start : end.end()])
            start = end.end()
        found.append(paragraph[start:])
    return [line for sentence in found if (line := " ".join(sentence.split()))]


def passage_lines(passages: Iterable[Passage]) -> Iterator[Line]:
    """The passages as people read them, what is kept only counted."""
    for passage in passages:
        if passage.kind == "kept":
            yield f"  … {counted(len(passage.sentences), 'sentence')} unchanged", "dim"
            continue
        sign, style = _SIGNS[passage.kind]
        yield from ((sign + sentence, style) for sentence in passage.sentences)


def compared(old: list[str], new: list[str]) -> Iterator[Passage]:
    """The sentences of both, in order, as passages."""
    here = there = 0
    for a, b, size in runs(old, new):
        if a > here:
            yield Passage("removed", tuple(old[here:a]))
        if b > there:
            yield Passage("added", tuple(new[there:b]))
        if size:
            yield Passage("kept", tuple(old[a : a + size]))
        here, there = a + size, b + size
