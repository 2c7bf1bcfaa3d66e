"""Refuses private addresses at the moment of connecting: after DNS, on every hop, for every spelling.

The check sits in the name resolver, so what is checked is what is connected to: a name that first resolves to a
public and then to a private address gains nothing. A configured proxy resolves names itself and guards itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from twisted.web._newclient import HTTPClientParser
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import without_login
from crawler.fetch.certificates import TLSPolicy
from crawler.fetch.leaving import Leaving
from crawler.fetch.names import system_names
from crawler.fetch.publicness import AddressRefused, is_public

STATUSES = range(1000)
"""What HTTP can call an answer by; Twisted takes any number for it, were it of a thousand digits."""

LONGEST_LINE = 262_144
"""Bytes of a line in an answer's head, as in browsers; the 16 KB of Twisted are less than some policies take."""

_refused: LocalCache[str, str] = LocalCache(10_000)
"""Host to the private address it resolved to; the reactor has one resolver, so the process has one table."""


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Hands public addresses on and notes the others under the host's name."""

    def __init__(self, receiver: IResolutionReceiver, host: str) -> None:
        self.receiver = receiver
        self.host = host

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's interface
        _refused.pop(self.host, None)
        self.receiver.resolutionBegan(resolution)  # type: ignore[call-arg, misc]

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        host = str(getattr(address, "host", ""))
        if is_public(host):
            self.receiver.addressResolved(address)  # type: ignore[call-arg, misc]
        else:
            _refused[self.host] = host

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()  # type: ignore[misc]


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver for IPv4 and IPv6, without private addresses unless the settings allow them."""

    def __init__(self, reactor: ReactorBase, cache_size: int, at_once: int, allow_private: bool) -> None:
        super().__init__(reactor, cache_size)
        self.original_resolver = system_names(reactor, at_once)
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """The resolver for a crawler's (or a crawler process's) settings."""
        settings = crawler.settings
        cache_size, at_once = (settings.getint(name) for name in ("DNSCACHE_SIZE", "REACTOR_THREADPOOL_MAXSIZE"))
        return cls(reactor, cache_size, at_once, settings.getbool("ALLOW_PRIVATE_ADDRESSES"))

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve like the parent; the receiver sees public addresses only."""
        if not self.allow_private:
            resolutionReceiver = _PublicOnly(resolutionReceiver, hostName.lower())  # type: ignore[assignment]  # noqa: N806
        return super().resolveHostName(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler; a host with no public address fails as ``AddressRefused`` rather than as unknown.

    What does not arrive before a crawl that was told to stop has to end fails as ``Interrupted``; an answer of
    another status than HTTP has, as of one that no database takes, as what is no HTTP.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        HTTPClientParser.MAX_LENGTH = LONGEST_LINE
        self._contextFactory: IPolicyForHTTPS = TLSPolicy(crawler, self._contextFactory)  # type: ignore[assignment]
        self._leaving = crawler.get_extension(Leaving)

    async def download_request(self, request: Request) -> Response:
        """The response; raises as the parent does, ``AddressRefused`` and ``Interrupted``."""
        if "@" in request.url:
            request = request.replace(url=without_login(request.url))  # nobody gave us a password to use
        _check_name(urlsplit(request.url).hostname or "")
        answer = super().download_request(request)
        try:
            response = await (self._leaving.unless_ended(answer) if self._leaving else answer)
        except CannotResolveHostError as error:
            address = _refused.get((urlsplit(request.url).hostname or "").lower())
            if address is None:
                raise
            raise AddressRefused(address) from error
        if response.status not in STATUSES:
            raise ResponseFailed([])  # type: ignore[no-untyped-call]
        return response


def _check_name(host: str) -> None:
    """Raise ``CannotResolveHostError`` for what can be no name: the resolver would never answer."""
    try:
        host.encode("idna")
    except UnicodeError as error:
        raise CannotResolveHostError(str(error)) from error
