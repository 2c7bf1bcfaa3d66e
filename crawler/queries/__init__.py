"""Saved queries: what is asked of the archive after each crawl, and what is done with the answers."""

from crawler.queries.query import SavedQuery
from crawler.queries.reading import QueriesError, queries_of, read_queries

__all__ = ["QueriesError", "SavedQuery", "queries_of", "read_queries"]
