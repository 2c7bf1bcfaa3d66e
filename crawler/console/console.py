"""Rich's console, but that readers who have enough, as ``head``, are no failure."""

from __future__ import annotations

import errno
import os

from rich import console


class Console(console.Console):
    """Leaves it to the command what to do once nobody reads on."""

    def on_broken_pipe(self) -> None:
        """Raise what was met, where Rich would end the process with exit code 1."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
