"""The shells, as data: whose markup a page wears and which facts that markup tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.pages.language import Split

ALL = frozenset({"byline", "published", "modified", "categories", "tags"})
BYLINE_AND_DATE = frozenset({"byline", "published"})


@dataclass(frozen=True, slots=True)
class Shell:
    """A template in ``parts/shells``; ``tells`` names the fields of the truth that its markup gives away."""

    name: str
    dialect: str
    tells: frozenset[str]
    split: Split = "train"
    address: str = "https://{host}/{at:%Y/%m/%d}/story-{number}/"

    def url(self, number: int, at: datetime) -> str:
        """The page's address in the platform's manner."""
        return self.address.format(host=f"{self.name.replace('_', '-')}.example", number=number, at=at)


_ALL = (
    Shell("wordpress_com", "classic", ALL),
    Shell("block_theme", "gutenberg", ALL),
    Shell("hentry", "classic", BYLINE_AND_DATE | {"categories", "tags"}),
    Shell("elementor", "gutenberg", BYLINE_AND_DATE | {"modified"}),
    Shell(
        "newspaper",
        "bare",
        BYLINE_AND_DATE | {"modified", "dek"},
        address="https://news.example/a/{number}.html",
    ),
    Shell("news_inline", "bare", BYLINE_AND_DATE, address="https://www.example/news/{number}"),
    Shell("table_1995", "bare", frozenset(), address="https://old.example/news{number}.htm"),
    Shell("soup", "bare", frozenset(), address="https://soup.example/{number}"),
    Shell("blogger", "bare", BYLINE_AND_DATE, address="https://blog.example/{at:%Y/%m}/story-{number}.html"),
    Shell("drupal", "bare", BYLINE_AND_DATE, address="https://drupal.example/node/{number}"),
    Shell("ghost", "bare", BYLINE_AND_DATE | {"modified"}, address="https://ghost.example/story-{number}/"),
    Shell("divi", "gutenberg", BYLINE_AND_DATE, "test"),
    Shell("wpbakery", "classic", BYLINE_AND_DATE | {"modified"}, "test"),
    Shell("joomla", "bare", BYLINE_AND_DATE, "test", "https://joomla.example/index.php/news/{number}-story"),
    Shell("typo3", "bare", frozenset({"published"}), "test", "https://typo3.example/aktuell/detail/{number}"),
    Shell("medium", "bare", BYLINE_AND_DATE, "test", "https://medium.example/@writer/story-{number}"),
    Shell("amp", "bare", BYLINE_AND_DATE | {"modified"}, "test", "https://amp.example/{number}/amp/"),
)

SHELLS: dict[str, Shell] = {shell.name: shell for shell in _ALL}
