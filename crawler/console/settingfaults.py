"""What is wrong with a setting's value, judged by what it is now: Scrapy finds that out in the midst of its work."""

from __future__ import annotations

import codecs
import json
import logging
import math
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from importlib import import_module

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from crawler import settings as house
from crawler.fetch.pacing import MAX_DELAY

BOUNDS = {
    "AUTOTHROTTLE_MAX_DELAY": (0, MAX_DELAY),
    "AUTOTHROTTLE_START_DELAY": (0, MAX_DELAY),
    "CONCURRENT_ITEMS": (1, None),
    "CONCURRENT_REQUESTS": (1, None),
    "CONCURRENT_REQUESTS_PER_DOMAIN": (1, None),
    "DOWNLOAD_DELAY": (0, MAX_DELAY),
    "DOWNLOAD_DELAY_JITTER": (0, 1),
    "EXTRACT_MEMORY": (64, None),
    "EXTRACT_WORKERS": (0, 256),
    "REACTOR_THREADPOOL_MAXSIZE": (1, 1024),
}
"""Settings with a least value, and perhaps a greatest: beyond them a crawl waits for ever, or takes all there is."""


LEFT_OUT = {
    "REMOTE_CONTROL_": "Scrapy's remote control, which runs what it is sent",
    "DEPTH_": "the depth of pages: their addresses come from the ledger",
    "HTTPERROR_": "Scrapy's choice among answers: the ledger takes note of each",
    "URLLENGTH_": "Scrapy's limit on addresses: the ledger has one of its own",
}
"""How the names of settings begin that Scrapy knows and the house has no part for, and what that part would be."""

COMPONENTS = ("_HANDLERS", "_MIDDLEWARES", "_PIPELINES", "ADDONS", "EXTENSIONS")
"""How the names of settings end that name code: as the keys or, with schemes as keys, as the values."""


def setting_fault(settings: BaseSettings, name: str, value: str) -> str | None:
    """What is wrong with ``-s NAME=VALUE`` in one line; None where nothing is."""
    if name not in settings:
        return f"no setting {name!r}; {meant(name.upper(), settings) or 'docs/settings.md lists those of the house'}"
    left_out = next((part for beginning, part in LEFT_OUT.items() if name.startswith(beginning)), None)
    if left_out and value not in ("0", "False", "false"):
        return f"setting {name}={value!r} would do nothing; left out here: {left_out}"
    expected = _expectation(settings, name, value)
    return f"setting {name}={value!r}: {expected} is expected" if expected else None


def _expectation(settings: BaseSettings, name: str, value: str) -> str | None:
    """What the setting should be where ``value`` is not: judged by what it is now."""
    if name in TOLD_BY_VALUE:
        return TOLD_BY_VALUE[name](value)
    now = settings[name]
    if isinstance(now, bool):
        return None if value in ("0", "1", "True", "False", "true", "false") else "True or False"
    if isinstance(now, int | float):
        least, most = BOUNDS.get(name, (0 if hasattr(house, name) else None, None))
        return _number_expected(type(now), value, least, most)
    if isinstance(now, dict | BaseSettings):
        return _object_expected(name, value)
    if isinstance(now, list):
        return _list_expected(name, now, value)
    if name == "TWISTED_REACTOR":
        return None if value == now else str(now)
    if isinstance(now, str) and _is_code(now):
        return None if _is_code(value) else f"the name of code, as {now},"
    return "something" if isinstance(now, str) and now and not value.strip() else None


def _number_expected(kind: type[int | float], value: str, least: int | None, most: float | None) -> str | None:
    try:
        number = kind(value)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and (least is None or least <= number) and (most is None or number <= most):
        return None
    named = "a whole number" if kind is int else "a number"
    if most is not None:
        return f"{named} from {least} to {most:.0f}"
    return f"{named} from {least} on" if least else named if least is None else f"{named} that is not negative"


def _is_code(value: str) -> bool:
    """Whether the value is the dotted name of a class or function that can be loaded."""
    try:
        load_object(value)
    except (ImportError, NameError, ValueError):
        return False
    return True


def _object_expected(name: str, value: str) -> str | None:
    """A JSON object, which names code that there is where it names any."""
    try:
        given = json.loads(value)
    except ValueError:
        given = None
    if not isinstance(given, Mapping):
        return "a JSON object"
    if not name.removesuffix("_BASE").endswith(COMPONENTS):
        return None
    codes = [code for code in given.values() if code is not None] if "_HANDLERS" in name else list(given)
    unknown = next((code for code in codes if not isinstance(code, str) or not _is_code(code)), None)
    return None if unknown is None else f"the name of code rather than {unknown!r}"


def _list_expected(name: str, now: list[object], value: str) -> str | None:
    """What stands in the setting's list now, with commas: modules, numbers or anything."""
    parts = [part.strip() for part in value.split(",")]
    if name.endswith("_MODULES") and not all(map(_is_module, parts)):
        return f"the name of a module, as {now[0]},"
    if now and all(isinstance(each, int) for each in now) and not all(map(str.isdecimal, parts)):
        return "whole numbers with commas"
    return None


def _is_module(name: str) -> bool:
    try:
        import_module(name)
    except (ImportError, ValueError):
        return False
    return True


def _level_expected(value: str) -> str | None:
    levels = logging.getLevelNamesMapping()
    return None if value.upper() in levels else f"one of {', '.join(sorted(levels, key=lambda each: levels[each]))}"


def _format_expected(value: str) -> str | None:
    try:
        logging.Formatter(value)
    except ValueError:
        return "a format of Python's logging, as %(asctime)s %(message)s,"
    return None


def _encoding_expected(value: str) -> str | None:
    try:
        codecs.lookup(value)
    except (LookupError, ValueError):
        return "the name of an encoding, as utf-8,"
    return None


TOLD_BY_VALUE: Mapping[str, Callable[[str], str | None]] = {
    "LOG_ENCODING": _encoding_expected,
    "LOG_FORMAT": _format_expected,
    "LOG_LEVEL": _level_expected,
}
"""Settings whose value tells by itself whether it will do."""


def meant(name: str, known: Iterable[str]) -> str:
    """Which of the known names was probably meant, as a question; empty where none is like it."""
    close = get_close_matches(name, list(known), 1)
    return f"is {close[0]} meant?" if close else ""
