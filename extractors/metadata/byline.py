"""Finds who wrote a story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extractors.metadata.colophon import read_colophon
from extractors.metadata.dayline import link_of, links_author, names_in_dayline
from extractors.metadata.icons import name_by_icon
from extractors.metadata.meta import source_of
from extractors.metadata.namemarks import (
    names_in_bylines,
    names_in_column,
    names_in_links,
    names_of_contact,
    names_stated,
    short_words,
)
from extractors.metadata.namerow import name_beside_day
from extractors.metadata.names import begins_byline, names_in_eastern, split_names
from extractors.metadata.publishers import is_personal, publisher_test, squashed
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Line, Sheet
from extractors.metadata.stated import NAMES_IN_MICRODATA, NAMES_IN_RDFA, authors_in_microdata, authors_in_rdfa
from extractors.metadata.vocabulary import AND, AUTHOR, AUTHOR_NOUN, BY, HELPED, HELPING, LOGINS, WROTE
from extractors.metadata.wording import declared, shown

_META_KEYS = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.creator.personalname", "citation_author", "byl", "byline", "article.author",
    "og:author", "og:article:author",
    "cxenseparse:author", "shareaholic:article_author_name", "rbauthors", "creator",
)  # fmt: skip
_CARD_LABELS = re.compile(
    r"written by|verfasst von|geschrieben von|escrito por|écrit par|napisane przez|scritto da|author|autor"
)
_HELPED = re.compile(HELPED, re.IGNORECASE)
_MOST_WORDS = 4  # of a name in a script without capitals
_SEPARATOR = 5  # characters that stand between two names at most: a comma, "and"
_BY_ALONE = re.compile(rf"(?:{WROTE}\s+)?(?:{BY}|{AUTHOR})\s*:?", re.IGNORECASE)
_NOUN_ALONE = re.compile(rf"(?:{AUTHOR_NOUN}|作者|글쓴이|작성자)\s*:?", re.IGNORECASE)
_JOINT = re.compile(rf"(?:[,;&]|{AND}\b)\s*", re.IGNORECASE)
_BEFORE_DAY = re.compile(r"(?<=\w)\D*\d")
_LONGEST_LINE = 80  # characters of a line that is no more than "By" and names
_NEAR = 25  # elements after the headline in which a bare "By Jane Doe" is looked for


def read_byline(sheet: Sheet) -> Reading[tuple[str, ...]] | None:
    """Return the authors that the page declares, else those that it shows, publishers and feeds left out.

    A declared author whom the page never shows is often the account that published: a shown one goes first. Some
    declare only the first of several authors: the others are read from the byline shown. An account that is nobody's
    name is the author where nobody else is told.
    """
    is_publisher, helpers = publisher_test(sheet), _helpers(sheet)
    unseen: Reading[tuple[str, ...]] | None = None
    for names, source in _candidates(sheet):
        people = tuple(name for name in names if not is_publisher(name))
        people = tuple(name for name in people if squashed(name) not in helpers) or people
        if people and all(name.lower() in LOGINS for name in people):
            unseen = unseen or Reading(people, source)
        elif any(sheet.shows(name) for name in people):
            shown_line = [name for name in _from_pieces(sheet) if not is_publisher(name)]
            if set(people) < set(shown_line) and all(map(is_personal, shown_line)):
                return Reading(tuple(shown_line), "byline")
            return Reading(people, source)
        if people and unseen is None:
            unseen = Reading(people, source)
    if unseen is None and (beside := name_beside_day(sheet, is_publisher)):
        return Reading(beside, "byline")
    if unseen is None and (colophon := read_colophon(sheet)):
        people = tuple(name for name in colophon.names if not is_publisher(name))
        return Reading(people, "line below the story") if people else None
    return unseen


def _candidates(sheet: Sheet) -> Iterator[tuple[tuple[str, ...], str]]:
    yield _from_jsonld(sheet), "json-ld"
    for key in _META_KEYS:
        values = sheet.meta.get(key, [])
        yield tuple(name for value in values for name in split_names(value)), source_of(key)
    yield _from_card(sheet), "twitter card"
    yield names_stated(authors_in_microdata(sheet), NAMES_IN_MICRODATA), "microdata"
    yield names_stated(authors_in_rdfa(sheet), NAMES_IN_RDFA), "rdfa"
    yield names_in_links(sheet), "author link"
    yield names_in_bylines(sheet), "byline markup"
    yield name_by_icon(sheet), "byline markup"
    yield _from_line(sheet) or _from_pieces(sheet) or _from_eastern(sheet) or names_in_dayline(sheet), "byline"
    yield names_in_column(sheet), "byline markup"
    yield names_of_contact(sheet), "byline markup"


def _helpers(sheet: Sheet) -> set[str]:
    """Return the squashed names that the lines by the headline give to who checked, edited or helped."""
    helpers: set[str] = set()
    helping = False
    for _, text, above in sheet.lines:
        label = _HELPED.search(text) if above and any(map(text.lower().__contains__, HELPING)) else None
        names = split_names(text[label.end() :] if label else text, displayed=True) if label or helping else ()
        if label or (helping and (names or len(text) < _SEPARATOR)):
            helping = True
            helpers.update(map(squashed, names))
        else:
            helping = False
    return helpers


def _from_jsonld(sheet: Sheet) -> tuple[str, ...]:
    value = sheet.story.get("author") or sheet.story.get("creator")
    names: list[str] = []
    for author in (value if isinstance(value, list) else [value])[:40]:
        node = sheet.graph.resolve(author)
        if isinstance(node, dict):
            inner = node.get("name")
            parts = inner if isinstance(inner, list) else [inner]
        else:
            parts = [node]
        for part in parts[:40]:
            names.extend(split_names(declared(part, 1000)))
    return tuple(dict.fromkeys(names))[:30]


def _from_card(sheet: Sheet) -> tuple[str, ...]:
    """Return the author of a Twitter card's labelled data, as Yoast writes it."""
    for number in "12":
        label = " ".join(sheet.meta.get(f"twitter:label{number}", ())).lower()
        if _CARD_LABELS.search(label):
            return split_names(" ".join(sheet.meta.get(f"twitter:data{number}", ())[:1]))
    return ()


def _from_line(sheet: Sheet) -> tuple[str, ...]:
    """Return the names of a bare ``By Jane Doe`` line close after the headline."""
    shown_after = (element for element in sheet.after_headline() if element.tag not in ("script", "style"))
    paragraphs = 0
    for element in islice(shown_after, _NEAR):
        text = short_words(element)
        paragraphs += element.tag == "p" and len(text or shown(element, 2 * _LONGEST_LINE)) > _LONGEST_LINE
        if paragraphs > 1:
            break
        if begins_byline(text) and not sheet.furniture.holds(element):
            names = split_names(text, displayed=True)
            if names and len(_BEFORE_DAY.split(text, 1)[0]) <= _LONGEST_LINE and _are_capital(names):
                return names
    return ()


def _from_pieces(sheet: Sheet) -> tuple[str, ...]:
    """Return the names in the pieces of text by the headline, after one that says "By" or begins so."""
    after = [line for line in sheet.lines_after if line.above_story]
    nearest = list(_said_names(sheet.lines_before[::-1], sheet))[-1:]
    return next(_said_names(after, sheet), None) or next(iter(nearest), ())


def _said_names(pieces: Sequence[Line], sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """Yield the names in each piece that says "By" or follows one that does.

    One in small letters is an account's: it leads to that, or is the one word behind "Author".
    """
    said_by = said_noun = False
    for number, (holder, text, _) in enumerate(pieces):
        if len(text) <= _LONGEST_LINE and (said_by or begins_byline(text)):
            names = split_names(_joined(pieces[number:]), displayed=True)
            is_account = said_by and (links_author(holder) or (said_noun and len(text.split(" (")[0].split()) == 1))
            is_told = names and (is_account or _are_capital(names))
            if is_told and not sheet.furniture.holds(holder):
                yield names
        said_by = _BY_ALONE.fullmatch(text) is not None and link_of(holder) is None  # "DE", beside "EN"
        said_noun = said_by and _NOUN_ALONE.fullmatch(text) is not None


def _from_eastern(sheet: Sheet) -> tuple[str, ...]:
    """Return the reporters whom a line by the headline names, in scripts where no word need part name and label."""
    for holder, text, above in sheet.lines:
        names = names_in_eastern(text) if above and len(text) <= _LONGEST_LINE and not text.isascii() else ()
        if names and not sheet.furniture.holds(holder):
            return names
    return ()


def _joined(pieces: Sequence[Line]) -> str:
    """Return the first piece with those that a comma or an "and" between joins to it."""
    text, open_end = pieces[0].text, False
    for _, piece, _ in pieces[1:]:
        if len(piece) > _LONGEST_LINE or not (open_end or _JOINT.match(piece)):
            break
        text, open_end = f"{text} {piece}", _JOINT.fullmatch(piece) is not None
    return text


def _are_capital(names: Iterable[str]) -> bool:
    """Return whether the names begin with capitals; those in scripts that have none are few words each."""
    return all(
        name[:1].isupper() or not (name[:1].islower() or name.isascii() or len(name.split()) > _MOST_WORDS)
        for name in names
    )
