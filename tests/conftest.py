"""Fixtures that more than one test module uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wordpress import WordPress


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """The one WordPress of the test run. A test that changes its theme, language or REST API puts it back."""
    with WordPress() as site:
        yield site
