"""The shells, as data: whose markup a page wears and which facts that markup tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.pages.language import Split

IN_HEAD = frozenset({"byline", "published_at", "modified_at"})
DATES = frozenset({"published_at", "modified_at"})
PUBLISHED = frozenset({"published_at"})
SIGNED = frozenset({"byline", "published_at"})
FILED = frozenset({"categories", "tags"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shell:
    """A template in ``parts/shells``.

    ``tells_in_head`` names the fields of the truth that its head gives away, ``tells_in_body`` those that
    only the markup of its body does.
    """

    name: str
    dialect: str
    tells_in_head: frozenset[str]
    tells_in_body: frozenset[str] = NOTHING
    split: Split = "train"
    address: str = "https://{host}/{at:%Y/%m/%d}/story-{number}/"

    @property
    def tells(self) -> frozenset[str]:
        """All fields of the truth that the page gives away."""
        return self.tells_in_head | self.tells_in_body

    def url(self, number: int, at: datetime) -> str:
        """The page's address in the platform's manner."""
        return self.address.format(host=f"{self.name.replace('_', '-')}.example", number=number, at=at)


_ALL = (
    Shell("wordpress_com", "classic", DATES, SIGNED | FILED),
    Shell("block_theme", "gutenberg", DATES, SIGNED | FILED),
    Shell("hentry", "classic", NOTHING, SIGNED | FILED),
    Shell("elementor", "gutenberg", IN_HEAD),
    Shell("newspaper", "bare", IN_HEAD | {"dek"}, address="https://news.example/a/{number}.html"),
    Shell("news_inline", "bare", SIGNED, address="https://www.example/news/{number}"),
    Shell("table_1995", "bare", NOTHING, address="https://old.example/news{number}.htm"),
    Shell("soup", "bare", NOTHING, address="https://soup.example/{number}"),
    Shell("blogger", "bare", NOTHING, SIGNED, address="https://blog.example/{at:%Y/%m}/story-{number}.html"),
    Shell("double", "bare", DATES, address="https://double.example/news/{number}"),
    Shell("styled", "bare", IN_HEAD, address="https://styled.example/articles/{number}"),
    Shell("drupal", "bare", PUBLISHED, SIGNED, address="https://drupal.example/node/{number}"),
    Shell("ghost", "bare", IN_HEAD, address="https://ghost.example/story-{number}/"),
    Shell("divi", "gutenberg", PUBLISHED, SIGNED | {"categories"}, "test"),
    Shell("wpbakery", "classic", IN_HEAD, split="test"),
    Shell("joomla", "bare", frozenset({"byline"}), SIGNED, "test", "https://joomla.example/news/{number}-story"),
    Shell("typo3", "bare", NOTHING, PUBLISHED, "test", "https://typo3.example/aktuell/detail/{number}"),
    Shell("medium", "bare", SIGNED, split="test", address="https://medium.example/@writer/story-{number}"),
    Shell("amp", "bare", IN_HEAD, split="test", address="https://amp.example/{number}/amp/"),
    Shell("copy", "gutenberg", IN_HEAD | FILED, SIGNED),  # as interfaces and feeds hand out a story
)

SHELLS: dict[str, Shell] = {shell.name: shell for shell in _ALL}
