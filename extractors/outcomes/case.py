"""What the rulings on a page look at: the page, what was found on it, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.article import Outcome, paragraphs_of
from extractors.decision import Decision
from extractors.metadata import Metadata
from extractors.page.blocks import word_count
from extractors.page.parsing import Page
from extractors.prepare import Prepared

Ruling = tuple[Outcome, str]
"""An outcome and its evidence."""

_STORY_TYPE = re.compile(r'"@type"\s*:\s*\[?"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)"')
_POSTS = '"blogPost":'  # the posts that the front page of a blog lists
_STORY_CARD = 'property="og:type" content="article"'
_PROSE_WORDS = 15  # of a paragraph of prose
_STORY_PROSE = 3  # paragraphs of prose that no check and no missing page has


@dataclass(frozen=True)
class Case:
    """What the rulings look at."""

    page: Page
    prepared: Prepared
    metadata: Metadata
    decisions: Sequence[Decision]
    text: str
    words: int
    page_words: int
    body_names: frozenset[str]

    @cached_property
    def declares_type(self) -> bool:
        """Whether the page says that it is one story; told once, by a look through all of its markup."""
        html = self.page.html
        stated = '"@type"' in html and _POSTS not in html and _STORY_TYPE.search(html) is not None
        return stated or _STORY_CARD in html

    @cached_property
    def declares_story(self) -> bool:
        """Whether the page says that it is one story, or shows the date or byline of one."""
        metadata = self.metadata
        dated = metadata.published_at and metadata.sources.get("published_at") != "url"
        return bool(dated or metadata.byline) or self.declares_type

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the text that was found."""
        return paragraphs_of(self.text)

    @property
    def tells_story(self) -> bool:
        """Whether several paragraphs are told, whatever stands over them: a novel may begin with "Page not found"."""
        return sum(word_count(paragraph) >= _PROSE_WORDS for paragraph in self.paragraphs) >= _STORY_PROSE

    @property
    def headings(self) -> list[str]:
        """The first headings of the page, and the parts of its title."""
        lines = [block.text for block in self.prepared.everything if block.box.tag in ("h1", "h2")][:3]
        title = self.prepared.said.title
        return lines + [part.strip() for part in re.split(r"\s[|–—-]\s", title)[:2]]

    @property
    def titles(self) -> list[str]:
        """What the page calls itself: its first heading, where that leads nowhere, and its title."""
        first = next((block for block in self.prepared.everything if block.box.tag in ("h1", "h2")), None)
        return [*([first.text] if first and not first.is_link else []), self.prepared.said.title]
