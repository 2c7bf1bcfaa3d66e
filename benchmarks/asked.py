"""How a target of make reads what it is asked for: a wrong number is one line and exit code 2."""

from __future__ import annotations

import argparse
from typing import NoReturn

from crawler.archive.command import counting

__all__ = ["AskedParser", "counting"]


class AskedParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, without the usage of a command that make has typed."""

    def error(self, message: str) -> NoReturn:
        """Say it and exit with code 2."""
        self.exit(2, f"{self.prog}: {message.removeprefix('argument ')}\n")
