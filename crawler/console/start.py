"""The command ``scrapy``: Scrapy's own, which Ctrl-C ends in one line or silently from its first moment to its last."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import TYPE_CHECKING  # and nothing else is loaded before Ctrl-C is looked after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

UNPRINTABLE = (errno.EPIPE, errno.ENOSPC, errno.EFBIG)
"""What the system says where Scrapy's own commands cannot print: nobody reads on, the disk is full, or the file."""


def main() -> None:
    """Run ``scrapy`` with the arguments of this process; never returns."""
    sys.excepthook = in_one_line
    try:
        os.getcwd()  # noqa: PTH109 - pathlib takes its time to load
    except OSError as error:
        sys.stderr.write(f"scrapy: the folder that you are in: {error.strerror}; change to another (cd)\n")
        sys.exit(1)
    from scrapy.cmdline import execute  # only here: half a second is long enough for Ctrl-C to come

    if meant := command_meant(sys.argv[1:], commands()):
        sys.stderr.write(f"{meant}\n")
        sys.exit(2)
    try:
        execute()
    finally:
        end_at_once()


def commands() -> list[str]:
    """The names of all commands, Scrapy's and the house's."""
    from pathlib import Path
    from pkgutil import iter_modules

    from scrapy import commands

    return [
        module.name for module in iter_modules([*commands.__path__, str(Path(__file__).parent.parent / "commands")])
    ]


def command_meant(arguments: Sequence[str], known: Sequence[str]) -> str | None:
    """One line on the command that was probably meant; None where there is that command, or none like it.

    What Scrapy says then is no line on standard error, and suggests nothing.
    """
    from difflib import get_close_matches

    name = next((each for each in arguments if not each.startswith("-")), None)
    close = get_close_matches(name, known, 1) if name and name not in known else []
    return f"scrapy: no command {name!r}; is {close[0]} meant?" if close else None


def in_one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say of Ctrl-C that it ended the program, of a reader who has enough nothing; of all else what Python says."""
    if issubclass(kind, KeyboardInterrupt):
        end_at_once()
        sys.stderr.write("scrapy: interrupted\n")
    elif isinstance(error, OSError) and error.errno in UNPRINTABLE and error.filename is None:
        from crawler.console.streams import stop_printing

        stop_printing()
        if error.errno != errno.EPIPE:
            sys.stderr.write(f"scrapy: the output cannot be written: {error.strerror}\n")
    else:
        sys.__excepthook__(kind, error, trace)


def end_at_once() -> None:
    """Let the next Ctrl-C end the process there and then: it has nothing more to do than to leave."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
