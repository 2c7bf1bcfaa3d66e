"""Turns one date-like string, in whatever form and language, into a datetime."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from extractors.metadata.calendars import in_common_years
from extractors.metadata.localdates import day_as_written
from extractors.metadata.months import month_names, rarest_month_names, weekday_numbers
from extractors.metadata.vocabulary import CHANGED, POSTED

_MAX_LENGTH = 200  # characters: what is longer is prose

_ISO = re.compile(
    r"(?<!\d)(\d{4})-?(?:(?<=-)(\d{1,2})-(\d{1,2})|(?<!-)(\d{2})(\d{2}))(?!\d)"
    r"(?:(?:T|\s|,|\s-\s)+(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}\b)?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[./年년]\s*(\d{1,2})\s*[./月월]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d.:/])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?![\d/])")
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|ª|°|-?го|-ого)?"
_LINK = r"(?:\s*[-/,]\s*|\s+(?:(?:de|of)\s+|d['’]\s*)?)"
_SIGNS = "\u0610-\u065f\u0900-\u0eff"  # vowel signs, which are no letters to ``re``
_LETTER = rf"(?:[^\W\d_]|[{_SIGNS}])"
_MONTH = rf"((?:(?!\d){_LETTER})(?:(?!\d)(?:{_LETTER}|['’׳])){{1,15}}(?:\s[^\W\d_]{{2,9}}){{0,2}})"
_THAI_DOT = re.compile(r"(?<=[\u0e00-\u0e7f])\.(?=[\u0e00-\u0e7f])")  # within the abbreviation of a month
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}}){_ORDINAL}{_LINK}{_MONTH}\.?(?:{_LINK}|\s+del?\s+|\s*[,،]\s*)(?:'|’)?(\d{{4}})(?!\d)"
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\.?\s*(\d{{1,2}}){_ORDINAL}\s*[,.،]?\s+(?:de\s+|{_WEEKDAY}\s+)?(\d{{4}})(?!\d)"
)
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}})(?:e?ko)?\.?\s*(?:m\.\s*)?{_MONTH}\.?\s*(\d{{1,2}})(?!\d)")
_YEAR_DAY = re.compile(rf"(?<!\d)(\d{{4}})\.?\s+(?:gada|жылғы|жылдың)\s+(\d{{1,2}})\.?\s+{_MONTH}")
"""The year with a word of its own before day and month, as in Latvian and Kazakh."""
_CHINESE = re.compile(r"(?<!\d)(\d{4})年\s*([一二三四五六七八九十]{1,2})月\s*(\d{1,2})日")
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_C_TIME = re.compile(r"\b[a-z]{3}\s+([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s+(\d{4})(?!\d)", re.IGNORECASE)
"""A day as computers print it, the hour before the year: "Wed May 28 07:49:25 2014"."""
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})(?!\d)")
_TIME = re.compile(
    r"(?:(?P<half>오전|오후|上午|下午|午前|午後)\s*)?(?<![\d:.])(\d{1,2})(?:[:.h]|\s?[時时點点시]\s?)(\d{2})(?::(\d{2}))?[分분]?"
    r"(?:\s*([ap])\.?\s?m\b|\s*([صم])(?!\w))?(?:\s*(UTC|GMT|Z)\b)?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"p", "م", "오후", "下午", "午後"})
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
_DIRECTION = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")  # marks for writing from the right
_YEAR_LEADS = ("ko", "ja", "zh")
_MONTH_FIRST = frozenset({"en", "en-US", "en-PH", "en-CA"})

DATE_DIGITS = re.compile(r"\d{4}|\d{1,2}\D\d{1,2}\D\d{2}")
"""What every date has in it."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year that news is written in."""

UPDATE_WORDS = re.compile(CHANGED, re.IGNORECASE)
"""The words that a line about a change has in it."""

_BETWEEN = " |,;·•–—-"  # what may stand between two dates of one line

_SEVERAL_NUMBERS = re.compile(r"\d\D+\d|\d{8}")  # or a date run together: no line without them is worth the rest
_SENTENCE_END = re.compile(r"[^\W\d]{3}[.!?]$")  # no "p.m." and no "г."
_SENTENCE_SPACES = 5
_OF_EVENT = re.compile(
    r"\b(?:when|wann|quand|cuándo|quando|kiedy|когда|коли|kdy|mikor|wanneer|när|hvornår|når|milloin)\s?:", re.IGNORECASE
)
_NAMED_DAY = re.compile(r"([^\W\d]{2,14})[.,]*\s+$")
_SAYS_POSTED = re.compile(POSTED, re.IGNORECASE)

EARLIEST = 1700
"""The first year that is believed: newspapers' archives go back this far."""


def parse_date(text: str, language: str | None = None, zone: tzinfo = UTC) -> datetime | None:
    """Return the date in ``text`` as an aware datetime, at midnight where no time is told; None if none.

    ``language`` settles names of months and the order of 3/5/2024; ``zone`` is for times that name none.
    """
    text = _DIRECTION.sub("", unicodedata.normalize("NFKC", text[: 2 * _MAX_LENGTH])).strip()
    if len(text) > _MAX_LENGTH or _SEVERAL_NUMBERS.search(text) is None:
        return None
    text = _C_TIME.sub(r"\2 \1 \4 \3", in_common_years(text, language))
    try:
        found = _iso(text, zone) or _epoch(text) or _mail(text, zone) or _displayed(text.lower(), language, zone)
    except (ValueError, OverflowError):
        return None
    return found if found and found.year >= EARLIEST and found.timestamp() != 0 else None


def part_about(line: str, *, updated: bool) -> str:
    """Return the part of a line with two dates that tells of a change, or the other one; else the whole line.

    A sentence about what happened on a day is about neither.
    """
    if _tells_of_day(line):
        return ""
    change = UPDATE_WORDS.search(line)
    if change is None:
        return line
    before, after = line[: change.start()], line[change.start() :]
    posted = None if DATE_DIGITS.search(before) else _SAYS_POSTED.search(after)
    if posted is not None:  # the change is told first
        before, after = after[posted.start() :], after[: posted.start()].rstrip(_BETWEEN)
    if not (DATE_DIGITS.search(before) and DATE_DIGITS.search(after)):
        return line
    return after if updated else before.rstrip(_BETWEEN)


def _tells_of_day(line: str) -> bool:
    """Return whether a line with a date says what happens then: "On 3 May 2018 the rope broke.", "When: 3 May 2018"."""
    if _OF_EVENT.search(line):
        return True
    if not line.endswith((".", "!", "?")) or _SENTENCE_END.search(line) is None:
        return False
    return line.count(" ") >= _SENTENCE_SPACES and not says_posted(line)


def says_posted(line: str) -> bool:
    """Return whether a line has a word for publication in it."""
    return _SAYS_POSTED.search(line) is not None


def tells_time(moment: datetime) -> bool:
    """Return whether ``moment`` is more than a bare date."""
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)


def offset_of(text: str) -> tzinfo | None:
    """Return the UTC offset that ends ``text``, None if it names none."""
    match = _OFFSET.search(text.strip())
    return _zone(match[0], UTC) if match else None


def _iso(text: str, zone: tzinfo) -> datetime | None:
    match = _ISO.search(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])
    if match[6] is None:
        return datetime(year, month, day, tzinfo=UTC)
    second = min(int(match[8] or 0), 59)
    return datetime(year, month, day, int(match[6]) % 24, int(match[7]), second, tzinfo=_zone(match[9], zone))


def _zone(offset: str | None, default: tzinfo) -> tzinfo:
    if not offset:
        return default
    if offset.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if span >= timedelta(days=1):
        return default  # there is no such place
    return timezone(-span if offset[0] == "-" else span)


def _epoch(text: str) -> datetime | None:
    """Return the moment of a Unix time in seconds or milliseconds."""
    if not re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _mail(text: str, zone: tzinfo) -> datetime | None:
    """Return an RFC 2822 date, as ``Fri, 03 May 2024 10:00:00 +0200``."""
    if not re.search(r"\d:\d\d:\d\d\s+(?:[+-]\d{4}|GMT|UTC|[A-Z]{3})", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _displayed(text: str, language: str | None, zone: tzinfo) -> datetime | None:
    """Return a date as readers see it, ``3 de maio de 2024 às 10:30``, from lower-case text."""
    text = _THAI_DOT.sub("", text)
    found = _written(text, language) or _numeric(text, language)
    if not found:
        return None
    day, end = found
    clock = _TIME.search(text, end) or _TIME.search(text[: max(0, end - 8)])
    if not clock or int(clock[2]) > 23 or int(clock[3]) > 59:
        return day
    hour, half = int(clock[2]), clock["half"] or clock[5] or clock[6]
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    return day.replace(hour=hour, minute=int(clock[3]), tzinfo=_zone(clock[7], zone))


def _written(text: str, language: str | None) -> tuple[datetime, int] | None:
    """Return a date with a month's name, and where it ends."""
    names = month_names(language)
    for pattern, (year, month, day) in (
        (_DAY_MONTH, (3, 2, 1)),
        (_MONTH_DAY, (3, 1, 2)),
        (_YEAR_MONTH, (1, 2, 3)),
        (_YEAR_DAY, (1, 3, 2)),
    ):
        for match in pattern.finditer(text):
            name = match[month].strip().rstrip("\u0654")
            number = names.get(name) or names.get(name.split()[0]) or names.get(name.split()[-1])
            number = number or names.get(name.removeprefix("ב"))  # Hebrew writes "in" to the month
            number = number or names.get(name.removesuffix("ren"))  # Basque the "of" behind it
            number = number or (None if language else rarest_month_names().get(name))
            if number:
                return _day(int(match[year]), number, int(match[day])), match.end()
    found = day_as_written(text, language)
    return (_day(*found[:3]), found[3]) if found else None


def _numeric(text: str, language: str | None) -> tuple[datetime, int] | None:
    """Return a date of three numbers, and where it ends; 3/5/2024 is read by the page's language."""
    if match := _YEAR_FIRST.search(text):
        return _day(int(match[1]), int(match[2]), int(match[3])), match.end()
    if (match := _CHINESE.search(text)) and match[2] in _CHINESE_MONTHS:
        return _day(int(match[1]), _CHINESE_MONTHS.index(match[2]) + 1, int(match[3])), match.end()
    if match := _VIETNAMESE.search(text):
        return _day(int(match[3]), int(match[2]), int(match[1])), match.end()
    if not (match := _YEAR_LAST.search(text)):
        return None
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    if year < 100 and (language or "").startswith(_YEAR_LEADS):
        one, year = year, one
    year += 2000 if year < 100 else 0
    month_first = match[2] != "." and (language or "en") in _MONTH_FIRST
    if max(one, other) <= 12:
        month_first = _is_month_first(text[: match.start()], (year, one, other), usual=month_first)
    if (month_first and one <= 12) or other > 12:
        one, other = other, one
    return _day(year, other, one), match.end()


def _is_month_first(above: str, numbers: tuple[int, int, int], *, usual: bool) -> bool:
    """Return whether the month leads in a date of year and two small ``numbers``: as the weekday before it tells."""
    named = _NAMED_DAY.search(above)
    days = weekday_numbers().get(named[1], frozenset()) if named else frozenset()
    year, one, other = numbers
    leads, follows = (_day(year, month, day).weekday() in days for month, day in ((one, other), (other, one)))
    return leads if leads != follows else usual


def _day(year: int, month: int, day: int) -> datetime:
    """Return midnight of the day; Buddhist years, which Thai pages print, become common ones."""
    return datetime(year - 543 if 2400 < year < 2700 else year, month, day, tzinfo=UTC)
