"""What large pages take is given back, whichever threads had them in hand."""

from __future__ import annotations

import subprocess
import sys

from tests.servers import ROOT

PROGRAM = """
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from crawler.fetch.buffers import give_back_large_buffers

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

kept = []

def unpack(number):
    body = bytearray()
    for _ in range(60 + 23 * number % 180):
        body += bytes(65536)
    kept.append(bytes(700 + 17 * number % 2000))
    return len(bytes(body).decode("latin-1"))

give_back_large_buffers()
before = megabytes()
with ThreadPoolExecutor(16) as threads:
    list(threads.map(unpack, range(160)))
    print(megabytes() - before)
"""


def test_pages_of_megabytes_leave_nothing_behind_in_the_threads_that_read_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 40  # twice as much and more where they are taken from heaps
