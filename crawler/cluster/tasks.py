"""What workers are asked to do, by names that load nothing: they are looked up where a worker answers its scheduler."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ending:
    """How the crawl of an order ended, at the worker ``worker``: ``last`` is the number of the last change sent.

    ``complaint`` is the one line that says why it could not go on there; None where the visit came to its own end.
    """

    worker: str
    last: int
    complaint: str | None = None


def visit(order: bytes) -> Ending:
    """Crawl the site of a pickled ``Order``; raises ``TakenUp`` and ``CutOff``."""
    from crawler.cluster.visit import visit

    return visit(order)


def read_archive(order: bytes) -> Ending:
    """Read the archive of a pickled ``ArchiveOrder``; raises ``CutOff``."""
    from crawler.cluster.archive import read_archive

    return read_archive(order)
