"""scrapy cluster warc: WARC archives, here or at any address that fsspec knows, read by the workers of a cluster.

Whole databases of kept pages (``scrapy cluster reextract -a path=…``) are read in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from crawler.cluster.orders import ArchiveOrder, PagesOrder, name_of
from crawler.cluster.pieces import Pieces
from crawler.cluster.places import is_there
from crawler.cluster.tasks import Ending

R = TypeVar("R", ArchiveOrder, PagesOrder)


def archive_orders(
    addresses: Sequence[str], output: str | None, shards: str | None, settings: Mapping[str, Any]
) -> list[ArchiveOrder]:
    """An order for each WARC archive."""
    return [
        ArchiveOrder(name=name_of(each), output=output, shards=shards, settings=settings, address=each)
        for each in addresses
    ]


@dataclass(slots=True)
class Readings:
    """Archives that are read by a cluster: ``stories`` of each that is done, those that failed with their reason.

    An archive that reads to a damaged or cut off end is done, with a ``remark``; those done ``before`` are passed over.
    """

    remark: Callable[[str], None]
    stories: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    before: int = 0

    def run(self, client: Any, orders: Sequence[R], filled: Callable[[R], R] = lambda order: order) -> None:
        """Have all archives read; raises ``ClusterError``. The next run passes over those that are done.

        ``filled`` makes an order complete when its turn has come.
        """
        waiting = [order for order in orders if not (order.mark and is_there(order.mark))]
        self.before = len(orders) - len(waiting)
        Pieces(client, self.remark, self._done, self._given_up, filled).run(iter(waiting))

    def _done(self, order: ArchiveOrder | PagesOrder, ending: Ending) -> None:
        self.stories[order.address] = ending.last
        if ending.complaint:
            self.remark(ending.complaint)

    def _given_up(self, order: ArchiveOrder | PagesOrder, reason: str) -> None:
        self.failed[order.address] = reason
