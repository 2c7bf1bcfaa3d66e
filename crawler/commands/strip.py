"""``scrapy strip URL|ID WORDS``: takes a paragraph out of a story, and remembers that for its site."""

from __future__ import annotations

import argparse

from crawler.archive.ruling import Found, RulingCommand
from crawler.console.counting import counted
from crawler.errors import AskedWrongly
from crawler.storage import Reader, StorageError
from crawler.storage.stories.reading import find_story
from extractors.site.rules import words_key


class Command(RulingCommand):
    """Takes a paragraph out."""

    verdict = "stripped"
    name = "strip"
    done = "taken out"

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--place] [--sites FILE] URL|ID WORDS"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Take a paragraph that is none out of a story, and remember that for its site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the story and the paragraph."""
        super().add_options(parser)
        parser.add_argument("story", metavar="URL|ID", help="the story's address, or its number in the table articles")
        parser.add_argument("words", metavar="WORDS", help="words of the paragraph, or its number in the story, from 1")

    def found(self, reader: Reader, opts: argparse.Namespace) -> Found:
        """The one paragraph of the story that is meant."""
        try:
            story = find_story(reader, opts.story)
        except LookupError as error:
            raise StorageError(error.args[0]) from error
        return Found(story["id"], story["url"], story["site"], _paragraph(story["text"], opts.words))


def _paragraph(text: str, named: str) -> str:
    paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
    if named.isascii() and named.isdigit():
        if not 0 < int(named) <= len(paragraphs):
            raise AskedWrongly(f"there is no paragraph {named}: the story has {counted(len(paragraphs), 'paragraph')}")
        return paragraphs[int(named) - 1]
    wanted = f" {words_key(named)} "
    meant = [paragraph for paragraph in paragraphs if wanted in f" {words_key(paragraph)} "]
    if len(meant) != 1:
        what = f"{len(meant)} paragraphs have {named!r} in them" if meant else f"no paragraph has {named!r} in it"
        raise AskedWrongly(f"{what}; give words that only one has, or its number")
    return meant[0]
