"""Breaks a document as transport, software and people do: bytes, tags, encodings, truncation, nesting."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_TAG = re.compile(rb"<[^<>]{1,300}>")
_ATTRIBUTE = re.compile(rb"\s[\w:-]+=(?:\"[^\"]*\"|'[^']*'|[^\s>]+)")
_CHARSET = re.compile(rb"charset=[\"']?[\w-]+")
_CHARSETS = ("utf-16", "utf-32", "cp1252", "iso-8859-2", "koi8-r", "shift_jis", "euc-kr", "gb18030", "utf-8-sig")
_NESTING = (b"<div>", b"<table><tr><td>", b"<ul><li>", b"<b><i>", b"<blockquote>", b"<form>", b"<a href=#>", b"<font>")
_JUNK = (
    b"\0",
    b"\xff\xfe",
    b"\xc3",
    b"&#x110000;",
    b"&#0;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?xml",
    b"\x1b[2J",
    b"<base href='http://[::1'>",
    b"<base href='//example.org:99999/'>",
    b"<svg><g>",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"<template shadowrootmode=open>",
    b"<plaintext>",
)
_DEEPEST = 3_000
_MOST_AT_ONCE = 4


def mutated(document: bytes, rng: Random, other: bytes = b"") -> bytes:
    """The document, broken in one to four ways; ``other`` is one that may get into it."""
    for _ in range(rng.randint(1, _MOST_AT_ONCE)):
        document = rng.choice(_MUTATIONS)(document, rng)
    return _spliced(document, other, rng) if other and rng.random() < 0.1 else document


def _place(document: bytes, rng: Random) -> int:
    return rng.randint(0, len(document))


def _stretch(document: bytes, rng: Random) -> tuple[int, int]:
    start = _place(document, rng)
    return start, min(len(document), start + rng.choice((1, 3, 20, 400, 5_000)))


def _flipped(document: bytes, rng: Random) -> bytes:
    changed = bytearray(document)
    for _ in range(rng.choice((1, 5, 50)) if document else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _shortened(document: bytes, rng: Random) -> bytes:
    start, stop = _stretch(document, rng)
    return document[:start] + document[stop:]


def _doubled(document: bytes, rng: Random) -> bytes:
    start, stop = _stretch(document, rng)
    return document[:stop] + document[start:stop] * rng.choice((1, 2, 30)) + document[stop:]


def _truncated(document: bytes, rng: Random) -> bytes:
    return document[: _place(document, rng)]


def _littered(document: bytes, rng: Random) -> bytes:
    for _ in range(rng.choice((1, 10))):
        place = _place(document, rng)
        document = document[:place] + rng.choice(_JUNK) + document[place:]
    return document


def _nested(document: bytes, rng: Random) -> bytes:
    place = _place(document, rng)
    return document[:place] + rng.choice(_NESTING) * rng.choice((1, 30, _DEEPEST)) + document[place:]


def _recoded(document: bytes, rng: Random) -> bytes:
    return document.decode("utf-8", "replace").encode(rng.choice(_CHARSETS), "xmlcharrefreplace")


def _misdeclared(document: bytes, rng: Random) -> bytes:
    return _CHARSET.sub(b"charset=" + rng.choice((*_CHARSETS, "none")).encode(), document)


def _some(pattern: re.Pattern[bytes], change: Callable[[bytes, Random], bytes]) -> Mutation:
    """The mutation that changes a share of what ``pattern`` finds."""

    def mutation(document: bytes, rng: Random) -> bytes:
        share = rng.choice((0.01, 0.1, 0.9))
        return pattern.sub(lambda found: change(found[0], rng) if rng.random() < share else found[0], document)

    return mutation


def _renamed(tag: bytes, rng: Random) -> bytes:
    return re.sub(rb"^(</?)[\w-]+", rb"\1" + rng.choice((b"div", b"p", b"td", b"span", b"x-y", b"svg", b"pre")), tag)


def _spliced(document: bytes, other: bytes, rng: Random) -> bytes:
    start, stop = _stretch(other, rng)
    place = _place(document, rng)
    return document[:place] + other[start:stop] + document[place:]


_MUTATIONS: tuple[Mutation, ...] = (
    _flipped,
    _shortened,
    _doubled,
    _truncated,
    _littered,
    _nested,
    _recoded,
    _misdeclared,
    _some(_TAG, lambda tag, rng: b""),
    _some(_TAG, lambda tag, rng: tag * 2),
    _some(_TAG, _renamed),
    _some(_ATTRIBUTE, lambda attribute, rng: b""),
    _some(_ATTRIBUTE, lambda attribute, rng: attribute * 2),
)
