"""A command loads no more than it needs: it starts the sooner."""

from __future__ import annotations

import subprocess
import sys

from tests.servers import ROOT


def test_commands_that_read_no_page_load_nothing_that_reads_one() -> None:
    program = """
import sys
import crawler.commands.search, crawler.commands.sites, crawler.commands.stats
from extractors import Article
assert not {"extractors.reading", "extractors.textmode.cleaning"} & set(sys.modules)
from extractors import clean_text, comments, extract
assert callable(extract) and callable(clean_text) and callable(comments)
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, check=True)


def test_commands_do_not_load_pandas_where_it_is_installed() -> None:
    """Which takes sqlite-utils a third of a second; who wants it has it all the same."""
    program = """
import sys
import crawler.commands.crawl, crawler.commands.export, crawler.commands.stats
assert "sqlite_utils" in sys.modules
assert "pandas" not in sys.modules
import pandas
assert pandas.DataFrame([1]).size == 1
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, check=True)
