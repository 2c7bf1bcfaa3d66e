"""Writes a report: the HTML file, which holds its plots, and the plots as PNG files beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader

from crawler.reporting.plots import png, svg_address
from crawler.reporting.sections import sections
from crawler.storage import Reader
from crawler.storage.totals import totals


def write_report(reader: Reader, path: Path) -> list[Path]:
    """Write the report to ``path`` and its plots into the folder of that name; returns the files, the report first.

    What was there is replaced when all is done. Raises ``OSError`` where something cannot be written.
    """
    told = sections(reader)
    page = (
        _environment()
        .get_template("report.html")
        .render(
            sections=told,
            plots={section.name: svg_address(section.figure) for section in told if section.figure},
            totals=totals(reader)["all"],
            database=reader.path.name,
            written_at=datetime.now(UTC),
        )
    )
    folder = path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    written = [path]
    for section in told:
        picture = folder / f"{section.name}.png"
        if section.figure is None:
            picture.unlink(missing_ok=True)  # of an earlier report
        else:
            picture.write_bytes(png(section.figure))
            written.append(picture)
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(page, encoding="utf-8")
    draft.replace(path)
    return written


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.reporting"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["cell"] = _cell
    return environment


def _cell(value: object) -> str:
    """A value as it stands in a table."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    if isinstance(value, int):
        return f"{value:,}"
    return "".join(character if character.isprintable() else " " for character in str(value))[:200]
