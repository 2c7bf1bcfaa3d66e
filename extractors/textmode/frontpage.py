"""Finds whole posts that stand one below the other in a text, as the dump of a blog's front page has them.

Such a post has a headline with its author or day beside it, a story of its own, and below that what ends each of them:
the same links to share it, its terms, a link to its comments. A page with a comment form is one post's; teasers have no
two paragraphs under a headline, and what stands below them is not what stands below the story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress, pairwise, takewhile

from extractors.article import Article, Outcome
from extractors.metadata.language import language_of
from extractors.phrases import normalise
from extractors.textmode.head import is_credit, is_headline
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES, Mark

_FEWEST = 2  # posts
_BESIDE = 2  # lines from a headline to the line about author and date
_OPENS = 5  # lines from a headline to the story
_FEWEST_PARAGRAPHS = 2  # of the story of a post
_FEWEST_WORDS = 30  # of it
_CLOSES = 6  # lines below a post's last paragraph in which its end shows
_ENDS = frozenset({"share", "like", "posted", "categories", "tags", "comments-heading", "comments-closed", "related"})
_FILLED_IN = frozenset({"posted", "categories", "tags", "comments-heading"})  # differ from post to post
_FORM = frozenset({"comment-form", "comment-login"})
_FORM_WEIGHT = 2  # of the phrases of a comment form


def post_starts(lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the lines where whole posts start, one below the other; none where there are not several.

    That is the line of the headline, or that of the date or author above it.
    """
    if sum({line.said: line.weight for line in lines if line.kind in _FORM}.values()) >= _FORM_WEIGHT:
        return []
    heads = [number for number in range(len(lines)) if _is_head(lines, number)]
    often = Counter(line.said for line in lines)
    told = [line.is_prose and often[line.said] == 1 for line in lines]
    spans = pairwise([*heads, len(lines)])
    whole = [head for head, end in spans if _is_whole([*compress(lines[head:end], told[head:end])])]
    starts = [_with_line_above(lines, head) for head in whole]
    if len(starts) < max(_FEWEST, len(heads) / 2):
        return []
    closings = (_closing(lines[start:end]) for start, end in pairwise([*starts, len(lines)]))
    return starts if frozenset.intersection(*closings) else []


def mark_edges(lines: Sequence[Line], start: int, mark: Mark) -> None:
    """Mark what stands over the headline of a post that starts at ``start``, and the phrases that end it.

    Each of them alone proves nothing; that the other posts of the text have them as well does.
    """
    for number in takewhile(lambda number: is_credit(lines[number]), range(start, len(lines))):
        mark(number, *RULES["posted"])
    for number in takewhile(lambda number: lines[number].kind in RULES, range(len(lines) - 1, start, -1)):
        mark(number, *RULES[lines[number].kind or ""])


def listing_of(posts: Sequence[Article]) -> Article:
    """Return the listing that holds the texts of all ``posts``, each below its headline and dek."""
    text = "\n\n".join(part for post in posts for part in (post.headline, post.dek, post.text) if part)
    language = language_of(text)
    return Article(
        text=text,
        language=language.value if language else None,
        outcome=Outcome.LISTING,
        evidence=f"{len(posts)} whole posts, one below the other",
        removed=tuple(block for post in posts for block in post.removed),
        sources={"language": language.source} if language else {},
    )


def _is_head(lines: Sequence[Line], number: int) -> bool:
    """Return whether a headline stands there with a line about author or date beside it, and a story below."""
    if not _is_title(lines[number]):
        return False
    beside = [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 1 + _BESIDE]]
    below = lines[number + 1 : number + 1 + _OPENS]
    opens = next((place for place, line in enumerate(below) if line.is_prose), None)
    return any(map(is_credit, beside)) and opens is not None and not any(map(_is_title, below[:opens]))


def _is_title(line: Line) -> bool:
    """Return whether a line looks like a headline, and neither like a sentence nor like a line about author or date."""
    return is_headline(line) and not line.is_prose and not is_credit(line)


def _is_whole(told: Sequence[Line]) -> bool:
    """Return whether the paragraphs below a headline are a story, not just a teaser."""
    return len(told) >= _FEWEST_PARAGRAPHS and sum(len(line.said.split()) for line in told) >= _FEWEST_WORDS


def _closing(post: Sequence[Line]) -> frozenset[str]:
    """Return the phrases that stand right below the last paragraph of a post, those about its terms by their kind."""
    last = max(number for number, line in enumerate(post) if line.is_prose)
    below = (line for line in post[last + 1 : last + 1 + _CLOSES] if line.kind in _ENDS)
    return frozenset(str(line.kind) if line.kind in _FILLED_IN else normalise(line.said) for line in below)


def _with_line_above(lines: Sequence[Line], head: int) -> int:
    """Return the number of the line about author or date right above a headline that has none below, else its own."""
    below = lines[head + 1 : head + 1 + _BESIDE]
    return head - 1 if head and is_credit(lines[head - 1]) and not any(map(is_credit, below)) else head
