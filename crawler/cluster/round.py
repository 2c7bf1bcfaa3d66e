"""A round of visits on a cluster, as the desk sees it: orders go out, word of changes comes in."""

from __future__ import annotations

import pickle
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler import settings as house
from crawler.cluster import tasks
from crawler.cluster.crew import Crew
from crawler.cluster.engine import ending_of
from crawler.cluster.orders import Order, packed
from crawler.cluster.replica import Replica
from crawler.sites import SiteEntry
from crawler.storage import Store
from crawler.storage.shards.cutting import Label, texts_of
from crawler.storage.shards.journal import Changes

QUEUED = 256
"""Words of change that wait to be read at most; then workers wait, and their crawls go on."""
MOST_ATTEMPTS = 5
"""Workers that may die over one site before it is given up for this round."""
PAUSE = 0.1
"""Seconds between two looks at what has come in, where nothing has."""


@dataclass(slots=True)
class Visit:
    """A site of the round: its copy at the desk and, while a worker has it, the order's token and future.

    By the queue ``answers`` it is sent texts, once it has asked for some. ``sole`` are the domains it asks;
    ``failed_at`` are workers at which it came to nothing: others are asked first.
    """

    entry: SiteEntry
    sole: tuple[str, ...]
    replica: Replica | None = None
    attempts: int = 0
    failed_at: set[str] = field(default_factory=set)
    token: str = ""
    future: Any = None
    answers: Any = None


@dataclass(slots=True)
class Desk:
    """What a round works with: ``arguments`` and ``settings`` go to every crawl, ``remark`` is told what goes wrong.

    ``shards`` is the address (fsspec's) at which finished shards are kept; None where they are not.
    """

    store: Store
    arguments: Mapping[str, str]
    settings: Mapping[str, Any]
    remark: Callable[[str], None]
    shards: str | None = None
    crawl_id: int = 0

    @property
    def folder(self) -> Path:
        """Where the copies of shards lie that are not home yet."""
        return self.store.path.with_name(f"{self.store.path.name}.shards")


class Round:
    """Visits sites by a cluster, those that take longest first, never two of one domain at a time."""

    def __init__(
        self, client: Any, crew: Crew, desk: Desk, visits: Sequence[Visit], manners: Mapping[str, Mapping[str, Any]]
    ) -> None:
        from distributed import Queue, Variable

        self._client = client
        self._crew = crew
        self._desk = desk
        self._waiting = list(visits)
        self._out: dict[str, Visit] = {}
        self._cut = 0
        self._asked_until: dict[str, float] = {}
        self._queue = Queue(f"copydesk-{uuid.uuid4().hex}", client, maxsize=QUEUED)
        self._told = Variable(self._queue.name, client)
        self._told.set(manners)

    def run(self) -> None:
        """Return when all are visited or given up; whatever ends it before, what has come in is taken home.

        Raises ``ClusterError`` and ``StorageError``.
        """
        try:
            while self._waiting or self._out:
                self._hand_out()
                if not self._hear():
                    time.sleep(PAUSE)
                for visit in [each for each in self._out.values() if each.future.done()]:
                    self._settle(visit)
        finally:
            for visit in (*self._out.values(), *self._waiting):
                self._call_off(visit)
                self._take_home(visit)

    def _hand_out(self) -> None:
        """Give each free thread a site whose domains nobody asks, or has asked just now."""
        members = self._crew.members()
        room = sum(members.values()) - len(self._out)
        busy = {domain for each in self._out.values() for domain in each.sole}
        busy |= {domain for domain, until in self._asked_until.items() if until > time.monotonic()}
        for visit in self._waiting[:] if room > 0 else ():
            if room > 0 and busy.isdisjoint(visit.sole):
                self._waiting.remove(visit)
                self._order(visit, list(members))
                busy.update(visit.sole)
                room -= 1

    def _order(self, visit: Visit, members: list[str]) -> None:
        desk, name = self._desk, visit.entry.name
        if visit.replica is None:
            self._cut += 1
            desk.store.add_site(name, visit.entry.url)
            path = desk.folder / f"{desk.crawl_id}-{self._cut}.db"
            visit.replica = Replica.cut(desk.store, Label(name, desk.crawl_id), path)
        visit.attempts += 1
        visit.token = f"copydesk-visit-{uuid.uuid4().hex}"
        shard = packed(visit.replica.content())
        asked = (visit.sole, self._queue.name, desk.arguments, desk.settings)
        order = Order(visit.token, visit.entry, shard, *asked)
        others = [each for each in members if each not in visit.failed_at] or members
        visit.future = self._client.submit(
            tasks.visit, pickle.dumps(order), key=visit.token, workers=others, pure=False
        )
        self._out[visit.token] = visit

    def _hear(self) -> bool:
        """Enter what was sent; False where nothing was."""
        words = self._queue.get(batch=True)
        for token, kind, *told in words:
            if visit := self._out.get(token):  # else a worker that was given up is still talking
                assert visit.replica is not None
                if kind == tasks.TEXTS:
                    self._answer(visit, *told)
                else:
                    visit.replica.enter(Changes(*told))
        return bool(words)

    def _answer(self, visit: Visit, wanted: list[tuple[int, str]]) -> None:
        """Send a visit the texts of stories that it files anew."""
        from distributed import Queue

        visit.answers = visit.answers or Queue(tasks.answers(visit.token), self._client)
        visit.answers.put(texts_of(self._desk.store.path, wanted))

    def _settle(self, visit: Visit) -> None:
        """Take a visit home that has come to its end; give the site to another worker where it has not."""
        assert visit.replica is not None
        ending, reason = ending_of(visit.future)
        if ending and ending.complaint:
            self._crew.leave_out(ending.worker, f"cannot go on: {ending.complaint}")
        elif ending and ending.failed:
            visit.failed_at.add(ending.worker)
        elif ending:
            if visit.replica.number() < ending.last:
                return  # word of the last changes is on its way
            if not ending.wants:
                self._close(visit, ending.held)
                self._take_home(visit, finished=True)
                return
            visit.sole = (*visit.sole, ending.wants)
            visit.attempts -= 1  # nothing is wrong with it
        self._close(visit, ending.held if ending else ())
        if visit.attempts < MOST_ATTEMPTS:
            self._waiting.insert(0, visit)
        else:
            self._take_home(visit)
            self._desk.remark(f"{visit.entry.name}: {visit.attempts} workers have died over it; {reason}")

    def _close(self, visit: Visit, held: Sequence[str] = ()) -> None:
        """Be done with a visit's order, here and at the scheduler; its domains are left alone for its delay."""
        from distributed import Event

        delay = visit.entry.delay or float(self._desk.settings.get("DOWNLOAD_DELAY", house.DOWNLOAD_DELAY))
        self._asked_until |= dict.fromkeys((*visit.sole, *held), time.monotonic() + delay)
        self._call_off(visit)
        Event(visit.token, self._client).clear()

    def _call_off(self, visit: Visit) -> None:
        """Want the visit no more: whoever still has it lets go of the site at once."""
        if self._out.pop(visit.token, None):
            visit.future.release()
            if visit.answers:
                visit.answers.close()
                visit.answers = None

    def _take_home(self, visit: Visit, *, finished: bool = False) -> None:
        if visit.replica is not None:
            kept = f"{visit.entry.name}/{visit.replica.path.name}" if finished and self._desk.shards else None
            keep_at = kept and f"{str(self._desk.shards).rstrip('/')}/{kept}"
            visit.replica.take_home(self._desk.store, self._desk.remark, keep_at=keep_at)
            visit.replica = None


def take_leftovers_home(desk: Desk) -> None:
    """Take home what an earlier round has left that was killed; raises ``StorageError``."""
    desk.folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(desk.folder.glob("*.db")):
        Replica(path).take_home(desk.store, desk.remark)
