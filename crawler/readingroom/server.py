"""The web server of the reading room: one process, one socket, until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import socket
from pathlib import Path

import uvicorn

from crawler.errors import AskedWrongly
from crawler.readingroom.policy import guarded
from crawler.readingroom.room import open_room

LOCAL = ("localhost", "127.0.0.1", "::1")
"""Hosts that only this machine reaches."""

HIGHEST_PORT = 65535


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on a port of a host, on a free one where ``port`` is 0; raises ``AskedWrongly``."""
    if port > HIGHEST_PORT:
        raise AskedWrongly(f"--port: there is no port {port}; the highest is {HIGHEST_PORT}, 0 takes a free one")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AskedWrongly(f"--host: no {host!r} on this machine ({error.strerror}); as in --host 127.0.0.1") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        why = "it is in use" if error.errno == errno.EADDRINUSE else error.strerror
        raise AskedWrongly(f"cannot listen on port {port} of {host}: {why}; --port 0 takes a free one") from error
    return listener


def address_of(listener: socket.socket, host: str) -> str:
    """The address that a browser is to be given."""
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(database: Path, listener: socket.socket, *, local: bool) -> None:
    """Serve the database until the process is told to stop; ``local`` answers to names of this machine only."""
    asyncio.run(_serve(database, listener, local=local))


async def _serve(database: Path, listener: socket.socket, *, local: bool) -> None:
    room = open_room(database)
    await room.invoke_startup()
    app = guarded(room.app(), local=local)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,  # seconds; browsers keep connections open
    )
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        room.get_database().close()
