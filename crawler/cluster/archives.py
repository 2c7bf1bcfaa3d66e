"""scrapy cluster warc: WARC archives, here or at any address that fsspec knows, read by the workers of a cluster."""

from __future__ import annotations

import pickle
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from crawler.cluster import tasks
from crawler.cluster.crew import Crew
from crawler.cluster.engine import SchedulerGone, why
from crawler.cluster.orders import ArchiveOrder
from crawler.cluster.places import absolute, is_there

MOST_ATTEMPTS = 3
"""Workers that may die over one archive, beside those that Dask replaces by itself, before it is given up."""
PAUSE = 0.2
"""Seconds between two looks at what is done."""


@dataclass(slots=True)
class Readings:
    """Archives that are read by a cluster: ``stories`` of each that is done, those that failed with their reason.

    An archive that reads to a damaged or cut off end is done, with a ``remark``; those done ``before`` are passed over.
    """

    remark: Callable[[str], None]
    stories: dict[str, int]
    failed: dict[str, str]
    before: int = 0

    def run(self, client: Any, orders: Sequence[ArchiveOrder]) -> None:
        """Have all archives read; raises ``ClusterError``. The next run passes over those that are done."""
        waiting = [order for order in orders if not is_there(order.mark)]
        self.before = len(orders) - len(waiting)
        address = client.scheduler.address
        try:
            self._run(client, waiting)
        except OSError as error:
            raise SchedulerGone(address) from error

    def _run(self, client: Any, waiting: list[ArchiveOrder]) -> None:
        crew, out = Crew(client, self.remark), dict[ArchiveOrder, Any]()
        attempts: dict[str, int] = {}
        while waiting or out:
            members = crew.members()
            while waiting and len(out) < sum(members.values()):
                order = waiting.pop(0).with_token(f"copydesk-warc-{uuid.uuid4().hex}")
                work = (tasks.read_archive, pickle.dumps(order))
                out[order] = client.submit(*work, key=order.token, workers=list(members), pure=False)
            for order, future in [(order, future) for order, future in out.items() if future.done()]:
                del out[order]
                attempts[order.address] = attempts.get(order.address, 0) + 1
                if not self._settle(crew, order, future):
                    if attempts[order.address] < MOST_ATTEMPTS:
                        waiting.append(order)
                    else:
                        self.failed[order.address] = why(future)
            time.sleep(PAUSE)

    def _settle(self, crew: Crew, order: ArchiveOrder, future: Any) -> bool:
        """Note how an archive ended; False where it is to be read by another worker."""
        ending = None
        with suppress(Exception):  # why is asked for when it happens again and again
            ending = future.result()
        if not isinstance(ending, tasks.Ending):
            return False
        if ending.last < 0:
            crew.leave_out(ending.worker, f"cannot go on: {ending.complaint}")
            return False
        self.stories[order.address] = ending.last
        if ending.complaint:
            self.remark(ending.complaint.replace(order.path or order.address, order.address))
        return True


def orders_for(
    addresses: Sequence[str], output: str | None, shards: str | None, settings: Mapping[str, Any]
) -> list[ArchiveOrder]:
    """An order for each archive."""
    output, shards = (place and absolute(place) for place in (output, shards))
    return [ArchiveOrder(address, output, shards, settings) for address in addresses]
