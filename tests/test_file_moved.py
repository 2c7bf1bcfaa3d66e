"""A database that is moved, replaced or deleted in mid-crawl: told at once, nothing goes where nobody finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.storage import StorageError, Store
from tests.archive import headlines
from tests.filings import assert_sound
from tests.filings import story as filing
from tests.servers import Answer, Received, Route, scrapy, serving, story


def delete(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_suffix(".old"))


def restore(path: Path) -> None:
    """Put another database in its place, as somebody does who goes back to yesterday's copy."""
    copy = path.with_suffix(".copy")
    with Store.open(copy):
        pass
    copy.rename(path)


@pytest.mark.parametrize("harm", [delete, move, restore])
def test_a_crawl_ends_with_one_line(harm: Callable[[Path], None], tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    pages: dict[str, Route] = {f"/{number}/": story(f"Bridge {number} closes") for number in range(12)}

    def harming(request: Received) -> Answer:
        harm(database)
        return Answer(story("Bridge 3 closes").encode())

    pages["/3/"] = harming
    with serving(pages) as site:
        listed = "\n".join(site.url + path for path in pages)
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=listed, DATABASE=str(database))
    assert done.returncode == 1
    line, *_ = done.stderr.splitlines()
    assert line.startswith(
        f"scrapy crawl: {database}: moved, replaced or deleted while it was written to; put the file"
    )


def test_what_was_filed_is_there_when_the_file_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [filing(1)])
        move(path)
        with pytest.raises(StorageError, match="moved, replaced or deleted"):
            store.file(crawl, [filing(2)])
    path.with_suffix(".old").rename(path)
    assert_sound(path)
    assert len(headlines(path)) == 1
