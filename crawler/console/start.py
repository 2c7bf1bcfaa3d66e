"""The command ``scrapy``: Scrapy's own, which Ctrl-C ends in one line or silently from its first moment to its last."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import TYPE_CHECKING  # and nothing else is loaded before Ctrl-C is looked after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType

    from scrapy.settings import Settings

COMMANDS = "crawler.commands"
"""The package of the house's commands."""

UNPRINTABLE = (errno.EPIPE, errno.ENOSPC, errno.EFBIG)
"""What the system says where Scrapy's own commands cannot print: nobody reads on, the disk is full, or the file."""


def main() -> None:
    """Run ``scrapy`` with the arguments of this process; never returns."""
    sys.excepthook = in_one_line
    try:
        os.getcwd()  # noqa: PTH109 - pathlib takes its time to load
    except OSError as error:
        sys.stderr.write(f"scrapy: the folder that you are in: {error.strerror}; change to another (cd)\n")
        sys.exit(1)
    from scrapy.cmdline import execute  # only here: half a second is long enough for Ctrl-C to come

    if wrong := project_fault() or command_fault(sys.argv[1:], commands()):
        sys.stderr.write(f"{wrong}\n")
        sys.exit(2)
    try:
        execute(settings=settings_for(sys.argv[1:], commands()))
    except Exception as error:
        if not (told := scrapys_own_fault(sys.argv[1:], error)):
            raise
        sys.stderr.write(f"{told}\n")
        sys.exit(1)
    finally:
        end_at_once()


def project_fault() -> str | None:
    """One line on settings that cannot be read, as after a slip in them or in scrapy.cfg; None where they can be."""
    from scrapy.utils.project import get_project_settings

    try:
        get_project_settings()
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return f"scrapy: the settings cannot be read ({said}); scrapy.cfg says where they are, [settings] default = …"
    return None


def commands() -> dict[str, bool]:
    """The names of all commands, Scrapy's and the house's, and whether each is the house's."""
    from pathlib import Path
    from pkgutil import iter_modules

    from scrapy import commands

    here = str(Path(__file__).parent.parent / "commands")
    return {
        module.name: module_is_ours
        for places, module_is_ours in ((list(commands.__path__), False), ([here], True))
        for module in iter_modules(places)
    }


def settings_for(arguments: Sequence[str], known: Mapping[str, bool]) -> Settings | None:
    """The project's settings, with the one command of the house that is asked for; None where none of them is.

    Scrapy would load all of them, and with them what no other needs: a fifth of the time that a command takes to start.
    """
    from scrapy.utils.project import get_project_settings

    name = command_named(arguments)
    if name is None or not known.get(name):
        return None
    settings = get_project_settings()
    if settings["COMMANDS_MODULE"] == COMMANDS:  # that of another project is none of ours
        settings.set("COMMANDS_MODULE", f"{COMMANDS}.{name}", priority="project")
    return settings


def command_fault(arguments: Sequence[str], known: Mapping[str, bool]) -> str | None:
    """One line where there is no such command, or only in a project; None where there is.

    What Scrapy says then is no line on standard error, and suggests nothing.
    """
    from scrapy.utils.project import get_project_settings

    name = command_named(arguments)
    if name is None or (name in known and (not known[name] or get_project_settings()["COMMANDS_MODULE"])):
        return None
    if name in known:
        return f"scrapy {name}: no project in this folder; change to that of copydesk (cd), where scrapy.cfg is"
    return unknown_command(name, known)


def unknown_command(name: str, known: Iterable[str]) -> str | None:
    """One line with the command that was probably meant; None where a package brings a command of this name."""
    from difflib import get_close_matches
    from importlib.metadata import entry_points

    if name in entry_points(group="scrapy.commands").names:
        return None
    close = get_close_matches(name.lower(), list(known), 1)
    return f"scrapy: no command {name!r}; {f'is {close[0]} meant?' if close else 'scrapy alone lists them'}"


def command_named(arguments: Sequence[str]) -> str | None:
    """The command among the arguments, as Scrapy finds it."""
    return next((each for each in arguments if not each.startswith("-")), None)


def scrapys_own_fault(arguments: Sequence[str], error: Exception) -> str | None:
    """One line on what a command of Scrapy's own did not expect; None for the house's, and for what runs other code."""
    name = command_named(arguments)
    if name in ("runspider", "shell") or commands().get(name or "", True):
        return None
    return f"scrapy {name}: {' '.join(f'{type(error).__name__}: {error}'.split())}"


def in_one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say of Ctrl-C that it ended the program, of a reader who has enough nothing; of all else what Python says."""
    if issubclass(kind, KeyboardInterrupt):
        end_at_once()
        sys.stderr.write("scrapy: interrupted\n")
    elif isinstance(error, OSError) and error.errno in UNPRINTABLE and error.filename is None:
        from crawler.console.streams import stop_printing

        stop_printing()
        if error.errno != errno.EPIPE:
            sys.stderr.write(f"scrapy: the output cannot be written: {error.strerror}\n")
    else:
        sys.__excepthook__(kind, error, trace)


def end_at_once() -> None:
    """Let the next Ctrl-C end the process there and then: it has nothing more to do than to leave."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
