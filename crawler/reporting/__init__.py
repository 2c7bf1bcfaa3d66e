"""Reports that people look at: one HTML file that holds everything, and its plots as pictures beside it."""

from pathlib import Path


def name_fault(name: str) -> str | None:
    """What is wrong with the name of a file for a report, in a line; None where nothing is."""
    path = Path(name)
    if path.suffix.lower() in ("", ".html", ".htm"):
        return None
    return f"{name}: a report is HTML; {path.with_suffix('.html')} would be its name"
