"""What workers are asked to do, by names that load nothing: they are looked up where a worker answers its scheduler."""

from __future__ import annotations

from dataclasses import dataclass

CHANGES, TEXTS = "changes", "texts"
"""What a word on the queue home is about: rows that have changed, texts that are to be sent."""


def answers(token: str) -> str:
    """The name of the queue by which the order of that token is sent texts."""
    return f"{token}-texts"


@dataclass(frozen=True, slots=True)
class Ending:
    """How the work of an order ended, at the worker ``worker``: ``last`` is the number of the last change sent.

    ``complaint`` is the one line that says why it could not go on there, by a fault of the worker's; ``failed`` says
    why it came to nothing there, which may be a fault of the work; both None where it came to its own end.
    ``brought`` is what has no other way to the desk. ``held`` are the domains that the visit asked beside its own;
    ``wants`` is one that it has come to need and that another has: it goes on when that is free.
    """

    worker: str
    last: int
    complaint: str | None = None
    failed: str | None = None
    brought: bytes = b""
    held: tuple[str, ...] = ()
    wants: str | None = None


def visit(order: bytes) -> Ending:
    """Crawl the site of a pickled ``Order``; raises ``TakenUp``."""
    from crawler.cluster.visit import visit

    return visit(order)


def read_piece(order: bytes) -> Ending:
    """Read the pages of a pickled ``ArchiveOrder`` or ``PagesOrder``."""
    from crawler.cluster.piece import read_piece

    return read_piece(order)
