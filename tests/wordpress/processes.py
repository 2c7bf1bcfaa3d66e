"""Long-running child processes that never outlive the process that started them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# Passes a request to end on to the whole group and waits: PHP's workers would outlive what forked them.
KEEPER = """trap 'trap "" TERM; kill 0; wait' TERM; "$@" & wait $!"""


def start(command: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, writing what it says to ``log``, and return its process.

    The kernel ends it with its parent, so that a test run that is killed leaves no server behind.
    """
    with log.open("wb") as output:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "sh", "-c", KEEPER, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], patience: float = 20) -> None:
    """End the process and its children: asked first, killed after ``patience`` seconds."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return
