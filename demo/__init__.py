"""The demonstration: a sample news site of the project's own, served on loopback and crawled for real."""

import signal
import sys

if sys.orig_argv[1:3] in (["-m", "demo.run"], ["-m", "demo.showcase"]):  # Ctrl-C may come before the rest is loaded
    signal.signal(signal.SIGINT, signal.SIG_DFL)
