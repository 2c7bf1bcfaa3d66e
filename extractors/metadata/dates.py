"""Finds when a story was published and last changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from extractors.metadata.colophon import read_colophon
from extractors.metadata.datemarks import (
    CHANGE_CLASS,
    calendar_leaves,
    in_card,
    is_listed,
    is_of_event,
    is_of_paper,
    lone_time,
    of_change,
    shown_dates,
)
from extractors.metadata.datetext import DATE_DIGITS, UPDATE_WORDS, offset_of, part_about, tells_time
from extractors.metadata.meta import source_of
from extractors.metadata.names import begins_byline, split_names
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.stated import in_microdata, in_rdfa
from extractors.metadata.vocabulary import ENTRY_WAS, POSTED
from extractors.metadata.walk import texts_within
from extractors.metadata.wording import declared, shown, words
from extractors.page.addresses import parts_of

_PUBLISHED_KEYS = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "og:pubdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "dc.date", "dcterms.date", "pubdate", "article.published", "article_date_original",
    "originalpublicationdate", "published",
    "ptime", "displaydate", "date", "bt:pubdate", "dateposted", "timestamp", "datecreated", "created",
)  # fmt: skip
_MODIFIED_KEYS = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified",
    "last-modified", "article.updated", "revised", "utime",
)  # fmt: skip
_PUBLISHED_KEY = re.compile(r"(?:publi(?:sh|cation)\w*|pub)[-_.:]?(?:date|time)|date[-_.:]?publi")
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})([/_-]?)(1[0-2]|0[1-9]|(?<=[/_-])[1-9]|(?<=[/_-])[a-z]{3})"
    r"\2(3[01]|[12]\d|0[1-9]|(?<=[/_-])[1-9])(?=[/_.-]|$)"
)
_TOMORROW = timedelta(days=1)  # it is tomorrow already where the story was published
_DRAFT = timedelta(days=60)
_SAME_EVENT = timedelta(hours=48)  # clocks of two zones and a night between writing and publication
_UNIX_TIMES = (1e9, 2e12)  # from 2001 on, in seconds or milliseconds
_HALF_HOUR, _HALF_DAY = timedelta(minutes=30), timedelta(hours=12)
_MAX_TEXT = 120  # characters of a block that shows a date, with its label and a byline
_MAX_LINE, _MAX_LINE_WORDS = 60, 12  # a date line: a label, a weekday, the date, the time
_BARS = re.compile(r"\s[|•·]\s")  # between the fields of one line
_DIGIT = re.compile(r"\d")
_UNSEEN = frozenset({"script", "style"})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(
    r"\b(?:(?:n[or]?|nº|n°|nú?m|č|pm)\.?\s?\d{1,4}\s?/\s?(?:19|20)\d\d\b"
    r"|(?:issue|vol(?:ume)?|n[or]?|nº|n°|ausgabe|heft|num[eé]ro|número|edici[oó]n|edição|numer|numar|číslo|выпуск)"
    r"\.?\s?\d{1,4}(?=\s?,))",
    re.IGNORECASE,
)
"""The number of a press release with its year, or of an issue."""
_JOINED = re.compile(
    r"joined|registered|member since|iscritto|registriert|mitglied seit|inscri(?:t|ption)|registrado|miembro desde"
    r"|membro desde|dołączył|rejestracja|зарегистрирован|регистрация|geregistreerd|lid sinds"
    r"|üyelik|kayıt tarihi|medlem sedan",
    re.IGNORECASE,
)
"""What forums label the day with on which an author came to them."""
_MAX_LABELLED = 200  # characters
_PUBLISHED_LABEL = re.compile(
    rf"(?:{ENTRY_WAS} )?(?:{POSTED}|(?<=wurde )am)\b(?:\W+[^\W\d]+){{,6}}\W*\d", re.IGNORECASE
)
_LABEL = 20  # characters


def read_published_at(sheet: Sheet) -> Reading[datetime] | None:
    """Return when the story says it was published: declared, else shown, else in its address.

    A page that shows its readers an earlier day than it declares was moved or saved anew on the declared one. A site's
    front page is no story, whatever it declares.
    """
    if _is_front_page(sheet.url):
        return None
    told = _first(sheet, _declared(sheet))
    seen = _first(sheet, _displayed(sheet))
    if told is None:
        seen = seen or _first(sheet, _in_address(sheet)) or _first(sheet, calendar_leaves(sheet))
        return seen or _labelled(sheet) or _signed(sheet) or _first(sheet, lone_time(sheet))
    if seen and (told.value - seen.value > _SAME_EVENT or _is_of_draft(told, seen)):
        return seen
    return Reading(_by_the_pages_clock(told.value, sheet), told.source)


def _is_of_draft(told: Reading[datetime], seen: Reading[datetime]) -> bool:
    """Return whether a page declares no more than when its text was begun, and shows a day soon after."""
    return told.source.endswith("created") and told.value < seen.value <= told.value + _DRAFT


def read_modified_at(sheet: Sheet) -> Reading[datetime] | None:
    """Return when the story says it was last changed."""
    return _first(sheet, _modified(sheet))


def _first(sheet: Sheet, places: Iterable[tuple[str, str]]) -> Reading[datetime] | None:
    """Return the first of the texts in ``places`` that is a date, none in the future, with its place."""
    zone = page_zone(sheet)
    for text, source in places:
        moment = sheet.day_in(text, zone)
        if moment and moment <= sheet.now + _TOMORROW:
            return Reading(moment, source)
    return None


def page_zone(sheet: Sheet) -> tzinfo:
    """Return the UTC offset that the page's declared times carry, UTC where they carry none."""
    declared_times = [
        *(value for key in (*_PUBLISHED_KEYS[:3], *_MODIFIED_KEYS[:2]) for value in sheet.meta.get(key, ())),
        _of_story(sheet, "datePublished"),
        _of_story(sheet, "dateModified"),
    ]
    return next((zone for text in declared_times if (zone := offset_of(text))), UTC)


def _by_the_pages_clock(moment: datetime, sheet: Sheet) -> datetime:
    """Return a moment with the offset of the clock time that the page shows for it.

    A story of 22:00 in New York is dated by its page, and by its readers, a day earlier than by UTC. A page that
    declares the offset of its place may still show all its times in UTC.
    """
    if not tells_time(moment):
        return moment
    for text, _ in _date_lines(sheet, updated=False):
        seen = sheet.day_in(text)
        if seen and tells_time(seen):
            offset = seen - moment.replace(second=0, microsecond=0)
            told = offset % _HALF_HOUR == timedelta(0) and -_HALF_DAY <= offset <= _HALF_DAY
            if told and timedelta(0) in (offset, moment.utcoffset()):
                return moment.astimezone(timezone(offset))
    return moment


def _declared(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the dates of publication that the page declares, the most trusted first."""
    yield _of_story(sheet, "datePublished"), "json-ld"
    yield from _meta(sheet, _PUBLISHED_KEYS)
    yield from _meta(sheet, tuple(key for key in sheet.meta if _PUBLISHED_KEY.search(key)))
    yield _of_story(sheet, "dateCreated") or _of_story(sheet, "uploadDate"), "json-ld"
    yield from in_microdata(sheet, "datePublished")
    yield from in_rdfa(sheet)


def _displayed(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the dates of publication that the page shows its readers."""
    yield from shown_dates(sheet)
    yield from _date_lines(sheet, updated=False)


def _in_address(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.url and (match := _URL_DATE.search(sheet.url.lower())):
        yield (
            f"{match[4]} {match[3]} {match[1]}" if match[3].isalpha() else f"{match[1]}-{match[3]}-{match[4]}",
            "url",
        )


def _modified(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield _of_story(sheet, "dateModified"), "json-ld"
    yield from _meta(sheet, _MODIFIED_KEYS)
    yield from in_microdata(sheet, "dateModified")
    for mark in sheet.story_marks("time"):
        names = (mark.get("class") or "").split()
        # "published updated" is the day of publication, for readers of microformats, whatever was changed since.
        if "published" not in names and ("updated" in names or of_change(shown(mark, _MAX_TEXT))):
            yield mark.get("datetime") or shown(mark, _MAX_TEXT), "time markup"
    yield from _date_lines(sheet, updated=True)


def _labelled(sheet: Sheet) -> Reading[datetime] | None:
    """Return the date that stands behind a word for publishing anywhere on the page, if there is only one such date."""
    found: set[datetime] = set()
    before = ""
    pieces = (piece for body in sheet.tree.iterchildren("body") for piece in texts_within(body))
    for holder, piece in pieces:
        if len(piece) >= _MAX_LABELLED or holder.tag in _UNSEEN:
            before = ""
            continue
        if _DIGIT.search(piece) and (text := _labelled_text(before, piece)):
            reading = _first(sheet, [(text, "labelled date")])
            if reading and not sheet.furniture.holds(holder):
                found.add(reading.value)
        before = piece
    return Reading(found.pop(), "labelled date") if len(found) == 1 else None


def _signed(sheet: Sheet) -> Reading[datetime] | None:
    """Return the day in the line below the story that signs it."""
    colophon = read_colophon(sheet)
    line = part_about(colophon.line, updated=False) if colophon else ""
    return _first(sheet, [(line, "line below the story")]) if DATE_DIGITS.search(line) else None


def _labelled_text(before: str, piece: str) -> str:
    """Return a piece of text with a date that it, or the label ``before`` it, calls one of publication, else ``""``."""
    text, label = " ".join(piece.split()), " ".join(before.split())
    if len(label) > _LABEL or any(map(str.isdigit, label)):
        label = ""
    dated = DATE_DIGITS.search(text) and not UPDATE_WORDS.search(text)
    return text if dated and any(map(_PUBLISHED_LABEL.match, (f"{label} {text}".strip(), text))) else ""


def _of_story(sheet: Sheet, key: str) -> str:
    """Return what the story's JSON-LD says under ``key``, the first of several, a Unix time as well; else ``""``."""
    value = sheet.story.get(key)
    told = value[0] if isinstance(value, list) and value else value
    if isinstance(told, int | float) and _UNIX_TIMES[0] <= told < _UNIX_TIMES[1]:
        return str(int(told))
    return declared(told, 100)


def _meta(sheet: Sheet, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        for value in sheet.meta.get(key, ())[:1]:
            yield value, source_of(key)


def _date_lines(sheet: Sheet, *, updated: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines by the headline that are little more than a date; ``updated``: of a change."""
    label = ""
    doubted: list[str] = []  # in an element that tells of a change: the day of publication where no other line says it
    above = (line for line in sheet.lines_before if not (DATE_DIGITS.search(line.text) and is_of_paper(line, sheet)))
    for holder, line, _ in (*sheet.lines_after, *above):
        text = part_about(_NUMBER.sub("", line), updated=updated) if DATE_DIGITS.search(line) else ""
        if len(text) > _MAX_LINE:
            text = next(filter(DATE_DIGITS.search, _BARS.split(text)), "")
        said = f"{label} {text}"
        if _JOINED.search(said):
            text = ""
        dated = DATE_DIGITS.search(text) and (
            (len(text) <= _MAX_LINE and len(words(text)) <= _MAX_LINE_WORDS)
            or (len(line) <= _MAX_TEXT and begins_byline(line) and bool(split_names(line, displayed=True)))
        )
        if (
            dated
            and not text.endswith(":")
            and bool(UPDATE_WORDS.search(said)) is updated
            and (updated or len(_YEAR.findall(text)) < 2)  # from one day to another: of an event, or a piece of work
            and not sheet.furniture.holds(holder)
            and not is_listed(holder, sheet)
            and not is_of_event(holder)
            and not in_card(holder, sheet)
        ):
            if updated or not CHANGE_CLASS.search(holder.get("class") or ""):
                yield text, "date line"
            else:
                doubted.append(text)
        label = line if len(line) <= _LABEL else ""
    for text in doubted:
        yield text, "date line"


def _is_front_page(url: str | None) -> bool:
    """Return whether an address is a whole site's: what it declares is no story's."""
    parts = parts_of(url)
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query
