"""The numbers that make hands to tests in the environment, as in ``make test-kills KILLS=100``."""

from __future__ import annotations

import argparse
import os

from benchmarks.asked import counting

NUMBERS = {"KILLS": 1, "KILLS_SEED": 0, "CLUSTER_HOSTS": 1}
"""The least of each that means something."""


def wanted(name: str, default: int) -> int:
    """The number of that name, or the default where none is given; raises ``ArgumentTypeError`` for what is none."""
    return counting(NUMBERS[name])(os.environ[name]) if name in os.environ else default


def fault() -> str | None:
    """What is wrong with a number that is given, in one line; None where nothing is."""
    for name in NUMBERS:
        try:
            wanted(name, 0)
        except argparse.ArgumentTypeError as error:
            return f"{name}: {error}"
    return None
