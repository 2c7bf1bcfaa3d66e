"""Writes a report: the HTML file, which holds its plots, and the plots as PNG files beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader

from crawler.archive.command import open_up_to_date
from crawler.console.counting import counted
from crawler.drafts import drafting
from crawler.project import real
from crawler.reporting.plots import png, svg_address
from crawler.reporting.sections import sections
from crawler.storage import Reader, StorageError
from crawler.storage.figures.totals import totals


def report_on(database: Path, path: Path) -> str:
    """Write the report on a database, and say so in a line; raises ``StorageError`` where it cannot be done."""
    if path.exists() and not path.is_file():  # a device would be replaced by the report
        raise StorageError(f"{path}: a folder or a device; a report is a file, and a folder of plots beside it")
    with open_up_to_date(database) as reader:
        try:
            pictures = write_report(reader, path)
        except OSError as error:
            raise StorageError(f"{path}: the report cannot be written there: {error.strerror}") from error
    return f"{path} is written, with {counted(len(pictures), 'plot')} in {plots_beside(path)}"


def plots_beside(path: Path) -> Path:
    """The folder of a report's plots."""
    return path.with_name(f"{path.stem}-plots")


def write_report(reader: Reader, path: Path) -> list[Path]:
    """Write the report to ``path``, replacing what is there when all is done; returns its plots beside it.

    A link stays a link.

    Raises ``OSError`` where something cannot be written.
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
    folder = plots_beside(path)
    folder.mkdir(parents=True, exist_ok=True)
    pictures = list[Path]()
    for section in told:
        picture = folder / f"{section.name}.png"
        if section.figure is None:
            picture.unlink(missing_ok=True)  # of an earlier report
        else:
            picture.write_bytes(png(section.figure))
            pictures.append(picture)
    place = real(path)
    with drafting(place.parent) as draft:
        (draft / place.name).write_text(page, encoding="utf-8")
        (draft / place.name).replace(place)
    return pictures


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
