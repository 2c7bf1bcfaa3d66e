"""The HTML parts as Jinja templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def environment() -> Environment:
    """The one environment that every part is rendered in: escaping on, a missing name an error."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("parts")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
