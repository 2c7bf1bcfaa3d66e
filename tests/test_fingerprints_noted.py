"""What is noted is found until it stands in its table, whoever notes it and whatever fails meanwhile."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.storage.reprints import marks, noted
from crawler.storage.reprints.noted import Noted

HASHES = st.integers(0, 16) | st.just(2**48 - 1)
PAIRS = st.lists(st.tuples(HASHES, st.integers(1, 6)), max_size=9)
STEPS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["commit", "commit", "fail", "open anew"]), PAIRS))


def _fingerprints() -> sqlite3.Connection:
    """An archive that has fingerprints and nothing else."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE fingerprints(hash INTEGER, article_id INTEGER, PRIMARY KEY (hash, article_id))")
    for table in (*noted.FINGERPRINTS_NOTED, *marks.FINGERPRINT_MARKS):
        db.execute(table)
    return db


@given(STEPS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_fingerprints_are_found_at_hand_or_in_their_table(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[int, str, list[tuple[int, int]]]]
) -> None:
    monkeypatch.setattr(noted, "AT_HAND", 11)
    monkeypatch.setattr(noted, "LATELY", 4)
    db = _fingerprints()
    programs, told = [Noted(db), Noted(db)], set[tuple[int, int]]()
    for which, ending, pairs in steps:
        if ending == "open anew":
            programs[which] = Noted(db)
        program = programs[which]
        db.execute("BEGIN")
        program.follow()
        program.note(pairs)
        program.settle()
        if ending == "fail":
            db.execute("ROLLBACK")
            program.forget()
        else:
            db.execute("COMMIT")
            told |= set(pairs)
        program.follow()
        at_hand = program.stories_of(sorted({number for number, _ in told}))
        found = {(number, each) for number, stories in at_hand.items() for each in stories}
        asked = program.entered(range(17)) + program.entered([2**48 - 1])
        entered = {pair for pair in db.execute("SELECT hash, article_id FROM fingerprints") if pair[0] in asked}
        assert found | entered == told


def test_a_round_ends_and_what_it_entered_is_noted_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noted, "AT_HAND", 100)
    monkeypatch.setattr(noted, "LATELY", 10)
    db = _fingerprints()
    program, kept, entered = Noted(db), list[int](), list[int]()
    for number in range(200):
        program.follow()
        program.note((hash((number, place)) % 2**48, number) for place in range(10))
        program.settle()
        kept.append(db.execute("SELECT count(*) FROM fingerprints_noted").fetchone()[0])
        entered.append(db.execute("SELECT count(*) FROM fingerprints").fetchone()[0])
    assert max(kept) <= 50  # rows: those at hand, and as many again that a round has not passed yet
    assert max(after - before for before, after in pairwise(entered)) <= 30  # no transaction pays for many others
    assert entered[-1] > 1800


def test_whoever_opens_it_in_the_first_round_finds_what_was_entered_no_longer_at_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(noted, "AT_HAND", 100)
    monkeypatch.setattr(noted, "LATELY", 10)
    db = _fingerprints()
    program, hashes = Noted(db), [hash((number, 0)) % 2**48 for number in range(180)]
    for number, each in enumerate(hashes):
        program.note([(each, number)])
        program.settle()
    opened = Noted(db)
    opened.follow()
    at_hand = set(opened.stories_of(sorted(hashes)))
    entered = {number for (number,) in db.execute("SELECT hash FROM fingerprints")}
    assert entered <= set(opened.entered(hashes)) | at_hand
    assert len(entered) == 80 and entered | at_hand == set(hashes)
    assert len(entered & at_hand) <= 40  # of those that were noted after the round had begun
