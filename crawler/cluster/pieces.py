"""Pieces of work that any worker can do: given out as workers become free, again where one dies, until all are done."""

from __future__ import annotations

import pickle
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from crawler.cluster import tasks
from crawler.cluster.crew import Crew
from crawler.cluster.engine import SchedulerGone, ending_of
from crawler.cluster.orders import Piece
from crawler.cluster.tasks import Ending

P = TypeVar("P", bound=Piece)

MOST_ATTEMPTS = 3
"""Workers that may die over one piece, beside those that Dask replaces by itself, before it is given up."""
PAUSE = 0.1
"""Seconds between two looks at what is done."""


@dataclass(slots=True)
class _Attempts(Generic[P]):
    """A piece, how often it came to nothing, at which workers it failed, and its future while it is out."""

    piece: P
    count: int = 0
    failed_at: set[str] = field(default_factory=set)
    future: Any = None


@dataclass(slots=True)
class Pieces(Generic[P]):
    """Pieces that are given to the crew of a ``client``; ``remark`` is told of workers that are left out.

    ``filled`` makes a piece complete when its turn has come, ``done`` is told how it ended, ``given_up`` why it never
    did.
    """

    client: Any
    remark: Callable[[str], None]
    done: Callable[[P, Ending], None]
    given_up: Callable[[P, str], None]
    filled: Callable[[P], P] = lambda piece: piece

    def run(self, pieces: Iterator[P]) -> None:
        """Have all done; raises ``ClusterError``, and what ``filled`` and ``done`` raise."""
        address = self.client.scheduler.address
        try:
            self._run(map(_Attempts, pieces))
        except OSError as error:
            raise SchedulerGone(address) from error

    def _run(self, fresh: Iterator[_Attempts[P]]) -> None:
        crew = Crew(self.client, self.remark)
        again, out = list[_Attempts[P]](), list[_Attempts[P]]()
        nothing_left = False
        while out or again or not nothing_left:
            members = crew.members()
            while len(out) < sum(members.values()):
                if (given := again.pop(0) if again else next(fresh, None)) is None:
                    nothing_left = True
                    break
                given.future = self._given(given, list(members))
                out.append(given)
            for attempt in [each for each in out if each.future.done()]:
                out.remove(attempt)
                if not self._settle(crew, attempt):
                    again.append(attempt)
            time.sleep(PAUSE)

    def _given(self, attempt: _Attempts[P], members: list[str]) -> Any:
        piece = self.filled(attempt.piece).with_token(f"copydesk-piece-{uuid.uuid4().hex}")
        others = [each for each in members if each not in attempt.failed_at] or members
        return self.client.submit(tasks.read_piece, pickle.dumps(piece), key=piece.token, workers=others, pure=False)

    def _settle(self, crew: Crew, attempt: _Attempts[P]) -> bool:
        """Tell how a piece ended; False where another worker is to do it."""
        ending, reason = ending_of(attempt.future)
        attempt.future = None
        if ending and ending.complaint and ending.last < 0:
            crew.leave_out(ending.worker, f"cannot go on: {ending.complaint}")
            return False
        if ending and not ending.failed:
            self.done(attempt.piece, ending)
            return True
        if ending:
            attempt.failed_at.add(ending.worker)
        attempt.count += 1
        if attempt.count < MOST_ATTEMPTS:
            return False
        self.given_up(attempt.piece, reason)
        return True
