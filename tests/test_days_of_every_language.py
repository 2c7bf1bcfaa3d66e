"""A day is read as the Unicode locale data says that it is written, in each language that they know."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers

from extractors.metadata.datetext import parse_date

LANGUAGES = sorted(name for name in locale_identifiers() if "_" not in name and name != "yo")  # which writes numbers
DAYS = [date(2025, month, 14) for month in range(1, 13)]


@pytest.mark.parametrize("width", ["full", "long", "medium"])
def test_a_day_in_each_language(width: str) -> None:
    assert len(LANGUAGES) > 200
    wrong: list[str] = []
    for language in LANGUAGES:
        if Locale.parse(language).date_formats:
            told = {day: format_date(day, width, language) for day in DAYS}
            read = {day: parse_date(text, language) for day, text in told.items()}
            wrong += [text for day, text in told.items() if (found := read[day]) is None or found.date() != day]
    assert not wrong
