"""The demonstration itself: the sample site, its server, and the whole run."""

from __future__ import annotations

import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from benchmarks.nginx import free_port
from demo import blog, serve

ROOT = Path(__file__).resolve().parent.parent
STORY = "/blog/2024/03/12/the-ferry-that-came-back/"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve.serving(port=0) as address:
        yield address


def get(site: str, path: str, headers: Mapping[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)) as connection:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer, answer.read().decode()


def run(database: Path, port: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "demo.run", "--database", str(database), "--port", str(port)]
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def bare(output: str) -> list[str]:
    """The lines of an output without what may differ between machines: the port, the width of columns, counts."""
    return [re.sub(r"\d+", "0", " ".join(line.split())) for line in output.splitlines()]


def commands_running() -> Iterator[str]:
    """The command lines of all processes."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended while we looked
            yield path.read_text(errors="replace").replace("\0", " ")


def counted(output: str, word: str) -> int:
    found = re.search(rf"^{word} +(\d+)", output, re.MULTILINE)
    assert found, f"no {word!r} in:\n{output}"
    return int(found[1])


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/blog/feed/", "application/rss+xml; charset=utf-8"),
        ("/blog/low-water.svg", "image/svg+xml"),
        (STORY, "text/html; charset=utf-8"),
    ],
)
def test_server_answers_with_type_and_its_own_address(site: str, path: str, content_type: str) -> None:
    answer, text = get(site, path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == content_type
    assert serve.HOST not in text


@pytest.mark.parametrize("path", ["/nowhere/", "/../serve.py", "/%2e%2e/serve.py", "/blog/2024/"])
def test_server_answers_404_outside_its_pages(site: str, path: str) -> None:
    assert get(site, path)[0].status == 404


def test_server_answers_304_to_those_who_have_the_page(site: str) -> None:
    first, _ = get(site, STORY)
    assert get(site, STORY, {"If-None-Match": first.headers["ETag"]})[0].status == 304
    assert get(site, STORY, {"If-Modified-Since": first.headers["Last-Modified"]})[0].status == 304
    assert get(site, STORY, {"If-None-Match": '"another"'})[0].status == 200


def test_every_address_in_the_sitemaps_is_served(site: str) -> None:
    _, index = get(site, "/sitemap.xml")
    sitemaps = re.findall(r"<loc>(.*?)</loc>", index)
    assert len(sitemaps) >= 2
    for sitemap in sitemaps:
        _, text = get(site, urlsplit(sitemap).path)
        pages = re.findall(r"<loc>(.*?)</loc>", text)
        assert pages
        assert {get(site, urlsplit(page).path)[0].status for page in pages} == {200}


def test_sample_blog_is_what_its_stories_say() -> None:
    stale = [path for path, text in blog.pages() if (serve.SITE / path).read_text(encoding="utf-8") != text]
    assert not stale, "python -m demo.blog writes them anew"


@pytest.mark.timeout(240)
def test_demo_files_and_shows_stories_and_finds_them_unchanged_the_second_time(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    port = free_port()  # stories are known by their address
    first, second = run(database, port), run(database, port)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert counted(first.stdout, "new") > 15
    assert counted(second.stdout, "fetched") == 0
    assert "by sitemap, nothing new in" in second.stdout
    assert (counted(second.stdout, "new"), counted(second.stdout, "revised")) == (0, 0)
    assert first.stdout.count("$ .venv/bin/sqlite-utils") == 3
    assert "What the dredger found" in first.stdout
    with closing(sqlite3.connect(database)) as connection:
        (text,) = connection.execute("SELECT text FROM articles WHERE headline = 'Closed today'").fetchone()
    assert text == "The reading room is closed today because the key is in Lisbon."


@pytest.mark.timeout(120)
def test_sample_in_the_readme_is_what_the_demo_prints() -> None:
    sample = re.search(r"^```text\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert sample
    with TemporaryDirectory() as folder:  # a short path: with a long one lines break elsewhere
        printed = run(Path(folder) / "news.db", free_port()).stdout.replace(folder, "output")
    assert [line for line in bare(sample[1]) if line not in bare(printed)] == []


@pytest.mark.timeout(120)
def test_demo_says_that_its_port_is_taken_and_runs_on_another(tmp_path: Path) -> None:
    with serve.serving(port=0) as taken:
        done = run(tmp_path / "news.db", urlsplit(taken).port or 0)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Port {urlsplit(taken).port} is taken")
    assert counted(done.stdout, "new") > 15


@pytest.mark.timeout(180)
def test_interrupted_demo_stops_everything_and_says_so_to_the_shell(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "demo.run", "--database", str(tmp_path / "news.db"), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=150) == 130
    assert [line for line in commands_running() if str(tmp_path) in line] == []


def test_ctrl_c_while_the_demonstration_is_loaded_ends_it_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "rich.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    command, environment = [sys.executable, "-m", "demo.run"], {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
