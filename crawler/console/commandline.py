"""What every command checks before it works: that its options and settings exist, and that the values will do."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import logging
import math
import sys
from abc import abstractmethod
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from crawler import settings as house
from crawler.console.start import end_at_once
from crawler.console.streams import stop_printing
from crawler.console.terminal import harmless
from crawler.refusal import refusal
from crawler.secrecy import redacted

if TYPE_CHECKING:
    from crawler.fetch.errands import ErrandSpider

T = TypeVar("T")

USAGE_ERROR = 2
"""The exit code of a command that was asked wrongly."""
INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as a shell has it."""

BOUNDS = {
    "CONCURRENT_ITEMS": (1, None),
    "CONCURRENT_REQUESTS": (1, None),
    "CONCURRENT_REQUESTS_PER_DOMAIN": (1, None),
    "EXTRACT_MEMORY": (64, None),
    "EXTRACT_WORKERS": (0, 256),
    "REACTOR_THREADPOOL_MAXSIZE": (1, 1024),
}
"""Settings with a least value, and perhaps a greatest: beyond them a crawl waits for ever, or takes all there is."""


LEFT_OUT = {
    "REMOTE_CONTROL_": "Scrapy's remote control, which runs what it is sent",
    "DEPTH_": "the depth of pages: their addresses come from the ledger",
    "HTTPERROR_": "Scrapy's choice among answers: the ledger takes note of each",
    "URLLENGTH_": "Scrapy's limit on addresses: the ledger has one of its own",
}
"""How the names of settings begin that Scrapy knows and the house has no part for, and what that part would be."""


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
            self.refuse(f"no option {unknown}; {_meant(unknown, options) or '-h lists them'}")
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
        with self.printing():
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
                self.exitcode = 1

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
        if running.done():
            running.result()
        return running.done()

    def brought(self, spider: type[ErrandSpider[T]], addresses: Sequence[str]) -> T:
        """What the errand to these addresses brings back; raises ``KeyboardInterrupt`` where a signal cut it off."""
        assert self.crawler_process is not None
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


def setting_fault(settings: BaseSettings, name: str, value: str) -> str | None:
    """What is wrong with ``-s NAME=VALUE`` in one line; None where nothing is."""
    if name not in settings:
        return f"no setting {name!r}; {_meant(name.upper(), settings) or 'docs/settings.md lists those of the house'}"
    left_out = next((part for beginning, part in LEFT_OUT.items() if name.startswith(beginning)), None)
    if left_out and value not in ("0", "False", "false"):
        return f"setting {name}={value!r} would do nothing; left out here: {left_out}"
    expected = _expectation(settings, name, value)
    return f"setting {name}={value!r}: {expected} is expected" if expected else None


def _expectation(settings: BaseSettings, name: str, value: str) -> str | None:
    """What the setting should be where ``value`` is not: judged by what it is now."""
    if name == "LOG_LEVEL":
        levels = logging.getLevelNamesMapping()
        return None if value.upper() in levels else f"one of {', '.join(sorted(levels, key=lambda each: levels[each]))}"
    now = settings[name]
    if isinstance(now, bool):
        return None if value in ("0", "1", "True", "False", "true", "false") else "True or False"
    if name in BOUNDS:
        return _count_expected(value, *BOUNDS[name])
    if isinstance(now, int | float):
        return _number_expected(type(now), value, signed=not hasattr(house, name))
    if isinstance(now, dict | BaseSettings):
        return None if _is_json_object(value) else "a JSON object"
    if name == "TWISTED_REACTOR":
        return None if value == now else str(now)
    if isinstance(now, str) and _is_code(now):
        return None if _is_code(value) else f"the name of code, as {now},"
    return "something" if isinstance(now, str) and now and not value.strip() else None


def _count_expected(value: str, least: int, most: int | None) -> str | None:
    if value.isascii() and value.isdigit() and least <= int(value) and (most is None or int(value) <= most):
        return None
    return f"a whole number from {least} {'on' if most is None else f'to {most}'}"


def _number_expected(kind: type[int | float], value: str, *, signed: bool) -> str | None:
    try:
        number = kind(value)
    except ValueError:
        return "a whole number" if kind is int else "a number"
    if not math.isfinite(number):
        return "a number"
    return None if signed or number >= 0 else "a number that is not negative"


def _is_code(value: str) -> bool:
    """Whether the value is the dotted name of a class or function that can be loaded."""
    try:
        load_object(value)
    except (ImportError, NameError, ValueError):
        return False
    return True


def _is_json_object(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), 1)
    return f"is {close[0]} meant?" if close else ""
