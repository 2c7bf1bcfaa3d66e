"""What every command checks before it works: that its options and settings exist, and that the values will do."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from abc import abstractmethod
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess

from crawler.console.secrecy import redacted
from crawler.console.settingfaults import meant, setting_fault
from crawler.console.start import end_at_once
from crawler.console.streams import forget_no_size, stop_printing
from crawler.console.terminal import harmless
from crawler.interrupting import end_by_signals, heeding_signals
from crawler.refusal import refusal

if TYPE_CHECKING:
    from crawler.fetch.errands import ErrandSpider

T = TypeVar("T")

USAGE_ERROR = 2
"""The exit code of a command that was asked wrongly."""
INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as a shell has it, or another signal."""


class CheckedCommand(ScrapyCommand):
    """A command that takes a misspelt option or setting for what it is. Scrapy passes over both in silence."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's own options; what the parser finds wrong is told in one line as well."""
        super().add_options(parser)
        parser.error = self.refuse  # type: ignore[method-assign]

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Apply the options; exits with one line where there is no such option or setting, or not with that value."""
        assert self.settings is not None
        unknown = next((arg for arg in args if arg.startswith("-") and arg != "-"), None)
        if unknown:
            options = [f"--{name}" for name in vars(opts)]
            self.refuse(f"no option {unknown}; {meant(unknown, options) or '-h lists them'}")
        given = [tuple(pair.split("=", 1)) for pair in opts.set if "=" in pair]
        if opts.loglevel:
            given.append(("LOG_LEVEL", opts.loglevel))
        for name, value in given:
            if fault := setting_fault(self.settings, name, value):
                self.refuse(fault)
        try:
            super().process_options(args, opts)
        except OSError as error:
            self.refuse(f"--pidfile {error.filename}: {error.strerror}; name a file that can be written")
        self._check_places(opts)

    def _check_places(self, opts: argparse.Namespace) -> None:
        """Exit with one line where Scrapy could not write what goes into files of its own."""
        assert self.settings is not None
        log, folder = self.settings["LOG_FILE"], self.settings["JOBDIR"]
        for name, file in (("--profile ", opts.profile), ("setting LOG_FILE=", log), ("setting JOBDIR=", folder)):
            try:
                if file and file == folder:
                    Path(file).mkdir(parents=True, exist_ok=True)
                elif file:
                    Path(file).open("ab").close()
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or error
                self.refuse(f"{name}{file!r}: {why}; name a place that can be written to")

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it; where what it prints cannot be written, say so in one line, or nothing where nobody reads on."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal has every script
        forget_no_size()
        with heeding_signals(), self.printing():
            try:
                self.work(args, opts)
            except KeyboardInterrupt:
                end_at_once()
                self.remark("interrupted")
                self.exitcode = INTERRUPTED
            except Exception as error:
                if not (told := refusal(error)):
                    raise
                self.remark(told)
                self.exitcode = USAGE_ERROR if isinstance(error, UnicodeEncodeError) else 1

    @contextmanager
    def printing(self) -> Iterator[None]:
        """See that what the block prints is out; where it cannot be, what is printed from then on goes nowhere."""
        try:
            yield
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads has read enough, as head does
            stop_printing()
        except OSError as error:
            if error.filename is not None:
                raise
            stop_printing()
            self.remark(f"the output cannot be written: {error.strerror}")
            self.exitcode = 1

    def complete(self, crawl: Awaitable[None]) -> bool:
        """Run the process until the crawl has ended, and raise what it raised.

        False where a signal ended the process before the crawl was under way.
        """
        assert self.crawler_process is not None
        running = asyncio.ensure_future(crawl)
        running.add_done_callback(lambda done: done.cancelled() or done.exception())  # it is raised below
        self.crawler_process.start()
        end_by_signals()
        if running.done():
            running.result()
        return running.done()

    def brought(self, spider: type[ErrandSpider[T]], addresses: Sequence[str]) -> T:
        """What the errand to these addresses brings back; raises ``KeyboardInterrupt`` where a signal cut it off."""
        if self.crawler_process is None:
            self.crawler_process = AsyncCrawlerProcess(self.settings)
        delivered: list[T] = []
        self.complete(self.crawler_process.crawl(spider, addresses, delivered))
        if not delivered:
            raise KeyboardInterrupt
        return delivered[0]

    def refuse(self, message: str) -> NoReturn:
        """Exit with one line on standard error and the code of a wrong request."""
        self.remark(message)
        sys.exit(USAGE_ERROR)

    def remark(self, line: str) -> None:
        """Say something that is no part of the answer in a line on standard error, without secrets."""
        name = type(self).__module__.rpartition(".")[2]
        with suppress(OSError):  # as where the terminal was closed
            sys.stderr.write(harmless(redacted(f"scrapy {name}: {' '.join(line.split())}")) + "\n")

    def complain(self, *faults: str) -> None:
        """Say what is wrong, as ``remark`` does, each line of the faults by itself."""
        for line in "\n".join(faults).splitlines():
            self.remark(line)


def file_name(text: str) -> Path:
    """A type for options that name a file, which nothing names where a script's variable was empty."""
    if not text.strip():
        raise argparse.ArgumentTypeError("a file's name is expected, not nothing")
    return Path(text)
