"""Finds when a story was published and last changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from lxml.html import HtmlElement

from extractors.metadata.datetext import offset_of, parse_date
from extractors.metadata.meta import source_of
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.wording import declared, shown, words

_PUBLISHED_KEYS = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "og:pubdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "publish-date", "publish_date", "published_date", "publication_date", "publicationdate", "pubdate",
    "published-date", "article.published", "article_date_original", "originalpublicationdate", "rnews:datepublished",
    "ptime", "displaydate", "date", "bt:pubdate", "dateposted", "timestamp", "datecreated", "created",
)  # fmt: skip
_MODIFIED_KEYS = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
    "article.updated", "revised", "utime",
)  # fmt: skip
_PUBLISHED_KEY = re.compile(r"(?:publi(?:sh|cation)\w*|pub)[-_.:]?(?:date|time)|date[-_.:]?publi")
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})([/_-]?)(1[0-2]|0[1-9]|(?<=[/_-])[1-9]|(?<=[/_-])[a-z]{3})\2(3[01]|[12]\d|0[1-9]|(?<=[/_-])[1-9])"
    r"(?=[/_.-]|$)"
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|posted|article|publish(?:ed)?|publication|pub|created|story|news|display)?[-_]?"
    r"(?:date|dates|datetime|timestamp|time|published|posted-?on|dateline))(?:$|[\s_-])"
)
_UPDATE_WORDS = re.compile(
    r"updated?|upd:|last checked|modified|reviewed|aktualisiert|geändert|stand:|bearbeitet|atualizad|modificad|actualizad|zaktualizowan"
    r"|aktualizacja|aggiornat|mis à jour|bijgewerkt|обновлен|upraven|uppdaterad|opdateret|oppdatert|수정|更新|تحديث",
    re.IGNORECASE,
)
_NOT_DATE_CLASS = re.compile(r"update|modif|expire|copyright|reading|read-?time|event|countdown")
_MAX_TEXT = 120  # characters of a block that shows a date, with its label and a byline
_MAX_LINE, _MAX_LINE_WORDS = 60, 9  # a date line: a label, a weekday, the date, the time
_DIGITS = re.compile(r"\d{4}|\d{1,2}\D\d{1,2}\D\d{2}")
_REACH = 40  # landmarks after the headline


def read_published_at(sheet: Sheet) -> Reading[datetime] | None:
    """Return when the story says it was published: what it declares, else what it shows, else its address's date."""
    zone = page_zone(sheet)
    for text, source in _published(sheet):
        moment = parse_date(text, sheet.language.value if sheet.language else None, zone)
        if moment and moment <= sheet.now + timedelta(days=1):
            return Reading(moment, source)
    return None


def read_modified_at(sheet: Sheet) -> Reading[datetime] | None:
    """Return when the story says it was last changed."""
    zone = page_zone(sheet)
    for text, source in _modified(sheet):
        moment = parse_date(text, sheet.language.value if sheet.language else None, zone)
        if moment and moment <= sheet.now + timedelta(days=1):
            return Reading(moment, source)
    return None


def page_zone(sheet: Sheet) -> tzinfo:
    """Return the UTC offset that the page's declared times carry, UTC where they carry none."""
    declared_times = [
        *(value for key in (*_PUBLISHED_KEYS[:3], *_MODIFIED_KEYS[:2]) for value in sheet.meta.get(key, ())),
        declared(sheet.story.get("datePublished"), 60),
        declared(sheet.story.get("dateModified"), 60),
    ]
    return next((zone for text in declared_times if (zone := offset_of(text))), UTC)


def _published(sheet: Sheet) -> Iterator[tuple[str, str]]:
    story = sheet.story
    yield declared(story.get("datePublished"), 100) or _number(story.get("datePublished")), "json-ld"
    yield from _meta(sheet, _PUBLISHED_KEYS)
    yield from _meta(sheet, tuple(key for key in sheet.meta if _PUBLISHED_KEY.search(key)))
    yield declared(story.get("dateCreated"), 100) or declared(story.get("uploadDate"), 100), "json-ld"
    yield from _microdata(sheet, "datePublished")
    yield from _shown(sheet)
    yield from _date_lines(sheet, updated=False)
    if sheet.url and (match := _URL_DATE.search(sheet.url.lower())):
        yield f"{match[4]} {match[3]} {match[1]}" if match[3].isalpha() else f"{match[1]}-{match[3]}-{match[4]}", "url"


def _modified(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield (
        declared(sheet.story.get("dateModified"), 100) or _number(sheet.story.get("dateModified")),
        "json-ld",
    )
    yield from _meta(sheet, _MODIFIED_KEYS)
    yield from _microdata(sheet, "dateModified")
    for mark in sheet.story_marks():
        if mark.tag == "time" and "updated" in (mark.get("class") or "").split():
            yield mark.get("datetime") or shown(mark, _MAX_TEXT), "time markup"
    yield from _date_lines(sheet, updated=True)


def _number(value: object) -> str:
    """Return a Unix time that was declared as a number."""
    return str(int(value)) if isinstance(value, int | float) and 1e9 <= value < 2e12 else ""


def _meta(sheet: Sheet, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        for value in sheet.meta.get(key, ())[:1]:
            yield value, source_of(key)


def _microdata(sheet: Sheet, name: str) -> Iterator[tuple[str, str]]:
    for mark in sheet.story_marks():
        if name in (mark.get("itemprop") or "").split():
            yield mark.get("datetime") or mark.get("content") or shown(mark, _MAX_TEXT + 1), "microdata"


def _shown(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the dates that the page shows near its headline: time elements first, then blocks called a date."""
    marks = [mark for mark in sheet.story_marks() if mark.tag in ("time", "abbr") or _is_dated(mark)]
    for mark in marks[:_REACH]:
        if mark.tag == "time" and not _says_updated(mark):
            yield mark.get("datetime") or shown(mark, _MAX_TEXT), "time markup"
    for mark in marks[:_REACH]:
        text = shown(mark, _MAX_TEXT + 1)
        if mark.tag == "abbr" and "published" in (mark.get("class") or ""):
            yield mark.get("title") or text, "date markup"
        elif mark.tag not in ("time", "abbr") and len(text) <= _MAX_TEXT and not _UPDATE_WORDS.match(text):
            yield text, "date markup"


def _date_lines(sheet: Sheet, *, updated: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines by the headline that are little more than a date; ``updated`` asks for those of a change."""
    label = ""
    for holder, text in sheet.lines:
        said = f"{label} {text}"
        dated = len(text) <= _MAX_LINE and len(words(text)) <= _MAX_LINE_WORDS and _DIGITS.search(text)
        if dated and bool(_UPDATE_WORDS.search(said)) is updated and not sheet.furniture.holds(holder):
            yield text, "date line"
        label = text if len(text) <= 20 else ""


def _is_dated(mark: HtmlElement) -> bool:
    names = (mark.get("class") or "").lower()
    return bool(names and _DATE_CLASS.search(names) and not _NOT_DATE_CLASS.search(names))


def _says_updated(mark: HtmlElement) -> bool:
    """Return whether a time element tells of a change: by its class, or by the words before it."""
    names = (mark.get("class") or "").split()
    if "updated" in names and "published" not in names:
        return True
    parent = mark.getparent()
    before = mark.getprevious()
    lead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if before is not None and not lead.strip() and before.tag in ("span", "b", "strong", "label"):
        lead = before.text or ""
    return _UPDATE_WORDS.search(lead[-40:]) is not None
