"""Checks the certificates of servers, and says in words what is wrong with one; those of sites let off pass unseen."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from OpenSSL.crypto import X509
from OpenSSL.SSL import VERIFY_FAIL_IF_NO_PEER_CERT, VERIFY_PEER, Connection, X509VerificationCodes
from scrapy.crawler import Crawler
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import site_of

Check = Callable[[Connection, X509, int, int, int], bool]
"""OpenSSL's question for each certificate of a chain, with its fault's number, its depth (0: the server's own) and
whether it is well."""

_CODES = X509VerificationCodes
_EXPIRED, _EARLY = _CODES.ERR_CERT_HAS_EXPIRED, _CODES.ERR_CERT_NOT_YET_VALID
_UNKNOWN = "a certificate of an issuer that nobody vouches for"
_FAULTS: dict[int, str] = {
    **{code: name[4:].lower().replace("_", " ") for name, code in vars(_CODES).items() if name.startswith("ERR_")},
    _CODES.ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "a self-signed certificate",
    _CODES.ERR_SELF_SIGNED_CERT_IN_CHAIN: _UNKNOWN,
    _CODES.ERR_UNABLE_TO_GET_ISSUER_CERT: _UNKNOWN,
    _CODES.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: f"{_UNKNOWN}, or that is not sent along",
    _CODES.ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: f"{_UNKNOWN}, or that is not sent along",
}


class CertificateRefused(Exception):
    """A server's certificate is not accepted; says why."""


@implementer(IPolicyForHTTPS)
class TLSPolicy:
    """Checks the certificates of all hosts, unless a setting says that nobody has to, or a site's entry of its own."""

    def __init__(self, crawler: Crawler, strict: IPolicyForHTTPS) -> None:
        self.crawler = crawler
        self.strict = strict
        self.lenient: IPolicyForHTTPS = type(strict)()  # Scrapy's own, which checks nothing unless told to

    def creatorForNetloc(self, hostname: bytes, port: int) -> _Checked:  # noqa: N802 - Twisted's interface
        """The policy of the host."""
        unverified = getattr(self.crawler.spider, "unverified", frozenset[str]())
        site = site_of(f"https://{hostname.decode('ascii', 'replace')}:{port}")
        is_let_off = not self.crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") or site in unverified
        policy = self.lenient if is_let_off else self.strict
        creator = policy.creatorForNetloc(hostname, port)  # type: ignore[call-arg, misc, arg-type]
        return _Checked(creator, None if is_let_off else hostname.decode("ascii"))


@implementer(IOpenSSLClientConnectionCreator)
class _Checked:
    """Connections whose certificates are checked here rather than by Twisted, which lets one without a name pass."""

    def __init__(self, creator: IOpenSSLClientConnectionCreator, host: str | None) -> None:
        self.creator = creator
        self.host = host

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> Connection:  # noqa: N802
        """A connection that asks for the host, if its certificate is to be checked at all."""
        connection: Connection = self.creator.clientConnectionForTLS(protocol)  # type: ignore[call-arg, misc]
        check = _passing if self.host is None else _checking(self.host, protocol)
        connection.set_verify(VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, check)
        return connection


def _passing(connection: Connection, certificate: X509, fault: int, depth: int, is_well: int) -> bool:
    return True


def _checking(host: str, protocol: TLSMemoryBIOProtocol) -> Check:
    """The check of certificates for ``host``, which ends the connection with what is wrong."""
    # The protocol holds the connection, which holds this: held weakly, all of it goes at once.
    holder = weakref.ref(protocol)
    numeric = isIPAddress(host) or isIPv6Address(host)
    wanted = IPAddress_ID(host) if numeric else DNS_ID(host)

    def check(connection: Connection, certificate: X509, fault: int, depth: int, is_well: int) -> bool:
        wrong = None if is_well else _fault(certificate, fault)
        if wrong is None and depth == 0:
            wrong = _misnamed(certificate, wanted)
        if wrong and (held := holder()):
            held.failVerification(Failure(CertificateRefused(wrong)))  # type: ignore[no-untyped-call]
        return wrong is None

    return check


def _fault(certificate: X509, fault: int) -> str:
    if fault in (_EXPIRED, _EARLY):
        told = certificate.get_notAfter() if fault == _EXPIRED else certificate.get_notBefore()
        digits = (told or b"").decode("ascii", "replace")
        day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
        return f"a certificate that expired on {day}" if fault == _EXPIRED else f"a certificate from {day} on"
    return _FAULTS.get(fault, f"a certificate with OpenSSL's fault {fault}")


def _misnamed(certificate: X509, wanted: ServiceID) -> str | None:
    """What is wrong with the names in a certificate, None if ``wanted`` is one of them."""
    try:
        verify_service_identity(extract_patterns(certificate), [wanted], [])
    except Exception:  # whatever a stranger's certificate trips up, it is not the host's
        return "a certificate of another host"
    return None
