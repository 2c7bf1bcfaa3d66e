"""``scrapy cluster warc``: archives on all workers, to Parquet and shards; what is done is not done again."""

from __future__ import annotations

from pathlib import Path

import duckdb

from crawler.cluster.places import absolute
from tests.clusters import cluster
from tests.servers import scrapy, story
from tests.warcs import Archive


def archives(folder: Path, count: int) -> None:
    for number in range(count):
        archive = Archive()
        for page in range(4):
            address = f"http://paper-{number % 2}.example/{number}-{page}/"
            head = f'<meta property="article:published_time" content="2024-0{page + 1}-03T08:00:00Z">'
            archive.response(address, story(f"Story {number}-{page} from Ashford", head=head))
        archive.write(folder / f"part-{number}.warc.gz")


def test_a_folder_is_the_same_wherever_a_worker_stands() -> None:
    assert absolute("output/") == str(Path.cwd() / "output")
    assert absolute("s3://bucket/stories/") == "s3://bucket/stories"


def test_archives_become_parquet_and_shards_that_import_merges(tmp_path: Path) -> None:
    archives(tmp_path, 3)
    whole = (tmp_path / "part-2.warc.gz").read_bytes()
    (tmp_path / "part-2.warc.gz").write_bytes(whole[: len(whole) - 40])
    output, shards = tmp_path / "parquet", tmp_path / "shards"
    asked = [
        "cluster",
        "warc",
        "-a",
        f"path={tmp_path}/part-*.warc.gz",
        "--output",
        str(output),
        "--shards",
        str(shards),
    ]
    with cluster(tmp_path / "dask", workers=2, threads=1) as running:
        done = scrapy(*asked, "--scheduler", running.address)
        again = scrapy(*asked, "--scheduler", running.address)
    assert done.returncode == 0, done.stderr + running.log()
    assert done.stdout.startswith("3 archives read, 11 stories; 0 before"), done.stdout
    assert f"{tmp_path}/part-2.warc.gz: cut off in the record" in done.stderr
    assert again.stdout.startswith("0 archives read, 0 stories; 3 before"), again.stdout + again.stderr
    query = "SELECT site, month, count(*) FROM read_parquet(?) GROUP BY ALL ORDER BY ALL"
    counts = duckdb.execute(query, [f"{output}/*/*/*.parquet"]).fetchall()
    assert counts == [
        *(("paper-0.example", f"2024-0{month}", 2 if month < 4 else 1) for month in range(1, 5)),
        *(("paper-1.example", f"2024-0{month}", 1) for month in range(1, 5)),
    ]
    merged = scrapy("import", *map(str, sorted(shards.glob("*.db"))), DATABASE=str(tmp_path / "news.db"))
    assert merged.stdout.count("4 new") == 2
    assert merged.stdout.count("3 new") == 1
