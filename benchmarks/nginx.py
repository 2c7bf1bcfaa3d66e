"""nginx from Debian on a loopback port of its own, with a folder of its own, for a while."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

CONFIGURATION = Template("""\
daemon off;
worker_processes 1;
$user
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 512; }
http {
    types { text/html html; application/xml xml; text/plain txt; }
    charset utf-8;
    access_log off;
    sendfile on;
    gzip on;
    gzip_types application/xml;
    client_body_temp_path $folder/client;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    server { listen 127.0.0.1:$port; root $root; index index.html; }
}
""")


START_TIME = 10.0
"""Seconds in which nginx has to begin to listen."""


class ServerError(RuntimeError):
    """nginx is missing or does not start; the message says why."""


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(root: Path, folder: Path, port: int) -> Iterator[None]:
    """Serve ``root`` on 127.0.0.1:``port``; ``folder`` takes nginx's own files. Raises ServerError."""
    binary = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if binary is None:
        raise ServerError("no nginx here: apt-get install --no-install-recommends nginx-light")
    configuration = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""  # or its worker could not read a folder that is ours alone
    configuration.write_text(CONFIGURATION.substitute(user=user, folder=folder, root=root, port=port))
    server = subprocess.Popen([binary, "-c", configuration, "-e", folder / "error.log"], stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_listens(server, port, folder / "error.log")
        yield
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_listens(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_TIME
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise ServerError(f"nginx does not start: {log.read_text() if log.exists() else 'no word from it'}")
