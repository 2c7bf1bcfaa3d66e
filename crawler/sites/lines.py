"""On which line of a TOML document something stands, for messages; the readers of TOML do not tell."""

from __future__ import annotations

from dataclasses import dataclass

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

_MARK = "# \ufdd0"  # a comment that no file holds: Unicode keeps this character from text


@dataclass(frozen=True, slots=True)
class Place:
    """A place in ``sites.toml``: the site's number from 0, and a key of it; None for the site's header."""

    site: int
    key: str | None = None


class Lines:
    """The lines of the document ``text``, found by writing it again with a mark beside what is looked for."""

    def __init__(self, text: str) -> None:
        try:
            self._document = tomlkit.parse(text)
        except TOMLKitError:  # stricter than the reader: then no line is told
            self._document = tomlkit.document()

    def of_key(self, key: str) -> int:
        """The line, from 1, of a key at the top level; 0 where it cannot be told."""
        return self._marked(self._document.item(key)) if key in self._document else 0

    def of(self, place: Place) -> int:
        """The line of a place, from 1; 0 where it cannot be told."""
        sites = self._document.item("site") if "site" in self._document else None
        if not isinstance(sites, AoT) or place.site >= len(sites):
            return self._marked(sites) if sites is not None else 0
        site = sites[place.site]
        return self._marked(site if place.key is None or place.key not in site else site.value.item(place.key))

    def _marked(self, item: Item | OutOfOrderTableProxy) -> int:
        """The line on which ``item`` begins; 0 for a table that is written in several places."""
        if isinstance(item, AoT):
            item = item[0]
        if not isinstance(item, Item):
            return 0
        before = item.trivia.comment, item.trivia.comment_ws
        item.trivia.comment, item.trivia.comment_ws = _MARK, " "
        written = self._document.as_string().partition(_MARK)[0]
        item.trivia.comment, item.trivia.comment_ws = before
        lines = 0 if isinstance(item, Table) else item.as_string().count("\n")
        return written.count("\n") + 1 - lines
