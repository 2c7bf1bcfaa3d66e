"""Stories: blocks of prose with the paragraphs that a reader reads in each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from tests.pages.language import Language
from tests.pages.templates import environment

MEDIA_SHAPES = ("image_only", "gallery_only", "video_only")

SHAPES: dict[str, tuple[str, ...]] = {
    "image_only": ("image",),
    "gallery_only": ("gallery",),
    "video_only": ("video",),
    "sentence": ("sentence",),
    "two": ("paragraph", "paragraph"),
    "long": ("paragraph",) * 7,
    "pictures": ("image", "paragraph", "paragraph", "image", "paragraph"),
    "bullets": ("paragraph", "bullets", "paragraph"),
    "numbers": ("paragraph", "paragraph", "numbers"),
    "nested": ("paragraph", "nested", "paragraph"),
    "definitions": ("paragraph", "definitions", "paragraph"),
    "quote": ("paragraph", "quote", "paragraph"),
    "cited": ("paragraph", "cited", "paragraph"),
    "code": ("paragraph", "code", "paragraph"),
    "table": ("paragraph", "table", "paragraph"),
    "footnotes": ("marked", "paragraph", "footnotes"),
    "subheads": ("paragraph", "subhead", "paragraph", "paragraph", "subhead", "paragraph"),
    "pullquote": ("paragraph", "pullquote", "paragraph", "paragraph"),
    "echo": ("paragraph", "echo", "paragraph", "paragraph"),
    "linked": ("linked", "paragraph", "linked"),
    "phrases": ("paragraph", "phrase", "phrase", "paragraph"),
    "poem": ("paragraph", "poem", "paragraph"),
    "breaks": ("breaks",),
    "naked": ("naked", "paragraph"),
    "divisions": ("division", "division", "division", "division"),
    "mixed": ("paragraph", "subhead", "linked", "bullets", "image", "quote", "phrase", "paragraph", "table"),
}

CODE = "def tide(hour):\n    height = hour % 12\n\n    return height\n\nprint(tide(15))"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a story: what a dialect needs to print it, and the paragraphs it adds to the truth."""

    kind: str
    lines: tuple[Markup, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    captions: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()

    def html(self, dialect: str) -> Markup:
        """The block in the markup of a dialect (``gutenberg``, ``classic``, ``bare``)."""
        macros = environment().get_template(f"dialects/{dialect}.html").module
        return Markup(str(getattr(macros, self.kind)(self)).strip() + "\n")


class Writer:
    """Writes the blocks of one story, no sentence twice."""

    def __init__(self, language: Language, rng: random.Random) -> None:
        self.language = language
        self.rng = rng
        sentences = language.story["sentences"][:-3]
        self._sentences = self._cycle(sentences, rng.randrange(3))
        self._quotes = iter(language.story["quotes"])
        self._subheads = iter(language.story["subheads"])
        self._phrases = iter(language.story["phrases"])
        self._left = len(sentences)
        self._last = ""

    @staticmethod
    def _cycle(sentences: list[str], start: int) -> Iterator[str]:
        return iter(sentences[start:] + sentences[:start])

    def write(self, shape: str) -> tuple[Block, ...]:
        """The blocks of a story of that shape."""
        kinds = SHAPES[shape]
        return tuple(self._block(kind, kinds[place + 1 :]) for place, kind in enumerate(kinds))

    def _block(self, kind: str, following: tuple[str, ...]) -> Block:
        prose = sum(name in PROSE for name in following)
        make: Callable[[], Block] | None = getattr(self, f"_{kind}", None)
        if make is not None:
            return make()
        return self._prose(kind, self._take(prose))

    def _take(self, reserved: int = 0) -> str:
        count = max(1, min(self.rng.choice((1, 2, 2, 3)), self._left - reserved))
        self._left -= count
        taken = [next(self._sentences) for _ in range(count)]
        self._last = taken[-1]
        return self.language.glue.join(taken)

    @staticmethod
    def _prose(kind: str, text: str) -> Block:
        return Block(kind, lines=(escape(text),), paragraphs=(text,))

    def _sentence(self) -> Block:
        return self._prose("paragraph", self.language.sentence)

    def _subhead(self) -> Block:
        return self._prose("subhead", next(self._subheads))

    def _quote(self) -> Block:
        return self._prose("quote", next(self._quotes))

    def _pullquote(self) -> Block:
        return self._prose("pullquote", next(self._quotes))

    def _echo(self) -> Block:
        return Block("pullquote", lines=(escape(self._last),))

    def _phrase(self) -> Block:
        return self._prose("paragraph", next(self._phrases, self.language.sentence))

    def _linked(self) -> Block:
        text = self._take(1)
        middle = len(text) // 2
        html = Markup("{}<a href='/{}'>{}</a>{}").format(text[:3], len(text), text[3:middle], text[middle:])
        return Block("paragraph", lines=(html,), paragraphs=(text,))

    def _marked(self) -> Block:
        text = self._take(1)
        html = Markup("{}<sup><a href='#note-1' id='mark-1'>1</a></sup>").format(text)
        return Block("paragraph", lines=(html,), paragraphs=(f"{text}1",))

    def _footnotes(self) -> Block:
        return self._prose("footnotes", self.language.chrome["footnote"])

    def _items(self, kind: str) -> Block:
        items = tuple(self.language.story["items"])
        return Block(kind, lines=tuple(map(escape, items)), paragraphs=items)

    def _bullets(self) -> Block:
        return self._items("bullets")

    def _numbers(self) -> Block:
        return self._items("numbers")

    def _nested(self) -> Block:
        return self._items("nested")

    def _definitions(self) -> Block:
        return self._items("definitions")

    def _cited(self) -> Block:
        lines = (next(self._quotes), self.language.people["authors"][-1])
        return Block("cited", lines=tuple(map(escape, lines)), paragraphs=lines)

    def _code(self) -> Block:
        kept = "\n".join(line for line in CODE.split("\n") if line.strip())
        return Block("code", lines=(escape(CODE),), paragraphs=(kept,))

    def _table(self) -> Block:
        rows = self.language.rows
        return Block("table", rows=rows, paragraphs=tuple(" | ".join(row) for row in rows))

    def _image(self) -> Block:
        return Block("image", captions=(self.rng.choice(self.language.story["captions"]),))

    def _gallery(self) -> Block:
        return Block("gallery", captions=tuple(self.language.story["captions"]))

    def _video(self) -> Block:
        return Block("video")

    def _poem(self) -> Block:
        lines = tuple(self.language.story["items"][:3])
        return Block("poem", lines=tuple(map(escape, lines)), paragraphs=("\n".join(lines),))

    def _breaks(self) -> Block:
        texts = tuple(self._take(3 - place) for place in range(4))
        return Block("breaks", lines=tuple(map(escape, texts)), paragraphs=texts)


PROSE = frozenset({"paragraph", "linked", "marked", "division", "naked"})
