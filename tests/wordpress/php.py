"""WordPress's folder and the PHP processes that work in it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Self

from tests.wordpress import processes

DEBIAN = Path("/usr/share/wordpress")
SCRIPTS = Path(__file__).with_name("php")
HOST = "127.0.0.1"
WORKERS = 4
STARTUP_SECONDS = 30


class WordPressError(RuntimeError):
    """PHP refused to do what it was asked; the message is what it said."""


class Php:
    """Runs WordPress from ``folder``, with the database behind ``database``; use it as a context manager.

    ``url`` is the address that the site believes to have, and has once it is entered.
    """

    def __init__(self, folder: Path, database: Path) -> None:
        self.root = folder / "root"
        self.request_log = folder / "requests.jsonl"
        self.port = _free_port()
        self.url = f"http://{HOST}:{self.port}"
        self._log = folder / "php.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            "WORDPRESS_FOLDER": str(self.root),
            "WORDPRESS_SOCKET": str(database),
            "WORDPRESS_URL": self.url,
            "WORDPRESS_REQUEST_LOG": str(self.request_log),
            "PHP_CLI_SERVER_WORKERS": str(WORKERS),
        }
        if not self.root.exists():
            _lay_out(self.root)
        self.request_log.touch()

    def __enter__(self) -> Self:
        server = ["-S", f"{HOST}:{self.port}", "-t", str(self.root), str(SCRIPTS / "router.php")]
        self._process = processes.start([*self._php(), *server], self._log, self._environment)
        try:
            self._wait_until_listening(self._process)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server; the folder stays."""
        if self._process:
            processes.stop(self._process)

    def plugin(self, name: str) -> Path:
        """The file of a plugin that the site runs without asking anybody."""
        return self.root / "wp-content" / "mu-plugins" / f"{name}.php"

    def ask(self, action: str, **details: Any) -> Any:
        """Return WordPress's answer to ``action``, one of the functions in ``control.php``."""
        done = subprocess.run(
            [*self._php(), str(SCRIPTS / "control.php")],
            input=json.dumps({"action": action, **details}).encode(),
            capture_output=True,
            env={**os.environ, **self._environment},
            check=False,
        )
        try:
            return json.loads(done.stdout)
        except ValueError:
            said = (done.stderr + done.stdout).decode(errors="replace").strip()
            raise WordPressError(f"WordPress could not {action}: {said[:500]}") from None

    def _php(self) -> list[str]:
        # Warnings go to the log and never into a page.
        quiet = ["-d", "display_errors=0", "-d", "log_errors=1", "-d", "error_log="]
        at_once = ["-d", "opcache.revalidate_freq=0"]  # a plugin that is changed counts with the next request
        return ["php", *quiet, *at_once, "-d", "memory_limit=512M"]

    def _wait_until_listening(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + STARTUP_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.02)
        raise WordPressError(f"PHP's server did not start, see {self._log}")


def _lay_out(root: Path) -> None:
    """Make a folder that is WordPress to PHP: links to Debian's files, its own settings and uploads."""
    content = root / "wp-content"
    for own in (content / "uploads", content / "plugins", content / "mu-plugins", content / "upgrade"):
        own.mkdir(parents=True)
    for entry in DEBIAN.iterdir():
        if entry.name not in ("wp-config.php", "wp-content", ".htaccess"):
            (root / entry.name).symlink_to(entry)
    for name in ("themes", "languages"):
        (content / name).symlink_to(DEBIAN / "wp-content" / name)
    shutil.copy(SCRIPTS / "wp-config.php", root)
    shutil.copy(SCRIPTS / "courier.php", content / "mu-plugins")


def _free_port() -> int:
    # WordPress must know its address before the server listens. Should another take the port in between, the
    # server says so in its log.
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
