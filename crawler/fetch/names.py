"""Looks hosts' names up as the system does: so many side by side that none waits behind those that nobody answers."""

from __future__ import annotations

from functools import partial
from threading import Thread

from twisted.internet._resolver import GAIResolver
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IHostnameResolver
from twisted.python.threadpool import ThreadPool


class _Lookups(ThreadPool):
    """Threads that ask for names: one whose server is silent keeps its thread ten seconds, and holds up no end."""

    threadFactory = staticmethod(partial(Thread, daemon=True))  # type: ignore[assignment]  # noqa: N815


def system_names(reactor: ReactorBase, at_once: int) -> IHostnameResolver:
    """A resolver that asks the system for ``at_once`` names at a time."""
    lookups = _Lookups(0, at_once, "names")
    lookups.start()
    return GAIResolver(reactor, lambda: lookups)  # type: ignore[arg-type, return-value]
