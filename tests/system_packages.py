"""The Debian packages that the suite's real servers come from: which are needed, which are missing.

``python -m tests.system_packages`` exits non-zero with one line that says what is missing and how to get it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

LIST = Path(__file__).with_name("system-packages.txt")


class MissingPackagesError(RuntimeError):
    """A server cannot start because Debian packages are missing; its one line names them and the way out."""


def needed() -> tuple[str, ...]:
    """Return the names in ``system-packages.txt``, in the file's order."""
    return tuple(LIST.read_text(encoding="utf-8").split())


def missing(packages: Iterable[str]) -> list[str]:
    """Return those of ``packages`` that dpkg does not know as installed: all where there is no dpkg."""
    return [package for package in packages if not _installed(package)]


def require(packages: Iterable[str], purpose: str) -> None:
    """Raise MissingPackagesError, saying what ``purpose`` needs and how to get it, unless all are there."""
    absent = missing(packages)
    if absent:
        raise MissingPackagesError(
            f"{purpose} needs the Debian package{'s' * (len(absent) > 1)} {', '.join(absent)}: "
            f"apt-get install --no-install-recommends {' '.join(absent)}"
        )


def _installed(package: str) -> bool:
    try:
        query = subprocess.run(
            ["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return False
    return query.stdout == "installed"


if __name__ == "__main__":
    try:
        require(needed(), "the test suite")
    except MissingPackagesError as error:
        sys.exit(str(error))
