"""The process from which workers are forked, itself forked from this one, which has loaded most of what they need.

What ``multiprocessing`` starts for that loads it anew, a third of a second long in each crawl.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection, forkserver
from pathlib import Path
from typing import Any

from crawler.workers.fitness import check_files, check_memory, check_sockets
from crawler.workers.lifelines import deaf_to_the_terminal, end_with_parent
from crawler.workers.limits import GONE, STOPPED, process_state

LOOK_EVERY = 0.5
"""Seconds between two looks at how the workers are."""
NAME = "forkserver"
"""What the system calls the process and the workers that are forked from it."""


def fork_server(load: Callable[[], None] | None = None) -> None:
    """Let the pools of this process fork their workers from a child of it, which ends with it.

    ``load`` is called there once the first worker is wanted: what it loads, all of them share. The child holds open
    whatever is open now, and has no threads: call this before there are any, and before anything is locked. Where there
    can be no such child, ``multiprocessing`` starts its own. Raises ``WorkersUnfit``.
    """
    check_files()
    check_sockets()
    check_memory()
    with suppress(OSError), socket.socket(socket.AF_UNIX) as listener:
        address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
        listener.bind(address)
        listener.listen()
        alive, ours = os.pipe()
        try:
            with deaf_to_the_terminal():
                pid = os.fork()
                if not pid:
                    end_with_parent()
                    os.close(ours)
                    _serve(listener.detach(), alive, load)
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(alive)
        server: Any = forkserver._forkserver
        server._forkserver_address, server._forkserver_alive_fd, server._forkserver_pid = address, ours, pid


def rouse_fork_server() -> int | None:
    """Have the process from which workers are forked go on where somebody has stopped it; its number, None if it ended.

    Who waits for a worker waits for that process, which also tells how one ended. Where it has ended, so have they; who
    asks for one then has another such process started.
    """
    pid: int | None = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if pid is None:
        return None  # it is started with the first worker
    state = process_state(pid)
    if state in STOPPED:
        os.kill(pid, signal.SIGCONT)
    return None if state in GONE else pid


async def with_fork_server(work: Callable[[], None]) -> None:
    """Do in a thread what takes the process from which workers are forked, and see that nothing stops it."""
    try:
        working = asyncio.get_running_loop().run_in_executor(None, work)
    except RuntimeError:  # there is no room for another thread
        work()
    else:
        working.add_done_callback(lambda done: done.cancelled() or done.exception())  # who waited may be gone
        while not (await asyncio.wait([working], timeout=LOOK_EVERY))[0]:
            rouse_fork_server()
        working.result()


def _serve(listener: int, alive: int, load: Callable[[], None] | None) -> None:
    """Fork workers until the other end of ``alive`` is closed; never returns."""
    try:
        with suppress(OSError):  # only Linux has names for processes
            Path("/proc/self/comm").write_text(NAME)
        asked, _, _ = select.select([listener, alive], [], [])
        if load and listener in asked:
            load()
        forkserver.main(listener, alive, ())
    finally:
        os._exit(0)
