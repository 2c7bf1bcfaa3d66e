"""Reads the addresses of a story: its canonical URL and its picture."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.metadata.meta import first
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.wording import declared
from extractors.page.addresses import absolute, parts_of

_IMAGE_KEYS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")


def read_canonical_url(sheet: Sheet) -> Reading[str] | None:
    """Return the address that the page says is its own; one that leads to the front page is not."""
    for value, source in _own_addresses(sheet):
        address = absolute(value, sheet.url)
        if address and not (_is_front(address) and sheet.url and not _is_front(sheet.url)):
            return Reading(address, source)
    return None


def read_image_url(sheet: Sheet) -> Reading[str] | None:
    """Return the absolute address of the picture that the page declares for its story."""
    social = first(sheet.meta, _IMAGE_KEYS)
    if social and (address := absolute(social.value, sheet.url)):
        return Reading(address, social.source)
    if address := absolute(_image_of(sheet.graph.resolve(sheet.story.get("image"))), sheet.url):
        return Reading(address, "json-ld")
    link = _link(sheet, "image_src")
    return Reading(link, "link image_src") if (link := absolute(link, sheet.url) or "") else None


def _own_addresses(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield _link(sheet, "canonical"), "link canonical"
    if social := first(sheet.meta, ("og:url", "twitter:url")):
        yield social
    place = sheet.story.get("mainEntityOfPage") or sheet.story.get("url")
    yield declared(place.get("@id") if isinstance(place, dict) else place), "json-ld"


def _link(sheet: Sheet, rel: str) -> str:
    for _, element in sheet.landmarks.of("link"):
        if rel in (element.get("rel") or "").lower().split() and element.get("href"):
            return declared(element.get("href"), 2000)
    return ""


def _image_of(value: object) -> str:
    """Return the address in any of the shapes that schema.org allows for an image."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return declared(value, 2000)


def _is_front(address: str) -> bool:
    parts = parts_of(address)
    return parts.path.strip("/") == "" and not parts.query
