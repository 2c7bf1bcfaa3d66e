"""What a reference says of a page's blocks, and where it says nothing."""

from __future__ import annotations

import numpy as np
import pytest

from training.labels import beyond_the_break


@pytest.mark.parametrize(
    ("below", "words", "is_rest"),
    [
        ("story", 40, True),
        ("teaser", 40, False),  # set differently: what stands under a story
        ("story", 10, False),  # a line or two, which may well be chrome
    ],
)
def test_what_goes_on_below_the_end_of_a_reference_as_the_story_did_is_its_rest(
    below: str, words: int, is_rest: bool
) -> None:
    looks = ["menu", *["story"] * 4, "share", *[below] * 3]
    labels = np.array([0, 1, 1, 1, 1, 0, 0, 0, 0], dtype=np.float32)
    counts = np.array([3, *[30] * 4, 2, *[words] * 3], dtype=np.float32)
    found = beyond_the_break(labels, counts, looks)
    assert found.tolist() == [False] * 6 + [is_rest] * 3
