"""What read a page: the version of the extractor, and that of the rules it went by."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import extractors
from crawler.records.filings import Stamp
from crawler.workers import joining
from extractors.chrome.containers import RULES
from extractors.site.rules import NO_RULES, SiteRules

READERS = ("trafilatura", "lxml", "numpy")
"""Packages whose next version may read a page otherwise."""


@lru_cache(maxsize=1024)
def stamp(rules: SiteRules | None) -> Stamp:
    """The stamp of what is read now by these rules of a site; equal for equal pages means equal articles."""
    said = (RULES, rules or NO_RULES)
    return Stamp(extractor_version(), hashlib.blake2b(repr(said).encode(), digest_size=6).hexdigest())


@cache
def extractor_version() -> str:
    """The release, and a hash over all code, rules, models and libraries that have a part in reading a page."""
    digest = hashlib.blake2b(digest_size=6)
    package = Path(extractors.__file__).parent
    sources = [path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in [*sorted(sources), Path(joining.__file__)]:
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(repr([_version(name) for name in READERS]).encode())
    return f"{_version('copydesk')}+{digest.hexdigest()}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
