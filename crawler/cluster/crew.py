"""The workers of a cluster that may be given work: those whose code is ours, and whose disk is not full."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from crawler.cluster.engine import ClusterError, SchedulerGone, difference, house

WITHOUT_WORKERS = 60.0
"""Seconds to wait where there is no worker: they may still be starting, or be started again."""
LOOK_EVERY = 1.0
"""Seconds between two looks at who is there."""


class Crew:
    """Keeps track of the workers; ``remark`` is told, in one line, of each that is left out."""

    def __init__(self, client: Any, remark: Callable[[str], None]) -> None:
        self._client = client
        self._address: str = client.scheduler.address  # which it forgets as soon as the scheduler is gone
        self._remark = remark
        self._threads: dict[str, int] = {}
        self._left_out: set[str] = set()
        self._looked_at = float("-inf")
        self._manned_at = time.monotonic()

    def members(self) -> Mapping[str, int]:
        """The workers that may be given work, and how many tasks each takes at a time.

        Raises ``SchedulerGone``, and ``ClusterError`` where there has been no worker for long.
        """
        if self._client.status != "running":
            raise SchedulerGone(self._address)
        if time.monotonic() - self._looked_at >= LOOK_EVERY:
            self._look()
            self._looked_at = time.monotonic()
        return self._threads

    def leave_out(self, address: str, reason: str) -> None:
        """Give the worker no more work, and say why."""
        if address not in self._left_out:
            self._left_out.add(address)
            self._remark(f"the worker {address} {reason}")
        self._threads.pop(address, None)

    def _look(self) -> None:
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        present = {address: worker["nthreads"] for address, worker in workers.items()}
        self._left_out &= set(present)
        for address in set(present) - set(self._threads) - self._left_out:
            self._take_on(address)
        self._threads = {address: threads for address, threads in present.items() if address not in self._left_out}
        if self._threads:
            self._manned_at = time.monotonic()
        elif self._left_out:
            raise ClusterError("no worker is left that could be given work; the next run goes on from here")
        elif time.monotonic() - self._manned_at > WITHOUT_WORKERS:
            start = f"start some with: dask worker {self._address}"
            raise ClusterError(f"the scheduler {self._address} has no workers; {start}")

    def _take_on(self, address: str) -> None:
        """Leave the worker out unless its code is ours."""
        told = self._client.run(house, workers=[address], on_error="return").get(address)
        if isinstance(told, ImportError):
            self.leave_out(address, f"has no copydesk ({told}); install it there as here, with make cluster")
        elif isinstance(told, dict) and (complaint := difference(told, house())):
            self.leave_out(address, complaint)
