"""``scrapy export``: stories as JSON Lines, CSV, Parquet, Markdown or plain texts; their pages as WARC."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from crawler.archive.command import ArchiveCommand
from crawler.archive.exporting import FORMATS, Placed, Printed
from crawler.archive.exporting.parquet import PARTITIONS, write_partitioned
from crawler.archive.exporting.placing import whole_file, whole_folder
from crawler.archive.selection import add_selection, add_where, selection
from crawler.console.commandline import file_name
from crawler.console.counting import counted
from crawler.errors import AskedWrongly
from crawler.project import real
from crawler.storage import StorageError
from crawler.storage.stories.reading import stories
from crawler.storage.stories.story import Story


class Command(ArchiveCommand):
    """Writes the chosen stories, one by one. What it writes is there whole or not at all; a folder is new or empty."""

    def syntax(self) -> str:
        """Return the command's arguments."""
        formats = "|".join(FORMATS)
        where = "[--output PATH] [--partition site,month] [--comments]"
        return f"[--format {formats}] {where} [--site NAME] [--since DATE] [--until DATE] [--where SQL]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write filed stories as JSON Lines, CSV, Parquet, Markdown or plain texts, or their pages as WARC"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the format, where to write, and what stories."""
        super().add_options(parser)
        parser.add_argument("--format", choices=list(FORMATS), help="default: by the file's ending, else jsonl")
        parser.add_argument(
            "-o",
            "--output",
            type=_output,
            metavar="PATH",
            help="a file, or a folder for markdown, text and partitions; default, or '-': print",
        )
        parts = ",".join(PARTITIONS)
        parser.add_argument("--partition", type=partition, metavar=parts, help=f"parquet: a folder for each {parts}")
        parser.add_argument("--comments", action="store_true", help="jsonl: with what readers said under each story")
        add_selection(parser)
        add_where(parser)

    def answer(self, opts: argparse.Namespace) -> None:
        """Write the stories, and on standard error how many and where to."""
        if opts.output is not None and real(opts.output) == real(self.database):
            raise AskedWrongly(f"--output: {opts.output} is the database itself; name another file")
        name = opts.format or _format_of(opts.output)
        form = _partitioned(name, opts.partition) if opts.partition else FORMATS[name]
        if opts.comments:
            form = _with_comments(name, form)
        if isinstance(form, Placed) and opts.output is None:
            raise AskedWrongly(f"--format {name} writes a {form.what}; name it with --output PATH")
        with self.reader() as reader:
            chosen = selection(reader, opts)
            count = _written(form, form.read(reader, chosen), opts.output)
        said = f"{counted(count, *form.unit)} written"
        self.remark(f"{said} to {opts.output}" if opts.output else said)


def _output(text: str) -> Path | None:
    """The file or folder that is named; None for '-', which is standard output to most programs."""
    return None if text == "-" else file_name(text)


def _format_of(output: Path | None) -> str:
    """The format that the file's ending tells; JSON Lines where it has none. Raises ``AskedWrongly`` for another."""
    if output is None or not output.suffix:
        return "jsonl"
    ending = output.name.lower().replace(".warc.gz", ".warc").rpartition(".")[2]
    if ending not in FORMATS:
        raise AskedWrongly(f"--output: {output} has the ending of no format; say --format {'|'.join(FORMATS)}")
    return ending


def partition(text: str) -> tuple[str, ...]:
    """The parts that stories are parted by; raises ``ArgumentTypeError`` for what is none."""
    parts = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if not set(parts) <= set(PARTITIONS):
        raise argparse.ArgumentTypeError(f"{text!r}: of {', '.join(PARTITIONS)}, one or more with commas are expected")
    return parts


def _partitioned(name: str, by: Sequence[str]) -> Placed[Story]:
    if name != "parquet":
        raise AskedWrongly(f"--partition is for --format parquet, not {name}")
    return Placed("folder", partial(write_partitioned, by=by), partial(stories, by=_order(by)))


def _with_comments(name: str, form: Printed | Placed[Any]) -> Printed:
    if name != "jsonl" or not isinstance(form, Printed):
        raise AskedWrongly(f"--comments is for --format jsonl, not {name}")
    return replace(form, read=partial(stories, with_comments=True))


def _order(parts: Sequence[str]) -> str:
    """The columns in whose order the stories of a part come one after the other."""
    return ", ".join([*("site" for part in parts if part == "site"), *("published_at" for _ in parts[:1]), "id"])


def _written(form: Printed | Placed[Any], chosen: Iterable[Any], output: Path | None) -> int:
    """How much was written, in the unit of the format; raises ``StorageError`` where the place cannot be written to."""
    if output is None:
        assert isinstance(form, Printed)
        return form.write(chosen, sys.stdout)
    try:
        if isinstance(form, Placed) and form.what == "folder":
            return whole_folder(output, partial(form.write, chosen))
        if output.is_dir():
            raise AskedWrongly(f"--output: {output} is a folder; name a file")
        if output.exists() and not output.is_file():  # a pipe or a device is written to, not replaced
            return _fill(form, chosen, output)
        return whole_file(output, lambda part: _fill(form, chosen, part))
    except OSError as error:
        raise StorageError(f"{output}: {error.strerror or error}; name another place with --output PATH") from error


def _fill(form: Printed | Placed[Any], chosen: Iterable[Any], path: Path) -> int:
    if isinstance(form, Placed):
        return form.write(chosen, path)
    with path.open("w", encoding="utf-8", newline="") as out:
        return form.write(chosen, out)
