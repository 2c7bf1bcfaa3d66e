"""A file that is named by mistake, a database or a device, is not read into memory for its size."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from crawler.archive.importing import LONGEST_LINE, Fault, from_lines
from crawler.commands.extract import TargetError, _read
from crawler.queries.reading import QueriesError, read_queries
from crawler.sites import SitesError, read_sites
from crawler.sites.writing import new_entry
from crawler.spiders.base import ArgumentError
from crawler.spiders.pages import listed_urls
from crawler.wholefile import DOCUMENT, LIST, whole_file, whole_stream


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    path.touch()
    os.truncate(path, 2**40)  # a hole, which takes no room
    return path


def test_a_file_is_read_whole_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"x" * 3000)
    assert whole_file(path, 3000) == b"x" * 3000
    with pytest.raises(OSError, match="larger than 0 MiB"):
        whole_file(path, 2999)
    assert whole_stream(io.BytesIO(b"")) == b""


def test_whatever_reads_files_whole_tells_of_a_large_one(large: Path) -> None:
    with pytest.raises(TargetError, match="larger than 64 MiB"):
        _read(str(large))
    with pytest.raises(SitesError, match=r"news\.db: larger than 64 MiB; a file of sites is expected"):
        read_sites(large)
    with pytest.raises(SitesError, match=r"news\.db: larger than 64 MiB"):
        new_entry(large, "https://news.example")
    with pytest.raises(QueriesError, match=r"news\.db: larger than 64 MiB"):
        read_queries(large)
    with pytest.raises(ArgumentError, match=f"larger than {LIST // DOCUMENT * 64} MiB; give a file with an address"):
        listed_urls(str(large))


def test_a_line_without_end_is_one_fault_and_the_next_is_read() -> None:
    lines = io.BytesIO(b"x" * (2 * LONGEST_LINE + 9) + b'\n{"url": "https://news.example/one/", "text": "x"}\nno story')
    first, story, last = from_lines(lines, "stories.jsonl")
    assert str(first) == "stories.jsonl:1: longer than 64 MiB"
    assert not isinstance(story, Fault)
    assert str(last).startswith("stories.jsonl:3: not JSON")
