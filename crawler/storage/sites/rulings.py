"""What somebody decided about the blocks of a site's pages, remembered for all that is read of it from then on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Literal, get_args

from cssselect import HTMLTranslator, SelectorError

from crawler.storage.rows import now
from extractors.site.rules import NO_RULES, SiteRules

RULINGS = (
    """CREATE TABLE rulings ( -- What scrapy restore and scrapy strip were told of a site's blocks; obeyed from then on
  site TEXT NOT NULL REFERENCES sites(name), -- The site
  kind TEXT NOT NULL, -- words: blocks of these words, wherever they stand; place: whatever stands there
  what TEXT NOT NULL, -- The words, without case, marks and numbers; or a CSS selector
  verdict TEXT NOT NULL, -- restored: part of the story; stripped: no part of it
  ruled_at TEXT NOT NULL, -- When that was decided
  url TEXT NOT NULL, -- The story of which it was decided
  example TEXT NOT NULL, -- The block as it was printed there
  PRIMARY KEY (site, kind, what)
) WITHOUT ROWID""",
)

Kind = Literal["words", "place"]
Verdict = Literal["restored", "stripped"]

_ENTER = """INSERT OR REPLACE INTO rulings(site, kind, what, verdict, ruled_at, url, example)
  VALUES (?, ?, ?, ?, ?, ?, ?)"""
_OF = "SELECT kind, verdict, what FROM rulings WHERE site = ? ORDER BY kind, what"
_RUN = """INSERT INTO crawls(spider, arguments, started_at, ended_at, reason, counters)
  VALUES (?, '{}', ?, ?, 'finished', '{}')"""


@dataclass(frozen=True, slots=True)
class Ruling:
    """That blocks of a ``site`` are story or none: those of the same words, or at the same place.

    ``example`` is the block of the story at ``url`` of which it was decided.
    """

    site: str
    kind: Kind
    what: str
    verdict: Verdict
    url: str
    example: str


def enter(connection: sqlite3.Connection, ruling: Ruling) -> None:
    """Remember a ruling, in place of an earlier one about the same blocks."""
    told = (ruling.site, ruling.kind, ruling.what, ruling.verdict, now(), ruling.url, ruling.example)
    connection.execute(_ENTER, told)


def check_ruling(kind: str, what: str, verdict: str) -> None:
    """Raise ``ValueError`` for a ruling that cannot be obeyed, as another program may have written it."""
    if kind not in get_args(Kind) or verdict not in get_args(Verdict):
        raise ValueError(f"nobody rules that {kind!r} be {verdict!r}")
    if kind == "place":
        try:
            HTMLTranslator().css_to_xpath(what)
        except SelectorError as error:
            raise ValueError(f"{what!r} is no CSS selector ({error})") from error


def enter_run(connection: sqlite3.Connection, name: str) -> int:
    """Enter a run that fetches nothing and is over at once; returns its number in ``crawls``."""
    number = connection.execute(_RUN, (name, now(), now())).lastrowid
    assert number is not None
    return number


def with_rulings(connection: sqlite3.Connection, site: str, rules: SiteRules | None) -> SiteRules | None:
    """The rules of a site, with what was decided about its blocks added to them."""
    found = connection.execute(_OF, (site,)).fetchall()
    if not found:
        return rules
    told: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, verdict, what in found:
        told[kind, verdict] = (*told.get((kind, verdict), ()), what)
    given = rules or NO_RULES
    return replace(
        given,
        drop=(*given.drop, *told.get(("place", "stripped"), ())),
        keep=told.get(("place", "restored"), ()),
        restored=told.get(("words", "restored"), ()),
        stripped=told.get(("words", "stripped"), ()),
    )
