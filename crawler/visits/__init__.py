"""One crawl's visits to sites: who is due, what was found, how it ended."""
