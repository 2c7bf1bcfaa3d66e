"""What a perfect reader would file of a page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from extractors.article import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The exact article of a composed page; a field that the page does not tell is ``None`` or empty.

    ``undecided`` names the fields that the page neither tells nor clearly lacks: anything may be read there.
    """

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
    undecided: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The paragraphs as ``Article.text`` holds them."""
        return "\n\n".join(self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """The truth in JSON's types, datetimes in ISO 8601, without the undecided fields."""
        known = asdict(self) | {"outcome": str(self.outcome)}
        for name in ("published_at", "modified_at"):
            known[name] = known[name] and known[name].isoformat()
        left_out = self.undecided | {"undecided"}
        return {name: _plain(value) for name, value in known.items() if name not in left_out}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
