"""Guesses the encoding of a page that tells none, or one that it is not in."""

from __future__ import annotations

import re
from itertools import islice

from charset_normalizer import from_bytes

_SAMPLE = 20_000
"""Bytes that the guess looks at: more makes it slow, not better."""
_AROUND = re.compile(rb"[^\n]{0,60}[\x80-\xff][^\n]{0,60}")
"""What tells of an encoding, with the words around it."""
_TAG = re.compile(rb"<[^<>]*>?")
_FIRST = 400  # such pieces that are looked at
_HEAD = 4096  # bytes in which a page says its language
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])|(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
"""A letter with an accent in a word of others without, a quotation mark, a dash."""
_LANGUAGE = re.compile(rb"<html[^>]*?\slang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)
_WESTERN, _CENTRAL = "cp1252", "cp1250"
_USUAL = {
    **dict.fromkeys("bs cs hr hu pl ro sk sl sq".split(), _CENTRAL),
    **dict.fromkeys("et lt lv".split(), "cp1257"),
    **dict.fromkeys("az ku tr".split(), "cp1254"),
    "vi": "cp1258",
}
"""The encoding that pages in Latin script have by their language where none is told, as browsers take it."""
_NAMED = {
    **dict.fromkeys(("Croatian", "Czech", "Hungarian", "Polish", "Romanian", "Slovak", "Slovene"), _CENTRAL),
    **dict.fromkeys(("Estonian", "Lithuanian"), "cp1257"),
    "Turkish": "cp1254",
    "Vietnamese": "cp1258",
}
"""The same by the names of languages that a look at the letters gives."""


def guess_encoding(body: bytes) -> str:
    """The name of the encoding that a page is in, as far as its bytes and the language that it declares tell."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        sample = b"\n".join(found[0] for found in islice(_AROUND.finditer(body), _FIRST))[:_SAMPLE]
        return _of_latin(body, sample) if _is_latin(sample) else _by_its_letters(body)
    return "utf-8"


def _is_latin(sample: bytes) -> bool:
    """Whether most characters beyond ASCII stand amid ASCII: other scripts write whole words beyond it."""
    return 2 * len(_ALONE.findall(sample)) > len(_BEYOND_ASCII.findall(sample))


def _of_latin(body: bytes, sample: bytes) -> str:
    if declared := _LANGUAGE.search(body[:_HEAD]):
        return _USUAL.get(declared[1].decode().lower(), _WESTERN)
    best = from_bytes(_TAG.sub(b" ", sample)).best()
    return _NAMED.get(best.language, _WESTERN) if best else _WESTERN


def _by_its_letters(body: bytes) -> str:
    """The encoding of a page in another script, by a stretch of it that cuts no letter in two."""
    first = _BEYOND_ASCII.search(body)
    begun = body[first.start() :][:_SAMPLE] if first else body
    whole, tag, _ = begun.rpartition(b">")
    best = from_bytes(whole if tag else begun).best()
    return best.encoding if best else _WESTERN
