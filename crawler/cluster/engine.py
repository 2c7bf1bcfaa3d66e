"""The way to a Dask cluster, and one clear line where there is none."""

from __future__ import annotations

import hashlib
import logging
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from crawler.cluster.tasks import Ending
from crawler.workers.stamps import READERS

INSTALL = "Dask is not installed; make cluster installs it, here and on every machine of the cluster"
CONNECT_WITHIN = 5
"""Seconds to wait for the scheduler's answer."""
ALIKE = ("dask", "distributed", "cloudpickle", "msgpack", "tornado")
"""Packages of which all machines need the same version, or they do not understand each other."""
SOURCES = Path(__file__).resolve().parent.parent.parent


class ClusterError(Exception):
    """The cluster cannot be used: one line that names what is wrong and the way out."""


class SchedulerGone(ClusterError):
    """The scheduler at ``address`` does not answer any more."""

    def __init__(self, address: str) -> None:
        super().__init__(f"the scheduler {address} has gone away; once it is back, the next run goes on from here")


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at ``address``; raises ``ClusterError`` where it cannot be used."""
    try:
        from distributed import Client
        from distributed.comm.addressing import parse_address, parse_host_port
        from distributed.comm.registry import get_backend
    except ImportError as error:
        raise ClusterError(INSTALL) from error
    for name in (*logging.root.manager.loggerDict, "tornado.application"):
        if name.startswith(("distributed", "tornado")):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told in one line, by us
    named = "as in tcp://scheduler.example:8786"
    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        parse_host_port(place)
    except ValueError as error:
        raise ClusterError(f"--scheduler: {address!r} is no address; write host and port, {named}") from error
    try:
        client = Client(address, timeout=CONNECT_WITHIN, set_as_default=False, name="copydesk")
    except (OSError, RuntimeError, ValueError) as error:
        reason = f"no Dask scheduler answers there; dask scheduler starts one and prints its address, {named}"
        raise ClusterError(f"--scheduler {address}: {reason}") from error
    try:
        _check_scheduler(client)
        yield client
    finally:
        client.close(timeout=2)


def _check_scheduler(client: Any) -> None:
    theirs = client.get_versions()["scheduler"]
    packages = {name: told for name in ALIKE if (told := theirs["packages"].get(name))}
    python = ".".join(str(theirs["host"]["python"]).split(".")[:2])
    if complaint := difference({"Python": python, **packages}, house()):
        raise ClusterError(f"the scheduler {client.scheduler.address} {complaint}")


@cache
def house() -> Mapping[str, str]:
    """What all machines of a cluster must have alike: Python, Dask and its parts, what reads pages, and our code."""
    packages = {name: _version(name) for name in (*ALIKE, *READERS)}
    return {"Python": ".".join(platform.python_version_tuple()[:2]), **packages, "copydesk": _code()}


def difference(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str | None:
    """What is not alike, as the end of a sentence; None where nothing is."""
    for name, found in theirs.items():
        if found != ours[name]:
            return f"has {name} {found}, and here it is {ours[name]}; install the same on both"
    return None


def ending_of(future: Any) -> tuple[Ending | None, str]:
    """How a task ended, None where its worker has died over it; and why it came to nothing, in a phrase, if it did."""
    if future.status == "finished" and isinstance(ending := future.result(), Ending):
        return ending, ending.complaint or ending.failed or ""
    error = future.exception() if future.status == "error" else None
    return None, f"{type(error).__name__}: {error}" if error else "its workers were lost"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _code() -> str:
    """A short hash over the sources and data of both packages."""
    digest = hashlib.sha256()
    for package in ("crawler", "extractors"):
        for path in sorted((SOURCES / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(SOURCES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
