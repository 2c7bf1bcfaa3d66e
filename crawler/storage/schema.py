"""The tables, as named migrations: a column's comment here is its line in docs/schema.md.

Times are ISO 8601 text in UTC, to the second, as in ``2024-05-03T09:30:00Z``: they sort as text and SQLite's own date
functions read them. A migration that has been released is never edited; a change is a new one at the end.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from crawler.storage.figures.counts import COUNTS, TOGETHER
from crawler.storage.figures.credit_counts import CREDIT_COUNTS, CREDITS
from crawler.storage.frontier.announcements import ANNOUNCEMENTS
from crawler.storage.frontier.documents import DISCOVERY
from crawler.storage.frontier.hosts import HOSTS
from crawler.storage.frontier.lastmods import LASTMOD_TRUST
from crawler.storage.frontier.ledger_tables import LEDGER
from crawler.storage.frontier.upkeep import GUIDS, LISTED, UNVERIFIED, UPKEEP
from crawler.storage.frontier.validators import VALIDATOR_TRUST
from crawler.storage.pages.rawpages import RAW_PAGES, STAMPS
from crawler.storage.reprints.marks import FINGERPRINT_MARKS, Marks
from crawler.storage.reprints.noted import FINGERPRINTS_NOTED
from crawler.storage.reprints.syndication_tables import SYNDICATION
from crawler.storage.search.gathering import SEARCH_MORE_PARTS, SEARCH_ONE_PART, SEARCH_PARTS, SEARCH_TOGETHER
from crawler.storage.search.matches_tables import MATCHES
from crawler.storage.search.pairs import (
    HAS_PAIRS,
    MARK,
    SEARCH_AGAIN,
    SEARCH_BEGINNINGS,
    SEARCH_PAIRS,
    SEARCHED_VIEW,
)
from crawler.storage.search.search_tables import SEARCH
from crawler.storage.sites.conditions import CONDITIONS
from crawler.storage.sites.readings import READINGS
from crawler.storage.sites.rulings import RULINGS
from crawler.storage.stories.archive_tables import ARCHIVE, credit_tables
from crawler.storage.stories.discussions import DISCUSSIONS
from crawler.storage.stories.known import UNDATED, WORDS
from crawler.storage.stories.revising import REREAD

MIGRATIONS = Migrations("copydesk")

ANSWERS = (
    # What is counted by site, language and outcome: read from here, for the texts make the table itself slow to walk.
    """CREATE INDEX articles_counted
  ON articles(site, language, outcome, words, published_at, gone_at, last_filed_at)""",
    "CREATE INDEX articles_gone ON articles(gone_at) WHERE gone_at IS NOT NULL",
)

READING_ROOM = (
    "ALTER TABLE removed_blocks RENAME TO removed_blocks_before",
    """CREATE TABLE removed_blocks ( -- What was shown on the page and is no part of the story, in the page's order
  id INTEGER PRIMARY KEY, -- Counts up
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The story it was removed from
  position INTEGER NOT NULL, -- Its place among the removed blocks of the story, from 0
  paragraph INTEGER, -- Paragraphs of the story that stand above it; empty where that was not noted
  rule TEXT NOT NULL, -- The stable name of what removed it
  reason TEXT NOT NULL, -- Why, for a reader
  text TEXT NOT NULL, -- The block's words
  UNIQUE (article_id, position)
)""",
    """INSERT INTO removed_blocks(id, article_id, position, rule, reason, text)
  SELECT id, article_id, position, rule, reason, text FROM removed_blocks_before""",
    "DROP TABLE removed_blocks_before",
    "CREATE INDEX removed_blocks_rule ON removed_blocks(rule, article_id)",
    "CREATE INDEX articles_published ON articles(published_at, site)",  # the newest of all sites, and stories a day
)

LATE_COLUMNS = (
    ("documents", "mark", "What its content is compared by: a count of posts, a hash of links"),
    ("fetches", "extractor", "The version of the extractor that read it last; empty where none could"),
    ("fetches", "rules", "The version of the rules that it went by"),
)


def _execute(db: Database, statements: tuple[str, ...]) -> None:
    for statement in statements:
        db.conn.execute(statement)


def _plain(name: str, *statements: str) -> None:
    """Enter a migration that is nothing but statements."""
    MIGRATIONS(name=name)(lambda db: _execute(db, statements))


_plain(
    "001_archive",
    *ARCHIVE,
    *credit_tables("authors", "author", "The people of the bylines"),
    *credit_tables("categories", "category", "The sites' categories"),
    *credit_tables("tags", "tag", "The sites' tags"),
)
_plain("002_ledger", *LEDGER)
_plain("003_search", *SEARCH)


@MIGRATIONS(name="004_upkeep")
def _upkeep(db: Database) -> None:
    for view in db.view_names():
        db[view].drop()  # they are made anew after the migrations, and would hold on to the old ledger
    _execute(db, LISTED)
    _execute(db, UPKEEP)


_plain("005_discovery", *DISCOVERY)


@MIGRATIONS(name="006_search_pairs")
def _search_pairs(db: Database) -> None:
    db.create_view("articles_searched", SEARCHED_VIEW, replace=True)
    _execute(db, SEARCH_PAIRS)


_plain("007_answers", *ANSWERS)
_plain("008_reading_room", *READING_ROOM)
_plain("009_manners", *HOSTS, *ANNOUNCEMENTS)
_plain("010_raw_pages", *RAW_PAGES)
_plain("011_syndication", *SYNDICATION)
_plain("012_readings", *READINGS)
_plain("013_saved_queries", *MATCHES)
_plain("014_unverified", *UNVERIFIED)
_plain("015_stamps", *STAMPS)
_plain("016_rulings", *RULINGS)
_plain("017_comments", *DISCUSSIONS)


@MIGRATIONS(name="018_latest_visits")
def _latest_visits(db: Database) -> None:
    # Sites with years of hourly visits: the last one is asked for on each look at them.
    _execute(db, ("CREATE INDEX visits_latest ON visits(site, crawl_id)",))


_plain("019_conditions", *CONDITIONS)
_plain("020_reread", *REREAD)


@MIGRATIONS(name="021_beginnings")
def _beginnings(db: Database) -> None:
    db.create_view("articles_searched", SEARCHED_VIEW, replace=True)
    _execute(db, SEARCH_BEGINNINGS)


# The last changes of all stories: they are asked for without a look at the others.
_plain("022_counts", *COUNTS, *CREDIT_COUNTS, "CREATE INDEX revisions_replaced_at ON revisions(replaced_at)")


@MIGRATIONS(name="023_newest_of")
def _newest_of(db: Database) -> None:
    # The newest stories of a language and of an outcome that few have, and the latest reprints.
    newest = ("language ON articles(language, published_at)", "outcome ON articles(outcome, published_at)")
    _execute(db, tuple(f"CREATE INDEX articles_{each}" for each in newest))
    _execute(db, ("CREATE INDEX syndicated_since ON syndicated(since)",))


_plain("024_counted_together", *TOGETHER)


@MIGRATIONS(name="025_late_columns")
def _late_columns(db: Database) -> None:
    # Before the first release, columns were written into migrations that databases had been made by already.
    for table, column, said in LATE_COLUMNS:
        if column not in db[table].columns_dict:
            _execute(db, (f"ALTER TABLE {table} ADD COLUMN {column} /* {said} */ TEXT",))


_plain("026_searched_together", *SEARCH_TOGETHER)
_plain("027_search_parts", *SEARCH_PARTS)


@MIGRATIONS(name="028_search_characters")
def _search_characters(db: Database) -> None:
    if MARK in db["articles_searched"].schema:
        return  # 021 has read single characters already
    unparted = db.execute(HAS_PAIRS).fetchone()
    db.create_view("articles_searched", SEARCHED_VIEW, replace=True)
    if unparted:
        _execute(db, (SEARCH_AGAIN,))


_plain("029_fingerprints_noted", *FINGERPRINTS_NOTED)

# Each index is a page more that a story writes, in a large archive. What articles_counted was read for, story_counts
# tells; left are the stories filed since a moment. Fetches are looked up by address only where they told no story.
_plain(
    "030_fewer_pages",
    "DROP INDEX articles_counted",
    "CREATE INDEX articles_last_filed ON articles(last_filed_at)",
    "DROP INDEX fetches_url",
    "CREATE INDEX fetches_url ON fetches(url) WHERE article_id IS NULL",
    *SEARCH_MORE_PARTS,
)

_plain("031_guids", *GUIDS)

# Those with most stories are found by a look at all the names, in a few milliseconds. An index by a count that changes
# with each story was two pages more of them.
_plain("032_counts_unordered", *(f"DROP INDEX {one}_counts_articles" for one, _ in CREDITS))
_plain("033_lastmod_trust", *LASTMOD_TRUST)


@MIGRATIONS(name="034_fingerprint_marks")
def _fingerprint_marks(db: Database) -> None:
    _execute(db, FINGERPRINT_MARKS)
    Marks(db.conn).write_all()


_plain("035_undated", UNDATED)
_plain("036_words", *WORDS)
_plain("037_search_one_part", *SEARCH_ONE_PART)
_plain("038_validator_trust", *VALIDATOR_TRUST)
