"""What the archive holds of a story, and how a page finds the story that it tells: by address, or word for word."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from crawler.addresses import article_address, is_below, once_at, share_a_number, spellings
from crawler.records.filings import Filing, Stamp
from crawler.records.pages import FetchedPage
from crawler.shortlinks import short_link
from crawler.storage.rows import text_hash, utc_text, utc_text_or_none
from crawler.storage.stories.doubles import same_story, share_in_common, typed_plainly
from crawler.storage.stories.reuse import Standing, took_its_place
from crawler.storage.stories.revising import Earlier
from extractors import Article

_KNOWN = """SELECT id, url, fetched_url, headline, text_hash, fingerprint, outcome, words, gone_at,
  modified_at, last_filed_at, text, extractor, rules, byline, published_at, language FROM articles WHERE """
_AT = _KNOWN + "url = ?"
_NUMBERED = _KNOWN + "id = ?"
_SPELT = _KNOWN + "url IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1"
_TOLD_AT = _KNOWN + "id = (SELECT article_id FROM urls WHERE url = ?)"

# The same words under the same headline, published at the same moment or none told: one post, at another address.
UNDATED = "CREATE INDEX articles_undated ON articles(site, text_hash) WHERE published_at IS NULL"
WORDS = ("DROP INDEX articles_undated", "CREATE INDEX articles_words ON articles(site, text_hash, published_at)")
_SAME_WORDS = f"{_KNOWN}site = ? AND text_hash = ? AND headline IS ? AND words > 0"
_SAME_MOMENT = f"{_SAME_WORDS} AND published_at IS ? ORDER BY gone_at IS NOT NULL, id LIMIT 1"
_ANY_MOMENT = f"""{_KNOWN}id IN (SELECT id FROM articles WHERE site = ? AND text_hash = ? LIMIT ?) AND headline IS ?
  AND words > 0 ORDER BY gone_at IS NOT NULL, id"""

MOST_OF_THE_WORDS = 20
"""Stories with the very same text that are looked at, where none of them has the moment that is looked for."""
# Counted by the index first: where thousands have one moment, no text of them is read to be put in order.
_OF_THE_MOMENT = f"""{_KNOWN}id IN (SELECT id FROM articles WHERE site = ? AND published_at = ? LIMIT ?)
  ORDER BY gone_at IS NOT NULL, id"""

MOST_OF_A_MOMENT = 5
"""Stories of one moment that are compared by their words, at most: where more have it, it says nothing of them."""
EDITED = 0.5
"""The share of its text that a story keeps, at least, as it is edited."""
EARLIER = "an earlier form"
"""Where a field was read that the page shows no longer, as many of its site's do not."""
MUCH = 60
"""Words that nobody prints twice for two stories, as notices are that say each week that there is nothing today."""
_TO_THE_DAY = "T00:00:00Z"
"""How a moment ends of which only the day is known."""

MOST_BETWEEN_CLOCKS, BETWEEN_CLOCKS = timedelta(hours=14), timedelta(minutes=30)
"""What the clocks of two places are apart at most, and what that is a multiple of."""

MOST_NAMESAKES = 50
"""Addresses with one name that are looked at: a site may give all of its pages the same."""

_NAME = "SELECT guid FROM urls WHERE url = ? AND guid IS NOT NULL"
# The one story at other addresses of the site that has one of these names, or whose address is one: often that is the
# first address that a story had. A name that several have says nothing.
_NAMESAKE = f"""{_KNOWN} id = (
  SELECT min(article_id) FROM urls WHERE id IN (
      SELECT id FROM urls WHERE guid IN (SELECT value FROM json_each(:names))
      UNION ALL SELECT id FROM urls WHERE url IN (SELECT value FROM json_each(:names)) LIMIT {MOST_NAMESAKES})
    AND +site = :site AND url <> :url AND article_id IS NOT NULL  -- few have a name, and a site has many stories
  HAVING count(DISTINCT article_id) = 1)"""

_IS_GONE = "SELECT 1 FROM urls WHERE url = ? AND state = 'gone'"
_MET = """SELECT 1 FROM urls WHERE url = :url
  AND (listed_by = :crawl OR leased_by = :crawl AND state NOT IN ('leased', 'gone'))"""


class Known(NamedTuple):
    """What the archive holds of a story."""

    id: int
    url: str
    fetched_url: str
    headline: str | None
    text_hash: str
    fingerprint: str
    outcome: str
    words: int
    gone_at: str | None
    modified_at: str | None
    last_filed_at: str
    text: str
    extractor: str | None
    rules: str | None
    byline: str | None
    published_at: str | None
    language: str | None

    @property
    def form(self) -> Earlier:
        """How the story reads, to be kept when it gives way."""
        return Earlier(self.id, self.headline, self.modified_at, self.last_filed_at, self.text_hash, self.text)

    @property
    def standing(self) -> Standing:
        """How it stands at its address."""
        return Standing(self.headline, self.text, self.published_at, self.last_filed_at)

    def reads_as(self, article: Article) -> bool:
        """Whether headline and text are those of the article, however its theme sets them."""
        if (self.headline, self.text) == (article.headline, article.text):
            return True
        here, there = (typed_plainly(f"{each.headline}\n{each.text}") for each in (self, article))
        return here == there

    def tells(self, article: Article) -> bool:
        """Whether the article tells this story, by its words."""
        return same_story(self.headline, self.text, article)

    def is_of_the_moment_of(self, article: Article) -> bool:
        """Whether both were published at the very same moment."""
        return self.published_at is not None and self.published_at == utc_text_or_none(article.published_at)

    def agrees_with(self, article: Article) -> bool:
        """Whether the article may be another form of this story: in its language, of its date, headline or words."""
        if self.language != article.language:
            return False
        same_headline = bool(self.headline) and self.headline == article.headline
        return same_headline or self.is_of_the_moment_of(article) or self.tells(article)

    def reread_by(self, stamp: Stamp | None) -> bool | None:
        """False where the same versions have read the story before: its site has changed it; None: nobody can tell."""
        return None if stamp and not stamp.is_of(self.extractor, self.rules) else False


def may_be_one_moment(one: str | None, other: str | None) -> bool:
    """Whether two moments of publication may be the same: one is not told, or to the day only, or by another clock."""
    if one is None or other is None:
        return True
    if one[:10] == other[:10] and (one.endswith(_TO_THE_DAY) or other.endswith(_TO_THE_DAY)):
        return True
    apart = abs(datetime.fromisoformat(one) - datetime.fromisoformat(other))
    return apart <= MOST_BETWEEN_CLOCKS and not apart % BETWEEN_CLOCKS


def with_fields_of(known: Known, authors: tuple[str, ...], article: Article, fields: Collection[str]) -> Article:
    """The article with the ``fields`` that are on file; its ``sources`` say where they are from."""
    published_at = datetime.fromisoformat(known.published_at) if known.published_at else None
    return replace(
        article,
        headline=known.headline if "headline" in fields else article.headline,
        byline=authors if "byline" in fields else article.byline,
        published_at=published_at if "published_at" in fields else article.published_at,
        sources={**article.sources, **dict.fromkeys(fields, EARLIER)},
    )


def says_much(known: Known) -> bool:
    """Whether a story is long enough for its words to be those of one story only."""
    return known.words >= MUCH


class KnownStories:
    """The stories on file; each question is answered by None where there is no such story."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def at(self, address: str) -> Known | None:
        """The story that is filed under an address."""
        return self._one(_AT, address)

    def told_at(self, url: str) -> Known | None:
        """The story to which the ledger's address led."""
        return self._one(_TOLD_AT, url)

    def numbered(self, article_id: int) -> Known | None:
        """The story of that number."""
        return self._one(_NUMBERED, article_id)

    def told_by(self, page: FetchedPage, article: Article) -> Known | None:
        """The story that the page told before, or that is known at the article's address."""
        return self.told_at(page.url) or self.at(article_address(page, article))

    def elsewhere(self, filing: Filing) -> Known | None:
        """The story that the site has on file word for word, under the same headline and date, at another address.

        One of the two may have lost its date, or have it by another clock: a site that moves changes that as well. What
        was taken down may come back under any date.
        """
        told, moment = filing.article, utc_text_or_none(filing.article.published_at)
        site, digest = filing.page.site, text_hash(told.text)
        if same := self._one(_SAME_MOMENT, site, digest, told.headline, moment):
            return same
        rows = self._connection.execute(_ANY_MOMENT, (site, digest, MOST_OF_THE_WORDS, told.headline))
        found = [Known(*row) for row in rows]
        of_the_moment = (each for each in found if may_be_one_moment(each.published_at, moment))
        return next(of_the_moment, None) or next((each for each in found if each.gone_at and says_much(each)), None)

    def retold(self, crawl_id: int, filing: Filing) -> Known | None:
        """The story of the very same moment that the site has at another address, in words that are mostly the same.

        It was edited as it moved. One that this crawl met at its own address too is another one.
        """
        page, told = filing.page, filing.article
        if told.published_at is None:
            return None
        moment = utc_text(told.published_at)
        asked = (page.site, moment, MOST_OF_A_MOMENT + 1)
        of_the_moment = [Known(*row) for row in self._connection.execute(_OF_THE_MOMENT, asked)]
        if len(of_the_moment) > MOST_OF_A_MOMENT:
            return None
        for known in of_the_moment:
            share = share_in_common(known.text, told.text)
            if share < EDITED or known.language != told.language or is_below(page.final_url, known.url):
                continue
            if moment.endswith(_TO_THE_DAY) and not share_a_number(known.url, page.final_url):
                continue
            if known.gone_at or not self.is_met(crawl_id, known):
                return known
        return None

    def renamed(self, crawl_id: int, filing: Filing) -> Known | None:
        """The story that the site had at another address under the name that it now has for ``filing``'s.

        That is what a listing calls it (``guid``), or its page. The story's date, headline or text has to agree: there
        are feeds that number their entries anew each day. One that this crawl met at its own address too is another
        one, as is one in another language, which sites have at another address; what is below a story's address is a
        part of it.
        """
        page = filing.page
        listed = self._connection.execute(_NAME, (page.url,)).fetchone()
        names = [name for name in (listed[0] if listed else None, short_link(page)) if name]
        if not names:
            return None
        asked = {"site": page.site, "url": page.url, "names": json.dumps(names)}
        row = self._connection.execute(_NAMESAKE, asked).fetchone()
        known = Known(*row) if row else None
        if known is None or not known.agrees_with(filing.article) or is_below(page.final_url, known.url):
            return None
        return known if known.gone_at or not self.is_met(crawl_id, known) else None

    def is_succeeded_by(self, known: Known, filing: Filing) -> bool:
        """Whether another story stands at a story's address: published since that was filed, with nothing in common.

        So does one that stood there before. A page that tells the same name for both speaks of one story, made anew.
        """
        page, told = filing.page, filing.article
        if page.origin != "warc" and told.published_at and not known.tells(told):
            before = self.at(once_at(known.url, utc_text(told.published_at)))
            if before and before.tells(told):
                return True
        stands = Standing(told.headline, told.text, utc_text_or_none(told.published_at), utc_text(page.requested_at))
        if page.origin == "warc" or not took_its_place(known.standing, stands):
            return False
        named = self._connection.execute(_NAME, (page.url,)).fetchone()
        return page.origin != "page" or named is None or named[0] != short_link(page)

    def spelt_otherwise(self, address: str) -> Known | None:
        """The story at the address but for https, www or the last slash, as where a whole site has moved."""
        return self._one(_SPELT, json.dumps(spellings(address)))

    def has_left(self, crawl_id: int, known: Known, page: FetchedPage) -> bool:
        """Whether a story is no longer at the address that it is filed under, now that its site tells of ``page``'s.

        WordPress tells of each post at the one address that it has: another one is new, unless this crawl met the first
        one as well, as on sites that keep a copy for each language.
        """
        if known.gone_at is not None or self._connection.execute(_IS_GONE, (known.url,)).fetchone():
            return True
        if page.origin != "wordpress":
            return False
        return not self.is_met(crawl_id, known)

    def is_met(self, crawl_id: int, known: Known) -> bool:
        """Whether this crawl has met a story at its own address, listed or fetched."""
        met = self._connection.execute(_MET, {"url": known.url, "crawl": crawl_id}).fetchone()
        return met is not None

    def _one(self, query: str, *values: object) -> Known | None:
        row = self._connection.execute(query, values).fetchone()
        return None if row is None else Known(*row)


class KeptStories(KnownStories):
    """The stories on file for kept pages that are read again: no site is asked, so each stands where it is filed."""

    def is_met(self, crawl_id: int, known: Known) -> bool:
        """Whether a story is at its own address, which it is unless it was found gone."""
        return known.gone_at is None
