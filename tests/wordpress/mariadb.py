"""A private MariaDB that listens on a unix socket only."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.wordpress import processes

STARTUP_SECONDS = 60


class MariaDB:
    """A database server whose data live in ``folder``; use it as a context manager.

    Anybody who can reach ``socket`` is its root user, so the socket lives in a folder that only its owner
    may enter. That folder is a short temporary one: a socket's path may hold no more than 107 bytes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket_folder = Path(tempfile.mkdtemp(prefix="mariadb-"))
        self.socket = self._socket_folder / "socket"
        # A server that starts clears its folder for temporary tables: two that share one take each other's away.
        self._temporary = folder / "tmp"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._temporary.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "data" / "mysql").exists():
            self._install()
        self._process = processes.start(self._server_command(), self.folder / "server.log")
        try:
            self._wait_until_ready(self._process)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server; the data stay in ``folder``."""
        if self._process:
            processes.stop(self._process)
        shutil.rmtree(self._socket_folder, ignore_errors=True)

    def _install(self) -> None:
        with (self.folder / "install.log").open("wb") as log:
            subprocess.run(
                [
                    "mariadb-install-db",
                    *self._options(),
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                ],
                check=True,
                stdout=log,
                stderr=log,
            )

    def _options(self) -> list[str]:
        # Durability is switched off and files kept small: the data live as long as a test run.
        options = [
            "--no-defaults",
            f"--datadir={self.folder / 'data'}",
            f"--tmpdir={self._temporary}",
            "--innodb-log-file-size=8M",
            "--innodb-flush-log-at-trx-commit=0",
        ]
        # The server refuses to run as root unless it is told to.
        return [*options, "--user=root"] if os.geteuid() == 0 else options

    def _server_command(self) -> list[str]:
        server = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "mariadbd"
        listening = [f"--socket={self.socket}", "--skip-networking", f"--pid-file={self.folder / 'pid'}"]
        return [server, *self._options(), *listening, "--skip-log-bin"]

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + STARTUP_SECONDS
        ping = ["mariadb-admin", "--no-defaults", "--user=root", f"--socket={self.socket}", "ping"]
        while subprocess.run(ping, capture_output=True, check=False).returncode != 0:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"MariaDB did not start, see {self.folder / 'server.log'}")
            time.sleep(0.05)
