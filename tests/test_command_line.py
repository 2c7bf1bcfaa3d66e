"""What a command says to options and settings that do not exist, or not with that value."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.console.settingfaults import setting_fault
from crawler.console.start import command_fault, project_fault, scrapys_own_fault, settings_for
from tests.archive import rows
from tests.servers import QUICK, ROOT, environment, scrapy, serving, story


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("extract", "page.html", "--fromat", "json"), "no option --fromat; is --format meant?"),
        (("extract", "page.html", "--format", "yaml"), "invalid choice: 'yaml'"),
        (("extract", ""), "one TARGET is expected"),
        (("crawl", "pages", "-a", "urls"), "use -a NAME=VALUE"),
        (("crawl", "site", "-s", "DATABSE=x.db"), "no setting 'DATABSE'; is DATABASE meant?"),
        (("crawl", "site", "-L", "LOUD"), "LOG_LEVEL='LOUD': one of NOTSET, DEBUG"),
        (("crawl", "site", "-O", "news.json"), "scrapy export --output FILE writes them"),
        (("crawl", "site", "--pidfile", "/dev/null/pid"), "--pidfile /dev/null/pid: Not a directory"),
        (("crawl", "site", "--logfile", "/dev/null/log"), "LOG_FILE='/dev/null/log': Not a directory"),
        (("crawl", "site", "-s", "JOBDIR=/dev/null/job"), "JOBDIR='/dev/null/job': Not a directory"),
        (("crawl", "site", "--profile", "/dev/null/times"), "--profile '/dev/null/times': Not a directory"),
        (("search", "bridge", "--limit", "9" * 30), "is no whole number from 1 to 1,000,000,000"),
        (("report", "--output", ""), "--output: a file's name is expected"),
    ],
)
def test_a_slip_of_the_pen_is_told_in_one_line(arguments: tuple[str, ...], line: str) -> None:
    done = scrapy(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"scrapy {arguments[0]}: ")
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1


LONG = "long" * 80


@pytest.mark.parametrize(
    "arguments",
    [("crawl", "warc", "-a", f"path={LONG}"), ("search", "bridge", "-s", f"DATABASE={LONG}")],
)
def test_a_file_that_the_system_does_not_even_look_for_is_told_in_one_line(arguments: tuple[str, ...]) -> None:
    done = scrapy(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    told = f"scrapy {arguments[0]}: {LONG}: File name too long; name another file, or one that may be used\n"
    assert done.stderr == told


@pytest.mark.parametrize(
    ("arguments", "output", "code", "told"),
    [
        ("sites", ">/dev/full", 1, "scrapy sites: the output cannot be written: No space left on device\n"),
        ("sites", "| head -0; exit ${PIPESTATUS[0]}", 0, ""),
        ("sites", ">&-", 0, ""),
        ("extract --explain README.md", "| (exit 0); exit ${PIPESTATUS[0]}", 0, ""),
        ("version", ">/dev/full", 1, "scrapy: the output cannot be written: No space left on device\n"),
        ("--help", "| (exit 0); exit ${PIPESTATUS[0]}", 1, ""),
        ("extract -", "<&-", 1, "scrapy extract: -: empty\n"),
        ("discover", "2>&-", 2, ""),
    ],
    ids=[
        "full disk",
        "reader who has enough",
        "no output",
        "no reader",
        "full disk for Scrapy's own",
        "no reader of help",
        "no input",
        "no errors",
    ],
)
def test_streams_that_cannot_be_used_cost_one_line_at_most(arguments: str, output: str, code: int, told: str) -> None:
    command = f"{sys.executable} -m scrapy {arguments} {output}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (code, told)


def test_a_crawl_does_its_work_whoever_reads_its_summary(tmp_path: Path) -> None:
    """A scheduler sees its exit code, and the saved queries are asked."""
    (tmp_path / "queries.toml").write_text('[[query]]\nname = "bridge"\nsearch = "bridge"\n')
    given = {"DATABASE": tmp_path / "news.db", "QUERIES": tmp_path / "queries.toml"}
    settings = " ".join(f"-s '{name}={value}'" for name, value in {**QUICK, **given}.items())
    with serving({"/one/": story("Bridge closes in Ashford")}) as site:
        crawl = f"{sys.executable} -m scrapy crawl pages -a urls={site.url}/one/ {settings} | (exit 0)"
        good = subprocess.run(["bash", "-o", "pipefail", "-c", crawl], cwd=ROOT, env=environment(), timeout=120)
        bad = subprocess.run(
            ["bash", "-o", "pipefail", "-c", crawl.replace("/one/", "/two/")], cwd=ROOT, env=environment(), timeout=120
        )
    assert (good.returncode, bad.returncode) == (0, 1)
    assert [row["headline"] for row in rows(tmp_path / "news.db", "SELECT headline FROM matches_readable")] == [
        "Bridge closes in Ashford"
    ]


@pytest.fixture(scope="module")
def settings() -> Settings:
    made = Settings()
    made.setmodule("crawler.settings")
    return made


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("EXTRACT_TIMEOUT", "soon", "a number that is not negative"),
        ("RETRY_PRIORITY_ADJUST", "1.5", "a whole number"),
        ("EXTRACT_TIMEOUT", "-1", "a number that is not negative"),
        ("EXTRACT_TIMEOUT", "inf", "a number that is not negative"),
        ("DOWNLOAD_DELAY", "1e308", "a number from 0 to 600"),
        ("EXTRACT_WORKERS", "1.5", "a whole number from 0 to 256"),
        ("EXTRACT_WORKERS", "1000", "a whole number from 0 to 256"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0", "a whole number from 1 on"),
        ("ROBOTSTXT_OBEY", "ja", "True or False"),
        ("ITEM_PIPELINES", "mine", "a JSON object"),
        ("EXTENSIONS", '{"nowhere.Extension": 1}', "the name of code rather than 'nowhere.Extension'"),
        ("DOWNLOAD_HANDLERS", '{"http": "nowhere"}', "the name of code rather than 'nowhere'"),
        ("RETRY_HTTP_CODES", "500,often", "whole numbers with commas"),
        ("SPIDER_MODULES", "nowhere", "the name of a module, as crawler.spiders,"),
        ("LOG_FORMAT", "%(", "a format of Python's logging, as %(asctime)s %(message)s,"),
        ("LOG_ENCODING", "utf-9", "the name of an encoding, as utf-8,"),
        ("DATABASE", " ", "something"),
        ("TWISTED_REACTOR", "select", "twisted.internet.asyncioreactor.AsyncioSelectorReactor"),
        ("SCHEDULER", "nowhere.Scheduler", "the name of code, as scrapy.core.scheduler.Scheduler,"),
    ],
)
def test_a_value_that_will_not_do_is_named_with_what_is_expected(
    settings: Settings, name: str, value: str, expected: str
) -> None:
    assert setting_fault(settings, name, value) == f"setting {name}={value!r}: {expected} is expected"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXTRACT_TIMEOUT", "0.5"),
        ("RETRY_PRIORITY_ADJUST", "-2"),
        ("ROBOTSTXT_OBEY", "false"),
        ("ITEM_PIPELINES", "{}"),
        ("DOWNLOAD_HANDLERS", '{"http": null}'),
        ("RETRY_HTTP_CODES", "500, 502"),
        ("SPIDER_MODULES", "crawler.spiders,tests"),
        ("LOG_FORMAT", "%(levelname)s %(message)s"),
        ("CONTACT", ""),
        ("SCHEDULER", "scrapy.core.scheduler.Scheduler"),
        ("JOBDIR", "somewhere"),
    ],
)
def test_scrapys_own_ways_to_write_values_are_kept(settings: Settings, name: str, value: str) -> None:
    assert setting_fault(settings, name, value) is None


@pytest.mark.parametrize("name", ["REMOTE_CONTROL_ENABLED", "DEPTH_LIMIT", "HTTPERROR_ALLOW_ALL", "URLLENGTH_LIMIT"])
def test_a_setting_of_a_part_that_is_left_out_is_refused(settings: Settings, name: str) -> None:
    """Scrapy knows it, and a crawl that took it in silence would not do what it was told."""
    assert (setting_fault(settings, name, "1") or "").startswith(
        f"setting {name}='1' would do nothing; left out here: "
    )
    assert setting_fault(settings, name, "0") is None


def test_ctrl_c_while_commands_are_loaded_is_told_in_one_line() -> None:
    # What runs in the background of a shell, as a suite may, is born deaf to Ctrl-C.
    listen = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = f"import crawler.commands, os, signal; {listen}; os.kill(os.getpid(), signal.SIGINT)"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "scrapy: interrupted\n")


STRUCK = """
import os, signal, sys
from importlib.abc import MetaPathFinder
module = sys.argv[1]
class Strikes(MetaPathFinder):
    def find_spec(self, name, *_):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Strikes())
from crawler.console.start import main
sys.argv[1:] = ["sites"]
main()
"""
"""The command ``scrapy``, and somebody who strikes Ctrl-C as it loads a module."""


@pytest.mark.parametrize("module", ["scrapy", "scrapy.cmdline", "crawler.commands.sites"])
def test_and_so_it_is_while_scrapy_is_loaded(module: str) -> None:
    command = [sys.executable, "-c", STRUCK, module]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "scrapy: interrupted\n")


def test_a_folder_that_was_removed_is_told_in_one_line(tmp_path: Path) -> None:
    program = f"import os; os.chdir({str(tmp_path)!r}); os.rmdir({str(tmp_path)!r})"
    command = [sys.executable, "-c", f"{program}; from crawler.console.start import main; main()", "sites"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    told = "scrapy: the folder that you are in: No such file or directory; change to another (cd)\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_the_command_on_the_path_is_the_one_that_ctrl_c_ends_well() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"] == {
        "scrapy": "crawler.console.start:main"
    }


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-h"], None),
        (["search", "serach"], None),
        (["quite-another"], "scrapy: no command 'quite-another'; scrapy alone lists them"),
        (["SEARCH"], "scrapy: no command 'SEARCH'; is search meant?"),
        (["\udcff"], "scrapy: no command '\\udcff'; scrapy alone lists them"),
        (["serach", "bridge"], "scrapy: no command 'serach'; is search meant?"),
        (["crwal", "site"], "scrapy: no command 'crwal'; is crawl meant?"),
    ],
)
def test_a_misspelt_command_is_told_with_the_one_that_is_meant(arguments: list[str], line: str | None) -> None:
    assert command_fault(arguments, {"crawl": True, "search": True, "sites": True}) == line


def test_a_command_of_the_house_outside_its_folder_is_told_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    told = "scrapy sites: no project in this folder; change to that of copydesk (cd), where scrapy.cfg is"
    assert command_fault(["sites"], {"sites": True, "version": False}) == told
    assert command_fault(["version"], {"sites": True, "version": False}) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("nonsense", "MissingSectionHeaderError"),
        ("[settings]\ndefault = nowhere.settings", "No module named 'nowhere'"),
        ("[settings]\ndefault = broken", "SyntaxError"),
    ],
)
def test_settings_that_cannot_be_read_are_told_in_one_line(
    written: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scrapy.cfg").write_text(written)
    (tmp_path / "broken.py").write_text("DATABASE = ")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "")
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE")
    told = project_fault() or ""
    assert said in told
    assert told.startswith("scrapy: the settings cannot be read (")
    assert "\n" not in told


def test_what_scrapys_own_commands_do_not_expect_is_told_in_one_line() -> None:
    error = ValueError("invalid literal\nfor int()")
    assert scrapys_own_fault(["settings", "--getint", "DATABASE"], error) == (
        "scrapy settings: ValueError: invalid literal for int()"
    )
    assert scrapys_own_fault(["sites"], error) is None, "a fault of ours shows where it is"
    assert scrapys_own_fault(["runspider", "mine.py"], error) is None


def test_a_command_of_the_house_is_loaded_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    known = {"stats": True, "crawl": True, "shell": False}
    settings = settings_for(["-h", "stats", "crawl"], known)
    assert settings is not None
    assert settings["COMMANDS_MODULE"] == "crawler.commands.stats"
    assert [settings_for(arguments, known) for arguments in ([], ["shell"], ["stat"])] == [None, None, None]
