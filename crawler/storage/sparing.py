"""Loads sqlite-utils without pandas, which it takes along where it can: .3 s and 70 MB to know a time of pandas'.

Nobody hands it one here. Who loads pandas before or after has it as ever.
"""

from __future__ import annotations

import sys
from importlib import import_module

if "pandas" not in sys.modules:
    sys.modules["pandas"] = None  # type: ignore[assignment]  # as Python has it: there is no such module
    import_module("sqlite_utils")
    del sys.modules["pandas"]
