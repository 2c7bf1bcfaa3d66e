"""An article as the values of its row: times as text, hashes, words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeAlias

from crawler.records.filings import Stamp
from extractors import Article
from extractors.site.memory import RULE

Value: TypeAlias = str | int | None
Row: TypeAlias = dict[str, Value]

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts without spaces between words, as a class of a pattern: Thai, Lao, Burmese, Khmer, kana, Han."""

UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
_LETTER = re.compile(r"\w")
_MIXED_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}][^\s{UNSPACED}]*")


def utc_text(moment: datetime) -> str:
    """The moment as ISO 8601 text in UTC, to the second; raises ``ValueError`` for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment.isoformat()}")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:  # the first and last day of the calendar have no UTC form in every zone
        moment = moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def utc_text_or_none(moment: datetime | None) -> str | None:
    """``utc_text`` of a moment that may be missing."""
    return None if moment is None else utc_text(moment)


def now() -> str:
    """The present moment, as the tables write it."""
    return utc_text(datetime.now(UTC))


@lru_cache(maxsize=64)  # several tables count the words of the story that is being filed
def word_count(text: str) -> int:
    """The number of words in ``text``; in scripts written without spaces, of characters."""
    if not text.isascii() and UNSPACED_CHARACTER.search(text):
        return len(_MIXED_WORD.findall(text))
    parts = text.split()
    dashes = [part for part in set(parts) if not (part[0].isalnum() or _LETTER.search(part))]
    return len(parts) - sum(map(parts.count, dashes))


def text_hash(text: str) -> str:
    """SHA-256 of a story's text, in hex; raises ``ValueError`` for half a surrogate pair."""
    return hashlib.sha256(text.encode()).hexdigest()


def json_object(values: Mapping[str, object]) -> str:
    """The values as a JSON object, its keys in order."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def unique(names: tuple[str, ...]) -> list[str]:
    """The names without surrounding space, each once, in order, the empty ones left out."""
    return list(dict.fromkeys(stripped for name in names if (stripped := name.strip())))


def article_row(article: Article) -> Row:
    """The columns of ``articles`` that come from the article itself, its fingerprint among them."""
    row: Row = {
        "headline": article.headline,
        "dek": article.dek,
        "byline": ", ".join(unique(article.byline)) or None,
        "dateline": article.dateline,
        "published_at": utc_text_or_none(article.published_at),
        "modified_at": utc_text_or_none(article.modified_at),
        "language": article.language,
        "site_name": article.site_name,
        "image_url": article.image_url,
        "canonical_url": article.canonical_url,
        "words": word_count(article.text),
        "outcome": str(article.outcome),
        "evidence": article.evidence,
        "sources": json_object(article.sources),
        "text_hash": text_hash(article.text),
        "text": article.text,
    }
    row["fingerprint"] = _fingerprint(row, article)
    return row


def stamp_row(stamp: Stamp | None) -> Row:
    """The columns of ``articles`` that say what read the page."""
    return {"extractor": stamp.extractor, "rules": stamp.rules} if stamp else {"extractor": None, "rules": None}


def _fingerprint(row: Row, article: Article) -> str:
    # On how many pages the site's memory saw a block says nothing about this one, and changes from day to day.
    removed = [(b.rule, "" if b.rule == RULE else b.reason, b.text) for b in article.removed]
    linked = [unique(article.byline), unique(article.categories), unique(article.tags), removed]
    everything = json.dumps([*row.values(), linked]).encode()
    return hashlib.blake2b(everything, digest_size=16).hexdigest()
