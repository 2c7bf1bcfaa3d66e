"""What servers do wrong with one page, and how the ledger is to have it."""

from __future__ import annotations

import gzip
from itertools import pairwise

from tests.faulty import GOOD, Misdeed, answer, dripping, endless, head, resetting, saying, silent
from tests.servers import story

PAGE = story("Rain in Corby")
BAD = "/bad/"


def redirect(target: str) -> bytes:
    return answer("", f"Location: {target}", status="302 Found")


def chain(length: int) -> dict[str, Misdeed]:
    """Redirects from the bad page over as many more to the good one."""
    steps = [BAD, *(f"/step-{number}/" for number in range(length)), GOOD]
    return {here: saying(redirect(there)) for here, there in pairwise(steps)}


CYRILLIC = story(
    "Мост закрыт на ремонт",
    "Совет города проголосовал во вторник за закрытие старого моста на ремонт, который продлится до весны.",
    "Инженеры нашли трещины в двух из четырёх опор ещё в августе, и с тех пор движение идёт по одной полосе.",
    "Владельцы магазинов просят построить пешеходный мост; совет обсудит это, когда соберётся снова в мае.",
)

PAGES: dict[str, tuple[dict[str, Misdeed], str, str | None]] = {
    "endless": ({BAD: endless(head(), b"<p>more</p>" * 1000)}, "skipped", "page too large"),
    "endless chunks": (
        {BAD: endless(head("Transfer-Encoding: chunked"), b"4000\r\n" + b"x" * 0x4000 + b"\r\n")},
        "skipped",
        "page too large",
    ),
    "announced too large": ({BAD: saying(head("Content-Length: 99999999999"))}, "skipped", "page too large"),
    "drip": ({BAD: dripping(head(), b"<p>")}, "pending", "no answer in time"),
    "long line of a head": (
        {BAD: saying(answer(PAGE, f"Link: </a.css>; rel=preload{'; a=b' * 40_000}"))},
        "done",
        None,
    ),
    "endless line of a head": ({BAD: endless(head()[:-4] + b"; a=", b"b" * 10_000)}, "pending", "connection failed"),
    "dripping head": ({BAD: dripping(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n")}, "pending", "no answer in time"),
    "silence": ({BAD: silent}, "pending", "no answer in time"),
    "loop": ({BAD: saying(redirect(BAD))}, "failed", "redirects without end"),
    "long chain": (chain(6), "failed", "redirects without end"),
    "redirect to no address": ({BAD: saying(redirect("http://[::1"))}, "failed", "redirect to no web address"),
    "redirect to a script": ({BAD: saying(redirect("javascript:void(0)"))}, "failed", "redirect to no web address"),
    "a base that is no address": (
        {BAD: saying(answer(PAGE.replace("<head>", "<head><base href='http://[::1'>")))},
        "done",
        None,
    ),
    "short chain": (chain(2), "done", None),
    "redirect to nowhere": ({BAD: saying(answer("", status="302 Found"))}, "failed", "redirect to no web address"),
    "length too long": (
        {BAD: saying(head("Content-Length: 90000") + PAGE.encode()[:600])},
        "pending",
        "connection broke off",
    ),
    "length too long, the page whole": (
        {BAD: saying(head("Content-Length: 90000") + PAGE.encode() + b"\n<!-- cached -->\n")},
        "done",
        None,
    ),
    "length too long, what is packed whole": (
        {BAD: saying(head("Content-Length: 90000", "Content-Encoding: gzip") + gzip.compress(PAGE.encode()))},
        "done",
        None,
    ),
    "length in words": (
        {BAD: saying(head("Content-Length: many") + PAGE.encode())},
        "pending",
        "connection failed (the answer is no valid HTTP)",
    ),
    "chunks without end": (
        {BAD: saying(head("Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(PAGE.encode()), PAGE.encode()))},
        "done",
        None,
    ),
    "chunks of no size": (
        {BAD: saying(head("Transfer-Encoding: chunked") + b"zz\r\n%s\r\n0\r\n\r\n" % PAGE.encode())},
        "pending",
        "connection broke off",
    ),
    "no length, no end": ({BAD: resetting(head() + PAGE.encode()[:600])}, "pending", "connection broke off"),
    "length of nothing": ({BAD: saying(head("Content-Length: 0") + PAGE.encode())}, "pending", "empty answer"),
    "wrong charset": (
        {BAD: saying(answer(CYRILLIC.encode("cp1251"), "Content-Type: text/html; charset=utf-8"))},
        "done",
        None,
    ),
    "unknown charset": ({BAD: saying(answer(PAGE, "Content-Type: text/html; charset=x-klingon"))}, "done", None),
    "errors": ({BAD: saying(answer("", status="500 Oops"))}, "pending", "HTTP 500"),
    "an error, then not": ({BAD: saying(answer("", status="502 Oops"), answer(PAGE))}, "done", None),
    "reset": ({BAD: resetting()}, "pending", "connection failed"),
    "hangs up": ({BAD: saying(b"")}, "pending", "connection failed"),
    "not http": ({BAD: saying(b"220 ftp.example FTP server ready\r\n")}, "pending", "connection failed"),
    "a status that no database takes": (
        {BAD: saying(answer(PAGE, status=f"2{'0' * 20} OK"))},
        "pending",
        "connection failed (the answer is no valid HTTP)",
    ),
    "huge head": ({BAD: endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 10_000)}, "pending", "connection failed"),
}
"""By name: what the host does, the state that its page is to have, and the reason."""
