"""Whatever strangers' documents are broken into, what reads them neither falls over nor hangs nor loses a word.

The short form of ``make fuzz``, and every document that failed there once.
"""

from __future__ import annotations

import pytest

from tests.fuzzing.run import tried
from tests.fuzzing.targets import CASES, TARGETS, Target

EACH = 185  # cases, which are 2,000 for the eleven targets
KEPT = sorted(path.name for path in (CASES / "fuzz").glob("*-*"))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_broken_documents_are_read_as_far_as_they_go(target: Target) -> None:
    wrong = {number: tried(target, target.document(number)) for number in range(EACH)}
    assert not {number: what for number, what in wrong.items() if what is not None}


@pytest.mark.parametrize("name", KEPT)
def test_what_failed_once_does_not_again(name: str) -> None:
    target = next(target for target in TARGETS if name.startswith(f"{target.name}-"))
    assert tried(target, (CASES / "fuzz" / name).read_bytes()) is None
