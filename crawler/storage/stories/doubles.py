"""Whether two pages carry the same story: those that claim one address, or tell of the very same moment."""

from __future__ import annotations

import re

from extractors import Article

_PLAIN = str.maketrans("‘’‚‛′“”„‟″–—−‐‑\u00a0\u202f\u2009", "'''''" + '"""""' + "-----   ", "\u00ad\u200b") | {
    ord("…"): "..."
}
_NOISE = re.compile(r"[\W_]+")


def same_story(headline: str | None, text: str, article: Article) -> bool:
    """Whether ``article`` tells the story that is filed with ``headline`` and ``text``.

    It does when at least half of the shorter text, paragraph by paragraph, stands in the longer one as well. Where
    one of them has no text, the headlines decide: the pages of a gallery have nothing else in common.
    """
    filed, found = _paragraphs(text), _paragraphs(article.text)
    if not filed or not found:
        return bool(headline) and _NOISE.sub(" ", headline or "") == _NOISE.sub(" ", article.headline or "")
    shorter, longer = sorted((filed, found), key=_size)
    return 2 * _size(shorter & longer) >= _size(shorter)


def typed_plainly(text: str) -> str:
    """A text without what a theme sets and nobody writes: curly quotes, hard spaces and hyphens, the kind of dashes."""
    return text.translate(_PLAIN)


def share_in_common(filed: str, found: str) -> float:
    """How much of the longer of two texts, paragraph by paragraph, stands in the other one as well, from 0 to 1."""
    one, other = _paragraphs(filed), _paragraphs(found)
    return _size(one & other) / max(_size(one), _size(other)) if one and other else 0.0


def _paragraphs(text: str) -> set[str]:
    return {bare for part in text.split("\n\n") if (bare := _NOISE.sub(" ", part).strip().casefold())}


def _size(paragraphs: set[str]) -> int:
    return sum(map(len, paragraphs))
