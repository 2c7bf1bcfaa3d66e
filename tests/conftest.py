"""Fixtures that more than one test module uses."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.wordpress import WordPress

# Continuous integration tries the same examples each time: a failure there is the change's, new examples are for desks.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


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
