"""Which stories are meant: by site, by date of publication, by a condition in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.storage.rows import utc_text


@dataclass(frozen=True, slots=True)
class Selection:
    """The stories of ``site``, published from ``since`` on and before ``until``, for which ``where`` holds.

    ``where`` is a condition in SQL on the columns of ``articles_readable``. None leaves a part out. Stories whose page
    gives no date are not meant once ``since`` or ``until`` is given.
    """

    site: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    where: str | None = None

    @property
    def condition(self) -> str:
        """The condition on ``articles``, with question marks."""
        parts = {
            "articles.site = ?": self.site,
            "articles.published_at >= ?": self.since,
            "articles.published_at < ?": self.until,
            f"articles.id IN (SELECT id FROM articles_readable WHERE {self.where}\n)": self.where,
        }
        return " AND ".join(sql for sql, value in parts.items() if value is not None) or "1"

    @property
    def values(self) -> tuple[str, ...]:
        """What the question marks stand for."""
        moments = (utc_text(moment) for moment in (self.since, self.until) if moment is not None)
        return (*([self.site] if self.site is not None else []), *moments)
