"""Hosts on loopback that do what servers should not: each at an address of its own, with one good page beside."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers import story

GOOD = "/good/"
Misdeed = Callable[["Host", socket.socket, str], None]
"""What a host does with a connection on which ``path`` was asked for; the connection is closed after."""

_last_byte = count(11)


def head(*lines: str, status: str = "200 OK") -> bytes:
    """The head of an answer, as HTML unless the lines say otherwise."""
    told = (
        lines if any(line.lower().startswith("content-type") for line in lines) else ("Content-Type: text/html", *lines)
    )
    return "\r\n".join((f"HTTP/1.1 {status}", "Connection: close", *told, "", "")).encode()


def answer(body: bytes | str, *lines: str, status: str = "200 OK") -> bytes:
    """A whole answer."""
    content = body.encode() if isinstance(body, str) else body
    return head(f"Content-Length: {len(content)}", *lines, status=status) + content


class Host:
    """One host, at a loopback address of its own; ``asked`` has the paths in order with their times."""

    def __init__(self, name: str, misdeeds: Mapping[str, Misdeed], tls: ssl.SSLContext | None = None) -> None:
        self.name = name
        self.misdeeds = misdeeds
        self.tls = tls
        self.asked: list[tuple[str, float]] = []
        self.sent = 0
        self.closing = threading.Event()
        self._listener = socket.create_server((f"127.0.0.{next(_last_byte)}", 0))
        address, port = self._listener.getsockname()
        self.url = f"{'https' if tls else 'http'}://{address}:{port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def times(self, path: str) -> list[float]:
        """When the path was asked for, in monotonic seconds."""
        return [at for asked, at in self.asked if asked == path]

    def send(self, connection: socket.socket, data: bytes) -> None:
        """Send, and count what was taken."""
        connection.sendall(data)
        self.sent += len(data)

    def close(self) -> None:
        self.closing.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            connection.settimeout(20)
            request = b""
            while b"\r\n\r\n" not in request and (data := connection.recv(65536)):
                request += data
            path = request.split(b" ", 2)[1].decode() if request.count(b" ") > 1 else ""
            self.asked.append((path, time.monotonic()))
            self.misdeeds.get(path, self._behave)(self, connection, path)

    def _behave(self, host: Host, connection: socket.socket, path: str) -> None:
        known = path == GOOD
        page = answer(story(f"Good page of {self.name}")) if known else answer("", status="404 Not Found")
        connection.sendall(page)


@contextmanager
def hosts(
    misdeeds: Mapping[str, Mapping[str, Misdeed]], tls: Mapping[str, ssl.SSLContext] | None = None
) -> Iterator[dict[str, Host]]:
    """A host for each name."""
    running = {name: Host(name, deeds, (tls or {}).get(name)) for name, deeds in misdeeds.items()}
    try:
        yield running
    finally:
        for host in running.values():
            host.close()


def saying(*answers: bytes) -> Misdeed:
    """Give these answers in turn, the last one again and again."""
    left = list(answers)

    def say(host: Host, connection: socket.socket, path: str) -> None:
        host.send(connection, left.pop(0) if len(left) > 1 else left[0])

    return say


def endless(first: bytes, again: bytes) -> Misdeed:
    """Send and send, until the other side hangs up."""

    def pour(host: Host, connection: socket.socket, path: str) -> None:
        host.send(connection, first)
        while not host.closing.is_set():
            host.send(connection, again)

    return pour


def dripping(first: bytes, drop: bytes, seconds: float = 0.1) -> Misdeed:
    """Send a little now and then."""

    def drip(host: Host, connection: socket.socket, path: str) -> None:
        host.send(connection, first)
        while not host.closing.wait(seconds):
            host.send(connection, drop)

    return drip


def resetting(first: bytes = b"") -> Misdeed:
    """Send something, then reset the connection."""

    def reset(host: Host, connection: socket.socket, path: str) -> None:
        host.send(connection, first)
        time.sleep(0.1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return reset


def silent(host: Host, connection: socket.socket, path: str) -> None:
    """Say nothing."""
    host.closing.wait(30)


LOOPBACK = tuple(x509.IPAddress(ip_address(f"127.0.0.{n}")) for n in range(1, 256))


class Authority:
    """Issues certificates; the file ``path`` is what has to be trusted for them to be accepted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.name = folder, folder.name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.path = folder / "authority.pem"
        certificate = _certificate(self.name, self.key, (-9, 9))
        vouching = certificate.add_extension(x509.BasicConstraints(True, None), critical=True)
        self.path.write_bytes(vouching.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def issue(self, days: tuple[int, int] = (-1, 1), names: Sequence[x509.GeneralName] = LOOPBACK) -> ssl.SSLContext:
        """The TLS settings of a server with a certificate for ``names``, good from and to these days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        return _context(self.folder, key, _certificate("127.0.0.1", key, days, names, self.name), self.key)


def self_signed(folder: Path, names: Sequence[x509.GeneralName] = LOOPBACK) -> ssl.SSLContext:
    """The TLS settings of a server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _context(folder, key, _certificate("127.0.0.1", key, (-1, 1), names), key)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    days: tuple[int, int],
    names: Sequence[x509.GeneralName] = (),
    issuer: str | None = None,
) -> x509.CertificateBuilder:
    subject, by = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, who)]) for who in (name, issuer or name))
    since, until = (datetime.now(UTC) + timedelta(days=day) for day in days)
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder(by, subject, key.public_key(), number, since, until)
    return builder.add_extension(x509.SubjectAlternativeName(names), critical=False) if names else builder


def _context(
    folder: Path,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.CertificateBuilder,
    signer: ec.EllipticCurvePrivateKey,
) -> ssl.SSLContext:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
