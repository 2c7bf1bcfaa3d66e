"""Runs the command of a saved query, without a shell: what pages say is its input, never a part of the command."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from crawler.archive.printing import json_line

SECONDS = 60.0
"""How long a hook may take; then it is ended, with all that it started."""
QUERY = "COPYDESK_QUERY"
"""The variable that tells a hook which query was answered."""


def run_hook(command: Sequence[str], query: str, matches: Sequence[dict[str, Any]]) -> str | None:
    """Run the command with the matches on its standard input, as JSON Lines; returns why it failed, None if not.

    What it prints is not shown, but for the last line of a failure.
    """
    told = "".join(json_line(match) + "\n" for match in matches)
    with TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                env={**os.environ, QUERY: query},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            return f"could not be run: {getattr(error, 'strerror', None) or error}"
        try:
            process.communicate(told.encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"took longer than {SECONDS:g} seconds and was ended"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return _failure(process.returncode, complaints)


def _failure(code: int, complaints: IO[bytes]) -> str | None:
    """Why a command failed that ended with ``code``; None where it did not."""
    if code == 0:
        return None
    complaints.seek(0)
    last = complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"failed with {how}" + (f": {last[:200]}" if last else "")
