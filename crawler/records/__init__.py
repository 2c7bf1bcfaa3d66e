"""The values that travel between discovery, spiders, extraction and storage."""
