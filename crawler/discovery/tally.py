"""How many posts a WordPress interface says it has, and what is kept of that from one crawl to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from crawler.discovery.documents import moment

LISTED_EVERY = timedelta(days=7)
"""How often all posts of a type are listed, by name only, although nothing asks for it."""

REREAD_EVERY = timedelta(hours=20)
"""How often a hundred of the newest posts, and as many older ones in turn, are read although nothing says that they
changed: once a day."""


class Count:
    """How many posts a collection says it has, over the answers of one walk; ``mark`` is what the last walk kept of it.

    Posts that come under an old date and posts that go can make up for each other, so that now and then all are listed.
    ``newest`` is the last change that any post has told, by the site's clock;
    ``reread_at`` is when so many of the newest were last read that a change would show of which nothing tells;
    ``turn`` is the page of older ones that has its turn the next time;
    ``reached`` is back to when the posts were read by a first walk that was cut off; None once one came to its end.
    """

    def __init__(self, mark: str | None) -> None:
        total, listed_at, reached, newest, reread_at, turn = [*(mark or "").split(" "), *[""] * 6][:6]
        self.expected = int(total) if total.isdecimal() else None
        self.listed_at = moment(listed_at)
        self.reached = moment(reached)
        self.newest = moment(newest)
        self.reread_at = moment(reread_at)
        self.turn = int(turn) if turn.isdecimal() else 2
        self.totals: list[int] = []

    def note(self, total: int | None) -> None:
        """Enter what one answer says."""
        if total is not None:
            self.totals.append(total)

    def note_changes(self, modified: Iterable[datetime | None]) -> None:
        """Enter when the posts of one answer were changed."""
        self.newest = max((each for each in (self.newest, *modified) if each), default=None)

    @property
    def mark(self) -> str:
        """What is to be kept for the next walk."""
        total = str(self.totals[-1]) if self.totals else "?"
        listed_at = None if self.reached else self.listed_at
        moments = (listed_at, self.reached, self.newest, self.reread_at)
        return " ".join([total, *(each.isoformat() if each else "-" for each in moments), str(self.turn)])

    @property
    def calls_for_reading(self) -> bool:
        """Whether it is time to read more of the newest than tell which they are."""
        return self.reread_at is None or datetime.now(UTC) - self.reread_at > REREAD_EVERY

    def calls_for_list(self, published: int) -> bool:
        """Whether all posts are to be listed, as ``published`` new ones do not explain how many there are now."""
        if self.reached:
            return False
        if self.listed_at is None or datetime.now(UTC) - self.listed_at > LISTED_EVERY:
            return True
        return bool(self.totals) and self.expected is not None and self.totals[-1] != self.expected + published
