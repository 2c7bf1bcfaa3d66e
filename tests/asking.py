"""Runs a command about the archive inside the test's own process, which takes milliseconds rather than a second."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import NamedTuple

import pytest
from scrapy.settings import Settings

from crawler.archive.command import ArchiveCommand


class Answer(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def ask(capsys: pytest.CaptureFixture[str], database: Path, name: str, *arguments: str) -> Answer:
    """What ``scrapy NAME ARGUMENTS`` answers about the database."""
    command: ArchiveCommand = importlib.import_module(f"crawler.commands.{name}").Command()
    command.settings = Settings()
    command.settings.setmodule("crawler.settings")
    command.settings.set("DATABASE", str(database), "cmdline")
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    capsys.readouterr()
    try:
        opts, args = parser.parse_known_args(arguments)
        command.process_options(args, opts)
        command.run(args, opts)
        code = command.exitcode
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    return Answer(code, *capsys.readouterr())


def refused(answer: Answer, line: str, code: int = 2) -> bool:
    """Whether the command refused with that exit code, with ``line`` in the one line that it said, and no answer."""
    told = answer.code == code and line in answer.err and answer.err.count("\n") == 1 and not answer.out
    assert told, answer
    return told
