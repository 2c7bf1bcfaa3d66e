"""Pages of a site in an invented language, whose theme and widgets nobody has seen: words by a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

_SYLLABLES = "bre lo shon ti mavu ke dus ra pel vi gno zu hari tem olk sy wen fa dri quo".split()


def sentence(seed: object, words: int = 14) -> str:
    """A sentence of an invented language; equal for equal seeds."""
    chance = random.Random(str(seed))
    made = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(words)]
    return " ".join(made).capitalize() + "."


def paragraphs(seed: object, count: int = 5) -> list[str]:
    """Paragraphs of two or three sentences each."""
    return [f"{sentence((seed, n, 0))} {sentence((seed, n, 1), 18)}" for n in range(count)]


def page(headline: str, body: Sequence[str], *, prefix: str = "q") -> str:
    """A page whose theme gives its boxes names of its own, ``body`` being the pieces of HTML in its content box."""
    return (
        f"<!doctype html><html lang=art><head><meta charset=utf-8><title>{headline}</title></head><body>"
        f"<div class={prefix}top><a href=/>{sentence('home', 1)}</a></div><div class={prefix}main><h1>{headline}</h1>"
        f"<div class={prefix}text>{''.join(body)}</div></div></body></html>"
    )


def prose(texts: Sequence[str]) -> list[str]:
    """The texts as plain paragraphs."""
    return [f"<p>{text}</p>" for text in texts]


WIDGET_TEXTS = (sentence("widget", 16), f"{sentence('more', 9)} {sentence('go', 2)}")
_LINK = f"<a href=/mavu>{sentence('go', 2)}</a>"
WIDGET = f"<div class=zq><p>{WIDGET_TEXTS[0]}</p><p>{sentence('more', 9)} {_LINK}</p></div>"
"""What an unknown plugin puts into the content: a box that says nothing of what it is."""
