"""What a perfect reader would file of a page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from extractors.article import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The exact article of a composed page; a field that the page does not tell is ``None`` or empty."""

    headline: str | None = None
    dek: str | None = None
    byline: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    paragraphs: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    outcome: Outcome = Outcome.ARTICLE

    @property
    def text(self) -> str:
        """The paragraphs as ``Article.text`` holds them."""
        return "\n\n".join(self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """The truth in JSON's types, datetimes in ISO 8601."""
        fields = asdict(self)
        for name in ("published_at", "modified_at"):
            fields[name] = fields[name] and fields[name].isoformat()
        return fields | {"outcome": str(self.outcome)}
