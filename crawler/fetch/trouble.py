"""Why a page could not be had, in words that count and words that explain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from crawler.fetch.certificates import CertificateRefused
from crawler.fetch.leaving import Interrupted
from crawler.fetch.publicness import AddressRefused
from crawler.fetch.redirecting import LeadsNowhere
from crawler.fetch.robots import RobotsUnavailable
from crawler.fetch.waiting import stated_wait
from crawler.fetch.wholeness import CUT_OFF
from crawler.records.endings import FORBIDDEN

Remedy = Literal["wait", "skip", "gone", "fail"]
"""``wait``: try again later; ``skip``: nothing for us here; ``gone``: removed; ``fail``: trying again will not help."""

TOO_LARGE = "page too large"
UNTRUSTED = "TLS certificate or handshake not accepted"
OUT_OF_ORDER = "site out of order"
NOWHERE = "redirect to no web address"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SCHEME = re.compile(rb"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
BUSY = frozenset({429, 503})
"""Answers by which a server asks to be left alone for a while."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What came in the way: a ``reason`` from a small vocabulary, a free ``detail``, and what to do about it.

    ``everywhere`` where it is the whole host that cannot be asked now, and no fault of the page.
    """

    remedy: Remedy
    reason: str
    detail: str = ""
    status: int | None = None
    retry_at: datetime | None = None
    everywhere: bool = False

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})" if self.detail else self.reason


class Unfetched(Exception):
    """A page could not be had; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


def trouble_of(error: BaseException) -> Trouble:
    """The trouble behind an exception of the downloader or its middlewares."""
    match error:
        case Unfetched():
            return error.trouble
        case RobotsUnavailable():
            return _without_robots(error)
        case Interrupted():
            return Trouble("wait", "the crawl was ended")
        case AddressRefused():
            return Trouble("skip", "private address refused", f"{error}; -s ALLOW_PRIVATE_ADDRESSES=True allows it")
        case CannotResolveHostError():
            return Trouble("wait", "host name does not resolve")
        case DownloadConnectionRefusedError():
            return Trouble("wait", "connection refused")
        case DownloadTimeoutError():
            return Trouble("wait", "no answer in time")
        case DownloadCancelledError():
            return Trouble("skip", TOO_LARGE)
        case ResponseDataLossError():
            return Trouble("wait", "connection broke off")
        case UnsupportedURLSchemeError():
            return Trouble("skip", "not an http or https address")
        case LeadsNowhere():
            return Trouble("fail", NOWHERE)
        case IgnoreRequest():
            return _ignored(str(error))
    return _transport(error)


def _without_robots(error: RobotsUnavailable) -> Trouble:
    """Whatever keeps robots.txt from us keeps the page from us."""
    cause = trouble_of(error.__cause__) if error.__cause__ else None
    if cause and cause.reason != TOO_LARGE:
        return replace(cause, everywhere=True)
    return Trouble("wait", "robots.txt cannot be had", str(error), retry_at=error.retry_at, everywhere=True)


def _ignored(message: str) -> Trouble:
    if "DOWNLOAD_MAXSIZE" in message:  # it names the address, which may be that of a robots.txt
        return Trouble("skip", TOO_LARGE, "decompressed")
    if "robots.txt" in message:
        return Trouble("skip", FORBIDDEN)
    if "max redirections" in message:
        return Trouble("fail", "redirects without end")
    return Trouble("fail", "refused", message)


def _transport(error: BaseException) -> Trouble:
    """The trouble behind whatever Twisted wrapped, of which a bad certificate is the one that waiting does not cure."""
    causes = [error, *(failure.value for failure in getattr(error.__cause__, "reasons", ()))]
    for cause in causes:
        if isinstance(cause, CertificateRefused):
            return Trouble("fail", UNTRUSTED, str(cause))
        if "SSL" in type(cause).__module__:  # a handshake that fails: maybe one bad server among those behind a name
            return Trouble("wait", UNTRUSTED, _tls_words(cause))
    last = type(causes[-1])
    tripped = last.__module__.startswith("twisted.web") or issubclass(last, ValueError | LookupError | AttributeError)
    return Trouble("wait", "connection failed", "the answer is no valid HTTP" if tripped else last.__name__)


def _tls_words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text.rpartition("'")[0].rpartition("'")[2] or text


def answer_trouble(response: Response, now: datetime) -> Trouble | None:
    """The trouble that a response's status tells of, or None for an answer with a page in it (200 or 203)."""
    status = response.status
    if status in (200, 203):
        return None
    reason = f"HTTP {status}"
    if status in (404, 410):
        return Trouble("gone", reason, status=status)
    if status >= 500 or status in (408, 425, 429):
        return Trouble("wait", reason, status=status, retry_at=stated_wait(response, now))
    if status in REDIRECTS and not _web_address(response.headers.get("Location")):
        return Trouble("fail", NOWHERE, status=status)
    return Trouble("fail", reason, status=status)


def _web_address(location: bytes | None) -> bool:
    """Whether a redirect leads to the web: it names an address, and no scheme but the two of the web."""
    scheme = _SCHEME.match(location or b"")
    return bool(location) and (scheme is None or scheme[1].lower() in (b"http", b"https"))


def broken_off(response: Response) -> Trouble | None:
    """The trouble with a response whose compressed body ends before its end; None for one that is whole."""
    if CUT_OFF not in response.flags:
        return None
    return Trouble("wait", "connection broke off", "compressed body is damaged or ends early", response.status)
