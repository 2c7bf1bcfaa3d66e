"""What is kept of each sitemap, and how long one is left alone of which its index does not say when it changed.

Where an index names a part for each month or day, all but the newest are as they were for years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from crawler.discovery.days import latest_day
from crawler.discovery.documents import moment
from crawler.discovery.library import TRUSTED_FOR
from crawler.records.finds import Document

MANY = 12
"""Parts of an index that are read at each visit, however long they stay the same."""
GROWTH = 4
"""A part is read again when the time for which it is the same has grown by one part in this many."""
SOONEST = timedelta(hours=1)
"""Less is not worth a rest."""
LONGEST = 4 * TRUSTED_FOR
"""A part that is the same at each reading is read at least so often: few tell when a story was removed from one."""
_INDEX = "index"
_HIDDEN = "hidden"
_SAME = "same:"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a sitemap.

    Whether it names others, when it had ``changed`` last by the one that names it as it was read (None where nobody
    said so), a ``digest`` of its content, ``since`` when that is the same, and whether it lists stories that are
    ``hidden`` from WordPress's interface.
    """

    names_others: bool = False
    changed: datetime | None = None
    digest: str = ""
    since: datetime | None = None
    hidden: bool = False

    @property
    def mark(self) -> str | None:
        """All of it, in a line to be read by ``kept``."""
        words = (_INDEX if self.names_others else "", _HIDDEN if self.hidden else "")
        same = f"{_SAME}{self.digest}@{self.since.isoformat()}" if self.since else ""
        said = (*words, same, self.changed.isoformat() if self.changed else "")
        return " ".join(filter(None, said)) or None

    def rest(self, now: datetime, last: timedelta = timedelta()) -> timedelta | None:
        """How long the sitemap is left alone, by how long it is the same; None where that is not worth it.

        Twice as long as the ``last`` time at most, where that was more than a week. One of which somebody says when it
        changed is read when it did.
        """
        if self.changed:
            return None
        most = min(max(2 * last, TRUSTED_FOR), LONGEST)
        rest = min((now - self.since) / GROWTH, most) if self.since else timedelta()
        return rest if rest >= SOONEST else None

    def trusted_for(self, document: Document | None) -> timedelta:
        """How long it is believed that the sitemap, kept as ``document``, has not changed: twice as long as was so."""
        if document is None or document.read_at is None or self.since is None:
            return TRUSTED_FOR
        return min(max(2 * (document.read_at - self.since), TRUSTED_FOR), LONGEST)


def last_rest(document: Document | None, now: Kept | None = None) -> timedelta:
    """How long a sitemap was left alone the last time; nothing where it is another one ``now``."""
    if document is None or document.failures or not (document.read_at and document.not_before):
        return timedelta()
    is_same = now is None or now.digest == kept(document.mark).digest
    return document.not_before - document.read_at if is_same else timedelta()


def kept(mark: str | None) -> Kept:
    """What the mark says."""
    words = (mark or "").split()
    same = next((word.removeprefix(_SAME) for word in words if word.startswith(_SAME)), "")
    digest, _, since = same.partition("@")
    changed = moment(words[-1]) if words and not words[-1].startswith(_SAME) else None
    return Kept(_INDEX in words, changed, digest, moment(since), _HIDDEN in words)


def same_since(
    before: Kept, body: bytes, address: str, pages: Sequence[tuple[str, datetime | None]], changed: datetime | None
) -> Kept:
    """What to keep of a part that had ``changed`` last by the word of its index: ``pages`` are those that it lists.

    Where its index says nothing, they may say when they changed, or it has a day in its address, or they in theirs;
    else its content is compared.
    """
    digest, now = blake2b(body, digest_size=8).hexdigest(), datetime.now(UTC)
    told = max((each for _, each in pages if each), default=None)
    since = None if changed else told or _end([address]) or _end(url for url, _ in pages)
    if since is None or since > now:
        since = before.since if before.digest == digest else now
    return Kept(changed=changed, digest=digest, since=since)


def _end(addresses: Iterable[str]) -> datetime | None:
    """The end of the latest day or month that the addresses name."""
    day = latest_day(addresses)
    return day.ends if day else None
