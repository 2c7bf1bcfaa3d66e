"""What deploy/ holds is started for real, as far as this machine goes: cron's line, the units, scrapyd."""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.archive import headlines, rows
from tests.servers import ROOT, NewsServer, serving, sitemap, story

SETTINGS = """\
from crawler.settings import *

ALLOW_PRIVATE_ADDRESSES = True
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
EXTRACT_WORKERS = 1
"""


@pytest.fixture
def paper() -> Iterator[NewsServer]:
    """A site of two stories."""
    with serving({"/": "<html></html>", "/one/": story("One bridge"), "/two/": story("Two bridges")}) as site:
        site.routes["/sitemap.xml"] = sitemap(f"{site.url}/one/", f"{site.url}/two/")
        yield site


@pytest.fixture
def home(tmp_path: Path, paper: NewsServer) -> Path:
    """A home directory with copydesk set up in it, and one site in its sites.toml."""
    folder = tmp_path / "copydesk"
    (folder / "output").mkdir(parents=True)
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    for shared in ("crawler", "extractors", "deploy", "docs"):
        (folder / shared).symlink_to(ROOT / shared)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = home_settings\n")
    (folder / "home_settings.py").write_text(SETTINGS)
    (folder / "sites.toml").write_text(f'[[site]]\nname = "paper"\nurl = "{paper.url}"\n')
    return tmp_path


def bare_environment(home: Path) -> dict[str, str]:
    """All that cron gives a command."""
    return {"HOME": str(home), "LOGNAME": "reporter", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}


def assert_crawled(home: Path, done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    assert headlines(home / "copydesk/output/news.db") == {"One bridge", "Two bridges"}


def test_the_line_for_cron_works_in_crons_bare_environment(home: Path) -> None:
    (line,) = re.findall(r"^17 \* \* \* \*  (.+)$", (ROOT / "deploy/crontab").read_text(), re.MULTILINE)
    assert "%" not in line  # cron would take it for a line break
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=home, env=bare_environment(home), capture_output=True, text=True, timeout=90
    )
    assert_crawled(home, done)
    assert done.stdout == ""  # or cron would send a mail every hour


def test_what_is_wrong_reaches_crons_mail(home: Path, paper: NewsServer) -> None:
    paper.routes["/robots.txt"] = "User-agent: *\nDisallow: /"
    (line,) = re.findall(r"^17 \* \* \* \*  (.+)$", (ROOT / "deploy/crontab").read_text(), re.MULTILINE)
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=home, env=bare_environment(home), capture_output=True, text=True, timeout=90
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "paper: " in done.stderr


def unit(name: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(interpolation=None, strict=True)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string((ROOT / "deploy" / name).read_text())
    return parsed


def test_the_service_runs_as_systemd_would_run_it(home: Path) -> None:
    service = unit("copydesk.service")["Service"]
    command = service["ExecStart"].replace("%h", str(home)).split()
    done = subprocess.run(
        command,
        cwd=service["WorkingDirectory"].replace("%h", str(home)),
        env=bare_environment(home),
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert_crawled(home, done)
    assert unit("copydesk.timer")["Timer"]["OnCalendar"] == "hourly"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here to read its units")
def test_systemd_finds_nothing_wrong_with_the_units(home: Path) -> None:
    units = [shutil.copy(ROOT / "deploy" / name, home) for name in ("copydesk.service", "copydesk.timer")]
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *units], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def scrapyd(home: Path) -> Iterator[str]:
    """The address of a scrapyd, started as the documentation says, but on a port of its own."""
    folder, port = home / "copydesk", free_port()
    page = (ROOT / "docs/scheduling.md").read_text()
    (start,) = (block for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "bin/scrapyd" in block)
    folder.joinpath("deploy").unlink()
    folder.joinpath("deploy").mkdir()
    configured = (ROOT / "deploy/scrapyd.conf").read_text()
    folder.joinpath("deploy/scrapyd.conf").write_text(configured.replace("http_port = 6800", f"http_port = {port}"))
    environment = bare_environment(home) | {"PYTHONPATH": f"{folder}:{ROOT}"}
    subprocess.run(["/bin/sh", "-ec", start], cwd=folder, env=environment, timeout=30, check=True)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        pid = int(wait_for(folder.joinpath("output/scrapyd/pid").read_text))
        os.kill(pid, 15)


def wait_for(look: Callable[[], Any]) -> Any:
    """What ``look`` returns, once it is something and no error."""
    deadline = time.monotonic() + 60
    while True:
        try:
            if found := look():
                return found
        except (OSError, URLError):
            if time.monotonic() > deadline:
                raise
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ask(address: str, **form: str) -> dict[str, Any]:
    opener = build_opener(ProxyHandler({}))
    with opener.open(address, urlencode(form).encode() if form else None, timeout=60) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def test_scrapyd_runs_a_crawl_that_its_api_scheduled(home: Path, scrapyd: str) -> None:
    spiders = wait_for(lambda: ask(f"{scrapyd}/listspiders.json?project=default"))
    assert "news" in spiders["spiders"]
    scheduled = ask(f"{scrapyd}/schedule.json", project="default", spider="news", sites="sites.toml")
    assert scheduled["status"] == "ok"
    (job,) = wait_for(lambda: ask(f"{scrapyd}/listjobs.json?project=default")["finished"])
    assert job["id"] == scheduled["jobid"]
    database = home / "copydesk/output/news.db"
    assert headlines(database) == {"One bridge", "Two bridges"}
    assert rows(database, "SELECT reason FROM crawls")[0]["reason"] == "finished"
    assert (home / "copydesk/output/scrapyd/logs/default/news").is_dir()
