"""The database: the archive of articles, and the ledger that is the crawler's frontier."""

from crawler.storage import sparing  # noqa: F401 - before any other part loads sqlite-utils
from crawler.storage.errors import StorageError
from crawler.storage.frontier.recrawl import Recrawl
from crawler.storage.reader import Reader
from crawler.storage.store import Store

__all__ = ["Reader", "Recrawl", "StorageError", "Store"]
