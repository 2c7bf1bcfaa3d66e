"""Whether worker processes can read any page at all here; where not, that is said before pages are lost to it."""

from __future__ import annotations

import errno
import os
import resource
import tempfile
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from time import sleep
from typing import TYPE_CHECKING

from crawler.workers.lifelines import deaf_to_the_terminal

if TYPE_CHECKING:
    from pebble import ProcessPool

LONGEST_TEMPORARY = 107 - len("/pymp-12345678/listener-12345678")
"""Bytes of the folder for temporary files: a socket's path has 107 at most, and that is what multiprocessing adds."""
ENOUGH_FILES = 1024
"""Open files with which a crawl of many hosts has never run short."""
LEAST_FILES = 24
"""Open files with which a crawl can at least say that there are too few."""
LEAST_MEMORY = 512 * 1024
"""KiB of memory that a crawl takes before it has read a page: with less it breaks down anywhere, or waits for ever."""
UNSTARTABLE = (OSError, RuntimeError, MemoryError)
"""What is raised where workers, or the threads that look after them, cannot be started; a broken pool among it."""
_TOO_MANY_FILES = (errno.EMFILE, errno.ENFILE)


class WorkersUnfit(Exception):
    """No worker can read a page: one line that names the setting that is to blame, and the way out."""


def check_sockets() -> None:
    """Raise ``WorkersUnfit`` where the workers' sockets would have too long a path, or no folder to be in."""
    try:
        temporary = tempfile.gettempdir()
    except OSError as error:
        why = "no folder for temporary files can be written to, not even /tmp"
        raise WorkersUnfit(f"{why}; make room there, raise ulimit -f, or set TMPDIR to a folder that can") from error
    if len(os.fsencode(temporary)) > LONGEST_TEMPORARY:
        raise WorkersUnfit(
            f"TMPDIR {temporary!r} is too long for the sockets of worker processes, which take"
            f" {LONGEST_TEMPORARY} characters at most; set TMPDIR=/tmp"
        )


def check_memory() -> None:
    """Raise ``WorkersUnfit`` where somebody has set a limit on memory that is too low for any crawl."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY and limit < LEAST_MEMORY * 1024:
        raise WorkersUnfit(f"ulimit -v {limit // 1024}: too little to read any page with; {LEAST_MEMORY} at least")


def start(pool: ProcessPool) -> None:
    """Start the workers; raises one of ``UNSTARTABLE`` where that fails again a second later."""
    with deaf_to_the_terminal():
        resource_tracker.ensure_running()  # as it starts, Ctrl-C is heard again
    for pause in (1, 0):  # so long may a process take to be gone that others were to be forked from
        try:
            with deaf_to_the_terminal():
                if pool.active:  # asking is what starts them
                    return
        except UNSTARTABLE:
            if not pause:
                raise
        sleep(pause)
    raise BrokenProcessPool("its workers could not be started")


def check_files() -> None:
    """Raise ``WorkersUnfit`` where somebody has set a limit on open files under which nothing can be begun."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if 0 <= limit < LEAST_FILES:  # below nothing: there is none
        raise WorkersUnfit(f"ulimit -n {limit}: too few open files to read any page with; set ulimit -n {ENOUGH_FILES}")


def unstartable(cause: BaseException | None) -> WorkersUnfit:
    """What is to be said where no worker process can be started, twice in a row."""
    fault = cause.__cause__ if isinstance(cause, BrokenProcessPool) else cause
    why, hint = "they end at once", ""
    if isinstance(fault, OSError):
        why = fault.strerror or why
        hint = f"; set ulimit -n {ENOUGH_FILES}" if fault.errno in _TOO_MANY_FILES else ""
    elif isinstance(fault, RuntimeError | MemoryError):
        why, hint = "no room for another thread", "; raise the limit on memory or on processes (ulimit -v, ulimit -u)"
    return WorkersUnfit(f"worker processes cannot be started here ({why}){hint}")


def starved(memory: int) -> WorkersUnfit:
    """What is to be said where a plain page is too much for ``memory`` MiB."""
    return WorkersUnfit(f"setting EXTRACT_MEMORY={memory}: too little to read even a plain page; the default is 1024")
