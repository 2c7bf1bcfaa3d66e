"""A crawl in a network of its own, whose name server, the system's there, answers as a test says.

``python -m tests.ownnetwork FOLDER`` is what runs inside: it crawls the addresses of ``urls.txt``.
"""

from __future__ import annotations

import fcntl
import json
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from twisted.names import dns

from tests.names import Turn, alias, failure, name_server, silence, truncated
from tests.servers import QUICK, ROOT, Answer, environment, serving, story

SITE = "127.0.0.2"
DEAD = [f"dead-{number}.test" for number in range(120)]
"""More names than Twisted looks up at a time."""
BROKEN: Mapping[str, Turn] = {
    "gone.test": [],
    "failing.test": failure(dns.ESERVER),
    "refusing.test": failure(dns.EREFUSED),
    "cut.test": truncated,
    "self.test": alias("self.test"),
    "this.test": alias("that.test"),
    "that.test": alias("this.test"),
}
GOOD = ["good.test", "other.test"]
_UP = 1  # IFF_UP


@dataclass(frozen=True)
class Told:
    """How a crawl ended, ``late`` seconds after it was told to; and when each name was asked for, in seconds."""

    code: int
    output: str
    late: float
    asked: list[tuple[str, float]]


def crawled(folder: Path, hosts: Iterable[str], patience: int, interrupt: bool = False) -> Told:
    """Crawl a page of each host into ``folder/db``, until it is done, or interrupted once all names are asked for.

    The system there waits ``patience`` seconds, 30 at most, for its name server. The test is skipped where nobody may
    have a network of their own.
    """
    folder.mkdir(exist_ok=True)
    (folder / "urls.txt").write_text("".join(f"http://{host}/\n" for host in hosts))
    (folder / "resolv.conf").write_text(f"nameserver 127.0.0.1\noptions timeout:{patience} attempts:1\n")
    (folder / "nsswitch.conf").write_text("hosts: dns\n")
    apart = ["unshare", "--net", "--mount", "--map-root-user"]
    if subprocess.run([*apart, "true"], capture_output=True).returncode:
        pytest.skip("nobody may have a network of their own here")
    inside = [sys.executable, "-m", "tests.ownnetwork", str(folder), *(["interrupt"] if interrupt else [])]
    done = subprocess.run([*apart, *inside], cwd=ROOT, env=environment(), timeout=120, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code, output, late, asked = json.loads(done.stdout)
    return Told(code, output, late, [(name, at) for name, at in asked])


def _set_up(folder: Path) -> None:
    """Start the network's one interface, and have the system ask its name server only."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", _UP))  # SIOCSIFFLAGS
    for name in ("resolv.conf", "nsswitch.conf"):
        subprocess.run(["mount", "--bind", str(folder / name), f"/etc/{name}"], check=True)


def _crawl(folder: Path, asked: list[tuple[str, float]], interrupt: bool) -> tuple[int, str, float]:
    settings = {**QUICK, "DATABASE": str(folder / "db"), "DOWNLOAD_TIMEOUT": "60"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "pages", "-a", f"urls={folder}/urls.txt", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if interrupt:
        hosts = set((folder / "urls.txt").read_text().split())
        while len({name for name, _ in asked}) < len(hosts) and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
    told_at = time.monotonic()
    output, _ = process.communicate()
    return process.returncode, output, time.monotonic() - told_at


def main(folder: Path, interrupt: bool) -> None:
    """Crawl, and print as JSON what ``Told`` holds."""
    _set_up(folder)
    asked: list[tuple[str, float]] = []
    turns: dict[str, Turn] = {**BROKEN, **dict.fromkeys(DEAD, silence), **dict.fromkeys(GOOD, (SITE,))}
    answers = {name: [turn] for name, turn in turns.items()}
    page = Answer(story("Bridge closes in Corby").encode())
    with name_server(answers, port=53, asked=asked), serving({"/": page}, host=SITE, port=80):
        print(json.dumps([*_crawl(folder, asked, interrupt), asked]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "interrupt" in sys.argv[2:])
