"""``make pictures``: the pictures of the documentation, of the sample news site in the reading room and in a report."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from crawler.reporting.writing import report_on
from demo import serve
from demo.run import Interruption, crawl
from tests.reading_room import serving
from tests.servers import ROOT

FOLDER = ROOT / "docs" / "pictures"
DESKTOP, PHONE = (1200, 780), (390, 780)
VIEWS = {
    "front": ("/", DESKTOP, "light"),
    "search": ("/search?q=dredger", DESKTOP, "dark"),
    "story": ("/story/1", PHONE, "light"),
    "removed": ("/story/1/removed", PHONE, "dark"),
}
"""The file's name: what is on it, at what size, in which colours."""


def main() -> None:
    """Crawl the sample site, look at it, and write what is seen."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("make pictures: no Chromium; on Debian: apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database, report = Path(folder, "news.db"), Path(folder, "report.html")
        with serve.serving(port=serve.PORT) as address:
            crawl(address, database, Interruption())
        report_on(database, report)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with serving(database) as (room, _):
            for name, (path, size, colours) in VIEWS.items():
                take(browser, room + path, FOLDER / f"{name}.png", size, colours)
        take(browser, report.as_uri(), FOLDER / "report.png", DESKTOP, "light")
        browser.close()


def take(browser: Browser, address: str, path: Path, size: tuple[int, int], colours: str) -> None:
    """Write a picture of what is at an address."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=colours,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
