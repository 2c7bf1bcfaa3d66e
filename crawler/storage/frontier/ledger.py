"""The ledger of addresses, which is the frontier: what is known, what is due, who has it, how it ended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.addresses import ledger_key, site_of
from crawler.records.endings import NotModified, Settlement
from crawler.records.filings import Change
from crawler.records.finds import Announcement, Candidate
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.shortlinks import short_link
from crawler.storage.clock import AHEAD, LONGEST_UNSEEN, LONGEST_WAIT, from_now
from crawler.storage.frontier.announcements import Announcements
from crawler.storage.frontier.lastmods import LastmodTrust
from crawler.storage.frontier.ledger_rows import candidate_row, header, page_row
from crawler.storage.frontier.precedence import Precedence
from crawler.storage.frontier.rechecks import AFTER_FAILURE, LATEST, after_vain_look, next_look, next_try
from crawler.storage.frontier.recrawl import DUE_AGAIN, Recrawl
from crawler.storage.frontier.rewritten import make_due
from crawler.storage.frontier.validators import ValidatorTrust
from crawler.storage.rows import Row, now, utc_text, utc_text_or_none
from crawler.storage.stories.departures import FOR_GOOD, NOT_THERE, Departures
from crawler.storage.stories.filing import Filed
from extractors import Article

_ADD = """INSERT OR IGNORE INTO urls(url, site, source, found_in, found_at, lastmod, state, outcome, reason, guid)
  VALUES (:url, :site, :source, :found_in, :now, :lastmod, :state, :outcome, :reason, :guid)"""
_NAMED = "UPDATE urls SET guid = :guid WHERE url = :url AND guid IS NOT :guid"
_LISTED = """UPDATE urls SET listed_by = :crawl, listed_in = :found_in
  WHERE url = :url AND :lists AND (listed_by IS NOT :crawl OR listed_in IS NOT :found_in)"""

_KNOWN = "SELECT url FROM urls WHERE url IN (SELECT value FROM json_each(?))"
_ENTRY = """SELECT url, site, attempts, iif(status IS 304, NULL, etag), iif(status IS 304, NULL, last_modified),
  article_id IS NOT NULL, (SELECT sources ->> 'text' IS 'feed' FROM articles WHERE articles.id = article_id)
  FROM urls"""
_LEASE = "UPDATE urls SET state = 'leased', leased_by = ?, leased_at = ? WHERE url = ?"
_RELEASE = "UPDATE urls SET state = 'pending', leased_at = NULL WHERE state = 'leased'"
_RELEASE_SITE = _RELEASE + " AND site = ?"
_WAIT_NO_LONGER = "UPDATE urls SET not_before = NULL WHERE state = 'pending' AND not_before > ?"

_RECORD = """INSERT INTO urls(url, site, source, found_at, state, attempts, outcome, reason, status, etag,
    last_modified, leased_by, not_before, fetched_at, check_at, article_id, guid)
  VALUES (:url, :site, :source, :now, :state, :counted, :outcome, :reason, :status, :etag,
    :last_modified, :crawl, :not_before, :fetched_at, :check_at, :article_id, :guid)
  ON CONFLICT(url) DO UPDATE SET state = excluded.state, attempts = attempts + :counted, outcome = excluded.outcome,
    reason = excluded.reason, status = excluded.status, etag = iif(:answered, excluded.etag, etag),
    last_modified = iif(:answered, excluded.last_modified, last_modified),
    leased_by = excluded.leased_by, leased_at = NULL, not_before = excluded.not_before,
    fetched_at = max(coalesce(excluded.fetched_at, fetched_at), iif(fetched_at < :tomorrow, fetched_at, '')),
    check_at = coalesce(excluded.check_at, check_at),
    article_id = coalesce(excluded.article_id, article_id), guid = coalesce(guid, excluded.guid)"""

_UNCHANGED = """UPDATE urls SET state = iif(article_id IS NULL, 'skipped', 'done'), attempts = attempts + 1,
    status = 304, reason = iif(article_id IS NULL, 'not modified, but no story of it is filed', NULL), leased_by = ?,
    leased_at = NULL, not_before = NULL, fetched_at = ?, check_at = ? WHERE url = ?"""
_REPEATED = _UNCHANGED + " AND state = 'done' AND fetched_at = ?"

# What an archive has of a page stands behind what was seen or told of it later: then it only adds its story.
_KNOWN_BETTER = """SELECT 1 FROM urls WHERE url = :url
  AND (fetched_at > :fetched_at OR state = 'pending' AND lastmod > :fetched_at)"""
_ADD_STORY = "UPDATE urls SET article_id = coalesce(article_id, :article_id) WHERE url = :url"
_WAS_GONE = """UPDATE articles SET gone_at = coalesce(gone_at, (SELECT fetched_at FROM urls WHERE url = :url
  AND state = 'gone')) WHERE id = :article_id"""
_PUBLISHED = "SELECT published_at FROM articles WHERE id = (SELECT article_id FROM urls WHERE url = ?)"
# A story that is gone may be back, as where a whole site was not there for a day: from when it was found gone.
_NOT_HAD_SINCE = """SELECT site, max(found_at, CASE WHEN article_id IS NULL THEN ''
    WHEN :state = 'gone' THEN coalesce((SELECT gone_at FROM articles WHERE articles.id = article_id), :now)
    ELSE coalesce(fetched_at, '') END) FROM urls WHERE url = :url"""
# A story that has an address of its own in the ledger, and :url is none.
_HAS_ITS_OWN = """SELECT 1 FROM articles, urls WHERE articles.id = :article_id
  AND :url NOT IN (articles.url, articles.fetched_url) AND urls.url = articles.fetched_url"""

_TOLD_A_STORY = "SELECT 1 FROM urls WHERE url = :url AND article_id IS NOT NULL"

AS_BEFORE: frozenset[Change] = frozenset({"unchanged", "updated"})
"""What a page brought whose headline and text are those on file, whatever else of it has changed."""


class Ledger:
    """The table ``urls``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._announcements = Announcements(connection)
        self._lastmods = LastmodTrust(connection)
        self._departures = Departures(connection)
        self._validators = ValidatorTrust(connection)
        self._precedence = Precedence(connection)

    def add_sites(self, names: Iterable[str]) -> None:
        """Make sure that the sites have their rows."""
        sql = "INSERT OR IGNORE INTO sites(name, first_seen_at) VALUES (?, ?)"
        self._connection.executemany(sql, ((name, now()) for name in names))

    def begin(self, began_with: int) -> None:
        """Note with which crawl this one began: itself, or the first of those that were cut off and count as one."""
        self._precedence.begin(began_with)

    def add(
        self, site: str, candidates: Sequence[Candidate], recrawl: Recrawl, crawl_id: int | None, resumed: int | None
    ) -> int:
        """Enter the candidates; returns how many were not known. What is no web address is entered as skipped.

        ``resumed`` is the first of the crawls that count as one with this one.
        """
        self.add_sites([site])
        when = {"resumed": resumed, "tomorrow": from_now(AHEAD), "too_late": from_now(LONGEST_UNSEEN)}
        rows = [candidate_row(site, candidate, crawl_id) | when for candidate in candidates]
        added = self._connection.executemany(_ADD, rows).rowcount
        self._connection.executemany(_NAMED, (row for row in rows if row["guid"]))
        self._announcements.enter(_announced(rows, candidates))
        if recrawl is not Recrawl.NEVER:
            self._connection.executemany(DUE_AGAIN[recrawl], rows)
            make_due(self._connection, zip(rows, candidates, strict=True))
        if crawl_id is not None:
            self._connection.executemany(_LISTED, rows)  # after it was seen which are listed anew
        return max(added, 0)

    def lease(self, crawl_id: int, site: str, limit: int) -> list[LedgerEntry]:
        """Hand out at most ``limit`` pending addresses of the site whose time has come, in the order of their turns."""
        moment = now()
        ids = self._precedence.first(site, moment, limit)
        rows = (self._connection.execute(_ENTRY + " WHERE id = ?", (id_,)).fetchone() for id_ in ids)
        return self._hand_out(crawl_id, moment, rows)

    def lease_these(self, crawl_id: int, urls: Iterable[str]) -> list[LedgerEntry]:
        """Hand out those of the addresses that are pending, in the order given: who names them wants them now."""
        moment = now()
        sql = _ENTRY + " WHERE url = ? AND state = 'pending'"
        keys = dict.fromkeys(key for url in urls if (key := _key_or_none(url)))
        found = (self._connection.execute(sql, (key,)).fetchone() for key in keys)
        return self._hand_out(crawl_id, moment, (row for row in found if row))

    def _hand_out(
        self, crawl_id: int, moment: str, rows: Iterable[tuple[str, str, int, str, str, int, int | None]]
    ) -> list[LedgerEntry]:
        doubted, entries = self._validators.doubted(), []
        for url, site, attempts, etag, modified, filed, by_feed in rows:
            entry = LedgerEntry(url, site, attempts, etag, modified, bool(filed), bool(by_feed))
            entry = replace(entry, etag=None, last_modified=None) if site in doubted else entry
            entries.append(replace(entry, announced=self._announcements.of(url)))
        self._connection.executemany(_LEASE, ((crawl_id, moment, entry.url) for entry in entries))
        return entries

    def release(self) -> None:
        """Make every leased address pending again: whoever had them has ended. None waits longer than it may."""
        self._connection.execute(_RELEASE)
        self._connection.execute(_WAIT_NO_LONGER, (from_now(LONGEST_WAIT),))

    def release_site(self, site: str) -> None:
        """Make the site's leased addresses pending again: nobody will fetch them in this crawl."""
        self._connection.execute(_RELEASE_SITE, (site,))

    def unheard(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that the ledger does not know."""
        given = list(urls)
        known = self._connection.execute(_KNOWN, (json.dumps(given),))
        return set(given) - {url for (url,) in known}

    def record_filed(self, crawl_id: int, page: FetchedPage, article: Article, filed: Filed | None) -> None:
        """Enter how a page ended that was answered: ``filed``, or skipped for its outcome where that is None."""
        done = filed is not None
        row = page_row(crawl_id, page)
        row["state"] = "done" if done else "skipped"
        row["outcome"] = str(article.outcome)
        if filed is None:
            row["reason"] = article.evidence or None
        else:
            row["reason"] = filed.remark
            row["article_id"] = filed.article_id
            row["guid"] = short_link(page)
            # A page without a story keeps no validators: it is read afresh, never waved through by a 304.
            row["etag"] = header(page, "etag")
            row["last_modified"] = header(page, "last-modified")
        changed = filed is not None and filed.change not in AS_BEFORE
        claim = self._lastmods.count(page.url, changed=changed) if page.origin == "page" else None
        row["check_at"] = after_vain_look(claim, page.requested_at) or self._check_at(page, article, row)
        if page.origin == "warc" and self._connection.execute(_KNOWN_BETTER, row).fetchone():
            self._connection.execute(_ADD_STORY, row)
            self._connection.execute(_WAS_GONE, row)
            return
        if filed is None:
            self._departures.is_not_there(crawl_id, page.url, str(article.outcome), now())
        else:
            self._departures.leads_elsewhere(row)
            self._validators.compare(row)
        self._connection.execute(_RECORD, row)

    def _check_at(self, page: FetchedPage, article: Article, row: Row) -> str:
        """When to look at the page again; rarely where the story has another address, which is looked at instead."""
        if self._connection.execute(_HAS_ITS_OWN, row).fetchone():
            return utc_text(page.requested_at + LATEST)
        if article.outcome in NOT_THERE and self._connection.execute(_TOLD_A_STORY, row).fetchone():
            return utc_text(page.requested_at + FOR_GOOD)  # then it is known whether the story is gone
        return utc_text(next_look(page.url, page.requested_at, article.published_at))

    def record_unfiled(self, crawl_id: int, page: FetchedPage, reason: str) -> None:
        """Enter that a page was answered but could not be stored, with a one-line reason."""
        row = page_row(crawl_id, page) | {"state": "failed", "outcome": "unfiled", "reason": reason}
        self._connection.execute(_RECORD, row)

    def settle(self, crawl_id: int, settlements: Sequence[Settlement]) -> None:
        """Enter how attempts ended that filed nothing; a story whose page is gone is marked, its text stays."""
        moment = now()
        rows = [self._settlement_row(crawl_id, settlement, moment) for settlement in settlements]
        gone = [s.url for s in settlements if s.state == "gone" or s.status in (404, 410)]
        for url in gone:
            self._lastmods.count(url, changed=True)
        self._connection.executemany(_RECORD, rows)
        for url in gone:
            self._departures.is_gone(crawl_id, url, moment)

    def _settlement_row(self, crawl_id: int, settlement: Settlement, moment: str) -> Row:
        asked = {"url": settlement.url, "state": settlement.state, "now": moment}
        known = self._connection.execute(_NOT_HAD_SINCE, asked).fetchone()
        site, since = known or (site_of(settlement.url), moment)
        if not known:
            self.add_sites([site])
        return {
            "url": settlement.url,
            "site": site,
            "source": "given",
            "crawl": crawl_id,
            "now": moment,
            "state": settlement.state,
            "outcome": settlement.outcome,
            "reason": settlement.reason,
            "status": settlement.status,
            "fetched_at": None if settlement.status is None else moment,
            "not_before": utc_text_or_none(settlement.not_before),
            "etag": None,
            "last_modified": None,
            "check_at": from_now(AFTER_FAILURE) if settlement.state == "failed" else _try_again(since, moment),
            "article_id": None,
            "guid": None,
            "tomorrow": from_now(AHEAD),
            "counted": settlement.counted,
            "answered": False,  # the validators of what is filed still hold
        }

    def touch(self, crawl_id: int, seen: NotModified) -> None:
        """Enter that a page did not change: the story stands, and is back if it was gone."""
        known = self._connection.execute(_PUBLISHED, (seen.url,)).fetchone()
        published = datetime.fromisoformat(known[0]) if known and known[0] else None
        again = utc_text(next_look(seen.url, seen.requested_at, published))
        told = (crawl_id, utc_text(seen.requested_at), again, seen.url)
        if seen.as_of:
            self._connection.execute(_REPEATED, (*told, utc_text(seen.as_of)))
        else:
            self._lastmods.count(seen.url, changed=False)
            self._connection.execute(_UNCHANGED, told)
            self._departures.is_back(seen.url)

    def pending(self, site: str) -> int:
        """The number of the site's addresses still to be fetched, those not yet due included."""
        sql = "SELECT count(*) FROM urls WHERE state = 'pending' AND site = ?"
        count: int = self._connection.execute(sql, (site,)).fetchone()[0]
        return count


def _key_or_none(url: str) -> str | None:
    try:
        return ledger_key(url)
    except ValueError:
        return None


def _announced(rows: Sequence[Row], candidates: Sequence[Candidate]) -> Iterator[tuple[str, Announcement]]:
    for row, candidate in zip(rows, candidates, strict=True):
        if candidate.announced:
            yield str(row["url"]), candidate.announced


def _try_again(since: str, moment: str) -> str:
    return utc_text(next_try(since, datetime.fromisoformat(moment)))
