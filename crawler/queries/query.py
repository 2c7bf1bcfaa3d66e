"""A saved query: what is searched for, and what is run when stories answer it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with a name: an expression as ``scrapy search`` takes it, a condition in SQL, or both.

    ``fts`` is the expression as FTS5 has it, ``where`` a condition on the columns of ``articles_readable``; ``hook`` is
    a command and its arguments, empty where nothing is to be run.
    """

    name: str
    fts: str | None = None
    where: str | None = None
    hook: tuple[str, ...] = ()
