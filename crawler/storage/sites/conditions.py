"""How the sites are doing by how their pages read, and the forms of stories that were not filed because of that."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from crawler.drift import FIELD_FAULTS, Condition, Judgement, PageReading, State, judge
from crawler.storage.rows import Row, now, utc_text
from crawler.storage.sites.readings import FORGET, unpacked
from extractors.site.pages import REMEMBERED

NOTICED_FOR = timedelta(days=7)
"""How long a site counts as changed whose pages are built otherwise and read well."""
ACCEPTED_AFTER = timedelta(days=30)
"""After which fields that are missing count as usual on a site; text that is missing never does."""

CONDITIONS = (
    """CREATE TABLE site_conditions ( -- How each site is doing, by how its latest pages read beside those before
  site TEXT PRIMARY KEY REFERENCES sites(name), -- The site
  state TEXT NOT NULL, -- learning, good, changed (built otherwise, read well), bad (read badly)
  since TEXT NOT NULL, -- When a crawl first found it so
  reason TEXT NOT NULL, -- What was found, for a reader; empty where all is well
  faults TEXT NOT NULL, -- What is wrong on many pages, parted by spaces: story, short, lost, chrome, headline …
  judged_at TEXT NOT NULL -- When it was last judged
) WITHOUT ROWID""",
    """CREATE TABLE withheld_texts ( -- Forms of stories that were not filed, as their sites read badly
  article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, -- The story
  read_at TEXT NOT NULL, -- When its page read so
  reason TEXT NOT NULL, -- What makes this form look worse
  headline TEXT, -- Its headline
  words INTEGER NOT NULL, -- Words in its text
  text TEXT NOT NULL -- Its text
)""",
)

CONDITION_VIEWS = {
    "site_baselines": """SELECT -- How the latest pages of each site read that read well: what others are judged by
  site AS site, -- The site
  origin AS origin, -- What was read: page, wordpress, feed, warc
  count(*) AS pages, -- Pages
  round(avg(words)) AS words, -- Their mean number of words
  round(avg(words = 0), 4) AS textless, -- Share of them without text, 0 to 1
  round(avg(instr(missing, 'headline') > 0), 4) AS no_headline, -- Share without a headline
  round(avg(instr(missing, 'byline') > 0), 4) AS no_byline, -- Share without authors
  round(avg(instr(missing, 'published_at') > 0), 4) AS no_date, -- Share without a date
  round(avg(removed_share), 4) AS removed_share, -- Mean share of a page's visible characters that was removed
  count(DISTINCT template) AS templates, -- Fingerprints of how they are built; those of like pages differ in a few bits
  max(read_at) AS latest -- When the latest of them was asked for
FROM readings WHERE trust = 'good' GROUP BY site, origin""",
    "withheld_readable": """SELECT -- Stories that kept their texts while their site reads badly, and what they would be
  articles.site AS site, -- The site
  articles.url AS url, -- The story's address
  withheld_texts.read_at AS read_at, -- When its page read so
  withheld_texts.reason AS reason, -- What makes that form look worse
  articles.words AS words, -- Words in the text that is on file
  withheld_texts.words AS withheld_words, -- Words in the form that is not
  withheld_texts.headline AS withheld_headline, -- Its headline
  withheld_texts.text AS withheld_text -- Its text
FROM withheld_texts JOIN articles ON articles.id = withheld_texts.article_id""",
}

_OPEN = "SELECT DISTINCT origin FROM readings WHERE site = ? AND trust = 'open' AND origin <> 'warc'"
_READINGS = """SELECT id, outcome, words, words_before, missing, template, marks FROM readings
  WHERE site = ? AND origin = ? AND trust = ? ORDER BY id DESC LIMIT ?"""
_TRUST = "UPDATE OR REPLACE readings SET trust = ? WHERE id = ?"
_ACCEPT = "UPDATE OR REPLACE readings SET trust = 'good' WHERE site = ? AND trust = 'bad'"
_CONDITION = "SELECT state, since, reason, faults FROM site_conditions WHERE site = ?"
_NOTE = """INSERT OR REPLACE INTO site_conditions(site, state, since, reason, faults, judged_at)
  VALUES (?, ?, ?, ?, ?, ?)"""
_WITHHOLD = """INSERT OR REPLACE INTO withheld_texts(article_id, read_at, reason, headline, words, text)
  VALUES (?, ?, ?, ?, ?, ?)"""
_FEWEST_JUDGED = 3  # open readings below which a site is judged another time


class Conditions:
    """The tables ``site_conditions`` and ``withheld_texts``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, site: str) -> Condition | None:
        """The site's condition; None for one that was never judged."""
        row = self._connection.execute(_CONDITION, (site,)).fetchone()
        return None if row is None else Condition(row[0], row[1], row[2], frozenset(row[3].split()))

    def judge(self, site: str) -> Condition | None:
        """Judge a site by the pages read since it was last judged, if they are enough; returns its condition then."""
        before = self.of(site)
        self._accept(site, before)
        judged = [self._judge(site, origin) for (origin,) in self._connection.execute(_OPEN, (site,)).fetchall()]
        told = [judgement for judgement in judged if judgement]
        if not told:
            return before
        worst = max(told, key=lambda judgement: _WORSE.index(judgement.state))
        state, since, reason = worst.state, now(), worst.reason
        if before and before.state == state:
            since = before.since
        elif before and before.state == "changed" and state == "good" and before.since > _ago(NOTICED_FOR):
            state, since, reason = before.state, before.since, before.reason
        faults = frozenset[str]().union(*(judgement.faults for judgement in told))
        self._connection.execute(_NOTE, (site, state, since, reason, " ".join(sorted(faults)), now()))
        return Condition(state, since, reason, faults)

    def withhold(self, article_id: int, read_at: str, reason: str, row: Row) -> None:
        """Keep the form of a story that is not filed, in place of one kept before."""
        self._connection.execute(_WITHHOLD, (article_id, read_at, reason, row["headline"], row["words"], row["text"]))

    def forget_withheld(self, article_id: int) -> None:
        """Forget the form that was not filed: the story's page reads well again."""
        self._connection.execute("DELETE FROM withheld_texts WHERE article_id = ?", (article_id,))

    def _judge(self, site: str, origin: str) -> Judgement | None:
        latest = self._readings(site, origin, "open")
        if len(latest) < _FEWEST_JUDGED:
            return None
        judgement = judge(self._readings(site, origin, "good"), latest)
        verdicts = (("bad" if reading.id in judgement.bad else "good", reading.id) for reading in reversed(latest))
        self._connection.executemany(_TRUST, verdicts)
        for trust in ("good", "bad"):
            self._connection.execute(FORGET, {"site": site, "trust": trust, "kept": REMEMBERED})
        return judgement

    def _readings(self, site: str, origin: str, trust: str) -> list[PageReading]:
        rows = self._connection.execute(_READINGS, (site, origin, trust, REMEMBERED)).fetchall()
        return [
            PageReading(
                number,
                outcome,
                words,
                before,
                frozenset(missing.split()),
                int(template, 16),
                unpacked(0, template, marks).kept,
            )
            for number, outcome, words, before, missing, template, marks in rows
        ]

    def _accept(self, site: str, condition: Condition | None) -> None:
        """Take for usual what has been missing for long, if it is fields only."""
        of_fields = condition is not None and condition.state == "bad" and condition.faults <= FIELD_FAULTS
        if condition and of_fields and condition.since < _ago(ACCEPTED_AFTER):
            self._connection.execute(_ACCEPT, (site,))


_WORSE: tuple[State, ...] = ("good", "learning", "changed", "bad")


def _ago(span: timedelta) -> str:
    return utc_text(datetime.now(UTC) - span)
