"""Names of hosts that nobody answers, or answers badly: they cost only themselves, and wait for a later crawl."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive import rows
from tests.ownnetwork import BROKEN, DEAD, GOOD, Told, crawled

PATIENCE = 4
"""Seconds for which the system waits for its name server."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("network")


@pytest.fixture(scope="module")
def told(folder: Path) -> Told:
    """One crawl of the hosts of all these names, the good ones listed last."""
    return crawled(folder, [*DEAD, *BROKEN, *GOOD], PATIENCE)


def test_a_name_without_an_answer_is_tried_again_later_and_the_others_are_crawled(told: Told, folder: Path) -> None:
    assert told.code == 0, told.output
    found = {
        row["url"].split("/")[2]: (row["state"], row["reason"], row["attempts"])
        for row in rows(
            folder / "db", "SELECT url, state, reason, attempts FROM urls WHERE state = 'done' OR not_before"
        )
    }
    assert {name: found[name] for name in GOOD} == dict.fromkeys(GOOD, ("done", None, 1))
    for name in (*DEAD, *BROKEN):
        assert found[name] == ("pending", "host name does not resolve", 0), name


def test_names_that_nobody_answers_hold_up_no_other(told: Told) -> None:
    first = dict(reversed(told.asked))
    assert max(first[name] for name in GOOD) - min(first[name] for name in DEAD) < PATIENCE, (
        "they waited until the others were given up"
    )


def test_names_that_nobody_answers_hold_up_no_end(tmp_path: Path) -> None:
    told = crawled(tmp_path / "network", DEAD, patience=30, interrupt=True)
    assert told.code == 0, told.output
    assert told.late < 20, "it waited for the system, which waited for an answer"
    assert "the next run carries on" in told.output
    states = rows(tmp_path / "network" / "db", "SELECT DISTINCT state FROM urls")
    assert [row["state"] for row in states] == ["pending"]
