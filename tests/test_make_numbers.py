"""A number that a target of make cannot use is told in one line, before anything is set up or started."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.servers import ROOT, environment

WRONG = {
    "make bench-archive": (["-m", "benchmarks.archive", "--stories=x"], "--stories: 'x' is no whole number"),
    "make bench-reextract": (["-m", "benchmarks.reextract", "--pages=0"], "--pages: '0' is no whole number"),
    "make bench-syndication": (["-m", "benchmarks.syndication", "--stories=0"], "--stories: '0' is no whole number"),
    "make fuzz": (["-m", "tests.fuzzing.run", "--cases=-1"], "--cases: '-1' is no whole number"),
    "make soak": (["-m", "tests.soaking.run", "--minutes="], "--minutes: '' is no whole number"),
}


@pytest.mark.parametrize("target", WRONG)
def test_a_wrong_number_of_a_target_is_one_line(target: str) -> None:
    arguments, told = WRONG[target]
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{target}: {told}")
    assert done.stderr.count("\n") == 1


def test_a_wrong_number_for_tests_ends_them_before_they_begin() -> None:
    command = [sys.executable, "-m", "pytest", "--numprocesses=0", "tests/test_killed_care.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment() | {"KILLS": "x"}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 4
    assert done.stderr.strip() == "ERROR: KILLS: 'x' is no whole number from 1 to 1,000,000,000"
