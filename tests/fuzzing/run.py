"""``make fuzz``: runs many cases side by side, prints what became of them, and keeps the document of each that failed.

A crash, a hang of more than two seconds of processor time, or an assertion that does not hold is a failure.
"""

from __future__ import annotations

import faulthandler
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

from benchmarks.asked import AskedParser, counting
from tests.fuzzing.targets import CASES, TARGETS, Target

LONGEST = 2.0
"""Seconds of processor time that a document may take."""
_STUCK = 60  # seconds after which a worker is ended, with its stack printed
_AT_ONCE = 50  # cases a task


class Failure(NamedTuple):
    """A case that failed: its target's name and number, and what was wrong."""

    target: str
    number: int
    wrong: str


def tried(target: Target, document: bytes) -> str | None:
    """What is wrong with how ``target`` takes the document, None if nothing is."""
    began = time.process_time()
    try:
        target.check(document)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    taken = time.process_time() - began
    return f"{taken:.1f} s" if taken > LONGEST else None


def _run(name: str, numbers: Sequence[int]) -> list[Failure]:
    target = next(target for target in TARGETS if target.name == name)
    failures = []
    for number in numbers:
        faulthandler.dump_traceback_later(_STUCK, exit=True)
        if wrong := tried(target, target.document(number)):
            failures.append(Failure(name, number, wrong))
    faulthandler.cancel_dump_traceback_later()
    return failures


def _keep(failure: Failure) -> str:
    """Write the document of a failure where the tests try it from now on; return its name."""
    target = next(target for target in TARGETS if target.name == failure.target)
    document = target.document(failure.number)
    folder = CASES / "fuzz"
    folder.mkdir(exist_ok=True)
    path = folder / f"{failure.target}-{hashlib.sha256(document).hexdigest()[:12]}"
    path.write_bytes(document)
    return path.name


def main() -> None:
    """Run the cases and print a line for each target and each failure; exits with 1 where there is one."""
    parser = AskedParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--cases", type=counting(), default=100_000, help="how many cases in all (100,000)")
    parser.add_argument("--first", type=counting(0), default=0, help="the number of the first case of each target (0)")
    options = parser.parse_args()
    each = -(-options.cases // len(TARGETS))
    numbers = range(options.first, options.first + each)
    failures: list[Failure] = []
    began = time.monotonic()
    with ProcessPoolExecutor() as pool:
        tasks = [
            pool.submit(_run, target.name, numbers[start : start + _AT_ONCE])
            for start in range(0, each, _AT_ONCE)
            for target in TARGETS
        ]
        try:
            for task in as_completed(tasks):
                failures += task.result()
        except BrokenProcessPool:
            sys.exit("make fuzz: a document ended its process: its case is among the last that were begun")
    failed = Counter(failure.target for failure in failures)
    for target in TARGETS:
        print(f"{target.name:8} {each:7,} cases  {failed[target.name]} failed")
    print(f"{time.monotonic() - began:.0f} s")
    for failure in sorted(failures):
        print(f"{failure.target} {failure.number}: {failure.wrong[:300]}  → tests/cases/fuzz/{_keep(failure)}")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
