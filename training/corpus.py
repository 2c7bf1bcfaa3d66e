"""A corpus on disk: ``manifest.jsonl`` with a line a page, and ``pages/ID.html.gz``."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tldextract

# The Public Suffix List that the package carries, never fetched; blogs of one host are sites of their own.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """A page with its line of the manifest."""

    file: Path
    reference: dict[str, Any]

    @property
    def name(self) -> str:
        """The page's id."""
        return str(self.reference["id"])

    @property
    def url(self) -> str:
        """The address that it was fetched from."""
        return str(self.reference["url"])

    @property
    def source(self) -> str:
        """The collection that the page comes from."""
        return str(self.reference["source"])

    @property
    def site(self) -> str:
        """The registrable name of the page's host."""
        return _suffixes(self.url).top_domain_under_public_suffix or self.url

    @property
    def sets(self) -> tuple[str, str]:
        """The sets that it counts in: its source, and its source's WordPress pages or the others."""
        return self.source, f"{self.source}, {'WordPress' if self.reference['wordpress'] else 'others'}"

    def body(self) -> bytes:
        """The page as fetched."""
        return gzip.decompress(self.file.read_bytes())


def read_corpus(folder: Path) -> list[CorpusPage]:
    """The pages of a corpus, in the order of its manifest. Raises OSError or ValueError for a folder that is none."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").split("\n")
    entries = [json.loads(line) for line in lines if line]
    return [CorpusPage(folder / "pages" / f"{entry['id']}.html.gz", entry) for entry in entries]
