"""A real WordPress, from Debian's packages, to crawl: ``with WordPress() as site: …``."""

from tests.wordpress.server import ServedRequest, WordPress
from tests.wordpress.truth import PostTruth

__all__ = ["PostTruth", "ServedRequest", "WordPress"]
