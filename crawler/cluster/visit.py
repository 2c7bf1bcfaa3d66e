"""A visit as a task of a worker: the site's shard is unpacked and crawled, and every change to it is sent home."""

from __future__ import annotations

import pickle
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from distributed import Lock, Queue, Variable, get_client

from crawler.cluster.orders import SHARD, Order, unpacked
from crawler.cluster.process import VOUCH_EVERY, CutOff, Errand, last_words
from crawler.cluster.sharing import Manners, Sharing
from crawler.cluster.tasks import CHANGES, TEXTS, Ending, answers
from crawler.cluster.texts import Texts
from crawler.storage.shards.cutting import enter_texts, label_of
from crawler.storage.shards.journal import changes_since, keep_journal

T = TypeVar("T")

LOOK_EVERY = 0.2
"""Seconds between two looks at what the crawl has changed: what is not sent yet is what a dead worker takes with it."""
SEND_WITHIN = 5
"""Seconds to wait for room in the queue home, or an answer, before a look at whether the crawl is still wanted."""
TOLD_WITHIN = 5
"""Seconds to wait for what a round has told before it gave out orders."""


class TakenUp(Exception):
    """The order was begun before: its shard is out of date. Dask starts a task again whose worker has died."""


def visit(packed_order: bytes) -> Ending:
    """Crawl the order's site; raises ``TakenUp``, and ``CutOff`` where it is not wanted any more."""
    order: Order = pickle.loads(packed_order)
    task = Task(order)
    if task.begun.is_set():
        raise TakenUp
    task.begun.set()
    with ExitStack() as held:
        for domain in sorted(order.sole):  # in one order, or two might wait for each other
            held.enter_context(task.alone_with(domain))
        return task.in_folder(task.crawl)


def lock_of(domain: str) -> Any:
    """The lock that whoever asks the domain holds."""
    return Lock(f"copydesk-{domain}")


@lru_cache(maxsize=2)
def manners_of(queue: str) -> Any:
    """The manners that the round of that queue has told, by domain."""
    return Variable(queue, get_client()).get(timeout=TOLD_WITHIN)


class Task(Errand):
    """An order for a visit in the hands of a worker."""

    def __init__(self, order: Order) -> None:
        super().__init__(order.token)
        self.order = order
        self._queue = Queue(order.queue, get_client())
        self._answers = Queue(answers(order.token), get_client())

    @contextmanager
    def alone_with(self, domain: str) -> Iterator[None]:
        """Hold the domain's lock, which a dead worker loses after a while; raises ``CutOff``."""
        lock = lock_of(domain)
        while not lock.acquire(timeout=VOUCH_EVERY):
            if not self.wanted():
                raise CutOff
        try:
            yield
        finally:
            lock.release()

    def crawl(self, folder: Path) -> Ending:
        """Crawl in the folder until the visit ends, sending home what changes."""
        shard = folder / SHARD
        shard.write_bytes(unpacked(self.order.shard))
        label = label_of(shard)
        assert label is not None
        last = label.number
        sharing, texts, taken = Sharing(folder), Texts(folder), list[str]()
        with (
            closing(sqlite3.connect(shard, isolation_level=None, timeout=30)) as changed,
            ExitStack() as held,
        ):
            keep_journal(changed, last)
            with self.crawling(self.order, folder) as crawling:
                over = False
                while not over:
                    over = crawling.code() is not None  # looked at first: what it wrote before is sent below
                    last = self._send(changed, last)
                    self._bring(texts, changed)
                    if elsewhere := self._share(sharing, held, taken):
                        return Ending(self.worker.address, last, held=tuple(taken), wants=elsewhere)
                    time.sleep(0 if over else LOOK_EVERY)
                complaint = last_words(crawling, folder)
        return Ending(self.worker.address, last, complaint, held=tuple(taken))

    def _share(self, sharing: Sharing, held: ExitStack, taken: list[str]) -> str | None:
        """Hold the locks of the domains that the crawl wants, as ``taken`` notes; returns one that another has."""
        for domain in sharing.wanted():
            if not self._take(domain, held):
                return domain
            taken.append(domain)
            sharing.hold(domain, Manners(**manners_of(self.order.queue).get(domain, {})))
        return None

    def _take(self, domain: str, held: ExitStack) -> bool:
        """Hold the domain's lock for the rest of the visit; False where another has it."""
        lock = lock_of(domain)
        if not lock.acquire(timeout=VOUCH_EVERY):
            return False
        held.callback(lock.release)
        return True

    def _send(self, changed: sqlite3.Connection, last: int) -> int:
        """Send what changed since the change ``last``; returns the number of the last change that was sent."""
        changes = changes_since(changed, last)
        if changes is None:
            return last
        self._tell(CHANGES, *changes)
        return changes.last

    def _bring(self, texts: Texts, shard: sqlite3.Connection) -> None:
        """Have the texts sent that the crawl needs, and enter them in the shard."""
        if wanted := texts.wanted():
            self._tell(TEXTS, wanted)
            enter_texts(shard, self._patiently(lambda: self._answers.get(timeout=SEND_WITHIN)))
            for number, digest in wanted:
                texts.brought(number, digest)

    def _tell(self, kind: str, *what: Any) -> None:
        self._patiently(lambda: self._queue.put((self.order.token, kind, *what), timeout=SEND_WITHIN))

    def _patiently(self, do: Callable[[], T]) -> T:
        """What comes of it in the end, for as long as the crawl is wanted; else raises ``CutOff``."""
        while True:
            with suppress(TimeoutError):  # the desk is behind; or gone, but then the crawl is soon dead
                return do()
            if not self.wanted():
                raise CutOff
