"""Finds the picture of a story whose page declares none: the first that stands between its headline and its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from extractors.decision import Decision
from extractors.page.addresses import absolute
from extractors.page.pictures import outside, pictured_blocks, standing_in
from extractors.prepare import Prepared

_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "src")
"""Where the address of a picture stands, first where it waits for the script that has it loaded when it is seen."""
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_MOST = 1000  # pictures that are looked at
_OF_SITE = re.compile(
    r"(?:^|[\W_])(?:logos?|icons?|avatars?|gravatar|sprites?|emoji|smil(?:ey|ies)|spacer|blank|pixel|placeholder|badges?"
    r"|buttons?|banners?|arrows?|share|rss|twitter|facebook|whatsapp|pinterest|linkedin|profile)(?:[\W_]|$)"
    r"|pixel\.|transparent|1x1",
    re.IGNORECASE,
)
"""What the file or the class of a picture is called that is the site's, its author's or an advertiser's."""


def story_picture(prepared: Prepared, decisions: Sequence[Decision]) -> str | None:
    """Return the absolute address of the first picture of some size in the story, or right above it.

    On a page without text it is the first below the headline.
    """
    survey = prepared.survey
    kept = [number for number, decision in enumerate(decisions) if decision.removed is None]
    last = kept[-1] if kept else len(decisions)
    everywhere = survey.boxes[0].element.iter("img", "amp-img") if survey.boxes else ()
    pictures = list(islice(outside(everywhere), _MOST))
    standing = standing_in(pictures, {box.element: box for box in survey.boxes})
    places = pictured_blocks(standing, survey.boxes, len(survey.blocks))
    for picture, place in zip(pictures, places, strict=True):
        if survey.headline < place <= last and (address := _address(picture, prepared)):
            return address
    return None


def _address(picture: HtmlElement, prepared: Prepared) -> str | None:
    """Return where a photograph is, None of what is called otherwise."""
    if _OF_SITE.search(picture.get("class") or ""):
        return None
    for source in _sources(picture):
        path = source.partition("?")[0].partition("#")[0]
        if _PHOTOGRAPH.search(path) and not _OF_SITE.search(path.rpartition("/")[2]):
            return absolute(source, prepared.address)
    return None


def _sources(picture: HtmlElement) -> Iterator[str]:
    yield from filter(None, map(picture.get, _SOURCES))
    for named in filter(None, map(picture.get, _SETS)):
        yield named.rpartition(", ")[2].split(" ")[0]  # the last is the largest, as a rule
