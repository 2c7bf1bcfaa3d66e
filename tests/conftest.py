"""Fixtures that more than one test module uses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from crawler.storage import Store
from tests.filings import assert_sound
from tests.wanted import fault
from tests.wordpress import WordPress

# Continuous integration tries the same examples each time: a failure there is the change's, new examples are for desks.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# What tests start is compiled once, whatever the habit of the machine: hundreds of processes would compile it again.
for setting in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
    os.environ.pop(setting, None)
sys.dont_write_bytecode = False

LONGEST = """
    docs crawl_wordpress crawl_news recrawl_wordpress crawl_killed crawl_warc drift drift_on_wordpress second_run
    crawl_faults cluster_refusals cluster_warc cluster_crawl storage_under_fire back_pressure killed_imports
    soak stalled_workers storage_faults tail_pages wordpress_server workers_unfit
""".split()
"""The files that take longest: they come first, so that no process is left alone with one in the end."""


def pytest_configure() -> None:
    """Refuse a wrong number before the tests that go by it are collected, each with a traceback."""
    if wrong := fault():
        raise pytest.UsageError(wrong)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first, in this order; the others follow in theirs."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-cases``, which rewrites the golden cases; their diff is then read."""
    parser.addoption("--update-cases", action="store_true", help="rewrite the golden cases in tests/cases")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether this run rewrites the golden cases."""
    return bool(request.config.getoption("--update-cases"))


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """The one WordPress of the test run. A test that changes its theme, language or REST API puts it back."""
    with WordPress() as site:
        yield site


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database is to be."""
    return tmp_path / "output" / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A new database, which has to be sound in the end."""
    with Store.open(path) as opened:
        yield opened
    assert_sound(path)


@pytest.fixture
def crawl(store: Store) -> int:
    """The number of a crawl that is under way in the database."""
    return store.begin_crawl("site", {})
