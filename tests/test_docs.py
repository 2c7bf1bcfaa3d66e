"""The documentation is tried out: what it tells people to type is typed, and what exists is named in it.

What the README says is typed into a shell; of the other pages only what takes a shell, or is no command of Scrapy's.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from crawler.storage.describe import schema_markdown
from demo import serve
from tests.clusters import cluster
from tests.servers import story
from tests.warcs import Archive
from tests.zygote import zygote

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(?P<language>console|python)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
PLACEHOLDER = "https://news.example"
SCHEDULER = "tcp://scheduler.example:8786"
PLAIN = re.compile(r"""\.venv/bin/scrapy (?:[^\s"'$>|;&*`(]|"[^"$`]*"|'[^']*'|\s)+""")
"""A command of Scrapy's that is words and quotations, nothing that a shell would act on."""

LIMIT = 100.0
"""Seconds that a command may take."""

# Dry-run here, for a sandbox has no environment of its own to set up, and CI runs them anyhow.
DRY_TARGETS = ("setup", "cluster", "test", "lint", "lock", "docs", r"bench-\w+", r"model-\w+", "train")
SETTINGS = """\
from crawler.settings import *

ALLOW_PRIVATE_ADDRESSES = True
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
"""


@dataclass(frozen=True)
class Sandbox:
    """A folder in which a reader of the documentation could stand: a project set up, a site to crawl."""

    folder: Path
    site: str
    scheduler: Callable[[], str]

    def run(self, command: str, forked: bool = False) -> subprocess.CompletedProcess[str]:
        """Type the command, with the documentation's example site in place of its placeholder.

        One of Scrapy's that takes no shell may be forked from what has loaded it.
        """
        typed = command.replace(PLACEHOLDER, self.site)
        if re.search(r"/scrapy serve\b", typed):
            return self._look_in(typed if "--port" in typed else f"{typed} --port 0")  # the usual one may be taken here
        if SCHEDULER in typed:
            typed = typed.replace(SCHEDULER, self.scheduler())
        if forked and PLAIN.fullmatch(typed):
            _, *arguments = shlex.split(typed)
            return subprocess.CompletedProcess(
                typed, *zygote().run(arguments, self._environment(), None, LIMIT, self.folder)
            )
        if re.match(rf"make ({'|'.join(DRY_TARGETS)})\b", typed):
            typed = typed.replace("make ", "make -n ", 1)
        typed = re.sub(r"^make ", "make -o .venv/runtime.stamp -o .venv/development.stamp ", typed)
        with self._started(["bash", "-o", "pipefail", "-c", typed]) as process:
            out, err = process.communicate(timeout=LIMIT)
        return subprocess.CompletedProcess(typed, process.returncode, out, err)

    def _look_in(self, typed: str) -> subprocess.CompletedProcess[str]:
        """Type a command that serves until Ctrl-C, look at what it serves, and type Ctrl-C."""
        with self._started(["bash", "-c", f"exec {typed}"]) as process:
            assert process.stdout is not None
            told = process.stdout.readline()
            if address := re.search(r"http://\S+", told):
                assert urlopen(address.group(), timeout=60).status == 200
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(typed, process.returncode, told + out, err)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": f"{self.folder}:{ROOT}", "PATH": f"{BIN}:{os.environ['PATH']}"}

    def _started(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve.serving(port=0) as address:
        yield address


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """The address of a cluster's scheduler; the cluster is started when it is first asked for."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("cluster") / "dask"
        yield cache(lambda: stack.enter_context(cluster(folder, workers=1)).address)


@pytest.fixture(scope="module")
def sandbox(site: str, scheduler: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    folder = tmp_path_factory.mktemp("reader")
    (folder / ".venv").symlink_to(BIN.parent)
    for shared in ("Makefile", "demo", "docs", "tests", "extractors", "crawler", "pyproject.toml"):
        (folder / shared).symlink_to(ROOT / shared)
    (folder / "output").mkdir()
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = reader_settings\n")
    (folder / "reader_settings.py").write_text(SETTINGS)
    page = story("Bridge closes in Ashford")
    Archive().response("http://archived.example/bridge/", page).write(folder / "CC-NEWS-20240503.warc.gz")
    sandbox = Sandbox(folder, site, scheduler)
    crawl = sandbox.run(f".venv/bin/scrapy crawl site -a url={site}/", forked=True)
    assert crawl.returncode == 0, crawl.stdout + crawl.stderr
    return sandbox


def commands(page: Path) -> Iterator[str]:
    """The lines that a page's console blocks show after a prompt, continued lines joined."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["language"] == "console":
            joined = block["text"].replace("\\\n", " ")
            yield from (line.removeprefix("$ ") for line in joined.splitlines() if line.startswith("$ "))


def snippets(page: Path) -> list[str]:
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [block["text"] for block in found if block["language"] == "python"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", [page for page in PAGES if any(commands(page))], ids=lambda page: page.name)
def test_commands_of_the_documentation_work_as_typed(page: Path, sandbox: Sandbox) -> None:
    (sandbox.folder / "sites.toml").unlink(missing_ok=True)  # no page builds on another's
    for command in commands(page):
        done = sandbox.run(command, forked=page.name != "README.md")
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, f"$ {command}\n{done.stderr}"


@pytest.mark.parametrize("page", [page for page in PAGES if snippets(page)], ids=lambda page: page.name)
def test_python_of_the_documentation_runs(page: Path, sandbox: Sandbox) -> None:
    for snippet in snippets(page):
        done = sandbox.run(f".venv/bin/python -c {shlex.quote(snippet)}")
        assert done.returncode == 0, f"{snippet}\n{done.stderr}"
        assert done.stdout.strip(), snippet


def test_readme_shows_commands_and_python() -> None:
    readme = ROOT / "README.md"
    assert len(list(commands(readme))) >= 8
    assert snippets(readme)


def test_every_spider_and_command_is_documented() -> None:
    written = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    spiders = [f"scrapy crawl {name}" for name in SpiderLoader.from_settings(get_project_settings()).list()]
    own = [f"scrapy {path.stem}" for path in (ROOT / "crawler" / "commands").glob("[a-z]*.py")]
    assert spiders
    assert not [command for command in (*spiders, *own) if command not in written]


@pytest.mark.parametrize("name", ["settings", "modules"])
def test_generated_pages_are_up_to_date(name: str) -> None:
    generated = subprocess.run(
        [sys.executable, f"docs/{name}.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == generated, "make docs writes it anew"


def test_schema_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == schema_markdown(), "make docs writes it anew"


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!\w+:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_benchmarks_begin_with_a_list_of_all_of_them() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]
    assert re.findall(r"^\| \[[^\]]+\]\(#([^)]+)\)", text, re.MULTILINE) == anchors


def test_every_fault_names_a_test_that_there_is() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    tables = re.findall(r"^\|[^\n]*\| test \|\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()]
    assert len(rows) > 30
    for row in rows:
        named = re.findall(r"`(test_\w+\.py)`", row.rsplit("|", 2)[1])
        assert named and all((ROOT / "tests" / name).exists() for name in named), row
