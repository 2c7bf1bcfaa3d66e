"""Entering how attempts at addresses ended: stories in the archive, pages among the pages, the rest in the ledger."""

from __future__ import annotations

import sqlite3

from crawler.records.endings import ArchivePlace, HostRest, NotModified, Record, Settlement
from crawler.records.filings import FILED, Change, Filing, Keeping
from crawler.storage.errors import unstorable
from crawler.storage.frontier.archives import Archives
from crawler.storage.frontier.hosts import Hosts
from crawler.storage.frontier.ledger import Ledger
from crawler.storage.pages.rawpages import PageFile
from crawler.storage.rows import utc_text
from crawler.storage.sites.readings import Readings
from crawler.storage.stories.discussions import Discussions
from crawler.storage.stories.filing import ArticleFile
from crawler.storage.stories.furtherparts import FurtherParts


class Entering:
    """Enters records, inside the caller's ``Store.filing``; ``ledger`` is the one whose rows they settle."""

    def __init__(self, connection: sqlite3.Connection, ledger: Ledger) -> None:
        self._connection = connection
        self._ledger = ledger
        self._articles = ArticleFile(connection)
        self._archives = Archives(connection)
        self._discussions = Discussions(connection)
        self._hosts = Hosts(connection)
        self._pages = PageFile(connection)
        self._parts = FurtherParts(connection)
        self._readings = Readings(connection)

    def enter(self, crawl_id: int, record: Record) -> Change | None:
        """Enter how an attempt ended; what filing did where it filed a page, one that cannot be stored included."""
        match record:
            case Filing():
                return self._file_one(crawl_id, record)
            case Keeping():
                self._pages.keep(crawl_id, record)
            case Settlement():
                self._ledger.settle(crawl_id, [record])
            case NotModified():
                self._ledger.touch(crawl_id, record)
            case ArchivePlace():
                self._archives.note(record)
            case HostRest():
                self._hosts.rest(record)
        return None

    def _file_one(self, crawl_id: int, filing: Filing) -> Change:
        connection = self._connection
        connection.execute("SAVEPOINT filing")
        try:
            before = self._articles.words_from(filing.page.url)
            filed = self._parts.filed(filing.page)
            if filed is None and filing.article.outcome in FILED:
                filed = self._articles.file(crawl_id, filing)
            change: Change = filed.change if filed else "skipped"
            told_of = filed.article_id if filed and filed.as_told else None
            if filing.sketch is not None and not filing.weighed and not (filed and filed.is_of_another):
                self._readings.note(crawl_id, filing.page, filing.article, filing.sketch, before)
            if change != "held":
                self._ledger.record_filed(crawl_id, filing.page, filing.article, filed)
            if told_of:
                self._parts.note(told_of, filing.page)
            if filing.comments and told_of:
                self._discussions.note(told_of, filing.comments, utc_text(filing.page.requested_at))
        except (ValueError, OverflowError, sqlite3.DataError, sqlite3.IntegrityError) as error:
            connection.execute("ROLLBACK TO filing")
            self._ledger.record_unfiled(crawl_id, filing.page, unstorable(error))
            change, told_of = "failed", None
        connection.execute("RELEASE filing")
        if change != "held":
            self._pages.keep(crawl_id, filing, told_of)
        return change
