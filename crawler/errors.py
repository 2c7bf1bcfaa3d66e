"""The one error of this package."""

from __future__ import annotations


class AskedWrongly(Exception):
    """The question cannot be answered as it was put: one line that names what is wrong and the way out."""
