"""A name server on loopback whose answers a test chooses, and crawls that ask it: one address counts as public."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from twisted.names import dns
from twisted.names.client import Resolver
from zope.interface import implementer  # type: ignore[import-untyped]

from tests.servers import ROOT, environment

PUBLIC = "127.0.0.1"
"""The loopback address that ``guarded_crawl`` takes for a public one."""

_PROGRAM = """
import sys
from twisted.internet import asyncioreactor
asyncioreactor.install()
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from crawler.fetch import guard
from tests.names import NameServerOnly

known = guard.is_public
guard.is_public = lambda address: address == {public!r} or known(address)
if __name__ == "__main__":
    if {port}:
        guard.system_names = lambda reactor, at_once: NameServerOnly({port})
    settings = get_project_settings()
    settings.setdict({{"DATABASE": {database!r}, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0, "EXTRACT_WORKERS": 1,
        "AUTOTHROTTLE_ENABLED": False, "DNSCACHE_SIZE": 1}})
    process = AsyncCrawlerProcess(settings)
    process.crawl({spider!r}, **{arguments!r})
    process.start()
"""


@implementer(IHostnameResolver)
class NameServerOnly:
    """Asks the name server at ``port``, and nobody else."""

    def __init__(self, port: int) -> None:
        self._client = Resolver(servers=[("127.0.0.1", port)])  # type: ignore[no-untyped-call]

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Hand on all addresses that the server gives."""
        receiver, resolution = resolutionReceiver, HostResolution(hostName)
        receiver.resolutionBegan(resolution)  # type: ignore[call-arg, misc]

        def answered(found: Any) -> None:
            for record in found[0] if isinstance(found, tuple) else ():
                receiver.addressResolved(IPv4Address("TCP", record.payload.dottedQuad(), portNumber))  # type: ignore[call-arg, misc]
            receiver.resolutionComplete()  # type: ignore[misc]

        self._client.lookupAddress(hostName).addBoth(answered)  # type: ignore[no-untyped-call]
        return resolution  # type: ignore[return-value]


Turn = Sequence[str] | Callable[[dns.Message], bytes]
"""What a name server says: addresses, or what it makes of the question; nothing where that is empty."""


def silence(question: dns.Message) -> bytes:
    """Say nothing."""
    return b""


def failure(code: int) -> Turn:
    """Give up with this code of RFC 1035."""

    def fail(question: dns.Message) -> bytes:
        question.rCode = code
        return question.toStr()

    return fail


def truncated(question: dns.Message) -> bytes:
    """Say that the answer is too long for a datagram, as a server does that is asked by TCP next."""
    question.trunc = 1
    return question.toStr()


def alias(target: str) -> Turn:
    """Say that the name is another's."""

    def refer(question: dns.Message) -> bytes:
        record = dns.Record_CNAME(target)  # type: ignore[no-untyped-call]
        question.answers = [dns.RRHeader(_asked(question), type=dns.CNAME, payload=record)]  # type: ignore[arg-type]
        return question.toStr()

    return refer


@contextmanager
def name_server(
    answers: Mapping[str, Sequence[Turn]], port: int = 0, asked: list[tuple[str, float]] | None = None
) -> Iterator[int]:
    """The port of a name server; a name's ``answers`` are given in turn, the last for ever; unknown ones do not exist.

    The names that it is asked for go into ``asked``, with the monotonic time.
    """
    left = {name: list(turns) for name, turns in answers.items()}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", port))
        listener.settimeout(90)

        def serve() -> None:
            while True:
                try:
                    question, sender = listener.recvfrom(4096)
                except OSError:
                    return
                message = dns.Message()
                message.fromStr(question)
                if asked is not None:
                    asked.append((_asked(message), time.monotonic()))
                turns = left.get(_asked(message), [[]])
                if said := _said(turns.pop(0) if len(turns) > 1 else turns[0], message):
                    listener.sendto(said, sender)

        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])


def _asked(message: dns.Message) -> str:
    return str(message.queries[0].name.name.decode())


def _said(turn: Turn, message: dns.Message) -> bytes:
    """The answer to a question, which it becomes itself."""
    message.answer = message.recAv = 1
    if callable(turn):
        return turn(message)
    message.rCode = dns.OK if turn else dns.ENAME
    if message.queries[0].type == dns.A:
        records = [dns.Record_A(each) for each in turn]  # type: ignore[no-untyped-call]
        message.answers = [dns.RRHeader(_asked(message), ttl=0, payload=record) for record in records]  # type: ignore[arg-type]
    return message.toStr()


def guarded_crawl(database: Path, spider: str, *, port: int = 0, **arguments: str) -> None:
    """Crawl with private addresses refused, but for ``PUBLIC``; names are asked of the server at ``port``, if given."""
    program = _PROGRAM.format(database=str(database), spider=spider, arguments=arguments, port=port, public=PUBLIC)
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment(), timeout=90, check=True)
