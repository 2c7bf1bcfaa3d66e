"""Commands that look at a site come back in time, whatever time its server takes: one line, exit code 1."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.faulty import GOOD, answer, dripping, hosts, saying
from tests.servers import Answer, scrapy, serving, under_way

FRONT = saying(answer(f"<html><a href='{GOOD}'>Good page of the town</a></html>"))
DRIP = dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n<html>", b"a", 0.3)
UNTIL = {"LOOK_TIMEOUT": "1.5"}


def test_a_page_that_drips() -> None:
    with hosts({"slow": {GOOD: DRIP}}) as running:
        url = running["slow"].url + GOOD
        done = scrapy("extract", url, **UNTIL)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"scrapy extract: {url}: no answer in time (not done within 1.5 s)\n"


def test_a_site_all_of_whose_answers_drip(tmp_path: Path) -> None:
    with hosts({"slow": {"/": DRIP}}) as running:
        url = running["slow"].url
        discover = scrapy("discover", url, **UNTIL)
        add = scrapy("sites", "--file", str(tmp_path / "sites.toml"), "add", url, **UNTIL)
    assert (discover.returncode, discover.stderr) == (1, f"scrapy discover: {url}/: not done within 1.5 s\n")
    written = f"nothing was written into {tmp_path}/sites.toml"
    assert (add.returncode, add.stderr) == (1, f"scrapy sites: {url}/: not done within 1.5 s; {written}\n")
    assert not (tmp_path / "sites.toml").exists()


@pytest.mark.parametrize("arguments", [("discover",), ("sites", "--file", "{folder}/sites.toml", "add")])
def test_a_look_that_ctrl_c_ends(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with serving({"/": Answer(delay=30)}) as site:
        named = [part.format(folder=tmp_path) for part in arguments]
        with under_way(*named, site.url) as looking:
            while "/" not in site.paths():
                time.sleep(0.02)
            looking.send_signal(signal.SIGINT)
            told = looking.communicate(30)
    assert (looking.returncode, *told) == (130, "", f"scrapy {arguments[0]}: interrupted\n")
    assert not (tmp_path / "sites.toml").exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_was_found_until_then_is_shown(form: str) -> None:
    listed = "<urlset><url><loc>/2024/05/bridge-closes-in-ashford/</loc></url></urlset>"
    with hosts({"slow": {"/": FRONT, "/sitemap.xml": saying(answer(listed)), "/feed/": DRIP}}) as running:
        url = running["slow"].url
        done = scrapy("discover", "--format", form, url, LOOK_TIMEOUT="4")
    assert (done.returncode, done.stderr) == (1, f"scrapy discover: {url}/: not done within 4 s\n")
    assert "bridge-closes-in-ashford" in done.stdout and "links" not in done.stdout
