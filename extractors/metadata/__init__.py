"""Reads what a page declares and shows about its story: headline, byline, dates and the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from extractors.metadata.addresses import read_canonical_url, read_image_url
from extractors.metadata.byline import read_byline
from extractors.metadata.dates import read_modified_at, read_published_at
from extractors.metadata.dek import read_dek
from extractors.metadata.record import Metadata, Reading
from extractors.metadata.sheet import PageLike, Sheet
from extractors.metadata.sitename import read_site_name
from extractors.metadata.taxonomy import read_taxonomy

__all__ = ["Metadata", "PageLike", "read_metadata"]


def read_metadata(page: PageLike, now: datetime | None = None) -> Metadata:
    """Return the metadata of the page's story, each value with its source; no date lies after ``now``."""
    sheet = Sheet(page, now)
    categories, tags = read_taxonomy(sheet)
    title = sheet.headline
    readings: dict[str, Reading[Any] | None] = {
        "headline": Reading(title.text, title.source) if title.text else None,
        "dek": read_dek(sheet),
        "byline": read_byline(sheet),
        "published_at": read_published_at(sheet),
        "modified_at": read_modified_at(sheet),
        "categories": categories,
        "tags": tags,
        "language": sheet.language,
        "site_name": read_site_name(sheet),
        "canonical_url": read_canonical_url(sheet),
        "image_url": read_image_url(sheet),
    }
    found = {name: reading for name, reading in readings.items() if reading}
    values = {name: reading.value for name, reading in found.items()}
    return Metadata(**values, sources={name: reading.source for name, reading in found.items()})
