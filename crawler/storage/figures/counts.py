"""Counts that are kept as rows come and go, so that no answer has to walk through all stories or addresses.

Each table holds what one ``SELECT … GROUP BY`` would, and triggers keep it so, whatever program writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

STORY_COUNTS = """CREATE TABLE story_counts ( -- Stories by site, month, language and outcome; triggers keep it
  site TEXT NOT NULL, -- The site
  month TEXT NOT NULL, -- The month they were published in, as in 2024-05; '' where their pages give no date
  language TEXT NOT NULL, -- Language code; '' where it is not known
  outcome TEXT NOT NULL, -- article, media or paywalled
  articles INTEGER NOT NULL, -- Stories
  words INTEGER NOT NULL, -- Words in them
  gone INTEGER NOT NULL, -- Those that the site has removed since
  revised INTEGER NOT NULL, -- Those with earlier forms
  last_filed_at TEXT NOT NULL, -- When anything of them last changed here
  PRIMARY KEY (site, month, language, outcome)
) WITHOUT ROWID"""

URL_COUNTS = """CREATE TABLE url_counts ( -- Addresses by what became of them; triggers keep it
  site TEXT NOT NULL, -- The site
  state TEXT NOT NULL, -- As in urls
  outcome TEXT NOT NULL, -- As in urls; '' where it is empty there
  reason TEXT NOT NULL, -- As in urls; '' where it is empty there
  urls INTEGER NOT NULL, -- Addresses
  fetched INTEGER NOT NULL, -- Those that were fetched at least once
  last_fetched_at TEXT NOT NULL, -- The latest fetch of one that is or was among them; '' for none
  PRIMARY KEY (site, state, outcome, reason)
) WITHOUT ROWID"""

RULE_COUNTS = """CREATE TABLE rule_counts ( -- Removed blocks by the rule that took them out; triggers keep it
  rule TEXT PRIMARY KEY, -- The rule
  blocks INTEGER NOT NULL, -- Blocks
  articles INTEGER NOT NULL, -- Stories that they were removed from
  characters INTEGER NOT NULL -- Characters in them
) WITHOUT ROWID"""


class _Kept(NamedTuple):
    """A table of counts over the rows of ``source``: columns as SQL over one row, which is called ``{row}``."""

    table: str
    source: str
    keys: dict[str, str]
    sums: dict[str, str]
    latest: dict[str, str]
    read: tuple[str, ...]
    recounted: Mapping[str, str] = MappingProxyType({})  # where the sum over all rows is not that over one at a time

    def triggers(self) -> tuple[str, ...]:
        """Statements that keep the table in step with its source."""
        name, changed = self.table, " OR ".join(f"old.{each} IS NOT new.{each}" for each in self.read)
        take, add = self._take("old"), self.added("new")
        return (
            f"CREATE TRIGGER {name}_added AFTER INSERT ON {self.source} BEGIN\n  {add};\nEND",
            f"CREATE TRIGGER {name}_deleted BEFORE DELETE ON {self.source} BEGIN\n  {take};\nEND",
            f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {', '.join(self.read)} ON {self.source}\n"
            f"WHEN {changed} BEGIN\n  {take};\n  {add};\nEND",
        )

    def recount(self) -> tuple[str, str]:
        """Statements that count all rows of the source."""
        return f"DELETE FROM {self.table}", f"INSERT INTO {self.table}({self._columns}) {self._counted(self.latest)}"

    def strays(self) -> str:
        """A query that gives a row where the table does not say what counting all rows of the source would give."""
        kept, counted = f"SELECT {', '.join((*self.keys, *self.sums))} FROM {self.table}", self._counted({})
        return strays_between(kept, counted)

    def _counted(self, latest: Mapping[str, str]) -> str:
        told = [sql.format(row=self.source) for sql in self.keys.values()]
        told += [self.recounted.get(name, f"sum({sql.format(row=self.source)})") for name, sql in self.sums.items()]
        told += [f"max({sql.format(row=self.source)})" for sql in latest.values()]
        keys = ", ".join(str(place) for place in range(1, len(self.keys) + 1))
        return f"SELECT {', '.join(told)} FROM {self.source} GROUP BY {keys}"

    @property
    def _columns(self) -> str:
        return ", ".join((*self.keys, *self.sums, *self.latest))

    def added(self, row: str) -> str:
        """A statement that counts one row more."""
        values = ", ".join(sql.format(row=row) for sql in (self.keys | self.sums | self.latest).values())
        grown = [f"{name} = {name} + excluded.{name}" for name in self.sums]
        grown += [f"{name} = max({name}, excluded.{name})" for name in self.latest]
        return (
            f"INSERT INTO {self.table}({self._columns}) VALUES ({values})\n"
            f"  ON CONFLICT({', '.join(self.keys)}) DO UPDATE SET {', '.join(grown)}"
        )

    def _take(self, row: str) -> str:
        same = " AND ".join(f"{name} = {sql.format(row=row)}" for name, sql in self.keys.items())
        less = ", ".join(f"{name} = {name} - ({sql.format(row=row)})" for name, sql in self.sums.items())
        first = next(iter(self.sums))
        return f"UPDATE {self.table} SET {less} WHERE {same};\n  DELETE FROM {self.table} WHERE {same} AND {first} = 0"


def strays_between(kept: str, counted: str) -> str:
    """A query that gives a row where two others do not give the same rows."""
    return f"SELECT 1 FROM ({kept} EXCEPT {counted}) UNION ALL SELECT 1 FROM ({counted} EXCEPT {kept}) LIMIT 1"


_STORIES = _Kept(
    "story_counts",
    "articles",
    keys={
        "site": "{row}.site",
        "month": "coalesce(substr({row}.published_at, 1, 7), '')",
        "language": "coalesce({row}.language, '')",
        "outcome": "{row}.outcome",
    },
    sums={
        "articles": "1",
        "words": "{row}.words",
        "gone": "{row}.gone_at IS NOT NULL",
        "revised": "EXISTS (SELECT 1 FROM revisions WHERE article_id = {row}.id)",
    },
    latest={"last_filed_at": "{row}.last_filed_at"},
    read=("site", "published_at", "language", "outcome", "words", "gone_at", "last_filed_at"),
)
_URLS = _Kept(
    "url_counts",
    "urls",
    keys={
        "site": "{row}.site",
        "state": "{row}.state",
        "outcome": "coalesce({row}.outcome, '')",
        "reason": "coalesce({row}.reason, '')",
    },
    sums={"urls": "1", "fetched": "{row}.fetched_at IS NOT NULL"},
    latest={"last_fetched_at": "coalesce({row}.fetched_at, '')"},
    read=("site", "state", "outcome", "reason", "fetched_at"),
)
# The first block that a rule takes out of a story counts the story, whichever is the last to go takes it away.
_RULES = _Kept(
    "rule_counts",
    "removed_blocks",
    keys={"rule": "{row}.rule"},
    sums={
        "blocks": "1",
        "articles": """NOT EXISTS (SELECT 1 FROM removed_blocks AS others
    WHERE others.rule = {row}.rule AND others.article_id = {row}.article_id AND others.id <> {row}.id)""",
        "characters": "length({row}.text)",
    },
    latest={},
    read=("rule", "article_id", "text"),
    recounted={"articles": "count(DISTINCT article_id)"},
)

# A page has hundreds of blocks: counted one by one they take twice as long as written.
TOGETHER = (
    """CREATE TABLE counted_together ( -- Empty but for a moment, in which a story's blocks are written, then counted
  article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE -- The story
)""",
    "DROP TRIGGER rule_counts_added",
    f"""CREATE TRIGGER rule_counts_added AFTER INSERT ON removed_blocks
WHEN NOT EXISTS (SELECT 1 FROM counted_together WHERE article_id = new.article_id) BEGIN
  {_RULES.added("new")};
END""",
    """CREATE TRIGGER rule_counts_together AFTER DELETE ON counted_together BEGIN
  INSERT INTO rule_counts(rule, blocks, articles, characters)
    SELECT rule, count(*), 1, sum(length(text)) FROM removed_blocks WHERE article_id = old.article_id GROUP BY rule
    ON CONFLICT(rule) DO UPDATE SET blocks = blocks + excluded.blocks, articles = articles + 1,
      characters = characters + excluded.characters;
END""",
)
"""Who writes all blocks of a story that has none enters it in ``counted_together`` before and deletes it after."""

_BUCKET = """(site, month, language, outcome) = (
  SELECT site, coalesce(substr(published_at, 1, 7), ''), coalesce(language, ''), outcome FROM articles
  WHERE id = {row}.article_id)"""
_ONLY = "NOT EXISTS (SELECT 1 FROM revisions WHERE article_id = {row}.article_id AND id <> {row}.id)"
_REVISED = tuple(
    f"CREATE TRIGGER story_counts_{name} AFTER {event} ON revisions WHEN {_ONLY.format(row=row)} BEGIN\n"
    f"  UPDATE story_counts SET revised = revised {sign} 1 WHERE {_BUCKET.format(row=row)};\nEND"
    for name, event, row, sign in (("revised", "INSERT", "new", "+"), ("restored", "DELETE", "old", "-"))
)

# Addresses by what became of them: one of each kind is found at once.
_URLS_BY_KIND = ("DROP INDEX urls_site", "CREATE INDEX urls_site ON urls(site, state, outcome, reason)")

_KEPT = (_STORIES, _URLS, _RULES)

STRAYS = {kept.table: kept.strays() for kept in _KEPT}
"""For each table a query that gives a row where it does not say what counting everything anew would give."""

RECOUNT = tuple(statement for kept in _KEPT for statement in kept.recount())
"""Statements that count everything anew."""

COUNTS = (
    *(STORY_COUNTS, URL_COUNTS, RULE_COUNTS),
    *RECOUNT,
    *(trigger for kept in _KEPT for trigger in kept.triggers()),
    *_REVISED,
    *_URLS_BY_KIND,
)
