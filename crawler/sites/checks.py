"""What each key of an entry may hold; every check returns the value to use, or says what is wrong and what to write."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from crawler.addresses import addresses_to_try
from crawler.console.secrecy import redacted
from crawler.fetch.pacing import MAX_DELAY
from crawler.sites.durations import read_duration

MAX_NAME = 100
"""Characters of a site's name."""
SHORTEST_EVERY = timedelta(minutes=1)


class Wrong(ValueError):
    """A value that cannot be used: what is wrong with it, and the way out."""


def name(value: Any) -> str:
    """A site's name."""
    text = _text(value, 'a name in quotes, as "courier"').strip()
    if not text or len(text) > MAX_NAME or any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise Wrong(f"a name has 1 to {MAX_NAME} characters and no line breaks")
    return text


def addresses(value: Any) -> tuple[str, ...]:
    """A site's address, or the two to be tried for a bare host."""
    text = _text(value, 'an address in quotes, as "https://news.example"')
    try:
        return tuple(addresses_to_try(text))
    except ValueError as error:
        raise Wrong(f'{redacted(text)[:100]!r} is {error}; write it as "https://news.example"') from error


def every(value: Any) -> timedelta:
    """How often a site is visited."""
    span = duration(value)
    if span < SHORTEST_EVERY:
        raise Wrong('more often than once a minute; write "1m" or longer')
    return span


def duration(value: Any) -> timedelta:
    """A span of time."""
    text = _text(value, 'a duration in quotes, as "30m", "6h" or "1d"')
    try:
        return read_duration(text)
    except ValueError as error:
        raise Wrong(f'{text[:40]!r} is no duration; write a number and s, m, h, d or w, as "30m" or "1d"') from error


def pages(value: Any) -> int:
    """A number of pages."""
    if type(value) is not int or value < 1:
        raise Wrong(f"{_shown(value)} is no number of pages; write a whole number from 1, or leave it out for no limit")
    return value


def delay(value: Any) -> float:
    """Seconds between two requests."""
    if type(value) not in (int, float) or not 0 <= value <= MAX_DELAY:
        raise Wrong(f"{_shown(value)} is no delay; write seconds from 0 to {MAX_DELAY:.0f}, as 2.5")
    return float(value)


def yes_or_no(value: Any) -> bool:
    """Whether something holds."""
    if not isinstance(value, bool):
        raise Wrong(f"{_shown(value)} is neither true nor false; write one of them, without quotes")
    return value


def selectors(value: Any) -> tuple[str, ...]:
    """A list of CSS selectors."""
    if not isinstance(value, list):
        raise Wrong(f'{_shown(value)} is no list; write selectors in brackets, as [".promo", "#signup"]')
    return tuple(selector(each) for each in value)


def selector(value: Any) -> str:
    """A CSS selector."""
    text = _text(value, 'a CSS selector in quotes, as ".story-body"').strip()
    try:
        HTMLTranslator().css_to_xpath(text)
    except (SelectorError, RecursionError) as error:
        raise Wrong(f'{text[:100]!r} is no CSS selector ({error}); write one as ".story-body" or "#text"') from error
    return text


CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": name,
    "url": addresses,
    "every": every,
    "max_pages": pages,
    "max_time": duration,
    "delay": delay,
    "verify_tls": yes_or_no,
    "drop": selectors,
    "body": selector,
}
"""Every key that an entry may have, with its check."""


def _text(value: Any, wanted: str) -> str:
    if not isinstance(value, str):
        raise Wrong(f"{_shown(value)} is not {wanted}")
    return value


def _shown(value: Any) -> str:
    """The value as the file writes it, near enough."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)[:60]
