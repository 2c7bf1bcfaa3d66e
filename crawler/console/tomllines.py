"""On which line of a TOML document something stands, for messages; the readers of TOML do not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

_MARK = "# \ufdd0"  # a comment that no file holds: Unicode keeps this character from text


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file of entries, ``[[site]]`` or their like: an entry's number from 0, and a key of it.

    None stands for the entry's header.
    """

    entry: int
    key: str | None = None


class Lines:
    """The lines of the document ``text``, found by writing it again with a mark beside what is looked for.

    ``entries`` is what its entries are called: ``site`` where they begin with ``[[site]]``.
    """

    def __init__(self, text: str, entries: str) -> None:
        self._entries = entries
        try:
            self._document = tomlkit.parse(text)
        except TOMLKitError:  # stricter than the reader
            self._document = tomlkit.document()
        # Written again, entries with another table between them stand together: then lines go by how they look.
        self._form = None if self._document.as_string() == text else text

    def of_key(self, key: str) -> int:
        """The line, from 1, of a key at the top level; 0 where it cannot be told."""
        if self._form is not None:
            return self._looked_for(rf"\[*\s*['\"]?{re.escape(key)}\b")
        return self._marked(self._document.item(key)) if key in self._document else 0

    def of(self, place: Place) -> int:
        """The line of a place, from 1; 0 where it cannot be told."""
        if self._form is not None:
            line = self._looked_for(rf"\[\[\s*{re.escape(self._entries)}\s*\]\]", place.entry)
            key, following = (
                self._looked_for(form, after=line) for form in (rf"{re.escape(str(place.key))}\s*=", r"\[")
            )
            return key if key and not 0 < following < key else line
        entries = self._document.item(self._entries) if self._entries in self._document else None
        if not isinstance(entries, AoT) or place.entry >= len(entries):
            return self._marked(entries) if entries is not None else 0
        entry = entries[place.entry]
        return self._marked(entry if place.key is None or place.key not in entry else entry.value.item(place.key))

    def _looked_for(self, form: str, skipped: int = 0, after: int = 0) -> int:
        """The line after another that begins so, but for as many as are skipped; 0 where there is none."""
        numbered = enumerate((self._form or "").splitlines(), 1)
        found = [number for number, line in numbered if number > after and re.match(rf"\s*{form}", line)]
        return found[skipped] if skipped < len(found) else 0

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
