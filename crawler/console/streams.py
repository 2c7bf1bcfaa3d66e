"""The standard streams as shells hand them over: closed, full, or read by somebody who has enough of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def open_closed() -> None:
    """Open what the caller closed of the three streams, on nothing: whatever uses them expects them to be there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - for as long as the process lives


def forget_no_size() -> None:
    """Forget the terminal's size where the environment gives it as nothing: Rich would print nothing then, or fail."""
    for name in ("COLUMNS", "LINES"):
        told = os.environ.get(name, "")
        if not (told.isascii() and told.isdigit() and int(told[:9])):
            os.environ.pop(name, None)


def stop_printing() -> None:
    """Let what is still to be printed go nowhere: it would fail again when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_the_rest() -> None:
    """Print what is still held back as the process ends, and end it in one line and with 1 where that cannot be done.

    Python would tell of it in two lines, and end with 120.
    """
    try:
        if not sys.stdout.closed:
            sys.stdout.flush()
    except OSError as error:
        sys.excepthook(type(error), error, None)
        sys.stderr.flush()
        os._exit(1)
