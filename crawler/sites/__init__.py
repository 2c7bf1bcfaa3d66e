"""sites.toml: which sites are crawled side by side, how often, and within which budgets."""

from crawler.sites.entry import SiteEntry
from crawler.sites.reading import DEFAULT_FILE, SitesError, read_sites
from crawler.sites.writing import add_entry, new_entry

__all__ = ["DEFAULT_FILE", "SiteEntry", "SitesError", "add_entry", "new_entry", "read_sites"]
