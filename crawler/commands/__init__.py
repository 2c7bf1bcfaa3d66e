"""The house's own scrapy commands, one a file, under the file's name."""

from __future__ import annotations

import gc
import sys
from types import TracebackType

from crawler.console.streams import open_closed, stop_printing


def _in_one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say of Ctrl-C that it ended the program, of a reader who has enough nothing; of all else what Python says."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("scrapy: interrupted\n")
    elif issubclass(kind, BrokenPipeError):
        stop_printing()
    else:
        sys.__excepthook__(kind, error, trace)


# Scrapy loads this package before all commands, which takes a while: Ctrl-C may come before any of them is at work.
sys.excepthook = _in_one_line
# It makes a hundred thousand objects and hardly a cycle: Python's collector, which looks through all of them again and
# again, takes .06 s of the .9 that most commands take to start.
gc.set_threshold(20_000)
open_closed()
