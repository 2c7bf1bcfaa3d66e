"""Pages of the project's own writing for the tests of metadata: a story with parts to put in."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.metadata import Metadata, read_metadata
from extractors.page.parsing import parse

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://harbour.example/news/lighthouse"
PROSE = "<p>" + "The keeper of the old light climbed the stairs each evening and wrote what he saw. " * 6 + "</p>"


def read(html: str, url: str | None = URL) -> Metadata:
    """Return the metadata of ``html``, read on 1 June 2026."""
    return read_metadata(parse(html, url), NOW)


def story(after: str = "", *, head: str = "", before: str = "", end: str = "", lang: str = "en") -> Metadata:
    """Return the metadata of a plain story with ``after`` under its headline and ``end`` after its text."""
    return read(
        f'<html lang="{lang}"><head><title>The light goes out</title>{head}</head><body>{before}'
        f"<main><h1>The light goes out</h1>{after}{PROSE}{PROSE}</main>{end}</body></html>"
    )


def ld(json: str) -> str:
    """Return a JSON-LD script."""
    return f'<script type="application/ld+json">{json}</script>'
