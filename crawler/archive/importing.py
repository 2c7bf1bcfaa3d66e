"""Stories of other archives, read from JSON Lines or from another copydesk database, each checked before it counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from crawler.addresses import filed_as, site_of
from crawler.records.filings import FILED, Stamp
from crawler.storage import Reader
from crawler.storage.rows import now, utc_text
from crawler.storage.search.selection import Selection
from crawler.storage.stories.discussions import Remark
from crawler.storage.stories.merging import Form, Import
from crawler.storage.stories.reading import stories
from extractors import Article, Outcome, RemovedBlock

ALL = Selection()
LONGEST_LINE = 64 * 2**20
"""Bytes of a line beyond which it is refused unread."""
MOST_PIECES = 16
"""Pieces of so many bytes that are passed over to find where the next line begins."""


_UNFIT = (ValueError, TypeError, OverflowError, RecursionError)
"""What is raised by a story that is none."""


class Fault(ValueError):
    """What is wrong with one story, in one line."""


def from_database(path: Path, chosen: Selection = ALL) -> Iterator[Import | Fault]:
    """The chosen stories of a copydesk database, all unless told; raises ``StorageError`` where it is none.

    For a story that cannot be filed, as another program may have left it, what is wrong with it.
    """
    with Reader.open(path) as reader:
        addresses = {row["name"]: row["url"] for row in reader.rows("SELECT name, url FROM sites")}
        for story in stories(reader, chosen, with_comments=True):
            try:
                yield imported(story, addresses.get(story["site"]))
            except _UNFIT as error:
                yield Fault(f"{path}: story {story['id']}: {_said(error)}")


def from_lines(lines: BinaryIO, name: str) -> Iterator[Import | Fault]:
    """The stories of JSON Lines; for a line that is none, what is wrong with it and where. Empty lines do not count."""
    number = empty = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        empty = 0 if line.strip() else empty + len(line)
        if empty > LONGEST_LINE:  # and never more, as from a device
            yield Fault(f"{name}:{number}: 64 MiB of empty lines: nothing more is read of it")
            return
        if empty:
            continue
        try:
            if len(line) == LONGEST_LINE:
                if not _passed_over_rest(lines):
                    yield Fault(f"{name}:{number}: longer than 1 GiB: nothing more is read of it")
                    return
                raise Fault("longer than 64 MiB")
            yield imported(_parsed(line))
        except _UNFIT as error:
            yield Fault(f"{name}:{number}: {_said(error)}")


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, Fault) else f"{type(error).__name__}: {error}"


def _passed_over_rest(lines: BinaryIO) -> bool:
    """Whether the line came to an end: that of a device never does."""
    for _ in range(MOST_PIECES):
        piece = lines.readline(LONGEST_LINE)
        if not piece or piece.endswith(b"\n"):
            return True
    return False


def imported(story: Mapping[str, Any], site_url: str | None = None) -> Import:
    """A story as exports write it, or with ``url`` and ``text`` alone; raises ``Fault`` for what cannot be filed."""
    url = _address(story, "url")
    if url is None:
        raise Fault("a story needs its 'url'")
    first, last = _moment(story, "first_filed_at"), _moment(story, "last_filed_at")
    last = last or first or now()
    return Import(
        url=url,
        site=_text(story, "site") or site_of(url),
        site_url=site_url,
        article=_article(story),
        fetched_url=_address(story, "fetched_url") or url,
        first_filed_at=min(first or last, last),
        last_filed_at=last,
        gone_at=_moment(story, "gone_at"),
        revisions=tuple(_form(form, last) for form in _dicts(story, "revisions")),
        stamp=_stamp(story),
        comments=_remarks(story, last),
    )


def _article(story: Mapping[str, Any]) -> Article:
    text = _text(story, "text") or ""
    outcome = _text(story, "outcome") or (Outcome.ARTICLE if text else Outcome.MEDIA)
    if outcome not in FILED:
        raise Fault(f"'outcome' is {outcome!r}; one of {', '.join(sorted(FILED))} is filed")
    (sources,) = _dicts({"sources": [story.get("sources") or {}]}, "sources")
    plain = ("headline", "dek", "dateline", "language", "site_name", "canonical_url", "image_url")
    return Article(
        byline=_names(story, "authors") or _names(story, "byline"),
        categories=_names(story, "categories"),
        tags=_names(story, "tags"),
        published_at=_date(story, "published_at"),
        modified_at=_date(story, "modified_at"),
        text=text,
        outcome=Outcome(outcome),
        evidence=_text(story, "evidence") or "",
        removed=tuple(map(_block, _dicts(story, "removed"))),
        sources={name: _text(sources, name) or "" for name in sources},
        **{name: _text(story, name) for name in plain},
    )


def _block(block: Mapping[str, Any]) -> RemovedBlock:
    above = block.get("paragraph")
    if above is not None and (type(above) is not int or not 0 <= above < 2**31):
        raise Fault("'paragraph' of a removed block is no count of paragraphs")
    rule, reason, text = (_text(block, name) or "" for name in ("rule", "reason", "text"))
    return RemovedBlock(rule, reason, text, paragraph=above)


def _form(form: Mapping[str, Any], last: str) -> Form:
    text = _text(form, "text") or ""
    filed = _moment(form, "filed_at") or last
    replaced, digest = _moment(form, "replaced_at") or last, hashlib.sha256(text.encode()).hexdigest()
    reread = form.get("reread", False)
    if reread not in (None, False, True):
        raise Fault("'reread' of an earlier form is neither 0 nor 1 nor empty")
    return Form(_text(form, "headline"), _moment(form, "modified_at"), filed, replaced, digest, text, reread)


def _stamp(story: Mapping[str, Any]) -> Stamp | None:
    extractor, rules = _text(story, "extractor"), _text(story, "rules")
    return Stamp(extractor, rules) if extractor and rules else None


def _remarks(story: Mapping[str, Any], last: str) -> tuple[Remark, ...]:
    comments = _dicts(story, "comments")
    places = {str(each["id"]): place for place, each in enumerate(comments) if "id" in each}
    parents = [places.get(str(each.get("parent_id"))) for each in comments]
    if not _ends(parents):
        raise Fault("'comments' answer one another in a circle")
    return tuple(_remark(each, parent, last) for each, parent in zip(comments, parents, strict=True))


def _remark(comment: Mapping[str, Any], parent: int | None, last: str) -> Remark:
    first = _moment(comment, "first_seen_at") or last
    seen = max(first, _moment(comment, "last_seen_at") or last)
    author, published = _text(comment, "author"), _moment(comment, "published_at")
    return Remark(author, published, _text(comment, "text") or "", parent, first, seen)


def _ends(parents: list[int | None]) -> bool:
    """Whether the way from each place to what it answers, and on, comes to an end."""
    ending = set[int]()
    for place in range(len(parents)):
        way, here = set[int](), parents[place]
        while here is not None and here not in ending:
            if here in way or here == place:
                return False
            way.add(here)
            here = parents[here]
        ending |= {place, *way}
    return True


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        story = json.loads(line)
    except UnicodeDecodeError:
        raise Fault("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Fault(f"not JSON ({error.msg} at column {error.colno})") from None
    except ValueError:
        raise Fault("a number in it has thousands of digits") from None
    except RecursionError:
        raise Fault("its lists and objects stand in each other too deeply") from None
    if not isinstance(story, dict):
        raise Fault("a JSON object is expected")
    return story


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise Fault(f"{name!r} is no text")
    try:
        (value or "").encode()
    except UnicodeEncodeError:
        raise Fault(f"{name!r} holds half of a character") from None
    return value or None


def _names(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = values.get(name) or ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    if not isinstance(value, list | tuple):
        raise Fault(f"{name!r} is no list of names")
    return tuple(_text({name: each}, name) or "" for each in value)


def _dicts(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = values.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Fault(f"{name!r} is no list of objects")
    return value


def _address(values: Mapping[str, Any], name: str) -> str | None:
    value = _text(values, name)
    try:
        return None if value is None else filed_as(value)
    except ValueError as error:
        raise Fault(f"{name!r} is no web address ({error})") from None


def _date(values: Mapping[str, Any], name: str) -> datetime | None:
    value = _text(values, name)
    try:
        moment = None if value is None else datetime.fromisoformat(value)
    except ValueError:
        raise Fault(f"{name!r} is no time; as in 2024-05-03T09:30:00Z") from None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(values: Mapping[str, Any], name: str) -> str | None:
    moment = _date(values, name)
    return None if moment is None else utc_text(moment)
