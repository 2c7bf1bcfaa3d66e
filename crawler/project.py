"""Where the project keeps its files: names of the house count from its folder, names that people give from theirs."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg


def in_project(name: str) -> Path:
    """The file called ``name`` in the project's folder, as it is called from where one stands, in there or below.

    A crawl that is started in a folder of the project shall not begin another archive there.
    """
    here = Path.cwd()
    file = (Path(closest_scrapy_cfg()).parent if closest_scrapy_cfg() else here) / name
    return file.relative_to(here) if file.is_relative_to(here) else file


def real(path: str | Path) -> Path:
    """The whole path without links; of links that lead in a circle, which Python's own way raises at, one of them."""
    return Path(os.path.realpath(path))


def path_setting(settings: BaseSettings, name: str) -> Path:
    """The file that a setting names: from where one stands where that was told for this run, else in the project."""
    return Path(settings[name]) if is_given(settings, name) else in_project(settings[name])


def is_given(settings: BaseSettings, name: str) -> bool:
    """Whether a setting was told for this run, by ``-s``; otherwise it is the project's."""
    return (settings.getpriority(name) or 0) > SETTINGS_PRIORITIES["project"]
