"""Reads the calendars that news is dated by besides the common one: those of Iran, Afghanistan, Japan and Thailand."""

from __future__ import annotations

import re
from datetime import date, timedelta

_IRANIAN = "فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند"
_AFGHAN = "حمل|ثور|جوزا|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو|حوت"
_MONTHS = {name: number for names in (_IRANIAN, _AFGHAN) for number, name in enumerate(names.split("|"), 1)}
_UNITS = "یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم"
_TEENS = "دهم یازدهم دوازدهم سیزدهم چهاردهم پانزدهم شانزدهم هفدهم هجدهم نوزدهم"
_TENS = {20: ("بیستم", "بیست و"), 30: ("سی ام", "سی و")}
_ORDINALS = {name: number for number, name in enumerate(f"{_UNITS} {_TEENS}".split(), 1)}
_ORDINALS |= {name: number for number, (name, _) in _TENS.items()}
_ORDINALS |= {
    f"{tens} {unit}": ten + one for ten, (_, tens) in _TENS.items() for one, unit in enumerate(_UNITS.split(), 1)
}
_SPELT = re.compile(rf"(?<!\w)({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\s+(?=(?:{_IRANIAN}|{_AFGHAN})\s)")
"""A day in words, as the blogs of Iran print it."""
_WRITTEN = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({_IRANIAN}|{_AFGHAN})\s*(?:ماه)?\s+(1[34]\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(1[34]\d\d)([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")
_DIGITS = {first + number: str(number) for first in (0x0660, 0x06F0) for number in range(10)}
_LANGUAGES = ("fa", "ps", "ku", "ckb")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA = re.compile(r"(令和|平成|昭和)\s*(\d{1,2}|元)\s*年")

_THAI_DOT = re.compile("(?<=[\u0e00-\u0e7f])\\.(?=[\u0e00-\u0e7f])")
_THAI_SHORT = re.compile(r"(?<!\d)(\d{1,2})\s+((?:มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค)\.?)\s+([4-9]\d)(?!\d)")
_CYCLE = 33  # years, eight of which are leap years; it has held since 1178 and will until 1633
_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)
_NEW_YEAR = date(1921, 3, 21)  # the first day of 1300


def in_common_years(text: str, language: str | None) -> str:
    """Return ``text`` with the dates of those calendars rewritten as 2021-03-02; what is no date stays as it is.

    A year of four digits alone is one of Iran's only where the page is in a ``language`` of its neighbourhood.
    """
    if text.isascii() and not (language or "").startswith(_LANGUAGES):
        return text
    text = _THAI_SHORT.sub(r"\1 \2 25\3", _THAI_DOT.sub("", text.translate(_DIGITS)))
    text = _ERA.sub(lambda era: f"{_ERAS[era[1]] + (1 if era[2] == '元' else int(era[2]))}年", text)
    text = _SPELT.sub(lambda day: f"{_ORDINALS[day[1]]} ", text)
    text = _WRITTEN.sub(lambda day: _common(int(day[3]), _MONTHS[day[2]], int(day[1])) or day[0], text)
    if (language or "").startswith(_LANGUAGES):
        text = _NUMERIC.sub(lambda day: _common(int(day[1]), int(day[3]), int(day[4])) or day[0], text)
    return text


def _common(year: int, month: int, day: int) -> str:
    """Return a day of the Iranian calendar as an ISO date, ``""`` where there is none such."""
    longest = 31 if month <= 6 else 30
    if not (1 <= month <= 12 and 1 <= day <= longest):
        return ""
    past = range(1300, year)
    leaps = sum(each % _CYCLE in _LEAP for each in past)
    days = 365 * len(past) + leaps + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    return (_NEW_YEAR + timedelta(days=days)).isoformat()
