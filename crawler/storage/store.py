"""The database's one writer: crawls, the ledger and the archive, each batch a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.drift import Condition
from crawler.records.endings import ArchivePlace, HostRest, Record, Settlement
from crawler.records.filings import Agreement, Change, Filing, Keeping
from crawler.records.finds import Candidate, Document
from crawler.records.pages import LedgerEntry
from crawler.records.visits import LastVisit, VisitReport
from crawler.storage.connection import open_for_writing
from crawler.storage.entering import Entering
from crawler.storage.errors import explained
from crawler.storage.frontier.archives import Archives
from crawler.storage.frontier.attention import Attention
from crawler.storage.frontier.documents import Documents
from crawler.storage.frontier.hosts import Hosts
from crawler.storage.frontier.lastmods import LastmodTrust
from crawler.storage.frontier.ledger import Ledger
from crawler.storage.frontier.places import Places
from crawler.storage.frontier.recrawl import Recrawl
from crawler.storage.frontier.visits import Visits
from crawler.storage.lock import CrawlLock
from crawler.storage.reprints.syndication import Syndication
from crawler.storage.rows import json_object, now
from crawler.storage.search.gathering import ENTER_TOGETHER
from crawler.storage.sites.conditions import Conditions
from crawler.storage.sites.readings import Readings
from crawler.storage.transaction import transaction
from extractors.site.sketch import Sketch

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another program that is writing to the database."""


class Store:
    """All writes to the database. Used by one thread at a time; every call is a transaction of its own.

    Every method raises ``StorageError`` where the database cannot be used; what it was to write is then not written.
    """

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db
        self._lock = CrawlLock(path)
        self._crawl_id: int | None = None
        self._resumed: int | None = None
        self._ledger = Ledger(db.conn)
        self._entering = Entering(db.conn, self._ledger)
        self._attention = Attention(db.conn)
        self._visits = Visits(db.conn)
        self.places = Places(path, db.conn)
        self._documents = Documents(db.conn)
        self._archives = Archives(db.conn)
        self._hosts = Hosts(db.conn)
        self.syndication = Syndication(db.conn)
        self._readings = Readings(db.conn)
        self._conditions = Conditions(db.conn)

    @classmethod
    def open(cls, path: str | Path, *, timeout: float = BUSY_TIMEOUT) -> Store:
        """The store in the file at ``path``, created with its folders and migrated as needed.

        ``timeout`` is how many seconds to wait for another program that is writing.
        """
        return cls(Path(path), open_for_writing(Path(path), timeout))

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database, its log folded into the one file, and let another crawl in."""
        self.db.close()  # the last connection to close checkpoints and removes the log
        self._lock.release()

    def add_site(self, name: str, url: str) -> None:
        """Enter a site with its address, or the new address of one that is known.

        What was filed under the bare host of the address, or another name that it had, is the site's from now on.
        """
        with self._transaction():
            self._visits.add_site(name, url)

    def last_visits(self) -> dict[str, LastVisit]:
        """The last visit to each site that was not cut off."""
        with explained(self.path):
            return self._visits.last()

    def begin_visit(self, crawl_id: int, site: str, unverified: str | None = None) -> None:
        """Open a crawl's visit to a site; ``unverified`` is the host whose TLS certificate is not checked."""
        with self._transaction():
            self._ledger.add_sites([site])
            self._visits.begin(crawl_id, site, unverified)

    def end_visit(self, crawl_id: int, site: str, report: VisitReport) -> None:
        """Close a visit with what it brought; what it still has leased is pending again."""
        with self._transaction():
            self._ledger.release_site(site)
            self._visits.end(crawl_id, site, report)

    def begin_crawl(self, spider: str, arguments: Mapping[str, str]) -> int:
        """Open a crawl and return its id; what killed crawls had leased is pending again.

        Raises ``StorageError`` while another crawl on the same database is running.
        """
        self._lock.acquire()
        try:
            with self._transaction() as connection:
                self._ledger.release()
                connection.execute("UPDATE crawls SET reason = 'interrupted' WHERE ended_at IS NULL AND reason IS NULL")
                sql = "INSERT INTO crawls(spider, arguments, started_at) VALUES (?, ?, ?)"
                cursor = connection.execute(sql, (spider, json_object(arguments), now()))
                assert cursor.lastrowid is not None
                self._crawl_id = cursor.lastrowid
                self._resumed = self._visits.resumed(cursor.lastrowid)
                self._ledger.begin(self._resumed)
        except BaseException:
            self._lock.release()
            raise
        return self._crawl_id

    def end_crawl(self, crawl_id: int, reason: str, counters: Mapping[str, int | float | str]) -> None:
        """Close a crawl with why it ended and what it counted; what it still has leased is pending again."""
        with self._transaction() as connection:
            self._ledger.release()
            sql = "UPDATE crawls SET ended_at = ?, reason = ?, counters = ? WHERE id = ?"
            connection.execute(sql, (now(), reason, json_object(counters), crawl_id))
        self._crawl_id = None
        self._lock.release()

    def as_believed(self, site: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates, without their ``lastmod`` where the site is not believed to tell changes by it."""
        with explained(self.path):
            return LastmodTrust(self.db.conn).as_believed(site, candidates)

    def add_candidates(self, site: str, candidates: Sequence[Candidate], *, recrawl: Recrawl) -> int:
        """Enter what discovery found; returns how many addresses are new. Known ones become due by ``recrawl``."""
        with self._transaction():
            return self._ledger.add(site, candidates, recrawl, self._crawl_id, self._resumed)

    def look_for_vanished(self, crawl_id: int, site: str, unread: Sequence[str]) -> int:
        """Make the filed addresses due once that the site's listings, read whole, no longer name; returns how many.

        ``unread`` are the listings that were not read, because nothing in them has changed or they could not be had.
        """
        with self._transaction():
            return self._attention.look_for_vanished(crawl_id, site, unread)

    def look_again(self, crawl_id: int, site: str, limit: int) -> int:
        """Make at most ``limit`` filed addresses due whose time for another look has come; returns how many."""
        with self._transaction():
            return self._attention.look_again(crawl_id, site, limit)

    def unheard(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses, in the ledger's spelling, that were never entered."""
        with explained(self.path):
            return self._ledger.unheard(urls)

    def lease(self, crawl_id: int, site: str, limit: int) -> list[LedgerEntry]:
        """At most ``limit`` addresses of the site for the crawl to fetch now: untried, newest first, then retries."""
        with self._transaction():
            return self._ledger.lease(crawl_id, site, limit)

    def lease_these(self, crawl_id: int, urls: Sequence[str]) -> list[LedgerEntry]:
        """Those of the addresses that are pending, for the crawl to fetch now, were they to wait or not."""
        with self._transaction():
            return self._ledger.lease_these(crawl_id, urls)

    def pending(self, site: str) -> int:
        """The number of the site's addresses still to be fetched, those not yet due included."""
        with explained(self.path):
            return self._ledger.pending(site)

    def write(self, crawl_id: int, records: Sequence[Record]) -> list[Change | None]:
        """Enter how attempts ended, articles and ledger in one transaction; what each filing did, None for the rest."""
        with self.filing():
            self._ledger.add_sites({record.page.site for record in records if isinstance(record, Filing | Keeping)})
            return [self._entering.enter(crawl_id, record) for record in records]

    @contextmanager
    def filing(self) -> Iterator[sqlite3.Connection]:
        """A transaction at whose end the stories filed in it are compared and enter the search index together."""
        with self.syndication.in_step(), self._transaction() as connection:
            yield connection
            self.syndication.catch_up()
            connection.execute(ENTER_TOGETHER)

    def file(self, crawl_id: int, filings: Sequence[Filing]) -> list[Change]:
        """File the pages in one transaction; returns what each did. One that cannot be stored costs only itself."""
        return [change for change in self.write(crawl_id, filings) if change is not None]

    def settle(self, crawl_id: int, settlements: Sequence[Settlement]) -> None:
        """Enter how attempts ended that filed nothing. A story whose page is gone (404, 410) gets ``gone_at``."""
        self.write(crawl_id, settlements)

    def documents(self, site: str) -> list[Document]:
        """The sitemaps, feeds and interfaces of the site, as they were last asked for."""
        with explained(self.path):
            return self._documents.known(site)

    def remember(self, site: str, documents: Sequence[Document]) -> None:
        """Enter how documents of the site were found this time."""
        with self._transaction():
            self._ledger.add_sites([site])
            self._documents.remember(site, documents)

    def resting_hosts(self) -> list[HostRest]:
        """The hosts that asked, in this crawl or an earlier one, to be left alone for longer than until now."""
        with self._transaction():
            return self._hosts.resting()

    def sketches(self, site: str) -> list[tuple[str, Sketch]]:
        """The latest pages of a site by address, as its memory keeps them, the latest last."""
        with explained(self.path):
            return self._readings.sketches(site)

    def judge(self, site: str) -> Condition | None:
        """Judge a site by how its pages were read since it was last judged; its condition, None where none is known."""
        with self._transaction():
            return self._conditions.judge(site)

    def archive_place(self, path: str, size: int) -> ArchivePlace:
        """Where to go on in a WARC file of this size; its beginning where it was not read before."""
        with explained(self.path):
            return self._archives.place(path, size)

    def compared(self, crawl_id: int, agreement: Agreement) -> None:
        """Enter how far a page agrees with the copy that its site hands out."""
        with self._transaction():
            self._documents.compared(crawl_id, agreement)

    def _transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self.path, self.db)
