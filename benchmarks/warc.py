"""``make bench-warc``: reads a WARC of several GB, and holds the reader to flat memory.

The archive is made for the run: pages between records of other types, most of its bytes. Printed are seconds, MB a
second and the peak memory of the reading process, workers apart, beside warcio that reads the same records and does
nothing with them.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.asked import AskedParser, counting
from benchmarks.bigsite import BigSite
from benchmarks.frontier import peak_mb

ROOT = Path(__file__).resolve().parent.parent
PEER = """
import sys
from warcio.archiveiterator import ArchiveIterator
for record in ArchiveIterator(open(sys.argv[1], "rb")):
    while record.content_stream().read(65536):
        pass
"""
PICTURE = 1_000_000
"""Bytes of a record that holds no page."""


def main() -> None:
    """Write the archive, read it, print the table; exits with one line where pages are missing."""
    parser = AskedParser(prog="make bench-warc", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=3.0, help="size of the archive (3)")
    parser.add_argument("--pages", type=counting(), default=3000, help="pages in it (3000)")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        path, database = Path(name) / "big.warc.gz", Path(name) / "news.db"
        _write(path, options.gigabytes, options.pages)
        size = path.stat().st_size / 1e6
        reader = [sys.executable, "-m", "scrapy", "crawl", "warc", "-a", f"path={path}", "-s", f"DATABASE={database}"]
        table = Table(title=f"An archive of {size / 1000:.1f} GB with {options.pages:,} pages")
        for heading in ("reader", "seconds", "MB/s", "peak MB"):
            table.add_column(heading, justify="left" if heading == "reader" else "right")
        for who, command in (("warcio alone", [sys.executable, "-c", PEER, str(path)]), ("copydesk", reader)):
            seconds, peak = _measured(command)
            table.add_row(who, f"{seconds:.0f}", f"{size / seconds:.0f}", f"{peak:.0f}")
        with closing(sqlite3.connect(database)) as connection:
            (filed,) = connection.execute("SELECT count(*) FROM articles").fetchone()
        if filed != options.pages:
            sys.exit(f"bench-warc: {filed} of {options.pages} pages were filed")
        Console(width=100).print(table)


def _write(path: Path, gigabytes: float, pages: int) -> None:
    noise = random.Random(5).randbytes(PICTURE)
    pictures = int(gigabytes * 1e9 / PICTURE)
    site = BigSite(pages)
    with path.open("wb") as sink:
        writer = WARCWriter(sink, gzip=True)
        for number in range(max(pictures, pages)):
            if number < pages:
                page = site.answer(f"/post-{number}")[2].encode()
                _record(writer, f"http://big.example/post-{number}", "text/html", page)
            if number < pictures:
                _record(writer, f"http://big.example/{number}.jpg", "image/jpeg", b"\xff\xd8\xff" + noise)


def _record(writer: WARCWriter, url: str, kind: str, body: bytes) -> None:
    http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=http)
    )


def _measured(command: list[str]) -> tuple[float, float]:
    """Seconds that the command takes, and the peak memory of its process in MB."""
    started, peak = time.monotonic(), 0.0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=dict(os.environ)) as process:
        while process.poll() is None:
            peak = max(peak, peak_mb(process.pid))
            time.sleep(0.2)
    if process.returncode:
        sys.exit(f"bench-warc: {' '.join(command[:5])} … answered {process.returncode}")
    return time.monotonic() - started, peak


if __name__ == "__main__":
    main()
