"""Finds the addresses of a site's articles. A source is one module with one async generator, listed in ``chain``."""

from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from crawler.discovery.source import Site, Source

__all__ = ["Discovery", "Library", "Site", "Source", "usual_sources"]
