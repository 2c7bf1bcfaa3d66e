"""``scrapy restore ID``: puts a removed block back into its story, and remembers that for its site."""

from __future__ import annotations

import argparse

from crawler.archive.command import counting
from crawler.archive.ruling import Found, RulingCommand
from crawler.errors import AskedWrongly
from crawler.storage import Reader, StorageError

_BLOCK = """SELECT article_id, url, site, rule, removed_blocks.text AS text FROM removed_blocks
  JOIN articles ON articles.id = article_id WHERE removed_blocks.id = ?"""


class Command(RulingCommand):
    """Puts a block back."""

    verdict = "restored"
    name = "restore"
    done = "put back"

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--place] [--sites FILE] ID"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Put a removed block back into its story, and remember that for its site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the block."""
        super().add_options(parser)
        meaning = "the block's number in removed_blocks, as scrapy show STORY --removed tells it"
        parser.add_argument("block", metavar="ID", type=counting(), help=meaning)

    def found(self, reader: Reader, opts: argparse.Namespace) -> Found:
        """The removed block of that number."""
        rows = reader.rows(_BLOCK, opts.block)
        if not rows:
            way_out = "scrapy show STORY --removed tells the numbers of now"
            raise StorageError(f"no removed block number {opts.block} in {reader.path}; {way_out}")
        block = rows[0]
        if not block["text"].strip():
            raise AskedWrongly(f"block {opts.block} has no words: {block['rule']}")
        return Found(block["article_id"], block["url"], block["site"], block["text"])
