"""Reads the dateline that opens a dispatch: "LAGOS, May 3 (Reuters) — Police…", "(서울=연합뉴스) …".

A dash alone proves nothing. A dateline is a place in capitals, or a place with a news agency, a region or a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.metadata.months import country_names, day_names, month_names

_LONGEST = 100  # characters before the dash
_FEWEST = 20  # characters after it: less is a title or a label
_LONGEST_PLACE = 5  # words

_DASH = re.compile(r"\s*(?:[—–―]+|--+)\s*(?=[^\s>])|\.-+\s*(?=\S)|\s+-+\s+|(?<=[.)\w])-\s+")
_ENDS = re.compile(r"[—–―/-]")  # one of them ends every dateline: it spares most paragraphs the two expressions
_BARS = re.compile(r"\.?\s*/([^/\n]{2,20})/\s*[.—–-]?\s+(?=\S)")  # МОСКВА, 3 мая. /ТАСС/. …
_AGENCY_FIRST = re.compile(r"^\(([^()\n]{2,20})\)\s*[-–—]\s*(?=\S)")  # (ANSA) - ROMA, 03 MAG - …
_PARENTHESIS = re.compile(r"\s*\(([^()]{2,40})\)\s*$")
_EAST_ASIAN = (
    re.compile(
        r"^[(（\[［【〔]\s*(?P<place>[^\s=＝)）\]］】〕]{1,20})\s*[=＝]\s*[^)）\]］】〕\n]{2,20}[)）\]］】〕]\s*"
    ),
    re.compile(r"^(?P<place>[가-힣]{2,10})=[가-힣A-Za-z0-9]{2,10}\s+"),
    re.compile(
        r"^[【(（［\[]?(?:新华社|新華社|中新社|中新网|中新網|中央社|人民网|央视网)\s*(?:记者)?\s*"
        r"(?P<place>[\u4e00-\u9fff]{2,12}?\d{1,2}月\d{1,2}日)[电電讯訊]\s*[】)）］\]]?\s*"
    ),
    re.compile(
        r"^[【［\[](?P<place>[\u3040-\u30ff\u4e00-\u9fff・ー]{2,12}?(?:\s*[\d０-９]{1,2}日)?)"
        r"\s*(?:共同|時事|ロイター|AFP|AP)[】］\]]\s*"
    ),
)
_EAST_ASIAN_DASH = re.compile(r"^[-－–—]\s+")  # [東京 ３日 ロイター] - …
_AGENCY_LAST = re.compile(r"^([^.\n]{2,20})\.\s+(?=\S)")  # КИЕВ, 3 мая — РИА Новости. …
_KOREAN_REPORTER = re.compile(r"^[^=\n]{2,40}기자\s*=\s*")


_DAY = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?\s+(?:de\s+|d['’])?(?P<month>[^\W\d_]{3,12})\b"
    r"|(?P<month2>[^\W\d_]{3,12})\.?\s+(?P<day2>\d{1,2})\b"
    r"|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?"
)
_CONNECTORS = frozenset("de del la las los el do da dos das di du des le les of the am an der im upon sur y e".split())


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the dash, taken apart; ``agency`` is None where no news agency is named."""

    parts: tuple[str, ...]
    agency: str | None

    @property
    def place(self) -> str:
        """Return the first part, where the dispatch was written."""
        return self.parts[0]


def split_dateline(paragraph: str) -> tuple[str, str] | None:
    """Return the dateline that opens ``paragraph`` and the lede after it, None where it opens with none.

    The dateline is place and day as printed, without the news agency and the dash.
    """
    paragraph = paragraph.strip()
    return _east_asian(paragraph) or _with_dash(paragraph)


def _east_asian(paragraph: str) -> tuple[str, str] | None:
    """Return dateline and lede of a dispatch that opens as agencies of East Asia open theirs."""
    for pattern in _EAST_ASIAN:
        if match := pattern.match(paragraph):
            lede = _KOREAN_REPORTER.sub("", _EAST_ASIAN_DASH.sub("", paragraph[match.end() :]))
            return (match["place"], lede) if lede else None
    return None


def _with_dash(paragraph: str) -> tuple[str, str] | None:
    """Return dateline and lede of a dispatch whose dateline ends with a dash (or with "/TASS/.")."""
    first = _AGENCY_FIRST.match(paragraph[:_LONGEST])
    start = first.end() if first and _is_agency(first[1]) else 0
    if not _ENDS.search(paragraph, start, start + _LONGEST):
        return None
    for pattern in (_BARS, _DASH):
        match = pattern.search(paragraph, start, start + _LONGEST)
        if not match:
            continue
        agency = match[1] if pattern is _BARS else None if not start or not first else first[1]
        if agency and not _is_agency(agency):
            continue
        head, lede = _taken_apart(paragraph[start : match.start()], agency), paragraph[match.end() :]
        if head and _opens_a_story(lede) and _is_dateline(head, after_period=match[0].startswith(".-")):
            return ", ".join(head.parts), _without_agency(lede)
    return None


def _without_agency(lede: str) -> str:
    """Return ``lede`` without the name of an agency that stands before it as a sentence of its own."""
    named = _AGENCY_LAST.match(lede)
    return lede[named.end() :] if named and _is_agency(named[1]) else lede


def _taken_apart(text: str, agency: str | None) -> _Head | None:
    """Return the parts of what stands before the dash, None where it is no list of place, region and day."""
    days: list[str] = []
    while match := _PARENTHESIS.search(text):
        if _is_day(match[1]):
            days.insert(0, match[1])
        elif agency is None:
            agency = match[1]
        else:
            return None
        text = text[: match.start()]
    parts = [part.strip(" \t\xa0") for part in text.split(",")]
    if not all(parts) or len(parts) > 4:
        return None
    if not _is_region(parts[-1]):
        parts[-1] = parts[-1].removesuffix(".")  # "BUENOS AIRES.— El…"
    return _Head((*parts, *days), agency)


def _is_dateline(head: _Head, *, after_period: bool) -> bool:
    """Return whether the parts make a dateline: a place in capitals, or one that agency, region or day confirm."""
    if not _is_place(head.place):
        return False
    rest = head.parts[1:]
    in_capitals = _in_capitals(head.place)
    if head.agency and not (_is_agency(head.agency) or (in_capitals and head.agency.isupper())):
        return False
    if not all(_is_day(part) or _is_region(part) or (in_capitals and _is_place(part)) for part in rest):
        return bool(head.agency) and len(rest) == 1 and rest[0].isdigit() and len(rest[0]) <= 2  # Brasília, 3 (AE) - …
    if in_capitals:
        letters = sum(map(str.isalpha, head.place))
        return letters >= 4 or bool(letters >= 3 and (head.agency or rest))
    return bool(head.agency or rest or (after_period and len(head.place) > 3))


def _is_place(text: str) -> bool:
    """Return whether ``text`` can be the name of a place: few words, each with a capital, none that never is one."""
    words = re.split(r"[\s/]+", text)
    names = [word for word in words if word.lower() not in _CONNECTORS]
    return (
        bool(names)
        and len(words) <= _LONGEST_PLACE
        and all(word[:1].isalpha() and not word[0].islower() for word in names)
        and not any(character in text for character in '"“”„«»!?:;()[]@#&%…')
        and not any(character.isdigit() for character in text)
        and not any(_is_label(word) for word in re.split(r"[\s/'’-]+", text))
    )


def _is_label(word: str) -> bool:
    """Return whether ``word`` heads paragraphs that are no dispatches: "VIDEO", "MONDAY", "NATO"."""
    word = word.lower().strip(".'’")
    return word in _words("label") or word in day_names()


def _in_capitals(text: str) -> bool:
    """Return whether ``text`` is in capitals; a script without them has none."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(letter.isupper() for letter in letters)


def _is_agency(text: str) -> bool:
    """Return whether ``text`` names a news agency, alone or before a bar: "dpa/lno"."""
    names = [part.strip().lower() for part in re.split(r"[/,]", text)]
    return names[0] in _words("agency")


def _is_region(text: str) -> bool:
    """Return whether ``text`` is a country, state or province as datelines write it: "Senegal", "Fla.", "D.C."."""
    name = text.lower().strip(". ")
    return name in _words("region") or name in country_names()


def _is_day(text: str) -> bool:
    """Return whether ``text`` is a day, with a month's name or in figures: "May 3", "3. Mai 2024", "03 MAG"."""
    match = _DAY.search(text)
    if not match or len(text) > 30:
        return False
    month = match["month"] or match["month2"]
    return month is None or month.lower() in month_names(None)


def _opens_a_story(lede: str) -> bool:
    """Return whether ``lede`` begins as a sentence does and is no headline in capitals."""
    start = lede.lstrip("\"'“”„«‘’‹([¿¡- ")[:1]
    return len(lede) >= _FEWEST and bool(start) and not start.islower() and not _in_capitals(lede[:60])


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words of one kind in the data file: ``agency``, ``region`` or ``label``."""
    lines = files("extractors").joinpath("data", "dateline_words.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return frozenset(word for found, word in rows if found == kind)
