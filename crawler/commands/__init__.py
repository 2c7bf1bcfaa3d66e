"""The house's own scrapy commands, one a file, under the file's name."""

from __future__ import annotations

import atexit
import gc
import sys

from crawler.console.start import in_one_line
from crawler.console.streams import open_closed, print_the_rest

# Scrapy loads this package before all commands, which takes a while: Ctrl-C may come before any of them is at work.
sys.excepthook = in_one_line
# It makes a hundred thousand objects and hardly a cycle: Python's collector, which looks through all of them again and
# again, takes .06 s of the .9 that most commands take to start.
gc.set_threshold(20_000)
open_closed()
atexit.register(print_the_rest)
