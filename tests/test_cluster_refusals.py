"""What a cluster cannot do is told in one line, that names the way out; and nothing is lost by it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from distributed import Client

from tests.archive import rows
from tests.clusters import cluster, wait_until
from tests.servers import ROOT, environment, scrapy
from tests.test_cluster_crawl import hosts, listed


def sites_file(folder: Path) -> Path:
    file = folder / "sites.toml"
    file.write_text('[[site]]\nurl = "http://127.0.1.99:1/"\n')
    return file


@pytest.mark.parametrize(
    ("asked", "told", "code"),
    [
        (["crawl", "--scheduler", "127.0.2.251:1"], "no Dask scheduler answers there; dask scheduler starts one", 1),
        (["crawl", "--scheduler", "tcp://127.0.2.251"], "as in tcp://scheduler.example:8786", 1),
        (["crawl"], "the following arguments are required: --scheduler", 2),
        (["crawl", "--scheduler", "x:1", "-a", "site=x"], "-a site=…: cluster crawl takes -a sites=…", 2),
        (["crawl", "--scheduler", "x:1", "-a", "sites=none.toml"], "none.toml: No such file or directory", 2),
        (["dance", "--scheduler", "x:1"], "invalid choice: 'dance'", 2),
    ],
)
def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, asked: list[str], told: str, code: int) -> None:
    file = sites_file(tmp_path)
    own = [] if "-a" in asked else ["-a", f"sites={file}"]
    done = scrapy("cluster", *asked, *own, DATABASE=str(tmp_path / "news.db"))
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("scrapy cluster: ")
    assert not (tmp_path / "news.db").exists()


def test_without_dask_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    for package in ("dask", "distributed", "fsspec"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(f"raise ImportError('no {package} here')")
    command = [sys.executable, "-m", "scrapy", "cluster", "crawl", "-a", f"sites={sites_file(tmp_path)}"]
    done = subprocess.run(
        [*command, "--scheduler", "127.0.2.251:1", "-s", f"DATABASE={tmp_path}/news.db"],
        cwd=ROOT,
        env=environment() | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "scrapy cluster: Dask is not installed; make cluster installs it, here and on every machine of the cluster\n"
    )


def test_a_worker_with_other_code_is_left_out(tmp_path: Path) -> None:
    other = tmp_path / "other"
    for package in ("crawler", "extractors"):
        shutil.copytree(ROOT / package, other / package, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "extractors" / "article.py").open("a") as source:
        source.write("# a newer one\n")
    with hosts(1, stories=1) as sites, cluster(tmp_path / "dask", workers=0) as running:
        stranger = running.start_worker(code=other)
        asked = ["cluster", "crawl", "-a", f"sites={listed(tmp_path, sites)}", "--scheduler", running.address]
        refused = scrapy(*asked, DATABASE=str(tmp_path / "news.db"))
        own = running.start_worker()
        with Client(running.address) as client:  # where the machine is busy, the stranger may have been given up by now
            wait_until(lambda: any(f"//{own}:" in address for address in client.scheduler_info()["workers"]))
        done = scrapy(*asked, DATABASE=str(tmp_path / "news.db"))
    assert refused.returncode == 1
    first, second = refused.stderr.splitlines()
    assert f"the worker tcp://{stranger}:" in first
    assert first.endswith("install the same on both")
    assert "no worker is left that could be given work" in second
    assert {request.sender for request in sites[0].requests} == {"127.0.2.2"}
    assert done.returncode == 0, done.stderr
    assert len(rows(tmp_path / "news.db", "SELECT 1 FROM articles")) == 1
