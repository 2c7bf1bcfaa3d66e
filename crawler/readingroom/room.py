"""Datasette over one database file, with the reading room in front."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import parse_metadata

from crawler.readingroom import plugin
from crawler.readingroom.asking import ARCHIVE, ReadOnlyDatabase


def open_room(path: Path) -> Datasette:
    """Datasette over the database at ``path``, by the house's ``datasette.yml``."""
    here = files("crawler.readingroom")
    written: dict[str, Any] = parse_metadata(here.joinpath("datasette.yml").read_text(encoding="utf-8"))
    room = Datasette(
        settings=written.pop("settings"),
        metadata=written,
        template_dir=str(here.joinpath("templates")),
        static_mounts=[("room", str(here.joinpath("static")))],
        memory=False,
    )
    room.remove_database("_memory")
    room.add_database(ReadOnlyDatabase(room, str(path)), name=ARCHIVE)
    pm.set_blocked("datasette.handle_exception")  # prints a screen of traceback for each address that is not there
    if not pm.is_registered(plugin):
        pm.register(plugin)
    return room
