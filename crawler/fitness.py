"""Whether worker processes can read any page at all here; where not, that is said before pages are lost to it."""

from __future__ import annotations

import os
import resource
import tempfile

LONGEST_TEMPORARY = 107 - len("/pymp-12345678/listener-12345678")
"""Bytes of the folder for temporary files: a socket's path has 107 at most, and that is what multiprocessing adds."""
ENOUGH_FILES = 1024
"""Open files with which a crawl of many hosts has never run short."""


class WorkersUnfit(Exception):
    """No worker can read a page: one line that names the setting that is to blame, and the way out."""


def check_sockets() -> None:
    """Raise ``WorkersUnfit`` where the workers' sockets would have too long a path."""
    temporary = tempfile.gettempdir()
    if len(os.fsencode(temporary)) > LONGEST_TEMPORARY:
        raise WorkersUnfit(
            f"TMPDIR {temporary!r} is too long for the sockets of worker processes, which take"
            f" {LONGEST_TEMPORARY} characters at most; set TMPDIR=/tmp"
        )


def too_few_files() -> WorkersUnfit:
    """What is to be said where a process may not have as many files open as it needs to start workers."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WorkersUnfit(
        f"too few files may be open to start worker processes ({allowed}); set ulimit -n {ENOUGH_FILES}"
    )


def starved(memory: int) -> WorkersUnfit:
    """What is to be said where a plain page is too much for ``memory`` MiB."""
    return WorkersUnfit(f"setting EXTRACT_MEMORY={memory}: too little to read even a plain page; the default is 1024")
