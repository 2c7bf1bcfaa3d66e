"""The names of months, weekdays, countries and some cities, from the Unicode locale data that Babel carries."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError, get_global

_COMMON = (
    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ru", "uk", "sv", "da", "fi", "hu", "tr", "ar",
)  # fmt: skip
_RARER = ("el", "ro", "bg", "sr", "hr", "sk", "nb", "ca", "he", "id", "vi", "th", "hi", "fa", "lt")
_RAREST = (
    "is", "et", "lv", "sl", "mk", "sq", "ka", "hy", "az", "kk", "mn", "eu", "gl", "cy", "ga", "sw", "af", "ms", "fil",
    "bn", "ta", "te", "ur",
)  # fmt: skip
# Written every day, and in no locale's data.
_EXTRA = {"sept": 9, "sett": 9, "märz": 3, "maerz": 3, "jänner": 1, "feber": 2, "mrz": 3}
_BEGIN_TOWNS = frozenset(
    "san santa santo são new los las saint sainte st bad sankt port porto puerto fort mount north south east west"
    " nowy nowa novi nova nový nové stary stara staré rio buenos den la le el нижний великий новый старый".split()
)
_VIETNAMESE = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_LEVANTINE = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
_EXTRA |= {name: number for number, name in enumerate(_LEVANTINE.split("|"), 1)}
_EXTRA |= {"جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8}  # as in Algiers and Tunis
_FINNISH = "tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu"
_EXTRA |= {f"{name}kuun": number for number, name in enumerate(_FINNISH.split("|"), 1)}  # as WordPress prints them
_LATVIAN = "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī"
_EXTRA |= {name: number for number, name in enumerate(_LATVIAN.split(), 1)}  # "in March"
_EXTRA |= {f"tháng {name}": number for number, name in enumerate(_VIETNAMESE, 1)}


@lru_cache(maxsize=64)
def month_names(language: str | None) -> dict[str, int]:
    """Return lower-case names and abbreviations (no dots) with their numbers, in ``language`` and English.

    For a language that is unknown or not given: those of many languages together, where two differ of the commoner one.
    """
    chosen = _names(language.split("-")[0]) if language else {}
    if chosen:
        return _EXTRA | _names("en") | chosen
    table: dict[str, int] = {}
    for code in reversed(_COMMON + _RARER):
        table |= _names(code)
    return _EXTRA | table


@cache
def rarest_month_names() -> dict[str, int]:
    """Return the same of languages that few sites are written in: they take a tenth of a second to read, once."""
    table: dict[str, int] = {}
    for code in _RAREST:
        table = _names(code) | table
    return table


@cache
def day_names() -> frozenset[str]:
    """Return the lower-case names of the weekdays in the commonest languages."""
    return frozenset(day.lower() for code in _COMMON for day in Locale.parse(code).days["format"]["wide"].values())


@lru_cache(maxsize=64)
def weekdays_in(language: str | None) -> frozenset[str]:
    """Return the lower-case names of the weekdays in one language: all locales together take 30 MB of memory."""
    locale = locale_of(language)
    days = locale.days if locale is not None else {}
    return frozenset(name.lower() for widths in days.values() for name in widths.get("wide", {}).values())


def locale_of(language: str | None) -> Locale | None:
    """Return what Babel knows of a language ("pt-BR"), None where that is nothing."""
    try:
        return Locale.parse(language, sep="-") if language else None
    except (UnknownLocaleError, ValueError):
        return None


@cache
def weekday_numbers() -> dict[str, frozenset[int]]:
    """Return the lower-case names and abbreviations (no dots) of the weekdays, with their numbers: Monday is 0.

    A few mean another day in another language.
    """
    numbers: dict[str, set[int]] = {}
    for code in _COMMON + _RARER:
        for width in ("wide", "abbreviated", "short"):
            for number, day in Locale.parse(code).days["format"][width].items():
                numbers.setdefault(day.lower().rstrip("."), set()).add(number)
    return {day: frozenset(found) for day, found in numbers.items()}


@cache
def country_names() -> frozenset[str]:
    """Return the lower-case names of the countries in the languages whose datelines name them."""
    return frozenset(
        name.lower()
        for code in ("en", "de", "fr", "es", "pt", "it")
        for territory, name in Locale.parse(code).territories.items()
        if territory.isalpha()
    )


def is_city(name: str) -> bool:
    """Return whether ``name`` is that of a city that clocks go by, or begins as those of many towns do."""
    return name.split()[0].lower() in _BEGIN_TOWNS or name.lower() in _cities()


@cache
def _cities() -> frozenset[str]:
    """Return the lower-case names of cities that zones of time are called by, in the commonest languages."""
    told = (zone.rpartition("/")[2].replace("_", " ") for zone in get_global("zone_territories"))
    zones = (zone for code in _COMMON for zone in Locale.parse(code).time_zones.values())
    return frozenset(city.lower() for city in (*told, *(zone.get("city") for zone in zones)) if city)


def _names(code: str) -> dict[str, int]:
    """Return the names of one locale, those in its other script too; ``{}`` for one that Babel does not know."""
    table: dict[str, int] = {}
    for script in ("-Cyrl", "-Latn", ""):
        if (locale := locale_of(f"{code}{script}")) is not None:
            table |= _names_in(locale)
    return table


def _names_in(locale: Locale) -> dict[str, int]:
    table: dict[str, int] = {}
    for context in ("stand-alone", "format"):
        for width in ("abbreviated", "wide"):
            for number, name in locale.months[context][width].items():
                plain = name.lower().strip(".").removeprefix("de ").strip()
                if not plain.isdigit():
                    table[plain] = table[plain.replace(".", "")] = number
    return table
