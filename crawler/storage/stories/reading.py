"""Reads stories with all that hangs on them: the one that is asked for, or those that are chosen, one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, cast

from crawler.addresses import ledger_key
from crawler.storage.errors import explained
from crawler.storage.named import as_text, dicts
from crawler.storage.reader import Reader
from crawler.storage.search.selection import Selection
from crawler.storage.stories.links import LINKED, REMOVED_BLOCKS
from crawler.storage.stories.story import Comment, Reprint, Story, Withheld

COLUMNS = (
    *("id", "url", "site", "headline", "dek", "byline", "dateline", "published_at", "modified_at", "language"),
    *("site_name", "image_url", "words", "outcome", "first_filed_at", "last_filed_at", "gone_at", "fetched_url"),
    *("canonical_url", "evidence", "sources", "extractor", "rules", "text_hash", "fingerprint", "text"),
)
"""What a story has from its own row; the crawl that filed it is a matter of this database alone."""

_STORIES = f"SELECT {', '.join(f'articles.{name}' for name in COLUMNS)} FROM articles"
_REVISIONS = """SELECT headline, modified_at, filed_at, replaced_at, reread, text_hash, text FROM revisions
  WHERE article_id = ? ORDER BY min(filed_at, coalesce(modified_at, filed_at)), id"""
_REPRINTS = """SELECT articles.id, site, url, headline, published_at, first_filed_at, mine.share,
    theirs.share AS other_share, mine.similarity, syndicated.cluster_id IS NOT NULL AS one_story
  FROM (SELECT article_id AS id FROM syndicated WHERE cluster_id = :cluster UNION
    SELECT other_id FROM reprints WHERE article_id = :own) AS found
  JOIN articles ON articles.id = found.id
  LEFT JOIN syndicated ON syndicated.article_id = articles.id AND cluster_id = :cluster
  LEFT JOIN reprints AS mine ON mine.article_id = :own AND mine.other_id = articles.id
  LEFT JOIN reprints AS theirs ON theirs.article_id = articles.id AND theirs.other_id = :own
  WHERE articles.id <> :own ORDER BY one_story DESC, coalesce(published_at, first_filed_at), articles.id"""
_COMMENTS = """SELECT id, parent_id, author, published_at, text, first_seen_at, last_seen_at FROM comments
  WHERE article_id = ? ORDER BY position, id"""
_WITHHELD = "SELECT read_at, reason, headline, words, text FROM withheld_texts WHERE article_id = ?"
_CLUSTER = "SELECT cluster_id FROM syndicated WHERE article_id = ?"
_REMOVED_NUMBERED = REMOVED_BLOCKS.replace("SELECT", "SELECT id,")
_FOUND = (
    "SELECT id FROM articles WHERE url = ?",
    "SELECT article_id FROM urls WHERE url = ? AND article_id IS NOT NULL",
)


def find_story(reader: Reader, named: str) -> Story:
    """The story of that number or address; raises ``LookupError`` with one line that says what is known of it."""
    if named.isascii() and named.isdigit():
        number = int(named) if len(named) < 19 else None
        complaint = f"no story number {named} in {reader.path}"
    else:
        number = _number(reader, named)
        complaint = f"no story at {named} in {reader.path}{_known_of(reader, named)}"
    found = next(_read(reader, f"{_STORIES} WHERE id = ?", (number,), _REMOVED_NUMBERED), None)
    if found is None:
        raise LookupError(complaint)
    found["reprints"] = _reprints(reader, found["id"])
    found["comments"] = _comments(reader, found["id"])
    found["withheld"] = cast(Withheld | None, next(iter(reader.rows(_WITHHELD, found["id"])), None))
    return found


def stories(reader: Reader, chosen: Selection, *, by: str = "id", with_comments: bool = False) -> Iterator[Story]:
    """The chosen stories, read one by one, in the order of their numbers unless told ``by`` which columns."""
    for story in _read(reader, f"{_STORIES} WHERE {chosen.condition} ORDER BY {by}", chosen.values):
        if with_comments:
            story["comments"] = _comments(reader, story["id"])
        yield story


def _read(
    reader: Reader,
    sql: str,
    values: tuple[str | int | None, ...],
    removed: str = REMOVED_BLOCKS,
) -> Iterator[Story]:
    connection = reader.db.conn
    with explained(reader.path):
        for row in connection.execute(sql, values):
            story: dict[str, Any] = dict(zip(COLUMNS, map(as_text, row), strict=True))
            story["sources"] = _sources(story["sources"])
            own = (story["id"],)
            for table, names in LINKED.items():
                story[table] = [name for (name,) in connection.execute(names, own)]
            for name, listed in (("removed", removed), ("revisions", _REVISIONS)):
                story[name] = list(dicts(connection.execute(listed, own)))
            yield cast(Story, story)


def _sources(told: Any) -> dict[str, Any]:
    """Where each value of a story was read; nothing where another program left what is no JSON object."""
    with suppress(ValueError, TypeError, RecursionError):
        sources = json.loads(told)
        if isinstance(sources, dict):
            return sources
    return {}


def _comments(reader: Reader, own: int) -> list[Comment]:
    return cast(list[Comment], reader.rows(_COMMENTS, own))


def _reprints(reader: Reader, own: int) -> list[Reprint]:
    clusters = reader.rows(_CLUSTER, own)
    with explained(reader.path):
        cluster = clusters[0]["cluster_id"] if clusters else None
        found = dicts(reader.db.conn.execute(_REPRINTS, {"own": own, "cluster": cluster}))
        return cast(list[Reprint], list(found))


def _number(reader: Reader, address: str) -> int | None:
    spellings = [address]
    for whole in [address] if "://" in address else [f"https://{address}", f"http://{address}"]:
        with suppress(ValueError):
            key = ledger_key(whole)
            spellings += [key, key.rstrip("/") if key.endswith("/") else f"{key}/"]
    for spelling in spellings:
        for sql in _FOUND:
            if found := reader.rows(sql, spelling):
                return int(next(iter(found[0].values())))
    return None


def _known_of(reader: Reader, address: str) -> str:
    """What the ledger says of an address without a story, for the end of a sentence."""
    try:
        rows = reader.rows("SELECT state, reason FROM urls WHERE url = ?", ledger_key(address))
    except ValueError:
        return "; a number or an address, as https://news.example/story/, is expected"
    if not rows:
        return ", and the address is not known"
    return f": {rows[0]['state']}" + (f", {rows[0]['reason']}" if rows[0]["reason"] else "")
