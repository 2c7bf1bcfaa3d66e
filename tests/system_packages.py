"""The Debian packages that the suite's real servers come from: which are needed, which are missing.

``python -m tests.system_packages`` installs what is missing where it is run by root on Debian, as on a machine made for
the tests; everywhere else it exits non-zero with one line that says what is missing and how to get it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

LIST = Path(__file__).with_name("system-packages.txt")
INSTALL = Path(__file__).with_name("install-system-packages")


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


def _provide() -> None:
    """Install what the suite needs, or raise MissingPackagesError where that is not ours to do."""
    absent = missing(needed())
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing what the test suite needs of Debian's packages:", ", ".join(absent), flush=True)
        subprocess.run([INSTALL], check=False)  # what it could not do, the next line says
    require(needed(), "the test suite")


if __name__ == "__main__":
    try:
        _provide()
    except MissingPackagesError as error:
        sys.exit(str(error))
