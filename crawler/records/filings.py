"""What was read from a page, on its way into the archive, and what filing it did there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.packing import PackedPage
from crawler.records.pages import FetchedPage
from extractors import Article, Comment, Outcome
from extractors.site.sketch import Sketch

FILED = frozenset({Outcome.ARTICLE, Outcome.MEDIA, Outcome.PAYWALLED})
"""The outcomes that hold a story; a page of any other leaves its line in the ledger only."""

Change = Literal["new", "revised", "updated", "unchanged", "skipped", "failed", "held", "withheld"]
"""What filing a page did to the archive.

``revised``: headline or text changed, the earlier form is kept; ``updated``: only what is known about it changed;
``skipped``: the page holds no story, or less of it than is filed already; ``failed``: it could not be stored.
``held``: it looks worse than what is filed, and waits until its site is judged; ``withheld``: its site reads badly, and
the story keeps what is filed.
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the text extracted from a page has the words of the site's own copy of it; the shares go from 0 to 1."""

    url: str
    site: str
    copy_words: int
    page_words: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """What read a page: the version of the ``extractor``, and that of the ``rules`` that it went by."""

    extractor: str
    rules: str

    def is_of(self, extractor: str | None, rules: str | None) -> bool:
        """Whether these are the versions that a row tells."""
        return (self.extractor, self.rules) == (extractor, rules)


@dataclass(frozen=True, slots=True)
class Reread:
    """What the kept page that a story was told from says by the reading of now.

    ``article`` is None where that says nothing: the story was told from another source then, or its page is damaged.
    """

    article_id: int
    article: Article | None


@dataclass(frozen=True, slots=True)
class Filing:
    """A page with the article that was extracted from it, ready to be filed.

    ``packed`` is the page itself and each of its further pages, packed to be kept; empty where none are kept. The
    ``sketch`` goes into the memory of its site, ``comments`` are what readers said under it, where that is asked for.
    ``weighed`` says that its site was judged since it was read, ``before`` what the page kept before says now; None
    where none is kept, or the story reads as before.
    """

    page: FetchedPage
    article: Article
    packed: tuple[PackedPage, ...] = ()
    sketch: Sketch | None = None
    stamp: Stamp | None = None
    comments: tuple[Comment, ...] = ()
    weighed: bool = False
    before: Reread | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """A page to be kept of which no article is filed: it could not be read, or was fetched to be compared."""

    page: FetchedPage
    packed: tuple[PackedPage, ...]
    stamp: Stamp | None = None
